// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/time.h"
#include "core/base/units.h"

#include <optional>
#include <string>
#include <vector>

/// The owner's will. All of it are parameters of the one optimiser (policy.h); nothing of it is a way of planning of
/// its own. A panel edits a copy, asks preview() (preview.h) what it would bring, and sends it to the controller whole.
namespace dgex::policy {

enum class Preset : std::uint8_t { Income, Balanced, SelfSufficiency, RenewableFirst, BackupReserve };

enum class LoadKind : std::uint8_t {
    Charge, ///< May be split and throttled at will: a car.
    Run     ///< Starts once and runs through: a dishwasher.
};

/// A wish that comes again on some weekdays: energy inside a window of the home's local clock, at a time that the plan
/// chooses. Ranges: energy 1 Wh to 200 kWh; powerMax > 0 and enough for the energy inside the window; minutes are whole
/// half hours from 0 to 1410.
struct ComfortWindow {
    std::string name{}; ///< The owner's word for it; not empty, of one window only.
    LoadKind kind = LoadKind::Charge;
    Energy energy{};                    ///< Of one use.
    Power powerMax{};                   ///< While it takes energy; a run takes this until the energy is used.
    int fromMinute = 18 * 60;           ///< Not before, minutes after local midnight.
    int byMinute = 7 * 60;              ///< Done by; at or before fromMinute: on the day after.
    std::uint8_t weekdays = 0b111'1111; ///< Of the deadline: bit 0 Monday to bit 6 Sunday.
    bool enabled = true;
    friend bool operator==(const ComfortWindow&, const ComfortWindow&) = default;
};

/// Some half hours that are not like others: guests, a journey, a storm warning. Where several hold at once, the
/// highest reserve and the last demand count, and one that pauses is enough.
struct CalendarException {
    Period from{};
    Period until{};                      ///< The first half hour after.
    std::optional<int> reservePercent{}; ///< Instead of the policy's, when higher; filled from the utility if need be.
    int demandPercent = 100;             ///< Of the forecast: 0 to 1000.
    bool tradingPaused = false;          ///< No orders for these half hours.
    friend bool operator==(const CalendarException&, const CalendarException&) = default;
};

struct UserPolicy {
    Preset preset = Preset::Balanced;
    int reservePercent = 20;               ///< Of the battery, kept for outages: 0 to 100.
    int riskPercent = 50;                  ///< Which quantile is committed: 10 cautious, 50 expected, 90 bold.
    Price buyLimit = kPriceMax;            ///< Never buys above.
    Price sellLimit = Price{-100'000'000}; ///< Never sells below.
    bool tradingPaused = false;
    std::vector<CalendarException> exceptions{};
    std::vector<ComfortWindow> windows{};
    friend bool operator==(const UserPolicy&, const UserPolicy&) = default;
};

/// The parameters that a preset starts from.
[[nodiscard]] UserPolicy presetPolicy(Preset preset);

/// What is wrong with a policy; a sheet for it could not be planned.
enum class PolicyFault : std::uint8_t {
    ReserveOutOfRange,
    RiskOutOfRange,
    LimitOutOfRange,
    ExceptionEmpty, ///< Until is not after from.
    DemandOutOfRange,
    WindowName,     ///< Empty, or of two windows.
    WindowTimes,    ///< Not whole half hours of a day.
    WindowEnergy,   ///< Energy or power out of range.
    WindowTooShort, ///< The power does not bring the energy inside the window.
    TooMany         ///< More than kPolicyEntriesMax exceptions or windows.
};
inline constexpr std::size_t kPolicyEntriesMax = 100;
/// The first fault; none: the policy can be planned with.
[[nodiscard]] std::optional<PolicyFault> faultOf(const UserPolicy& policy);

/// What the policy with its calendar asks for in one half hour.
struct CalendarTerms {
    int reservePercent = 0;
    int demandPercent = 100;
    bool tradingPaused = false;
};
[[nodiscard]] CalendarTerms termsIn(const UserPolicy& policy, Period period);

/// Half hours in which a comfort window lies open: 1 to 48.
[[nodiscard]] int lengthOf(const ComfortWindow& window);

} // namespace dgex::policy
