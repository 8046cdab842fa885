// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/forecast/intraday.h"

#include <algorithm>
#include <cmath>

namespace dgex::forecast {

namespace {

constexpr std::int64_t kMemory = 12; // half hours whose errors are signs of those to come
constexpr double kForget = 0.9995;   // per half hour: 1/e in six weeks
constexpr double kPriorRows = 150;   // how many half hours the usual values weigh
constexpr double kFollowStep = 0.02; // of the share by which a quantile follows
constexpr double kFollowMax = 1.2;
constexpr std::array<double, 3> kLevels{0.1, 0.5, 0.9};

std::array<double, 4> numbersOf(const Quantiles& q)
{
    const auto number = [](Energy energy) { return static_cast<double>(energy.count()); };
    return {number(q.p10), number(q.p50), number(q.p90), number(q.mean)};
}

} // namespace

Intraday::Intraday(Target target)
    : m_target(target)
{
    for (std::size_t i = 0; i < m_leads.size(); ++i) {
        m_leads[i].weights = priorOf(i);
        m_leads[i].follow.fill(target == Target::Pv ? 0.9 : 0.5);
    }
}

Intraday::Signs Intraday::priorOf(std::size_t lead) const
{
    const auto later = static_cast<double>(lead);
    if (m_target == Target::Pv) {
        const double fade = std::exp(-later / 5.0);
        return {0.5 * fade, 0.3 * fade, 0.0};
    }
    const double fade = std::exp(-later / 2.0);
    return {0.35 * fade, 0.15 * fade, 0.15 * std::exp(-later / 6.0)};
}

std::optional<double> Intraday::unitOf(const Quantiles& quantiles) const
{
    if (m_target == Target::Demand)
        return 1.0;
    const auto p90 = static_cast<double>(quantiles.p90.count());
    return p90 >= 5.0 ? std::optional{p90} : std::nullopt;
}

std::optional<Intraday::Signs> Intraday::signsAt(Period first) const
{
    std::array<double, 3> sums{};
    std::array<int, 3> counts{};
    constexpr std::array<std::int64_t, 3> kReach{1, 3, kMemory};
    for (const auto& [period, error] : m_errors)
        for (std::size_t k = 0; k < kReach.size(); ++k)
            if (first.since(period) <= kReach[k]) {
                sums[k] += error;
                ++counts[k];
            }
    if (counts[1] == 0)
        return std::nullopt;
    Signs signs{};
    for (std::size_t k = 0; k < kSigns; ++k)
        signs[k] = counts[k] > 0 ? sums[k] / counts[k] : 0.0;
    return signs;
}

void Intraday::learn(Period period, const Quantiles& uncorrected, std::optional<Energy> metered)
{
    const auto unit = unitOf(uncorrected);
    if (unit && metered) {
        const auto value = static_cast<double>(metered->count()) / *unit;
        const double error = value - static_cast<double>(uncorrected.mean.count()) / *unit;
        for (const Said& said : m_said)
            if (said.period == period)
                learnFrom(said, error, value);
        m_errors.emplace_back(period, error);
    }
    while (!m_errors.empty() && period.since(m_errors.front().first) >= kMemory)
        m_errors.pop_front();
    std::erase_if(m_said, [period](const Said& said) { return said.period <= period; });
}

void Intraday::learnFrom(const Said& said, double error, double value)
{
    Lead& lead = m_leads[said.lead];
    for (std::size_t i = 0; i < kSigns; ++i) {
        for (std::size_t j = 0; j < kSigns; ++j)
            lead.squares[i][j] = kForget * lead.squares[i][j] + said.signs[i] * said.signs[j];
        lead.products[i] = kForget * lead.products[i] + said.signs[i] * error;
    }
    lead.rows = kForget * lead.rows + 1;
    lead.size = lead.size > 0 ? 0.99 * lead.size + 0.01 * std::abs(said.step) : std::abs(said.step);
    if (lead.size > 0)
        for (std::size_t k = 0; k < kLevels.size(); ++k) {
            const double pull = kLevels[k] - (value < said.quantiles[k] ? 1.0 : 0.0);
            const double step = std::clamp(said.step / lead.size, -3.0, 3.0);
            lead.follow[k] = std::clamp(lead.follow[k] + kFollowStep * pull * step, 0.0, kFollowMax);
        }
    solve(lead);
}

/// Ridge towards the usual values, by elimination on three unknowns.
void Intraday::solve(Lead& lead) const
{
    const Signs prior = priorOf(static_cast<std::size_t>(&lead - m_leads.data()));
    const double size = (lead.squares[0][0] + lead.squares[1][1] + lead.squares[2][2]) / 3;
    const double ridge = kPriorRows * size / std::max(lead.rows, 1.0) + 1e-9;
    std::array<std::array<double, kSigns + 1>, kSigns> system{};
    for (std::size_t i = 0; i < kSigns; ++i) {
        std::ranges::copy(lead.squares[i], system[i].begin());
        system[i][i] += ridge;
        system[i][kSigns] = lead.products[i] + ridge * prior[i];
    }
    for (std::size_t i = 0; i < kSigns; ++i) // positive definite: no pivoting
        for (std::size_t row = 0; row < kSigns; ++row) {
            if (row == i)
                continue;
            const double factor = system[row][i] / system[i][i];
            for (std::size_t j = i; j <= kSigns; ++j)
                system[row][j] -= factor * system[i][j];
        }
    for (std::size_t i = 0; i < kSigns; ++i)
        lead.weights[i] = system[i][kSigns] / system[i][i];
}

void Intraday::correct(Forecast& forecast)
{
    const auto signs = signsAt(forecast.first);
    if (!signs)
        return;
    for (std::size_t i = 0; i < std::min(kLeads, forecast.periods.size()); ++i) {
        Quantiles& q = forecast.periods[i];
        const auto unit = unitOf(q);
        if (!unit)
            continue;
        const Lead& lead = m_leads[i];
        double step = 0;
        for (std::size_t k = 0; k < kSigns; ++k)
            step += lead.weights[k] * (*signs)[k];
        std::array<double, 4> numbers = numbersOf(q);
        for (std::size_t k = 0; k < kLevels.size(); ++k)
            numbers[k] = std::max(0.0, numbers[k] + lead.follow[k] * step * *unit);
        numbers[3] = std::max(0.0, numbers[3] + step * *unit);
        std::sort(numbers.begin(), numbers.begin() + 3);
        m_said.push_back({.period = forecast.first.plus(static_cast<std::int64_t>(i)),
                          .lead = i,
                          .signs = *signs,
                          .step = step,
                          .quantiles = {numbers[0] / *unit, numbers[1] / *unit, numbers[2] / *unit}});
        const auto energy = [](double number) { return Energy{std::llround(number)}; };
        q = {energy(numbers[0]), energy(numbers[1]), energy(numbers[2]), energy(numbers[3])};
    }
}

} // namespace dgex::forecast
