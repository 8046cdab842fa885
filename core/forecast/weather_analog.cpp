// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/forecast/weather_analog.h"

#include <algorithm>
#include <cmath>

namespace dgex::forecast {

namespace {

constexpr std::int64_t kDay = MeterSeries::kPerDay;
constexpr std::int64_t kDaysBack = 100;
constexpr std::int64_t kShiftMax = 3; // half hours beside the time of day
constexpr double kAgeDays = 60;
constexpr double kWidth = 0.25; // of the kernel, in standard deviations of what was forecast
constexpr std::size_t kRowsMin = 40;
constexpr std::array<double, 3> kLevels{0.1, 0.5, 0.9};

struct Row {
    double sign = 0; ///< What the weather said.
    double value = 0;
    double weight = 0;
};

/// What is said of the sun, as a number that grows with it; kind 0 to 2 is energy, irradiance, cloud.
std::optional<double> sunOf(const WeatherHalfHour& half, int kind, double clearSky)
{
    if (kind == 0 && half.pv)
        return std::min(static_cast<double>(half.pv->count()) / clearSky, 2.0);
    if (kind == 1 && half.irradiance)
        return static_cast<double>(*half.irradiance) / clearSky;
    if (kind == 2 && half.cloudPermille)
        return 1.0 - static_cast<double>(*half.cloudPermille) / 1000.0;
    return std::nullopt;
}

Spread spreadOf(std::vector<Row>& rows)
{
    std::ranges::sort(rows, {}, [](const Row& row) { return std::pair{row.value, row.weight}; });
    double sum = 0;
    double weights = 0;
    for (const Row& row : rows) {
        sum += row.weight * row.value;
        weights += row.weight;
    }
    Spread result{.quantiles = {}, .mean = sum / weights};
    for (std::size_t k = 0; k < kLevels.size(); ++k) {
        double below = 0;
        double middleBefore = 0;
        double valueBefore = rows.front().value;
        result.quantiles[k] = rows.back().value;
        for (const Row& row : rows) {
            const double middle = below + row.weight / 2;
            if (middle >= kLevels[k] * weights) {
                const double part =
                    middle > middleBefore ? (kLevels[k] * weights - middleBefore) / (middle - middleBefore) : 1.0;
                result.quantiles[k] = valueBefore + std::clamp(part, 0.0, 1.0) * (row.value - valueBefore);
                break;
            }
            below += row.weight;
            middleBefore = middle;
            valueBefore = row.value;
        }
    }
    return result;
}

} // namespace

void WeatherAnalog::add(const WeatherForecast& weather)
{
    for (std::size_t i = 0; i < weather.periods.size(); ++i)
        m_known[weather.first.plus(static_cast<std::int64_t>(i))] = weather.periods[i];
    m_known.erase(m_known.begin(), m_known.lower_bound(weather.first.plus(-(kDaysBack + 2) * kDay)));
}

std::optional<Spread> WeatherAnalog::predict(const MeterSeries& series, std::int64_t origin, std::int64_t index) const
{
    const auto sunAt = [&](std::int64_t at, int kind) -> std::optional<double> {
        const double clearSky = series.scale(at);
        const auto found = clearSky > 0 ? m_known.find(series.first().plus(at)) : m_known.end();
        return found == m_known.end() ? std::nullopt : sunOf(found->second, kind, clearSky);
    };
    for (int kind = 0; kind < 3; ++kind) {
        const auto now = sunAt(index, kind);
        if (!now)
            continue;
        std::vector<Row> rows;
        double sum = 0;
        double squares = 0;
        const std::int64_t sameTime = index - kDay * ((index - origin) / kDay + 1);
        for (std::int64_t day = 0; day < kDaysBack; ++day)
            for (std::int64_t shift = -kShiftMax; shift <= kShiftMax; ++shift) {
                const std::int64_t at = sameTime - day * kDay + shift;
                const double value = at < origin ? series.value(at) : MeterSeries::kMissing;
                const auto sign = std::isnan(value) ? std::nullopt : sunAt(at, kind);
                if (!sign)
                    continue;
                const double near = 1.0 - 0.2 * static_cast<double>(std::abs(shift));
                rows.push_back({*sign, value, near * std::exp(-static_cast<double>(day) / kAgeDays)});
                sum += *sign;
                squares += *sign * *sign;
            }
        if (rows.size() < kRowsMin)
            continue;
        const auto count = static_cast<double>(rows.size());
        const double variance = std::max(squares / count - sum / count * (sum / count), 1e-6);
        for (Row& row : rows)
            row.weight *= std::exp(-(row.sign - *now) * (row.sign - *now) / (2 * kWidth * kWidth * variance)) + 1e-4;
        return spreadOf(rows);
    }
    return std::nullopt;
}

} // namespace dgex::forecast
