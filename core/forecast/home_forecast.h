// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/forecast/forecaster.h"
#include "core/forecast/intraday.h"

#include <map>

namespace dgex::forecast {

/// How often a method was right: over the half hours that it forecast last before they began.
struct TrackRecord {
    std::int64_t compared = 0;
    std::int64_t inside = 0; ///< Metered energy between P10 and P90; 80 % of them is what the band promises.
    Energy error;            ///< Sum of |metered - median|.
    Energy metered;          ///< Sum.
    /// None without comparisons.
    [[nodiscard]] std::optional<double> insideShare() const;
    /// error / metered; none without energy.
    [[nodiscard]] std::optional<double> nmae() const;
};

/// The forecast of one meter as a controller holds it: one for demand, one for photovoltaics. Each half hour, when the
/// meter was read:
///
///     const Forecast& made = m_demandForecaster.update(m_demand.history(), 56);
///     // made.first == m_demand.history().end(); made.periods[i] is the half hour made.first.plus(i)
///
/// A new forecast from the whole past is made at local 00:00, 06:00, 12:00 and 18:00; every half hour between, the
/// newest one is corrected by how far it was off of late (Intraday). Which method is in use stands in made.method, how
/// often each was right in record(), what the meter told that is not believed in screening().
/// Cost with a year of history: 5 to 10 ms four times a day, some microseconds otherwise, and a training of less than
/// half a second each week; memory some megabytes. Nothing at a time depends on later data.
/// Thread: one at a time.
class HomeForecast {
public:
    HomeForecast(Target target, const HomeProfile& profile);

    /// Forecasts count half hours from history.end() on. Requires: the history continues the one given before (a gap is
    /// an empty value) or is another one, with which all begins anew.
    const Forecast& update(const History& history, std::size_t count);

    /// The newest forecast; without periods before the first update.
    [[nodiscard]] const Forecast& current() const { return m_current; }
    [[nodiscard]] TrackRecord record(Method method) const;
    /// What was screened out of the history at the last new forecast.
    [[nodiscard]] const Screening& screening() const { return m_forecaster.screening(); }
    /// From now on the forecaster knows this weather; an older one stays known where this one says nothing.
    void setWeather(const WeatherForecast& weather) { m_forecaster.addWeather(weather); }

private:
    void compare(const History& history);
    [[nodiscard]] bool isDue(Period first, std::size_t count) const;

    Target m_target;
    HomeProfile m_profile;
    Forecaster m_forecaster;
    Intraday m_intraday;
    Forecast m_base;    ///< The newest one made from the whole past.
    Forecast m_current; ///< The same from now on, corrected.
    std::map<Method, TrackRecord> m_records;
    Period m_historyFirst;
    std::int64_t m_compared = 0; ///< Half hours of history compared so far.
};

} // namespace dgex::forecast
