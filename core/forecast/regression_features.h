// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/forecast/meter_series.h"
#include "core/forecast/quantile_regression.h"

namespace dgex::forecast {

/// What the regression sees of half hour `index` from `origin`, the first half hour that is not yet known: the same
/// time of earlier days, the level of the last hours and days, the clock and the week. In the unit of the series.
/// Appends to `out`; appends nothing and returns false when the last 28 days say too little of this time of day.
[[nodiscard]] bool appendFeatures(const MeterSeries& series, std::int64_t origin, std::int64_t index,
                                  std::vector<double>& out);
[[nodiscard]] std::size_t featureCount();

/// One row for every known half hour of the days before `end`, each seen from the beginning of its own 24 hours.
[[nodiscard]] TrainingSet trainingSet(const MeterSeries& series, std::int64_t end, std::int64_t days);

} // namespace dgex::forecast
