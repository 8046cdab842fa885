// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/forecast/analog_days.h"
#include "core/forecast/quantile_regression.h"
#include "core/forecast/screening.h"
#include "core/forecast/weather_analog.h"

namespace dgex::forecast {

/// Forecasts one meter again and again and keeps what it has learned between the calls. A forecast is the same as that
/// of a fresh forecaster with the same history: what is kept only saves time. Training falls on the first forecast
/// after local Monday 00:00 and takes up to half a second with a year of history.
/// Days of zeros are not learned from, but while they last they are foreseen to go on: after n of them with the
/// probability n / (n + 1).
/// Thread: one at a time.
class Forecaster {
public:
    Forecaster(Target target, const HomeProfile& profile);

    /// Like forecast::forecast, but from 28 days of data within a year on with Method::Blend: the mean of analog days
    /// and linear quantile regression. Requires: history.end() == first (pad with missing values). A history that does
    /// not continue the one given before starts the learning anew.
    [[nodiscard]] Forecast forecast(const History& history, Period first, std::size_t count);

    /// Takes in a history and trains if that is due, so that the next forecast need not.
    void prepare(const History& history);

    /// What is known of the weather from now on; improves photovoltaics where it is known, and is missed nowhere.
    void addWeather(const WeatherForecast& weather) { m_weather.add(weather); }
    /// What of the newest history is not believed, and so not learned from.
    [[nodiscard]] const Screening& screening() const { return m_screening; }

private:
    void takeIn(const History& history);
    void forget();
    [[nodiscard]] Forecast ordinary(Period first, std::size_t count) const;
    [[nodiscard]] std::int64_t darkDays(const History& history) const;
    void trainIfDue();
    [[nodiscard]] std::int64_t lastTrainingEnd() const;
    [[nodiscard]] bool knowsEnough() const;
    [[nodiscard]] std::optional<Spread> blend(const AnalogDays::Likeness& alike, std::int64_t index) const;

    Target m_target;
    HomeProfile m_profile;
    Screening m_screening;
    WeatherAnalog m_weather;
    MeterSeries m_series;
    AnalogDays m_analog;
    std::optional<QuantileRegression> m_regression;
    std::int64_t m_trainedTo = -1;
};

} // namespace dgex::forecast
