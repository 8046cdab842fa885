// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/weather.h"
#include "core/forecast/analog_days.h"

#include <map>

namespace dgex::forecast {

/// Forecasts a roof by what it made when a weather forecast said the like (analog ensemble; Delle Monache et al. 2013):
/// weighted quantiles of the share of the clear sky at nearly the same time of day, heavier the closer the forecast was
/// to the one at hand. So a service that is biased, or speaks of irradiance or clouds instead of energy, is understood
/// by experience. Uses the best of energy, irradiance and cloud that is known for the half hour and for the past.
class WeatherAnalog {
public:
    /// Later calls win half hour by half hour; what a new one leaves out stays as it was.
    void add(const WeatherForecast& weather);

    /// What the weather says of half hour `index` >= `origin` of a series of photovoltaics. None when the weather does
    /// not speak of it, or the past before origin holds too few half hours with both weather and meter.
    [[nodiscard]] std::optional<Spread> predict(const MeterSeries& series, std::int64_t origin,
                                                std::int64_t index) const;
    [[nodiscard]] bool isEmpty() const { return m_known.empty(); }

private:
    std::map<Period, WeatherHalfHour> m_known; ///< Of the last hundred days and what is to come.
};

} // namespace dgex::forecast
