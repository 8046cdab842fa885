// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/time.h"
#include "core/base/units.h"

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

namespace dgex::forecast {

enum class Target : std::uint8_t { Demand, Pv };

/// How a forecast was made; the ladder that a new home climbs as data arrive.
enum class Method : std::uint8_t { TypicalProfile, Persistence, EmpiricalQuantiles, Blend };

/// Metered energy per half hour, oldest first; a gap is an empty value, never 0.
struct History {
    Period first;
    std::vector<std::optional<Energy>> values;
    /// The period after the last value.
    [[nodiscard]] Period end() const { return first.plus(static_cast<std::int64_t>(values.size())); }
};

/// Forecast energy of one half hour. Invariants: 0 <= p10 <= p50 <= p90.
struct Quantiles {
    Energy p10;
    Energy p50;
    Energy p90;
    Energy mean;
};

struct Forecast {
    Target target = Target::Demand;
    Method method = Method::TypicalProfile;
    Period first;
    std::vector<Quantiles> periods;
};

/// From an instant on, local time is so far from UTC.
struct ClockChange {
    UtcTime from;
    std::int32_t zoneOffsetSeconds = 0;
};

/// What is known of a home before it has a history.
struct HomeProfile {
    Energy yearlyDemand{4'000'000};     ///< For the typical profile.
    Power pvPeak;                       ///< 0: no photovoltaics.
    std::int32_t zoneOffsetSeconds = 0; ///< Local time minus UTC.
    std::int32_t latitudeMilliDegrees = 35'680;
    std::int32_t longitudeMilliDegrees = 139'690;
    std::vector<ClockChange> clockChanges{}; ///< Ascending; before the first one zoneOffsetSeconds holds.

    /// Local time minus UTC at an instant.
    [[nodiscard]] std::int32_t offsetAt(UtcTime time) const;
};

/// Forecasts count half hours from first on, from metered values before first only. Under 3 days of data: a typical
/// profile; 3 to 14 days: persistence; from 14 days: empirical quantiles of the last 28 days at the same time of day.
/// A day counts when a quarter of its half hours is known. A Forecaster goes on from here with Method::Blend.
/// Pure. Requires: history.end() <= first.
[[nodiscard]] Forecast forecast(Target target, const History& history, Period first, std::size_t count,
                                const HomeProfile& profile);

} // namespace dgex::forecast
