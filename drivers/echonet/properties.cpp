// SPDX-License-Identifier: GPL-3.0-or-later
#include "drivers/echonet/properties.h"

#include "drivers/meters/meter_sample.h"

#include <algorithm>

namespace dgex::drivers::echonet {

namespace {

constexpr std::int64_t kJapanAhead = 9 * 3'600;
constexpr std::int64_t kHalfHour = 1'800;
constexpr std::size_t kHalfHours = 48;
constexpr std::size_t kRecentMax = 12;

constexpr PropertyRow kMeterRows[] = {
    {0xE7, "power", Form::S32, "W"},
    {0xE8, "current_r", Form::S16, "A", 1},
    {0xE8, "current_t", Form::S16, "A", 1, true, 2},
    {0xE0, "counter_normal", Form::U32, "count"},
    {0xE3, "counter_reverse", Form::U32, "count"},
    {0xD0, "one_minute", Form::U8},
    {0xEA, "half_hour_normal", Form::U8, "", 0, false},
    {0xEB, "half_hour_reverse", Form::U8, "", 0, false},
    {0xD3, "coefficient", Form::U32, "times", 0, false},
    {0xE1, "unit_code", Form::U8, "", 0, false},
    {0xD7, "digits", Form::U8, "digits", 0, false},
    {0x80, "operation", Form::U8, "", 0, false},
};
constexpr PropertyRow kPvRows[] = {
    {0xE0, "power", Form::U16, "W"},
    {0xE1, "generated", Form::U32, "kWh", 3},
    {0xE3, "sold", Form::U32, "kWh", 3, false},
    {0xA0, "limit", Form::U8, "%", 0, false},
    {0xA1, "limit_watts", Form::U16, "W", 0, false},
    {0xD1, "restraint", Form::U8, "", 0, false},
    {0xE8, "rated_power", Form::U16, "W", 0, false},
    {0x80, "operation", Form::U8, "", 0, false},
};
constexpr PropertyRow kStoreRows[] = {
    {0xD3, "charging_power", Form::S32, "W"},
    {0xE2, "stored", Form::U32, "Wh"},
    {0xE4, "charge", Form::U8, "%"},
    {0xD6, "discharged", Form::U32, "kWh", 3},
    {0xD8, "charged", Form::U32, "kWh", 3},
    {0xDA, "mode", Form::U8},
    {0xCF, "working_mode", Form::U8},
    {0xEB, "charging_power_set", Form::U32, "W", 0, false},
    {0xEC, "discharging_power_set", Form::U32, "W", 0, false},
    {0xC8, "charging_power_max", Form::U32, "W", 0, false, 4},
    {0xC9, "discharging_power_max", Form::U32, "W", 0, false, 4},
    {0xD0, "capacity", Form::U32, "Wh", 0, false},
    {0x80, "operation", Form::U8, "", 0, false},
};
constexpr PropertyRow kVehicleRows[] = {
    {0xD3, "charging_power", Form::S32, "W"},
    {0xE2, "stored", Form::U32, "Wh"},
    {0xE4, "charge", Form::U8, "%"},
    {0xD6, "discharged", Form::U32, "kWh", 3},
    {0xD8, "charged", Form::U32, "kWh", 3},
    {0xC7, "connection", Form::U8},
    {0xDA, "mode", Form::U8},
    {0xEB, "charging_power_set", Form::U32, "W", 0, false},
    {0xEC, "discharging_power_set", Form::U32, "W", 0, false},
    {0xED, "charging_current_set", Form::U16, "A", 1, false},
    {0xC5, "charging_power_max", Form::U32, "W", 0, false},
    {0xC6, "discharging_power_max", Form::U32, "W", 0, false},
    {0xD0, "capacity", Form::U32, "Wh", 0, false},
    {0xD2, "rated_voltage", Form::U16, "V", 0, false},
    {0x80, "operation", Form::U8, "", 0, false},
};

struct Class {
    int code;
    std::string_view name;
    std::span<const PropertyRow> rows;
};
constexpr Class kClasses[] = {
    {0x0288, "low-voltage smart meter", kMeterRows},
    {0x0279, "PV", kPvRows},
    {0x027D, "battery", kStoreRows},
    {0x027E, "EV charger and discharger", kVehicleRows},
    {0x02A1, "EV charger", kVehicleRows},
};

const Class* findClass(int code)
{
    const auto* known = std::ranges::find(kClasses, code, &Class::code);
    return known != std::end(kClasses) ? known : nullptr;
}

std::uint64_t bigEndian(ByteView bytes)
{
    std::uint64_t value = 0;
    for (const std::uint8_t byte : bytes)
        value = value << 8U | byte;
    return value;
}

std::optional<std::int64_t> count32(ByteView data, std::size_t at)
{
    return numberOf(data.subspan(at, 4), Form::U32);
}

/// Year (two bytes), month, day, hour and minute in Japan Standard Time; seconds when there are 7 bytes.
std::optional<UtcTime> timeOf(ByteView data)
{
    const std::chrono::year_month_day date{std::chrono::year{data[0] << 8 | data[1]}, std::chrono::month{data[2]},
                                           std::chrono::day{data[3]}};
    const unsigned second = data.size() > 6 ? data[6] : 0;
    if (!date.ok() || data[4] > 23 || data[5] > 59 || second > 59)
        return std::nullopt;
    const std::int64_t days = std::chrono::sys_days{date}.time_since_epoch().count();
    return UtcTime::fromSeconds(days * 86'400 + data[4] * 3'600 + data[5] * 60 + second - kJapanAhead);
}

} // namespace

std::optional<std::int64_t> numberOf(ByteView data, Form form)
{
    constexpr std::size_t kSizes[] = {1, 2, 4, 2, 4};
    const std::size_t size = kSizes[static_cast<std::size_t>(form)];
    if (data.size() != size)
        return std::nullopt;
    const auto value = static_cast<std::int64_t>(bigEndian(data));
    const std::int64_t range = std::int64_t{1} << (8 * size);
    if (form == Form::U8)
        return value <= 0xFC ? std::optional(value) : std::nullopt;
    if (form == Form::U16 || form == Form::U32)
        return value < range - 2 ? std::optional(value) : std::nullopt;
    const std::int64_t half = range / 2;
    if (value == half || value == half - 1 || value == half - 2)
        return std::nullopt;
    return value >= half ? value - range : value;
}

std::span<const PropertyRow> rowsOf(int classCode)
{
    const Class* known = findClass(classCode);
    return known != nullptr ? known->rows : std::span<const PropertyRow>{};
}

std::string_view className(int classCode)
{
    const Class* known = findClass(classCode);
    return known != nullptr ? known->name : std::string_view{};
}

std::optional<MeterScale> scaleOf(const Properties& properties, std::optional<int> fallbackExponent)
{
    MeterScale scale;
    if (const auto found = properties.find(0xD3); found != properties.end()) {
        const auto coefficient = numberOf(found->second, Form::U32);
        if (!coefficient || *coefficient > 999'999)
            return std::nullopt;
        scale.coefficient = *coefficient;
    }
    const auto unit = properties.find(0xE1);
    if (unit == properties.end() || unit->second.size() != 1) {
        scale.exponent = fallbackExponent.value_or(0);
        return fallbackExponent ? std::optional(scale) : std::nullopt;
    }
    const int code = unit->second[0];
    if (code <= 0x04)
        scale.exponent = 3 - code;
    else if (code >= 0x0A && code <= 0x0D)
        scale.exponent = 4 + code - 0x0A;
    else
        return std::nullopt;
    return scale;
}

std::optional<Energy> energyOf(std::optional<std::int64_t> count, const MeterScale& scale)
{
    std::int64_t product = 0;
    if (!count || __builtin_mul_overflow(*count, scale.coefficient, &product))
        return std::nullopt;
    const auto wattHours = meters::scaled(product, scale.exponent);
    return wattHours ? std::optional(Energy{*wattHours}) : std::nullopt;
}

std::optional<TimedCounters> oneMinuteCounters(ByteView data, const MeterScale& scale)
{
    if (data.size() != 15)
        return std::nullopt;
    const auto at = timeOf(data.first(7));
    if (!at)
        return std::nullopt;
    return TimedCounters{*at, energyOf(count32(data, 7), scale), energyOf(count32(data, 11), scale)};
}

std::optional<TimedEnergy> halfHourCounter(ByteView data, const MeterScale& scale)
{
    const auto at = data.size() == 11 ? timeOf(data.first(7)) : std::nullopt;
    return at ? std::optional(TimedEnergy{*at, energyOf(count32(data, 7), scale)}) : std::nullopt;
}

std::optional<DayHistory> dayHistory(ByteView data, const MeterScale& scale)
{
    if (data.size() != 2 + 4 * kHalfHours)
        return std::nullopt;
    DayHistory history{data[0] << 8 | data[1], {}};
    for (std::size_t i = 0; i < kHalfHours; ++i)
        history.counters.push_back(energyOf(count32(data, 2 + 4 * i), scale));
    return history;
}

std::optional<std::vector<TimedCounters>> recentHistory(ByteView data, const MeterScale& scale)
{
    if (data.size() < 7 || data[6] > kRecentMax || data.size() != 7 + std::size_t{8} * data[6])
        return std::nullopt;
    const auto newest = timeOf(data.first(6));
    if (!newest)
        return std::nullopt;
    std::vector<TimedCounters> history;
    for (std::size_t i = 0; i < data[6]; ++i)
        history.push_back({*newest - std::chrono::seconds{kHalfHour * static_cast<std::int64_t>(i)},
                           energyOf(count32(data, 7 + 8 * i), scale), energyOf(count32(data, 11 + 8 * i), scale)});
    return history;
}

} // namespace dgex::drivers::echonet
