// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/forecast/backtest.h"

#include <algorithm>
#include <cmath>
#include <span>

namespace dgex::forecast {

namespace {

constexpr std::int64_t kDay = 48;
constexpr std::int64_t kErrorDays = 60;
constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

/// A day's forecast in Wh.
struct DayForecast {
    std::array<std::array<double, 3>, kDay> quantiles{};
    std::array<double, kDay> point{};
    std::array<double, kDay> mean{};
};

/// The values of the past of an origin and nothing else.
struct Past {
    const std::vector<double>& values;
    std::int64_t origin;
    [[nodiscard]] double at(std::int64_t index) const
    {
        return index >= 0 && index < origin ? values[static_cast<std::size_t>(index)] : kNaN;
    }
};

double meanOfDays(const Past& past, std::int64_t index, std::int64_t days)
{
    double sum = 0;
    int count = 0;
    for (std::int64_t day = 1; day <= days; ++day)
        if (const double value = past.at(index - day * kDay); !std::isnan(value)) {
            sum += value;
            ++count;
        }
    return count > 0 ? sum / count : kNaN;
}

double quantileOf(std::vector<double>& values, double level)
{
    if (values.empty())
        return 0.0;
    std::ranges::sort(values);
    const double at = level * static_cast<double>(values.size() - 1);
    const auto low = static_cast<std::size_t>(at);
    const std::size_t high = std::min(low + 1, values.size() - 1);
    return values[low] + (at - static_cast<double>(low)) * (values[high] - values[low]);
}

using PointMethod = double (*)(const Past&, std::int64_t index);

double yesterday(const Past& past, std::int64_t index)
{
    const double value = past.at(index - kDay);
    return std::isnan(value) ? meanOfDays(past, index, 28) : value;
}

double lastWeek(const Past& past, std::int64_t index)
{
    const double value = past.at(index - 7 * kDay);
    return std::isnan(value) ? meanOfDays(past, index, 28) : value;
}

double mean28(const Past& past, std::int64_t index)
{
    return meanOfDays(past, index, 28);
}

DayForecast pointForecast(const Past& past, PointMethod method)
{
    DayForecast result;
    for (std::int64_t i = 0; i < kDay; ++i) {
        const std::int64_t index = past.origin + i;
        const double raw = method(past, index);
        const double point = std::isnan(raw) ? 0.0 : raw;
        std::vector<double> errors;
        for (std::int64_t day = 1; day <= kErrorDays; ++day) {
            const std::int64_t then = index - day * kDay;
            const double error = past.at(then) - method({past.values, past.origin - day * kDay}, then);
            if (!std::isnan(error))
                errors.push_back(error);
        }
        const auto slot = static_cast<std::size_t>(i);
        result.point[slot] = result.mean[slot] = point;
        for (std::size_t k = 0; k < 3; ++k)
            result.quantiles[slot][k] = std::max(0.0, point + quantileOf(errors, QuantileRegression::kLevels[k]));
    }
    return result;
}

DayForecast quantiles28(const Past& past)
{
    DayForecast result;
    for (std::int64_t i = 0; i < kDay; ++i) {
        std::vector<double> values;
        for (std::int64_t day = 1; day <= 28; ++day)
            if (const double value = past.at(past.origin + i - day * kDay); !std::isnan(value))
                values.push_back(value);
        const auto slot = static_cast<std::size_t>(i);
        for (std::size_t k = 0; k < 3; ++k)
            result.quantiles[slot][k] = quantileOf(values, QuantileRegression::kLevels[k]);
        result.point[slot] = result.quantiles[slot][1];
        const double mean = meanOfDays(past, past.origin + i, 28);
        result.mean[slot] = std::isnan(mean) ? 0.0 : mean;
    }
    return result;
}

DayForecast fromForecast(const Forecast& made)
{
    DayForecast result;
    for (std::size_t i = 0; i < made.periods.size(); ++i) {
        const Quantiles& q = made.periods[i];
        const auto number = [](Energy energy) { return static_cast<double>(energy.count()); };
        result.quantiles[i] = {number(q.p10), number(q.p50), number(q.p90)};
        result.point[i] = number(q.p50);
        result.mean[i] = number(q.mean);
    }
    return result;
}

/// Sums the errors of one method.
class Scorer {
public:
    explicit Scorer(std::string_view name) { m_score.name = name; }

    void add(const DayForecast& made, const std::vector<double>& values, std::int64_t origin)
    {
        double dayError = 0;
        for (std::size_t i = 0; i < kDay; ++i) {
            const double actual = values[static_cast<std::size_t>(origin) + i];
            if (std::isnan(actual))
                continue;
            const auto& q = made.quantiles[i];
            m_energy += actual;
            ++m_count;
            m_score.nmae += std::abs(actual - made.point[i]);
            m_score.nrmse += (actual - made.mean[i]) * (actual - made.mean[i]);
            for (std::size_t k = 0; k < 3; ++k) {
                const double level = QuantileRegression::kLevels[k];
                m_score.pinball[k] += std::max(level * (actual - q[k]), (level - 1) * (actual - q[k]));
            }
            m_score.coverage80 += actual >= q[0] && actual <= q[2] ? 1.0 : 0.0;
            dayError += actual - made.mean[i];
        }
        m_score.dayTotalNmae += std::abs(dayError);
        ++m_days;
    }
    void addTimes(double trainSeconds, double predictSeconds)
    {
        m_score.trainSeconds += trainSeconds;
        m_score.predictMilliseconds += predictSeconds * 1000;
    }

    [[nodiscard]] Score score() const
    {
        Score result = m_score;
        if (m_count == 0 || m_energy <= 0)
            return result;
        const double count = m_count;
        result.nmae /= m_energy;
        result.nrmse = std::sqrt(result.nrmse / count) / (m_energy / count);
        for (double& loss : result.pinball)
            loss /= m_energy;
        result.pinballMean = (result.pinball[0] + result.pinball[1] + result.pinball[2]) / 3;
        result.coverage80 /= count;
        result.dayTotalNmae /= m_energy;
        result.predictMilliseconds /= m_days;
        return result;
    }

private:
    Score m_score;
    double m_energy = 0;
    int m_count = 0;
    int m_days = 0;
};

} // namespace

Backtest backtest(const History& history, const BacktestOptions& options)
{
    std::vector<double> values;
    for (const auto& value : history.values)
        values.push_back(value ? static_cast<double>(value->count()) : kNaN);
    const auto clock = [&] { return options.stopwatch ? options.stopwatch() : 0.0; };
    Forecaster forecaster{options.target, options.profile};
    History past{.first = history.first, .values = {}};
    Scorer ours{"dgex"};
    std::array<Scorer, 4> others{Scorer{"yesterday"}, Scorer{"last_week"}, Scorer{"mean28"}, Scorer{"quantiles28"}};
    constexpr std::array<PointMethod, 3> kPoints{yesterday, lastWeek, mean28};
    Backtest result;
    for (const Period midnight : options.midnights) {
        const std::int64_t origin = midnight.since(history.first);
        if (origin < options.warmUpDays * kDay || origin + kDay > std::ssize(values))
            continue;
        const auto day = std::span{values}.subspan(static_cast<std::size_t>(origin), kDay);
        if (std::ranges::count_if(day, [](double value) { return !std::isnan(value); }) < kDay / 4)
            continue;
        ++result.days;
        const auto end = history.values.begin() + origin;
        past.values.insert(past.values.end(), history.values.begin() + std::ssize(past.values), end);
        const double start = clock();
        forecaster.prepare(past);
        const double trained = clock();
        const Forecast made = forecaster.forecast(past, midnight, kDay);
        ours.addTimes(trained - start, clock() - trained);
        ours.add(fromForecast(made), values, origin);
        for (std::size_t k = 0; k < others.size(); ++k) {
            const double before = clock();
            const DayForecast other =
                k < kPoints.size() ? pointForecast({values, origin}, kPoints[k]) : quantiles28({values, origin});
            others[k].addTimes(0, clock() - before);
            others[k].add(other, values, origin);
        }
    }
    result.methods.push_back(ours.score());
    for (const Scorer& other : others)
        result.methods.push_back(other.score());
    return result;
}

} // namespace dgex::forecast
