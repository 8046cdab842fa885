// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/time.h"
#include "core/base/units.h"

#include <optional>
#include <string>

namespace dgex::drivers::meters {

/// What one telegram of a smart meter says of the whole connection. What the telegram does not hold is absent.
struct MeterSample {
    std::string meter;                 ///< The meter's own number, as text; empty when it says none.
    std::optional<UtcTime> measuredAt; ///< By the meter's clock.
    std::optional<Energy> imported;    ///< Cumulative, all tariffs, rounded down.
    std::optional<Energy> exported;    ///< Cumulative, all tariffs, rounded down.
    std::optional<Power> power;        ///< Net, + import.
};

/// digits x 10^exponent in whole units, rounded down; none when it does not fit 64 bits.
[[nodiscard]] std::optional<std::int64_t> scaled(std::int64_t digits, int exponent);

} // namespace dgex::drivers::meters
