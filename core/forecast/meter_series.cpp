// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/forecast/meter_series.h"

#include <algorithm>
#include <cmath>

namespace dgex::forecast {

namespace {

constexpr std::int64_t kClearSkyDays = 21;
constexpr double kNightShare = 0.005; // of the largest value ever seen
constexpr double kShareMax = 2.0;

std::int64_t floorDivide(std::int64_t value, std::int64_t by)
{
    return (value - (value % by + by) % by) / by;
}

} // namespace

MeterSeries::MeterSeries(Target target, const HomeProfile& profile)
    : m_target(target)
    , m_profile(profile)
    , m_sums{0.0}
    , m_weights{0.0}
{
}

std::int64_t MeterSeries::indexOf(Period period) const
{
    if (m_target == Target::Pv)
        return period.since(m_first);
    const std::int64_t local = period.startSeconds() + m_profile.offsetAt(period.start());
    return floorDivide(local - m_firstLocal, Period::kSeconds);
}

void MeterSeries::extend(const History& history)
{
    if (m_taken == 0) {
        m_first = history.first;
        const bool local = m_target == Target::Demand;
        m_firstLocal =
            m_first.startSeconds() + (local ? m_profile.offsetAt(m_first.start()) : m_profile.zoneOffsetSeconds);
    }
    DGEX_ASSERT(history.first == m_first && std::ssize(history.values) >= m_taken);
    for (; m_taken < std::ssize(history.values); ++m_taken) {
        const std::int64_t index = indexOf(history.first.plus(m_taken));
        while (size() < index)
            append(std::nullopt);
        if (size() == index)
            append(history.values[static_cast<std::size_t>(m_taken)]);
    }
}

void MeterSeries::append(std::optional<Energy> energy)
{
    const double wattHours = energy ? static_cast<double>(energy->count()) : kMissing;
    const double unit = m_target == Target::Demand ? 1.0 : clearSky(size());
    const double value =
        unit > 0.0 ? std::clamp(wattHours / unit, 0.0, m_target == Target::Pv ? kShareMax : 1e12) : kMissing;
    m_energies.push_back(wattHours);
    m_values.push_back(value);
    m_scales.push_back(unit);
    const bool known = !std::isnan(value);
    m_sums.push_back(m_sums.back() + (known ? value * unit : 0.0));
    m_weights.push_back(m_weights.back() + (known ? unit : 0.0));
    if (!std::isnan(wattHours))
        m_largest = std::max(m_largest, wattHours);
}

double MeterSeries::clearSky(std::int64_t index) const
{
    double smooth = 0.0;
    for (std::int64_t shift = -1; shift <= 1; ++shift) {
        std::array<double, kClearSkyDays> known{};
        std::size_t count = 0;
        for (std::int64_t day = 1; day <= kClearSkyDays + 2 && count < known.size(); ++day) {
            const std::int64_t at = index + shift - day * kPerDay;
            if (at < 0 || at >= size() || std::isnan(m_energies[static_cast<std::size_t>(at)]))
                continue;
            known[count++] = m_energies[static_cast<std::size_t>(at)];
        }
        if (count == 0)
            continue;
        // The second largest of 21 is their 95th percentile.
        const auto end = known.begin() + static_cast<std::ptrdiff_t>(count);
        const auto second = known.begin() + (count > 10 ? 1 : 0);
        std::nth_element(known.begin(), second, end, std::greater<>{});
        smooth += (shift == 0 ? 0.5 : 0.25) * *second;
    }
    return smooth > kNightShare * m_largest ? smooth : 0.0;
}

double MeterSeries::scale(std::int64_t index) const
{
    if (m_target == Target::Demand)
        return 1.0;
    if (index >= 0 && index < size())
        return m_scales[static_cast<std::size_t>(index)];
    return clearSky(index);
}

double MeterSeries::mean(std::int64_t from, std::int64_t to) const
{
    const auto a = static_cast<std::size_t>(std::clamp<std::int64_t>(from, 0, size()));
    const auto b = static_cast<std::size_t>(std::clamp<std::int64_t>(to, 0, size()));
    if (b <= a)
        return kMissing;
    const double weight = m_weights[b] - m_weights[a];
    return weight > 0.0 ? (m_sums[b] - m_sums[a]) / weight : kMissing;
}

int MeterSeries::slot(std::int64_t index) const
{
    const std::int64_t seconds = m_firstLocal + index * Period::kSeconds;
    return static_cast<int>((seconds - 86'400 * floorDivide(seconds, 86'400)) / Period::kSeconds);
}

int MeterSeries::weekday(std::int64_t index) const
{
    const std::int64_t seconds = m_firstLocal + index * Period::kSeconds;
    const std::int64_t day = floorDivide(seconds, 86'400) + 3; // 1970-01-01 was a Thursday
    return static_cast<int>(day - 7 * floorDivide(day, 7));
}

} // namespace dgex::forecast
