// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/weather.h"
#include "core/ports/reading.h"

namespace dgex::ports {

/// Where weather forecasts come from: a file or a service. A home forecasts without one too, only less well.
class WeatherSource {
public:
    virtual ~WeatherSource() = default;
    /// The newest forecast that is known, with its age; without value when there is none. Never waits for a network.
    [[nodiscard]] virtual Reading<WeatherForecast> latest() = 0;
};

} // namespace dgex::ports
