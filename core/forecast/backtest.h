// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/forecast/forecaster.h"

#include <functional>
#include <string_view>

namespace dgex::forecast {

/// Scores over all half hours of the tested days that are known. Energies are divided by the mean energy of a half
/// hour. Point methods get quantiles from their own errors of the 60 days before at the same time of day.
struct Score {
    std::string_view name;           ///< dgex, yesterday, last_week, mean28 or quantiles28.
    double nmae = 0;                 ///< Of the median forecast; of the point for point methods.
    double nrmse = 0;                ///< Of the mean forecast.
    std::array<double, 3> pinball{}; ///< At 10, 50 and 90 %.
    double pinballMean = 0;
    double coverage80 = 0;          ///< Share between P10 and P90.
    double dayTotalNmae = 0;        ///< Of the day's sum of means, divided by the mean energy of a day.
    double trainSeconds = 0;        ///< The longest training.
    double predictMilliseconds = 0; ///< Of one day's forecast, training apart.
};

struct BacktestOptions {
    Target target = Target::Demand;
    HomeProfile profile;
    std::vector<Period> midnights;     ///< Local midnights, ascending; each day is forecast from its own.
    std::int64_t warmUpDays = 112;     ///< 60 for photovoltaics.
    std::function<double()> stopwatch; ///< Seconds since any fixed instant; none: times stay 0.
};

struct Backtest {
    std::size_t days = 0;       ///< Tested days, with at least a quarter of their values known.
    std::vector<Score> methods; ///< Ours first, then the four baselines.
};

/// Rolling-origin evaluation: at every midnight behind the warm-up each method forecasts the day from the values
/// before it alone. "The same time" of an earlier day is that of the local clock, for photovoltaics too; a day of a
/// clock change has 46 or 50 half hours. Pure apart from the stopwatch.
[[nodiscard]] Backtest backtest(const History& history, const BacktestOptions& options);

} // namespace dgex::forecast
