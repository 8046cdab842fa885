// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/delivery/schedule.h"

#include "core/base/assert.h"

#include <algorithm>

namespace dgex::delivery {

namespace {

constexpr std::int64_t kLengthMs = Period::kLength.count();
constexpr std::int64_t kRampMs = kRampTime.count();
constexpr std::int64_t kMillisecondsPerHour = 3'600'000;
constexpr Energy kContractedMax{1'000'000'000};
static_assert(2 * kRampMs < kLengthMs);

std::int64_t elapsedMs(Period period, UtcTime now)
{
    return std::clamp<std::int64_t>((now - period.start()).count(), 0, kLengthMs);
}

/// Twice the area under a trapezoid of height 1, times the ramp's length, from the period's start: a whole number.
/// At the end it is kAreaAtEnd.
std::int64_t area(std::int64_t ms)
{
    if (ms <= kRampMs)
        return ms * ms;
    if (ms <= kLengthMs - kRampMs)
        return kRampMs * (2 * ms - kRampMs);
    const std::int64_t left = kLengthMs - ms;
    return 2 * kRampMs * (kLengthMs - kRampMs) - left * left;
}

constexpr std::int64_t kAreaAtEnd = 2 * kRampMs * (kLengthMs - kRampMs);

} // namespace

Energy scheduledEnergy(Period period, Energy contracted, UtcTime now)
{
    DGEX_ASSERT(contracted.abs() <= kContractedMax);
    const Int128 product = Int128{contracted.count()} * area(elapsedMs(period, now));
    return Energy{divide(product, kAreaAtEnd, Rounding::HalfAwayFromZero)};
}

Power scheduledPower(Period period, Energy contracted, UtcTime now)
{
    DGEX_ASSERT(contracted.abs() <= kContractedMax);
    const std::int64_t ms = elapsedMs(period, now);
    const std::int64_t rise = std::min({ms, kLengthMs - ms, kRampMs});
    const Int128 product = Int128{contracted.count()} * kMillisecondsPerHour * rise;
    return Power{divide(product, kRampMs * (kLengthMs - kRampMs), Rounding::HalfAwayFromZero)};
}

Power meanScheduledPower(Period period, Energy contracted, UtcTime from, std::chrono::milliseconds length)
{
    DGEX_ASSERT(length.count() > 0 && length <= std::chrono::hours{10} && contracted.abs() <= kContractedMax);
    const std::int64_t gained = area(elapsedMs(period, from + length)) - area(elapsedMs(period, from));
    return Power{divide(Int128{contracted.count()} * kMillisecondsPerHour * gained, kAreaAtEnd * length.count(),
                        Rounding::HalfAwayFromZero)};
}

Power plateauPower(Energy contracted)
{
    const Int128 magnitude = Int128{contracted.abs().count()} * kMillisecondsPerHour;
    const std::int64_t plateauMs = kLengthMs - kRampMs;
    const Power power{divide(magnitude + plateauMs - 1, plateauMs, Rounding::TowardZero)};
    return contracted < Energy{} ? -power : power;
}

} // namespace dgex::delivery
