// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/forecast/analog_days.h"

#include <algorithm>
#include <cmath>

namespace dgex::forecast {

namespace {

constexpr std::int64_t kDay = MeterSeries::kPerDay;
constexpr double kNeighbourWeight = 0.5;
constexpr double kSameWeekday = 1.5;
constexpr double kOtherDayType = 0.4; // weight of a weekday for a weekend and the reverse
struct Shape {
    double ageDays; // at which a day counts 1/e
    double width;   // of the kernel, in standard deviations
};
constexpr std::array<Shape, 3> kShapes{{{20, 2}, {60, 1.5}, {200, 1}}};
constexpr std::array<double, 3> kLevels{0.1, 0.5, 0.9};
using Signs = std::array<double, 4>;

/// What is known at an origin of the day that begins there.
Signs signsAt(const MeterSeries& series, std::int64_t origin)
{
    const auto level = [&](std::int64_t from, std::int64_t to) { return series.mean(origin - from, origin - to); };
    if (series.target() == Target::Pv) {
        double clear = 0;
        for (std::int64_t i = origin - kDay; i < origin; ++i)
            clear += series.scale(i);
        return {level(kDay, 0), level(kDay / 2, 0), level(3 * kDay, 0), std::log1p(clear)};
    }
    return {std::log1p(level(kDay, 0)), std::log1p(level(12, 0)), std::log1p(level(4, 0)),
            std::log1p(level(7 * kDay, 0))};
}

Signs spreadOf(const std::vector<Signs>& all)
{
    Signs spread{};
    for (std::size_t k = 0; k < spread.size(); ++k) {
        double sum = 0;
        double squares = 0;
        int count = 0;
        for (const Signs& signs : all) {
            if (std::isnan(signs[k]))
                continue;
            sum += signs[k];
            squares += signs[k] * signs[k];
            ++count;
        }
        const double variance = count > 1 ? squares / count - (sum / count) * (sum / count) : 0.0;
        spread[k] = std::sqrt(std::max(variance, 1e-6));
    }
    return spread;
}

} // namespace

double pinballSum(double actual, const std::array<double, 3>& quantiles)
{
    double sum = 0;
    for (std::size_t k = 0; k < kLevels.size(); ++k) {
        const double over = actual - quantiles[k];
        sum += over >= 0 ? kLevels[k] * over : (kLevels[k] - 1) * over;
    }
    return sum;
}

void AnalogDays::extend(const MeterSeries& series)
{
    std::array<std::size_t, kDay> before{};
    for (std::size_t slot = 0; slot < m_bySlot.size(); ++slot)
        before[slot] = m_bySlot[slot].size();
    for (; m_taken < series.size(); ++m_taken) {
        const double value = series.value(m_taken);
        if (std::isnan(value))
            continue;
        const std::int64_t slot = series.slot(m_taken);
        for (std::int64_t shift = -1; shift <= 1; ++shift)
            m_bySlot[static_cast<std::size_t>((slot + shift + kDay) % kDay)].push_back(
                {value, static_cast<std::int32_t>(m_taken), shift != 0});
    }
    const auto less = [](const Sample& a, const Sample& b) {
        return a.value != b.value ? a.value < b.value : a.index < b.index;
    };
    for (std::size_t slot = 0; slot < m_bySlot.size(); ++slot) {
        std::vector<Sample>& samples = m_bySlot[slot];
        if (before[slot] == samples.size())
            continue;
        const auto middle = samples.begin() + static_cast<std::ptrdiff_t>(before[slot]);
        std::sort(middle, samples.end(), less);
        std::inplace_merge(samples.begin(), middle, samples.end(), less);
    }
}

AnalogDays::Likeness AnalogDays::likeness(const MeterSeries& series, std::int64_t origin)
{
    const std::int64_t days = std::min(kDaysMax, origin / kDay);
    const Signs now = signsAt(series, origin);
    std::vector<Signs> then;
    for (std::int64_t day = 1; day <= days; ++day)
        then.push_back(signsAt(series, origin - day * kDay));
    const Signs spread = spreadOf(then);
    std::vector<double> distances;
    for (const Signs& signs : then) {
        double distance = 0;
        for (std::size_t k = 0; k < now.size(); ++k) {
            const double step = (signs[k] - now[k]) / spread[k];
            distance += std::isnan(step) ? 1.0 : std::min(step * step, 50.0);
        }
        distances.push_back(distance);
    }
    Likeness result{.origin = origin, .ofDay = std::vector<double>(distances.size(), 1e-12)};
    std::vector<double> weights(distances.size());
    for (const Shape& shape : kShapes) {
        double sum = 0;
        for (std::size_t day = 0; day < weights.size(); ++day) {
            weights[day] = std::exp(-static_cast<double>(day + 1) / shape.ageDays -
                                    distances[day] / (2 * shape.width * shape.width)) +
                           1e-12;
            sum += weights[day];
        }
        for (std::size_t day = 0; day < weights.size(); ++day)
            result.ofDay[day] += weights[day] / sum;
    }
    return result;
}

std::optional<Spread> AnalogDays::predict(const MeterSeries& series, const Likeness& likeness, std::int64_t index) const
{
    const std::int64_t lead = index - likeness.origin;
    const int weekday = series.weekday(index);
    // Which weekday a sample has follows from how many whole days it lies before the target.
    std::array<double, 7> byDaysBefore{};
    for (std::int64_t days = 0; days < 7; ++days) {
        const std::int64_t other = ((weekday - days) % 7 + 7) % 7;
        const double type = (other >= 5) == (weekday >= 5) ? 1.0 : kOtherDayType;
        byDaysBefore[static_cast<std::size_t>(days)] = type * (other == weekday ? kSameWeekday : 1.0);
    }
    std::vector<std::pair<double, double>> known; // value, weight
    double weightSum = 0;
    double valueSum = 0;
    const std::vector<Sample>& samples = m_bySlot[static_cast<std::size_t>(series.slot(index))];
    known.reserve(samples.size());
    for (const Sample& sample : samples) {
        const std::int64_t back = likeness.origin - 1 - sample.index;
        if (back < 0)
            continue;
        const auto day = static_cast<std::size_t>(back / kDay);
        if (day >= likeness.ofDay.size())
            continue;
        const auto daysBefore = static_cast<std::size_t>((static_cast<std::int64_t>(day) + 1 + lead / kDay) % 7);
        const double weight =
            likeness.ofDay[day] * byDaysBefore[daysBefore] * (sample.neighbour ? kNeighbourWeight : 1.0);
        known.emplace_back(sample.value, weight);
        weightSum += weight;
        valueSum += weight * sample.value;
    }
    if (known.empty())
        return std::nullopt;
    Spread result{.quantiles = {}, .mean = valueSum / weightSum};
    std::size_t level = 0;
    double middle = 0;
    double below = 0;
    for (std::size_t i = 0; i < known.size() && level < kLevels.size(); ++i) {
        const double previousMiddle = middle;
        middle = below + known[i].second / 2;
        below += known[i].second;
        while (level < kLevels.size() && middle >= kLevels[level] * weightSum) {
            const double step = i > 0 ? known[i].first - known[i - 1].first : 0.0;
            const double part = i > 0 ? (kLevels[level] * weightSum - previousMiddle) / (middle - previousMiddle) : 1.0;
            result.quantiles[level++] = known[i].first - step * (1 - part);
        }
    }
    for (; level < kLevels.size(); ++level)
        result.quantiles[level] = known.back().first;
    return result;
}

} // namespace dgex::forecast
