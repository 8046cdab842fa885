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
constexpr std::int64_t kMemoryDays = 365;
constexpr double kWeatherShare = 0.7;

Energy energyOfSpread(double value, double scale)
{
    return Energy{std::llround(std::clamp(value * scale, 0.0, 1e12))};
}

Spread mixed(const Spread& one, const Spread& other, double shareOfOther)
{
    Spread result;
    for (std::size_t k = 0; k < result.quantiles.size(); ++k)
        result.quantiles[k] = std::lerp(one.quantiles[k], other.quantiles[k], shareOfOther);
    result.mean = std::lerp(one.mean, other.mean, shareOfOther);
    return result;
}

/// The forecast when energy is 0 with a probability and otherwise as forecast.
Quantiles orZero(const Quantiles& q, double zero)
{
    const auto number = [](Energy energy) { return static_cast<double>(energy.count()); };
    const auto at = [&](double level) {
        const double rest = (level - zero) / (1 - zero);
        if (rest <= 0)
            return Energy{};
        if (rest <= 0.1)
            return Energy{std::llround(std::lerp(0.0, number(q.p10), rest / 0.1))};
        const double value = rest <= 0.5 ? std::lerp(number(q.p10), number(q.p50), (rest - 0.1) / 0.4)
                                         : std::lerp(number(q.p50), number(q.p90), (rest - 0.5) / 0.4);
        return Energy{std::llround(value)};
    };
    return {at(0.1), at(0.5), at(0.9), Energy{std::llround(number(q.mean) * (1 - zero))}};
}

} // namespace

Forecaster::Forecaster(Target target, const HomeProfile& profile)
    : m_target(target)
    , m_profile(profile)
    , m_series(target, profile)
{
}

void Forecaster::forget()
{
    m_series = MeterSeries{m_target, m_profile};
    m_analog = AnalogDays{};
    m_regression.reset();
    m_trainedTo = -1;
}

void Forecaster::takeIn(const History& history)
{
    Screening screening = screen(m_target, history, m_profile);
    const auto taken = static_cast<std::ptrdiff_t>(m_series.taken());
    const auto& values = screening.believed.values;
    // A day that is doubted once it is over was taken in while it ran: what is kept is then made anew.
    const bool continues =
        taken == 0 || (history.first == m_series.first() && std::ssize(values) >= taken &&
                       std::equal(values.begin(), values.begin() + taken, m_screening.believed.values.begin()));
    if (!continues)
        forget();
    m_screening = std::move(screening);
    m_series.extend(m_screening.believed);
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
    const TrainingSet set = trainingSet(m_series, end, kTrainingDays);
    if (set.rows() >= kTrainingRowsMin)
        m_regression.emplace(set);
}

bool Forecaster::knowsEnough() const
{
    std::int64_t days = 0;
    for (std::int64_t day = 1; day <= kMemoryDays && days < kBlendDays; ++day) {
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

/// Days of zeros that reach up to now.
std::int64_t Forecaster::darkDays(const History& history) const
{
    for (const Finding& finding : m_screening.findings) {
        if (finding.doubt != Doubt::ZeroDay)
            continue;
        const std::int64_t end = finding.from.plus(finding.count).since(history.first);
        const auto rest = history.values.begin() + end;
        if (history.values.end() - rest < kDay &&
            std::all_of(rest, history.values.end(), [](const auto& value) { return !value || *value == Energy{}; }))
            return finding.count / kDay;
    }
    return 0;
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
    prepare(history);
    Forecast result = ordinary(first, count);
    if (const std::int64_t dark = darkDays(history); dark > 0)
        for (Quantiles& q : result.periods)
            q = orZero(q, static_cast<double>(dark) / static_cast<double>(dark + 1));
    return result;
}

Forecast Forecaster::ordinary(Period first, std::size_t count) const
{
    Forecast result = forecast::forecast(m_target, m_screening.believed, first, count, m_profile);
    if (!knowsEnough())
        return result;
    result.method = Method::Blend;
    const std::int64_t origin = m_series.size();
    const AnalogDays::Likeness alike = AnalogDays::likeness(m_series, origin);
    for (std::size_t i = 0; i < count; ++i) {
        // While a repeated hour lasts, its half hours lie before the origin; they are taken for the ones behind it.
        const std::int64_t index = std::max(origin, m_series.indexOf(first.plus(static_cast<std::int64_t>(i))));
        const double scale = m_series.scale(index);
        if (scale <= 0.0)
            continue; // night: the empirical quantiles say so too
        std::optional<Spread> spread = blend(alike, index);
        if (!spread)
            continue;
        if (m_target == Target::Pv)
            if (const auto weather = m_weather.predict(m_series, origin, index))
                *spread = mixed(*spread, *weather, kWeatherShare);
        std::array<double, 3> sorted = spread->quantiles;
        std::ranges::sort(sorted);
        result.periods[i] = {energyOfSpread(sorted[0], scale), energyOfSpread(sorted[1], scale),
                             energyOfSpread(sorted[2], scale), energyOfSpread(spread->mean, scale)};
    }
    return result;
}

} // namespace dgex::forecast
