// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/policy/flexible_load.h"

#include <algorithm>

namespace dgex::policy {

namespace {

constexpr std::int64_t kDaySeconds = 86'400;

std::int64_t floorDays(std::int64_t seconds)
{
    return divide(Int128{seconds}, kDaySeconds, Rounding::Floor);
}

/// The half hour that starts at a minute of a local day.
Period periodAt(std::int64_t day, int minute, const forecast::HomeProfile& profile)
{
    const std::int64_t local = day * kDaySeconds + std::int64_t{minute} * 60;
    const auto utc = [&](std::int64_t offset) { return UtcTime{(local - offset) * 1000}; };
    const std::int32_t offset = profile.offsetAt(utc(profile.offsetAt(utc(0))));
    return Period::containing(utc(offset));
}

/// Monday is 0; 1970-01-01 was a Thursday.
int weekdayOf(std::int64_t day)
{
    return static_cast<int>(((day + 3) % 7 + 7) % 7);
}

} // namespace

std::vector<FlexibleLoad> flexibleLoads(const UserPolicy& policy, Round round, std::size_t count,
                                        const forecast::HomeProfile& profile, const LoadProgress& progress)
{
    std::vector<FlexibleLoad> loads;
    const Period end = round.plus(static_cast<std::int64_t>(count));
    const std::int64_t today = floorDays(round.startSeconds() + profile.offsetAt(round.start()));
    const std::int64_t lastDay = floorDays(end.startSeconds() + profile.offsetAt(end.start())) + 1;
    for (std::size_t i = 0; i < policy.windows.size(); ++i) {
        const ComfortWindow& window = policy.windows[i];
        for (std::int64_t day = today; window.enabled && day <= lastDay; ++day) {
            if ((window.weekdays >> weekdayOf(day) & 1) == 0)
                continue;
            const bool overMidnight = window.byMinute <= window.fromMinute;
            const Period from = periodAt(day - (overMidnight ? 1 : 0), window.fromMinute, profile);
            const Period by = periodAt(day, window.byMinute, profile);
            const auto had = progress.find({window.name, by});
            const Energy taken = had == progress.end() ? Energy{} : had->second;
            if (by <= round || from >= end || taken >= window.energy)
                continue;
            loads.push_back({.window = i,
                             .kind = window.kind,
                             .from = std::max(from, round),
                             .by = by,
                             .left = window.energy - taken,
                             .powerMax = window.powerMax,
                             .started = window.kind == LoadKind::Run && taken > Energy{}});
        }
    }
    std::ranges::stable_sort(loads, {}, &FlexibleLoad::by);
    return loads;
}

} // namespace dgex::policy
