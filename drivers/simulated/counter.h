// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/units.h"

#include <cmath>

namespace dgex::drivers {

inline constexpr double kMillisecondsPerHour = 3'600'000;

/// What a counter of whole watt-hours shows. A sum that only rounding keeps below a whole number counts as it.
[[nodiscard]] inline Energy wholeWattHours(double wattHours)
{
    return Energy{static_cast<std::int64_t>(std::floor(wattHours + 1e-6))};
}

/// Rounded to the nearest watt.
[[nodiscard]] inline Power wholeWatts(double watts)
{
    return Power{static_cast<std::int64_t>(std::llround(watts))};
}

} // namespace dgex::drivers
