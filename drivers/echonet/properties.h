// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/time.h"
#include "core/base/units.h"
#include "drivers/echonet/frame.h"

#include <map>
#include <span>

/// What the properties of ECHONET Lite devices mean (Appendix: detailed requirements for ECHONET device objects,
/// release R): low-voltage smart meter 0288, PV 0279, battery 027D, EV charger and discharger 027E, EV charger 02A1.
/// Pure and bounded. A value that the device marks as no data, overflow or underflow is absent, never 0.
namespace dgex::drivers::echonet {

using Properties = std::map<std::uint8_t, Bytes>;

/// How a number stands in a property; big-endian.
enum class Form : std::uint8_t { U8, U16, U32, S16, S32 };
/// None when the size is another or the value is one of the codes for no data (unsigned FF..FF and FF..FE, signed
/// 7F..FF, 7F..FE and 80..00; one byte: above FC).
[[nodiscard]] std::optional<std::int64_t> numberOf(ByteView data, Form form);

/// A property that is read and shown.
struct PropertyRow {
    std::uint8_t code = 0;
    std::string_view name;
    Form form = Form::U8;
    std::string_view unit = {}; ///< Empty for a code, which is shown as hexadecimal bytes.
    int decimals = 0;           ///< The number counts 10^-decimals units.
    bool isLive = true;         ///< Others are read now and then.
    std::size_t offset = 0;     ///< Of the number in the property's data.
};
/// Of one class; empty for classes that are not known.
[[nodiscard]] std::span<const PropertyRow> rowsOf(int classCode);
/// The name of a class; empty for classes that are not known.
[[nodiscard]] std::string_view className(int classCode);

/// What one count of a smart meter's counters stands for: coefficient (D3) times unit (E1).
struct MeterScale {
    std::int64_t coefficient = 1;
    int exponent = 3; ///< Watt-hours are count x coefficient x 10^exponent; -1 to 7.
};
/// A missing coefficient is 1. A missing unit is the fallback; none when there is none, or when the unit is unknown.
[[nodiscard]] std::optional<MeterScale> scaleOf(const Properties& properties, std::optional<int> fallbackExponent);
/// Rounded down to whole watt-hours; none when it is no data or does not fit.
[[nodiscard]] std::optional<Energy> energyOf(std::optional<std::int64_t> count, const MeterScale& scale);

/// Counters at an instant of the meter's clock. Meters keep Japan Standard Time.
struct TimedCounters {
    UtcTime at;
    std::optional<Energy> imported;
    std::optional<Energy> exported;
};
/// EPC D0: both counters at the last full minute.
[[nodiscard]] std::optional<TimedCounters> oneMinuteCounters(ByteView data, const MeterScale& scale);
/// EPC EA (normal direction) and EB (reverse): the counter at the last half hour.
struct TimedEnergy {
    UtcTime at;
    std::optional<Energy> energy;
};
[[nodiscard]] std::optional<TimedEnergy> halfHourCounter(ByteView data, const MeterScale& scale);
/// EPC E2 (normal direction) and E4 (reverse): the counter at the 48 half hours of a past day, from 0:00 on.
struct DayHistory {
    int daysAgo = 0;
    std::vector<std::optional<Energy>> counters;
};
[[nodiscard]] std::optional<DayHistory> dayHistory(ByteView data, const MeterScale& scale);
/// EPC EC: both counters at up to 12 half hours, the newest first.
[[nodiscard]] std::optional<std::vector<TimedCounters>> recentHistory(ByteView data, const MeterScale& scale);

} // namespace dgex::drivers::echonet
