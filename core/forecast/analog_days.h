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
/// the hours before; Arora and Taylor). Keeps the past sorted by value for every time of day.
class AnalogDays {
public:
    struct Shape {
        double ageDays = 30;       ///< Age at which a day counts 1/e.
        double width = 2;          ///< Of the kernel, in standard deviations.
        double otherDayType = 0.4; ///< Weight of a weekday for a weekend and the reverse.
    };

    /// Takes in what the series has gained since the last call. Requires: the same series.
    void extend(const MeterSeries& series);

    /// How much each earlier 24 hours resembles those that begin at an origin.
    struct Likeness {
        std::int64_t origin = 0;
        Shape shape;
        std::vector<double> ofDay; ///< Index 0: the last 24 hours before the origin.
    };
    [[nodiscard]] static Likeness likeness(const MeterSeries& series, std::int64_t origin, const Shape& shape);

    /// None when nothing is known of this time of day before the origin.
    [[nodiscard]] std::optional<Spread> predict(const MeterSeries& series, const Likeness& likeness,
                                                std::int64_t index) const;

    /// The shape that would have served best on the 40 days before `end`, by pinball score.
    [[nodiscard]] Shape bestShape(const MeterSeries& series, std::int64_t end) const;

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
