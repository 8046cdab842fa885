// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/forecast/forecast.h"

#include <limits>

namespace dgex::forecast {

/// A meter's half hours as numbers that grow at the end, with what forecasting asks of them again and again. Demand is
/// kept in Wh; photovoltaics as share of the clear-sky energy, which is learned from the 21 days before each half
/// hour. Missing values, and photovoltaics at night, are NaN.
/// Everything asked of a half hour depends on earlier ones alone.
/// People live by the local clock and the sun does not: half hours of demand lie on a grid of local time, where an
/// hour that a clock change skips is missing and one that it repeats counts once; those of photovoltaics lie on UTC.
class MeterSeries {
public:
    MeterSeries(Target target, const HomeProfile& profile);

    /// Appends what a longer history adds. Requires: it begins where the first one given did.
    void extend(const History& history);

    [[nodiscard]] Target target() const { return m_target; }
    [[nodiscard]] std::int64_t size() const { return static_cast<std::int64_t>(m_values.size()); }
    [[nodiscard]] Period first() const { return m_first; }
    /// Half hours of history taken in; differs from size() by those of clock changes.
    [[nodiscard]] std::int64_t taken() const { return m_taken; }
    /// Where a period lies in this series; behind size() when it is yet to come.
    [[nodiscard]] std::int64_t indexOf(Period period) const;
    /// Wh, or share of the clear sky; NaN when missing or outside.
    [[nodiscard]] double value(std::int64_t index) const
    {
        return index >= 0 && index < size() ? m_values[static_cast<std::size_t>(index)] : kMissing;
    }
    /// Energy that value 1 stands for: 1 for demand, the clear-sky Wh for photovoltaics (0 at night). May lie up to
    /// the end of the second day behind the last value.
    [[nodiscard]] double scale(std::int64_t index) const;
    /// Mean of the known values in [from, to), weighted by their scale; NaN when there are none.
    [[nodiscard]] double mean(std::int64_t from, std::int64_t to) const;
    /// Half hour of the local day, 0 to 47.
    [[nodiscard]] int slot(std::int64_t index) const;
    /// Day of the week in local time, 0 is Monday.
    [[nodiscard]] int weekday(std::int64_t index) const;
    [[nodiscard]] bool isWeekend(std::int64_t index) const { return weekday(index) >= 5; }

    static constexpr std::int64_t kPerDay = 48;
    static constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();

private:
    void append(std::optional<Energy> energy);
    [[nodiscard]] double clearSky(std::int64_t index) const;

    Target m_target;
    HomeProfile m_profile;
    Period m_first;
    std::int64_t m_taken = 0;
    std::int64_t m_firstLocal = 0; ///< Seconds of the local clock at the first half hour.
    std::vector<double> m_energies;
    std::vector<double> m_values;
    std::vector<double> m_scales;
    std::vector<double> m_sums;    ///< Of value x scale before each index.
    std::vector<double> m_weights; ///< Of the scales of known values before each index.
    double m_largest = 0;
};

} // namespace dgex::forecast
