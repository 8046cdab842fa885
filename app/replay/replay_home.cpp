// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/replay/replay_home.h"

#include <algorithm>

namespace dgex::app {

ReplayHome::ReplayHome(const drivers::CommunityHome& home, const ReplayOptions& options)
    : m_home(home)
    , m_networkFee(options.networkFee)
    , m_stored(home.battery.capacity.count() / 2)
{
    m_reserve = policy::reserveOf(battery(), options.policy);
}

policy::BatteryInputs ReplayHome::battery() const
{
    const ports::BatteryRating& rating = m_home.battery;
    return {.stored = m_stored,
            .capacity = rating.capacity,
            .powerMax = rating.powerMax,
            .efficiencyPermille = rating.efficiencyPermille};
}

void ReplayHome::take(std::int64_t period, Lots lots, Price price, bool counts)
{
    m_positions[period] += lots;
    if (!counts)
        return;
    cost += valueOf(lots, price);
    if (lots > Lots{}) {
        cost += valueOf(lots, m_networkFee);
        fees += valueOf(lots, m_networkFee);
    }
}

void ReplayHome::learn(Period period, const std::optional<Price>& price, const std::vector<market::Fill>& fills,
                       ParticipantId self, Price feedIn, Price retail)
{
    std::optional<Price> seen = price;
    for (const market::Fill& fill : fills) {
        if (price || fill.participant != self)
            continue;
        // Nobody sold at the price that this home would have paid, or bought at the one it asked.
        if (fill.side == market::Side::Buy)
            seen = std::max(seen.value_or(fill.limit), fill.limit);
        else if (!seen)
            seen = fill.limit;
    }
    if (seen)
        m_prices.observe(period, *seen, feedIn, retail);
}

Lots ReplayHome::position(std::int64_t period) const
{
    const auto known = m_positions.find(period);
    return known == m_positions.end() ? Lots{} : known->second;
}

Energy ReplayHome::deliver(std::int64_t period, Energy need, Price retail, Price feedIn, bool counts)
{
    const Lots held = position(period);
    const policy::SelfUseStep step =
        policy::windowStep(need - energyOf(held), m_stored, battery(), m_reserve, m_plan.window);
    m_stored = step.storedAtEnd;
    m_positions.erase(period);
    if (counts) {
        cost += valueOf(step.rest, step.rest > Energy{} ? retail : feedIn);
        discharged += std::max(Energy{}, step.discharged);
        (held > Lots{} ? bought : sold) += energyOf(held).abs();
    }
    return step.rest;
}

} // namespace dgex::app
