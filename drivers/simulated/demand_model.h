// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/time.h"

#include <array>
#include <cstdint>
#include <vector>

namespace dgex::drivers {

/// A household's consumption: base and refrigerator, the day's course with morning and evening peaks after the
/// household's habits, appliances, and noise. A function of seed and time.
class DemandModel {
public:
    /// dailyWattHours: about the mean day. The local day begins utcOffsetSeconds before the UTC day.
    DemandModel(std::uint64_t seed, double dailyWattHours, std::int64_t utcOffsetSeconds = 9 * 3600);
    /// W, > 0. Keeps the day's appliances, so calls in the order of time are cheap.
    [[nodiscard]] double power(UtcTime time);

private:
    struct Appliance {
        double from; ///< Seconds of the local day.
        double to;
        double watts;
    };
    void beginDay(std::int64_t day);

    std::uint64_t m_seed;
    double m_scale;
    std::int64_t m_utcOffset;
    std::array<double, 49> m_course{}; ///< W at each half hour of the local day.
    std::int64_t m_day;
    double m_dayFactor = 1;
    std::vector<Appliance> m_appliances;
};

} // namespace dgex::drivers
