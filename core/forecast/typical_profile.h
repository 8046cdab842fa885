// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/forecast/forecast.h"

namespace dgex::forecast {

/// What a home of this size takes in a half hour on an ordinary day, by its local time of day alone.
[[nodiscard]] Quantiles typicalDemand(Period period, const HomeProfile& profile);

/// What a roof at this place makes in a half hour, by the height of the sun and ordinary cloud: facing the equator,
/// tilted by 25 degrees. 0 at night and without photovoltaics.
[[nodiscard]] Quantiles typicalPv(Period period, const HomeProfile& profile);

} // namespace dgex::forecast
