// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/forecast/backtest.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace dgex::forecast {

namespace {

constexpr std::int64_t kDay = 48;
constexpr std::int64_t kErrorDays = 60;
constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

/// What is forecast for one half hour, in Wh.
struct HalfHourForecast {
    std::array<double, 3> quantiles{};
    double point = 0;
    double mean = 0;
};
using DayForecast = std::vector<HalfHourForecast>;

/// The half hours of one local day: where they lie on the local clock and what was metered.
struct Day {
    std::int64_t origin = 0; ///< The first of them on the local clock.
    std::vector<std::int64_t> indices;
    std::vector<double> actual;
};

/// The values before an origin, on the local clock, and nothing else.
struct Past {
    const MeterSeries& values;
    std::int64_t origin;
    [[nodiscard]] double at(std::int64_t index) const { return index < origin ? values.value(index) : kNaN; }
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

DayForecast pointForecast(const Past& past, const Day& target, PointMethod method)
{
    DayForecast result;
    for (const std::int64_t index : target.indices) {
        const double raw = method(past, index);
        const double point = std::isnan(raw) ? 0.0 : raw;
        std::vector<double> errors;
        for (std::int64_t day = 1; day <= kErrorDays; ++day) {
            const std::int64_t then = index - day * kDay;
            const double error = past.at(then) - method({past.values, past.origin - day * kDay}, then);
            if (!std::isnan(error))
                errors.push_back(error);
        }
        HalfHourForecast& one = result.emplace_back(HalfHourForecast{.quantiles = {}, .point = point, .mean = point});
        for (std::size_t k = 0; k < 3; ++k)
            one.quantiles[k] = std::max(0.0, point + quantileOf(errors, QuantileRegression::kLevels[k]));
    }
    return result;
}

DayForecast quantiles28(const Past& past, const Day& target)
{
    DayForecast result;
    for (const std::int64_t index : target.indices) {
        std::vector<double> values;
        for (std::int64_t day = 1; day <= 28; ++day)
            if (const double value = past.at(index - day * kDay); !std::isnan(value))
                values.push_back(value);
        HalfHourForecast& one = result.emplace_back();
        for (std::size_t k = 0; k < 3; ++k)
            one.quantiles[k] = quantileOf(values, QuantileRegression::kLevels[k]);
        one.point = one.quantiles[1];
        const double mean = meanOfDays(past, index, 28);
        one.mean = std::isnan(mean) ? 0.0 : mean;
    }
    return result;
}

DayForecast fromForecast(const Forecast& made)
{
    DayForecast result;
    const auto number = [](Energy energy) { return static_cast<double>(energy.count()); };
    for (const Quantiles& q : made.periods)
        result.push_back({{number(q.p10), number(q.p50), number(q.p90)}, number(q.p50), number(q.mean)});
    return result;
}

/// Sums the errors of one method.
class Scorer {
public:
    explicit Scorer(std::string_view name) { m_score.name = name; }

    void add(const DayForecast& made, const Day& day)
    {
        double dayError = 0;
        for (std::size_t i = 0; i < made.size(); ++i) {
            const double actual = day.actual[i];
            if (std::isnan(actual))
                continue;
            const auto& q = made[i].quantiles;
            m_energy += actual;
            ++m_count;
            m_score.nmae += std::abs(actual - made[i].point);
            m_score.nrmse += (actual - made[i].mean) * (actual - made[i].mean);
            for (std::size_t k = 0; k < 3; ++k) {
                const double level = QuantileRegression::kLevels[k];
                m_score.pinball[k] += std::max(level * (actual - q[k]), (level - 1) * (actual - q[k]));
            }
            m_score.coverage80 += actual >= q[0] && actual <= q[2] ? 1.0 : 0.0;
            dayError += actual - made[i].mean;
        }
        m_score.dayTotalNmae += std::abs(dayError);
        ++m_days;
    }
    void addTimes(double trainSeconds, double predictSeconds)
    {
        m_score.trainSeconds = std::max(m_score.trainSeconds, trainSeconds);
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

/// The day that begins at a local midnight: 48 half hours, or 46 or 50 when the clock changes.
std::optional<Day> dayFrom(Period midnight, const History& history, const MeterSeries& onClock,
                           const HomeProfile& profile)
{
    const std::int32_t change =
        profile.offsetAt(midnight.plus(kDay).start()) - profile.offsetAt(midnight.start()); // + in spring
    const std::int64_t count = kDay - change / Period::kSeconds;
    const std::int64_t from = midnight.since(history.first);
    if (from < 0 || from + count > std::ssize(history.values))
        return std::nullopt;
    Day day{.origin = onClock.indexOf(midnight), .indices = {}, .actual = {}};
    std::int64_t known = 0;
    for (std::int64_t i = 0; i < count; ++i) {
        const auto& value = history.values[static_cast<std::size_t>(from + i)];
        day.indices.push_back(onClock.indexOf(midnight.plus(i)));
        day.actual.push_back(value ? static_cast<double>(value->count()) : kNaN);
        known += value ? 1 : 0;
    }
    return known * 4 >= count ? std::optional{day} : std::nullopt;
}

} // namespace

Backtest backtest(const History& history, const BacktestOptions& options)
{
    MeterSeries onClock{Target::Demand, options.profile}; // photovoltaics too: people read them by the clock
    onClock.extend(history);
    const auto clock = [&] { return options.stopwatch ? options.stopwatch() : 0.0; };
    Forecaster forecaster{options.target, options.profile};
    History past{.first = history.first, .values = {}};
    Scorer ours{"dgex"};
    std::array<Scorer, 4> others{Scorer{"yesterday"}, Scorer{"last_week"}, Scorer{"mean28"}, Scorer{"quantiles28"}};
    constexpr std::array<PointMethod, 3> kPoints{yesterday, lastWeek, mean28};
    Backtest result;
    for (const Period midnight : options.midnights) {
        const auto day = dayFrom(midnight, history, onClock, options.profile);
        if (!day || day->origin < options.warmUpDays * kDay)
            continue;
        ++result.days;
        const auto end = history.values.begin() + midnight.since(history.first);
        past.values.insert(past.values.end(), history.values.begin() + std::ssize(past.values), end);
        const double start = clock();
        forecaster.prepare(past);
        const double trained = clock();
        const Forecast made = forecaster.forecast(past, midnight, day->actual.size());
        ours.addTimes(trained - start, clock() - trained);
        ours.add(fromForecast(made), *day);
        for (std::size_t k = 0; k < others.size(); ++k) {
            const Past before{onClock, day->origin};
            const double began = clock();
            const DayForecast other =
                k < kPoints.size() ? pointForecast(before, *day, kPoints[k]) : quantiles28(before, *day);
            others[k].addTimes(0, clock() - began);
            others[k].add(other, *day);
        }
    }
    result.methods.push_back(ours.score());
    for (const Scorer& other : others)
        result.methods.push_back(other.score());
    return result;
}

} // namespace dgex::forecast
