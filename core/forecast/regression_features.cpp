// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/forecast/regression_features.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace dgex::forecast {

namespace {

constexpr std::int64_t kDay = MeterSeries::kPerDay;
constexpr std::int64_t kWindowDays = 28;
constexpr int kHarmonics = 4;
constexpr std::size_t kLevelFeatures = 18;
constexpr std::size_t kFeatureCount = kLevelFeatures + 2 * kHarmonics + 1 + 2 * kHarmonics;

/// Known values at one time of day on the days before an origin.
struct SameTime {
    std::array<double, kWindowDays> sorted{};
    std::size_t count = 0;
    double mean = 0;
    double mean7 = 0;
    double meanOfType = 0;

    [[nodiscard]] double quantile(double level) const
    {
        const double at = level * static_cast<double>(count - 1);
        const auto low = static_cast<std::size_t>(at);
        const std::size_t high = std::min(low + 1, count - 1);
        return sorted[low] + (at - static_cast<double>(low)) * (sorted[high] - sorted[low]);
    }
};

struct Mean {
    double sum = 0;
    int count = 0;
    void add(double value)
    {
        sum += value;
        ++count;
    }
    [[nodiscard]] double orElse(double otherwise) const { return count > 0 ? sum / count : otherwise; }
};

SameTime sameTime(const MeterSeries& series, std::int64_t latest, bool weekend)
{
    SameTime result;
    Mean all;
    Mean week;
    Mean type;
    for (std::int64_t day = 0; day < kWindowDays; ++day) {
        const std::int64_t at = latest - day * kDay;
        const double value = series.value(at);
        if (std::isnan(value))
            continue;
        result.sorted[result.count++] = value;
        all.add(value);
        if (day < 7)
            week.add(value);
        if (series.isWeekend(at) == weekend)
            type.add(value);
    }
    std::sort(result.sorted.begin(), result.sorted.begin() + static_cast<std::ptrdiff_t>(result.count));
    result.mean = all.orElse(0);
    result.mean7 = week.orElse(result.mean);
    result.meanOfType = type.orElse(result.mean);
    return result;
}

double known(double value, double otherwise)
{
    return std::isnan(value) ? otherwise : value;
}

} // namespace

std::size_t featureCount()
{
    return kFeatureCount;
}

bool appendFeatures(const MeterSeries& series, std::int64_t origin, std::int64_t index, std::vector<double>& out)
{
    const std::int64_t lead = index - origin;
    const std::int64_t latest = index - kDay * (lead / kDay + 1);
    const bool weekend = series.isWeekend(index);
    const SameTime past = sameTime(series, latest, weekend);
    if (past.count < 5)
        return false;
    const auto before = [&](std::int64_t at) {
        const double value = at < origin ? series.value(at) : series.value(at - kDay);
        return known(value, past.mean);
    };
    Mean sameWeekday;
    for (std::int64_t week = 1; week <= 4; ++week)
        if (const double value = series.value(index - 7 * kDay * week); !std::isnan(value))
            sameWeekday.add(value);
    const double week = known(series.mean(origin - 7 * kDay, origin), past.mean);
    const double day = known(series.mean(origin - kDay, origin), week);
    const double hours = known(series.mean(origin - 12, origin), day);
    const double lastHours = known(series.mean(origin - 4, origin), hours);
    const double fade = std::exp(-static_cast<double>(lead) / 4.0);
    const double median = past.quantile(0.5);
    const std::array<double, kLevelFeatures> levels{before(latest),
                                                    before(latest - kDay),
                                                    before(index - 7 * kDay),
                                                    sameWeekday.orElse(past.mean),
                                                    past.mean7,
                                                    past.mean,
                                                    median,
                                                    past.quantile(0.1),
                                                    past.quantile(0.9),
                                                    past.meanOfType,
                                                    before(latest - 1),
                                                    before(latest + 1),
                                                    day,
                                                    hours,
                                                    lastHours,
                                                    week,
                                                    fade * (lastHours - day),
                                                    std::min(before(latest), 2 * median)};
    out.insert(out.end(), levels.begin(), levels.end());
    out.push_back(weekend ? 1.0 : 0.0);
    const double angle = 2.0 * std::numbers::pi * series.slot(index) / static_cast<double>(kDay);
    for (int k = 1; k <= kHarmonics; ++k) {
        const double sine = std::sin(k * angle);
        const double cosine = std::cos(k * angle);
        out.insert(out.end(), {sine, cosine, weekend ? sine : 0.0, weekend ? cosine : 0.0});
    }
    return true;
}

TrainingSet trainingSet(const MeterSeries& series, std::int64_t end, std::int64_t days)
{
    TrainingSet set{.featureCount = kFeatureCount, .features = {}, .targets = {}, .weights = {}};
    double scaleSum = 0;
    for (std::int64_t day = days; day >= 1; --day) {
        const std::int64_t origin = end - day * kDay;
        if (origin < 14 * kDay)
            continue;
        for (std::int64_t index = origin; index < origin + kDay; ++index) {
            const double target = series.value(index);
            if (std::isnan(target) || !appendFeatures(series, origin, index, set.features))
                continue;
            set.targets.push_back(target);
            set.weights.push_back(series.scale(index));
            scaleSum += series.scale(index);
        }
    }
    for (double& weight : set.weights)
        weight *= static_cast<double>(set.rows()) / scaleSum;
    return set;
}

} // namespace dgex::forecast
