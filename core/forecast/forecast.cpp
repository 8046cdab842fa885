// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/forecast/forecast.h"

#include "core/forecast/typical_profile.h"
#include "core/forecast/weighted_sample.h"

#include <algorithm>

namespace dgex::forecast {

namespace {

constexpr std::int64_t kPeriodsPerDay = 48; // of 24 hours; local days are counted by a fixed offset from UTC
constexpr std::int64_t kDaysMax = 28;
constexpr std::int64_t kClearSkyDays = 21;
constexpr std::int64_t kPersistenceDays = 3;
constexpr std::int64_t kQuantileDays = 14;

struct Source {
    Target target;
    const History& history;
    Period first;
    const HomeProfile& profile;

    [[nodiscard]] std::optional<Energy> at(Period period) const
    {
        const std::int64_t index = period.since(history.first);
        if (index < 0 || index >= static_cast<std::int64_t>(history.values.size()) || period >= first)
            return std::nullopt;
        return history.values[static_cast<std::size_t>(index)];
    }
    [[nodiscard]] bool isWeekend(Period period) const
    {
        const std::int64_t seconds = period.startSeconds() + profile.offsetAt(period.start());
        const std::int64_t day = divide(Int128{seconds}, 86'400, Rounding::Floor);
        const std::int64_t weekday = ((day + 3) % 7 + 7) % 7; // 1970-01-01 was a Thursday; 0 is Monday
        return weekday >= 5;
    }
};

/// The latest period at the same time of day that lies before the first forecast one.
Period sameTimeBefore(Period first, Period period)
{
    const std::int64_t ahead = period.since(first);
    return period.plus(-kPeriodsPerDay * (ahead / kPeriodsPerDay + 1));
}

/// Days of the last 28 with at least a quarter of their values (a PV meter may be silent at night).
std::int64_t knownDays(const Source& source)
{
    std::int64_t days = 0;
    for (std::int64_t day = 1; day <= kDaysMax; ++day) {
        int known = 0;
        for (std::int64_t i = 0; i < kPeriodsPerDay; ++i)
            known += source.at(source.first.plus(i - day * kPeriodsPerDay)).has_value() ? 1 : 0;
        days += known >= kPeriodsPerDay / 4 ? 1 : 0;
    }
    return days;
}

/// What a clear sky gives at the times of day from `first` on: the 95th percentile of 21 days, smoothed over an hour
/// and a half. 0 where nothing is known or it is night.
std::vector<std::int64_t> clearSky(const Source& source)
{
    std::vector<std::int64_t> raw;
    for (std::int64_t i = 0; i < kPeriodsPerDay; ++i) {
        WeightedSample sample;
        for (std::int64_t day = 1; day <= kClearSkyDays; ++day)
            if (const auto value = source.at(source.first.plus(i - day * kPeriodsPerDay)))
                sample.add(value->count(), 1);
        raw.push_back(sample.isEmpty() ? 0 : sample.quantile(950));
    }
    std::vector<std::int64_t> smooth;
    for (std::size_t i = 0; i < raw.size(); ++i) {
        const std::int64_t sides = raw[(i + raw.size() - 1) % raw.size()] + raw[(i + 1) % raw.size()];
        smooth.push_back(raw[i] == 0 ? 0 : (2 * raw[i] + sides) / 4);
    }
    return smooth;
}

Quantiles quantilesOf(WeightedSample& sample)
{
    const auto atLeastZero = [](std::int64_t value) { return Energy{std::max<std::int64_t>(value, 0)}; };
    return {atLeastZero(sample.quantile(100)), atLeastZero(sample.quantile(500)), atLeastZero(sample.quantile(900)),
            atLeastZero(sample.mean())};
}

Quantiles typical(const Source& source, Period period)
{
    return source.target == Target::Demand ? typicalDemand(period, source.profile) : typicalPv(period, source.profile);
}

/// Weight of a day in the sample: later days and days of the same type count more.
std::int64_t dayWeight(const Source& source, Method method, std::int64_t day, Period past, Period period)
{
    if (method == Method::Persistence)
        return day <= kPersistenceDays ? 4 : 2;
    const std::int64_t recent = 2 * kDaysMax - day;
    if (source.target == Target::Pv)
        return recent * recent;
    return recent * (source.isWeekend(past) == source.isWeekend(period) ? 3 : 2);
}

/// Past values around the same time of day; those of a PV plant are brought to this time by the clear-sky curve.
WeightedSample sampleFor(const Source& source, Method method, Period period, const std::vector<std::int64_t>& clear)
{
    const Period latest = sameTimeBefore(source.first, period);
    const std::int64_t slot = period.since(source.first) % kPeriodsPerDay;
    WeightedSample sample;
    for (std::int64_t day = 0; day < kDaysMax; ++day) {
        for (std::int64_t shift = -1; shift <= 1; ++shift) {
            const Period past = latest.plus(shift - day * kPeriodsPerDay);
            const auto value = source.at(past);
            if (!value)
                continue;
            std::int64_t energy = value->count();
            if (!clear.empty()) {
                const auto from = static_cast<std::size_t>((slot + shift + kPeriodsPerDay) % kPeriodsPerDay);
                const std::int64_t here = clear[static_cast<std::size_t>(slot)];
                if (shift != 0 && (clear[from] == 0 || clear[from] > 4 * here))
                    continue;
                if (shift != 0)
                    energy = divide(Int128{energy} * here, clear[from], Rounding::HalfAwayFromZero);
            }
            sample.add(energy, dayWeight(source, method, day, past, period) * (shift == 0 ? 2 : 1));
        }
    }
    return sample;
}

Method methodFor(std::int64_t days)
{
    if (days < kPersistenceDays)
        return Method::TypicalProfile;
    return days < kQuantileDays ? Method::Persistence : Method::EmpiricalQuantiles;
}

} // namespace

std::int32_t HomeProfile::offsetAt(UtcTime time) const
{
    const auto after = std::ranges::upper_bound(clockChanges, time, {}, &ClockChange::from);
    return after == clockChanges.begin() ? zoneOffsetSeconds : std::prev(after)->zoneOffsetSeconds;
}

Forecast forecast(Target target, const History& history, Period first, std::size_t count, const HomeProfile& profile)
{
    DGEX_ASSERT(history.end() <= first);
    const Source source{.target = target, .history = history, .first = first, .profile = profile};
    Forecast result{.target = target, .method = methodFor(knownDays(source)), .first = first, .periods = {}};
    std::vector<std::int64_t> clear;
    if (target == Target::Pv && result.method != Method::TypicalProfile)
        clear = clearSky(source);
    result.periods.reserve(count);
    for (std::size_t i = 0; i < count; ++i) {
        const Period period = first.plus(static_cast<std::int64_t>(i));
        WeightedSample sample;
        if (result.method != Method::TypicalProfile)
            sample = sampleFor(source, result.method, period, clear);
        result.periods.push_back(sample.isEmpty() ? typical(source, period) : quantilesOf(sample));
    }
    return result;
}

} // namespace dgex::forecast
