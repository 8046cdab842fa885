// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/forecast/meter_series.h"

namespace dgex::forecast {

/// Quantiles and mean in the unit of a meter series.
struct Spread {
    std::array<double, 3> quantiles{}; ///< 10, 50 and 90 %.
    double mean = 0;
};

/// Forecasts a day by what followed earlier days that began alike (kernel weights over age, day type and the level of
/// the hours before; Arora and Taylor), by several widths of the kernel at once: what lies further back has to be the
/// more alike. Keeps the past sorted by value for every time of day.
class AnalogDays {
public:
    /// Takes in what the series has gained since the last call. Requires: the same series.
    void extend(const MeterSeries& series);

    /// How much each earlier 24 hours resembles those that begin at an origin.
    struct Likeness {
        std::int64_t origin = 0;
        std::vector<double> ofDay; ///< Index 0: the last 24 hours before the origin.
    };
    [[nodiscard]] static Likeness likeness(const MeterSeries& series, std::int64_t origin);

    /// None when nothing is known of this time of day before the origin.
    [[nodiscard]] std::optional<Spread> predict(const MeterSeries& series, const Likeness& likeness,
                                                std::int64_t index) const;

    static constexpr std::int64_t kDaysMax = 365;

private:
    struct Sample {
        double value;
        std::int32_t index;
        bool neighbour; ///< Half an hour beside the time of day it is listed under.
    };
    std::array<std::vector<Sample>, MeterSeries::kPerDay> m_bySlot;
    std::int64_t m_taken = 0;
};

/// Pinball loss at 10, 50 and 90 % summed.
[[nodiscard]] double pinballSum(double actual, const std::array<double, 3>& quantiles);

} // namespace dgex::forecast
