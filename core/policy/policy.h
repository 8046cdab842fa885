// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/forecast/forecast.h"
#include "core/market/sheet.h"

#include <optional>
#include <vector>

namespace dgex::policy {

enum class Preset : std::uint8_t { Income, Balanced, SelfSufficiency, RenewableFirst, BackupReserve };

/// The owner's will. Every preset is a set of these parameters.
struct UserPolicy {
    Preset preset = Preset::Balanced;
    int reservePercent = 20;               ///< Of the battery, kept for outages: 0 to 100.
    int riskPercent = 50;                  ///< Which quantile is committed: 10 cautious, 50 expected, 90 bold.
    Price buyLimit = kPriceMax;            ///< Never buys above.
    Price sellLimit = Price{-100'000'000}; ///< Never sells below.
    bool tradingPaused = false;
    friend bool operator==(const UserPolicy&, const UserPolicy&) = default;
};

/// The parameters that a preset starts from.
[[nodiscard]] UserPolicy presetPolicy(Preset preset);

struct PeriodInputs {
    Period period;
    forecast::Quantiles demand;
    forecast::Quantiles pv;
    Price retail; ///< The utility's price when nothing is bought here.
    Price feedIn;
    std::optional<Price> expectedPrice; ///< What the neighbours' market is likely to pay; from published results.
    Lots position;                      ///< Already traded: + bought, - sold.
};

struct BatteryInputs {
    Energy stored;
    Energy capacity; ///< 0: none
    Power powerMax;
    int efficiencyPermille = 950; ///< One way.
    Price wear{};                 ///< What a discharged kWh costs the battery in life.
};

struct PlanInputs {
    Round round;
    UserPolicy policy;
    BatteryInputs battery;
    Power routerCapacity;
    std::vector<PeriodInputs> periods; ///< From the round's own period on, gap-free, at least gate lead + 48.
    std::size_t firstOpen = 1;         ///< Index of the first period that can still be traded.
    Price networkFee{};                ///< What buyers pay on top of the market's price.
    Energy depth{500};                 ///< What the neighbours are expected to take or give in a later period.
};

/// Why an order stands as it does, or why a market was left alone. Part of the decision record.
enum class Rule : std::uint8_t {
    SellsSurplus,    ///< Expected surplus that the battery cannot take.
    SellsStored,     ///< Stored energy above the reserve is worth more sold.
    BuysNeed,        ///< Expected need that the battery cannot cover.
    ClosesPosition,  ///< Buys back or sells off what the newer forecast no longer wants.
    HoldsReserve,    ///< Nothing: the battery is at or below the reserve.
    BalancedAlready, ///< Nothing: forecast and position match within a lot.
    BelowOneLot,     ///< Nothing: less than 0.1 kWh.
    LimitTooTight,   ///< Nothing: the owner's price limits leave no room between feed-in and retail.
    Paused,          ///< Nothing: trading is paused.
    BatteryCovers,   ///< Nothing: the battery takes the surplus or covers the need.
    RouterFull,      ///< Quantity cut to the router's capacity.
    FillsBattery,    ///< Energy is cheaper here than what it will save or bring later.
};

/// One order or one market left alone, with everything that decided it.
struct DecisionRecord {
    Period period;
    Rule rule = Rule::BalancedAlready;
    std::optional<market::Order> order; ///< None: left alone.
    forecast::Quantiles demand;
    forecast::Quantiles pv;
    Energy stored; ///< Planned at the start of the period.
    Energy reserve;
    Energy batteryCapacity;
    Lots position;            ///< Before this order.
    Energy wanted;            ///< Still wanted from the neighbours at this step, + buy; 0 when nothing is.
    Price value;              ///< What a kWh of this step is worth to the home: it buys up to it, sells from it.
    bool fromBattery = false; ///< Beyond the period's own surplus or need: given or taken by the battery.
    Lots placed;              ///< Orders of earlier records of this market on the same side, >= 0.
    std::optional<Price> ownOpposite; ///< Best price of earlier records of this market on the other side.
    Price retail;
    Price feedIn;
    Price limitOfOwner; ///< The owner's buy or sell limit that applied.
    std::optional<Price> expectedPrice;
    int riskPercent = 50;
    int reservePercent = 0;
    bool tradingPaused = false;
    Power routerCapacity;
};

struct PlannedPeriod {
    Period period;
    Energy storedAtEnd;
    Energy battery;  ///< + discharged
    Energy exchange; ///< + bought from neighbours (position and open orders).
    Energy utility;  ///< + bought from the utility.
};

/// How the battery answers the home's own balance in a running period: it covers need and takes surplus within the
/// window and leaves what lies outside to the utility. The self-use rule is the widest window that charge and power
/// leave; a narrower one saves energy for better prices, one that does not hold 0 charges from or sells to the utility.
struct BatteryWindow {
    Energy least; ///< At the terminals over a whole period, + discharge.
    Energy most;
    friend bool operator==(const BatteryWindow&, const BatteryWindow&) = default;
};

/// The window that never binds.
inline constexpr BatteryWindow kSelfUseWindow{.least = Energy{-1'000'000'000}, .most = Energy{1'000'000'000}};

struct Plan {
    std::vector<PlannedPeriod> periods;
    BatteryWindow window; ///< Of the first period.
    market::BidSheet sheet;
    std::vector<DecisionRecord> records; ///< One or more for every open market.
};

/// Plans the battery by the self-use rule and bids, in whole lots, for the surplus and need that it leaves, and for
/// stored energy that will not be missed or storage room that will be. Forecast quantiles make price steps: a unit
/// that is there or needed with chance 1 - t is sold from, or bought up to, the share t of the way between feed-in
/// and retail. Whatever subset is accepted stays within the router's capacity. Pure.
/// Requires: efficiency 1 to 1000 per mille, reserve 0 to 100 %, periods gap-free from the round on.
[[nodiscard]] Plan plan(const PlanInputs& inputs);

/// Need minus surplus of a period at a percentile of its own spread (10 to 90, clamped), demand and generation taken
/// as independent.
[[nodiscard]] Energy netNeed(const forecast::Quantiles& demand, const forecast::Quantiles& pv, int percentile);

/// Decides one market again from a record alone; equals the record's order for every record that plan made.
[[nodiscard]] std::optional<market::Order> reevaluate(const DecisionRecord& record);

/// The self-use rule: what the battery does when the home must balance needed (+ short, - surplus) by itself.
/// Never discharges below reserve, never beyond power and capacity. Returns + discharge at the terminals.
[[nodiscard]] Power selfUseBatteryPower(Power needed, const BatteryInputs& battery, Energy reserve,
                                        std::chrono::milliseconds step);

/// How far a period is.
struct WindowTime {
    Energy discharged;              ///< By the battery since the period began.
    std::chrono::milliseconds left; ///< Of the period, > 0.
    std::chrono::milliseconds step; ///< For which the power will hold, > 0.
};
/// The self-use rule within a plan's window: need and surplus are met at once until the window's end is reached; energy
/// that the plan charges from the utility or sells to it is spread over what is left of the period.
[[nodiscard]] Power windowBatteryPower(Power needed, const BatteryInputs& battery, Energy reserve,
                                       const BatteryWindow& window, const WindowTime& time);

} // namespace dgex::policy
