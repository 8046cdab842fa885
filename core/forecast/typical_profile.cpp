// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/forecast/typical_profile.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace dgex::forecast {

namespace {

constexpr std::int64_t kSecondsPerDay = 86'400;
constexpr double kRadiansPerDegree = std::numbers::pi / 180.0;

/// Share of the day's demand in each local hour, per mille: a small peak in the morning, a large one in the evening.
constexpr std::array<int, 24> kDemandShape{30, 26, 24, 23, 24, 28, 37, 44, 44, 40, 38, 38,
                                           40, 38, 36, 38, 43, 54, 66, 70, 67, 60, 51, 41};
static_assert([] {
    int sum = 0;
    for (const int share : kDemandShape)
        sum += share;
    return sum;
}() == 1000);

std::int64_t floorMod(std::int64_t value, std::int64_t modulus)
{
    return (value % modulus + modulus) % modulus;
}

Quantiles spread(std::int64_t mean, std::array<int, 3> percent)
{
    return {Energy{mean * percent[0] / 100}, Energy{mean * percent[1] / 100}, Energy{mean * percent[2] / 100},
            Energy{mean}};
}

/// Irradiance on the tilted roof under a clear sky in kW/m2: beam and diffuse light by Haurwitz' formula.
double clearSkyIrradiance(UtcTime at, const HomeProfile& profile)
{
    const double daysSince2000 = static_cast<double>(at.seconds() - 946'728'000) / static_cast<double>(kSecondsPerDay);
    const double anomaly = (357.529 + 0.98560028 * daysSince2000) * kRadiansPerDegree;
    const double longitudeOfSun =
        (280.459 + 0.98564736 * daysSince2000 + 1.915 * std::sin(anomaly)) * kRadiansPerDegree;
    const double obliquity = 23.439 * kRadiansPerDegree;
    const double declination = std::asin(std::sin(obliquity) * std::sin(longitudeOfSun));
    const double rightAscension = std::atan2(std::cos(obliquity) * std::sin(longitudeOfSun), std::cos(longitudeOfSun));
    const double siderealDegrees =
        280.4606 + 360.9856473 * daysSince2000 + static_cast<double>(profile.longitudeMilliDegrees) / 1000.0;
    const double hourAngle = siderealDegrees * kRadiansPerDegree - rightAscension;
    const double latitude = static_cast<double>(profile.latitudeMilliDegrees) / 1000.0 * kRadiansPerDegree;
    const auto cosineToNormal = [&](double effectiveLatitude) {
        return std::sin(effectiveLatitude) * std::sin(declination) +
               std::cos(effectiveLatitude) * std::cos(declination) * std::cos(hourAngle);
    };
    const double cosineOfZenith = cosineToNormal(latitude);
    if (cosineOfZenith <= 0.01)
        return 0.0;
    constexpr double kTilt = 25.0 * kRadiansPerDegree;
    constexpr double kDiffuseShare = 0.2;
    const double horizontal = 1.098 * cosineOfZenith * std::exp(-0.059 / cosineOfZenith);
    const double beamGain =
        std::max(0.0, cosineToNormal(latitude >= 0 ? latitude - kTilt : latitude + kTilt)) / cosineOfZenith;
    return horizontal * ((1.0 - kDiffuseShare) * std::min(beamGain, 4.0) + kDiffuseShare);
}

} // namespace

Quantiles typicalDemand(Period period, const HomeProfile& profile)
{
    const std::int64_t ofDay = floorMod(period.startSeconds() + profile.offsetAt(period.start()), kSecondsPerDay);
    const int share = kDemandShape[static_cast<std::size_t>(ofDay / 3600)];
    const std::int64_t mean =
        divide(Int128{profile.yearlyDemand.count()} * share, std::int64_t{365} * 1000 * 2, Rounding::HalfAwayFromZero);
    return spread(std::max<std::int64_t>(mean, 0), {45, 75, 190});
}

Quantiles typicalPv(Period period, const HomeProfile& profile)
{
    if (profile.pvPeak.count() <= 0)
        return {};
    constexpr double kPerformance = 0.85;
    const UtcTime middle = period.start() + Period::kLength / 2;
    const double clear =
        clearSkyIrradiance(middle, profile) * kPerformance * static_cast<double>(profile.pvPeak.count()) / 2.0;
    return spread(std::llround(clear * 0.6), {25, 105, 150});
}

} // namespace dgex::forecast
