// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/forecast/forecaster.h"

#include "core/forecast/regression_features.h"

#include <algorithm>
#include <cmath>

namespace dgex::forecast {

namespace {

constexpr std::int64_t kDay = MeterSeries::kPerDay;
constexpr std::int64_t kTrainingDays = 240;
constexpr std::size_t kTrainingRowsMin = 400;
constexpr std::int64_t kBlendDays = 28;

Energy energyOfSpread(double value, double scale)
{
    return Energy{std::llround(std::clamp(value * scale, 0.0, 1e12))};
}

} // namespace

Forecaster::Forecaster(Target target, const HomeProfile& profile)
    : m_target(target)
    , m_profile(profile)
    , m_series(target, profile)
{
}

void Forecaster::takeIn(const History& history)
{
    const bool continues =
        m_series.taken() == 0 || (history.first == m_series.first() && std::ssize(history.values) >= m_series.taken());
    if (!continues)
        *this = Forecaster{m_target, m_profile};
    m_series.extend(history);
    m_analog.extend(m_series);
}

/// The last local Monday 00:00 within the series.
std::int64_t Forecaster::lastTrainingEnd() const
{
    const std::int64_t end = m_series.size();
    return end - m_series.weekday(end) * kDay - m_series.slot(end);
}

void Forecaster::trainIfDue()
{
    const std::int64_t end = lastTrainingEnd();
    if (end == m_trainedTo)
        return;
    m_trainedTo = end;
    m_regression.reset();
    m_shape = m_analog.bestShape(m_series, end);
    const TrainingSet set = trainingSet(m_series, end, kTrainingDays);
    if (set.rows() >= kTrainingRowsMin)
        m_regression.emplace(set);
}

bool Forecaster::knowsEnough() const
{
    std::int64_t days = 0;
    for (std::int64_t day = 1; day <= 2 * kBlendDays; ++day) {
        int known = 0;
        for (std::int64_t i = m_series.size() - day * kDay; i < m_series.size() - (day - 1) * kDay; ++i)
            known += std::isnan(m_series.value(i)) ? 0 : 1;
        days += known >= kDay / 6 ? 1 : 0;
    }
    return days >= kBlendDays;
}

std::optional<Spread> Forecaster::blend(const AnalogDays::Likeness& alike, std::int64_t index) const
{
    std::optional<Spread> result = m_analog.predict(m_series, alike, index);
    std::vector<double> features;
    if (!m_regression || !appendFeatures(m_series, alike.origin, index, features))
        return result;
    const QuantileRegression::Prediction linear = m_regression->predict(features);
    if (!result)
        return Spread{.quantiles = linear.quantiles, .mean = linear.mean};
    std::array<double, 3> sorted = linear.quantiles;
    std::ranges::sort(sorted);
    for (std::size_t k = 0; k < sorted.size(); ++k)
        result->quantiles[k] = (result->quantiles[k] + std::max(0.0, sorted[k])) / 2;
    result->mean = std::max(0.0, linear.mean);
    return result;
}

void Forecaster::prepare(const History& history)
{
    takeIn(history);
    if (knowsEnough())
        trainIfDue();
}

Forecast Forecaster::forecast(const History& history, Period first, std::size_t count)
{
    DGEX_ASSERT(history.end() == first);
    Forecast result = forecast::forecast(m_target, history, first, count, m_profile);
    prepare(history);
    if (result.method != Method::EmpiricalQuantiles || !knowsEnough())
        return result;
    result.method = Method::Blend;
    const std::int64_t origin = m_series.size();
    const AnalogDays::Likeness alike = AnalogDays::likeness(m_series, origin, m_shape);
    for (std::size_t i = 0; i < count; ++i) {
        // While a repeated hour lasts, its half hours lie before the origin; they are taken for the ones behind it.
        const std::int64_t index = std::max(origin, m_series.indexOf(first.plus(static_cast<std::int64_t>(i))));
        const double scale = m_series.scale(index);
        if (scale <= 0.0)
            continue; // night: the empirical quantiles say so too
        const std::optional<Spread> spread = blend(alike, index);
        if (!spread)
            continue;
        std::array<double, 3> sorted = spread->quantiles;
        std::ranges::sort(sorted);
        result.periods[i] = {energyOfSpread(sorted[0], scale), energyOfSpread(sorted[1], scale),
                             energyOfSpread(sorted[2], scale), energyOfSpread(spread->mean, scale)};
    }
    return result;
}

} // namespace dgex::forecast
