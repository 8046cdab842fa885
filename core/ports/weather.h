// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/weather.h"
#include "core/ports/reading.h"

#include <string>

namespace dgex::ports {

/// Where weather forecasts come from: a file or a service. A home forecasts without one too, only less well.
class WeatherSource {
public:
    virtual ~WeatherSource() = default;
    /// The newest forecast that is known, with its age; without value when there is none. Never waits for a network.
    [[nodiscard]] virtual Reading<WeatherForecast> latest() = 0;
    /// What was wrong with the source at its last look, with its place; empty when nothing.
    [[nodiscard]] virtual const std::string& error() const = 0;
};

} // namespace dgex::ports
