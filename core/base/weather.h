// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/time.h"
#include "core/base/units.h"

#include <optional>
#include <vector>

namespace dgex {

/// What a weather service says of one half hour; any part may be missing.
struct WeatherHalfHour {
    std::optional<Energy> pv{};                  ///< What this home's roof will make, >= 0, when the service says so.
    std::optional<std::int32_t> irradiance{};    ///< Mean on level ground in W/m2, 0 to 1500.
    std::optional<std::int32_t> cloudPermille{}; ///< Of the sky, 0 to 1000.
    std::optional<std::int32_t> temperatureMilliC{}; ///< Air in thousandths of a degree Celsius.
    friend bool operator==(const WeatherHalfHour&, const WeatherHalfHour&) = default;
};

/// One issue of a weather forecast: consecutive half hours.
struct WeatherForecast {
    UtcTime issuedAt;
    Period first;
    std::vector<WeatherHalfHour> periods;
    friend bool operator==(const WeatherForecast&, const WeatherForecast&) = default;
};

} // namespace dgex
