// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/policy/plan_terms.h"

#include <algorithm>

namespace dgex::policy {

namespace {

constexpr Energy kNoFuse{1'000'000'000};

Energy percentOf(Energy energy, int percent)
{
    return Energy{divide(Int128{energy.count()} * percent, 100, Rounding::HalfAwayFromZero)};
}

Energy fuseOf(const PlanInputs& inputs)
{
    return inputs.fuse ? energyOver(*inputs.fuse, Period::kLength, Rounding::TowardZero) : kNoFuse;
}

} // namespace

void PlanTerms::addFlexible(std::size_t period, Energy energy)
{
    periods[period].flexible += energy;
    forecast::Quantiles& demand = inputs.periods[period].demand;
    for (Energy* point : {&demand.p10, &demand.p50, &demand.p90, &demand.mean})
        *point += energy;
}

Energy PlanTerms::importMost(std::size_t period) const
{
    return fuseOf(inputs) - energyOf(inputs.periods[period].position);
}

Energy PlanTerms::exportMost(std::size_t period) const
{
    return fuseOf(inputs) + energyOf(inputs.periods[period].position);
}

Energy PlanTerms::reserveMost() const
{
    Energy most;
    for (const PeriodTerms& one : periods)
        most = std::max(most, one.reserve);
    return most;
}

PlanTerms termsOf(const PlanInputs& inputs)
{
    PlanTerms terms{inputs, {}};
    for (PeriodInputs& period : terms.inputs.periods) {
        const CalendarTerms calendar = termsIn(inputs.policy, period.period);
        for (Energy* point : {&period.demand.p10, &period.demand.p50, &period.demand.p90, &period.demand.mean})
            *point = percentOf(*point, calendar.demandPercent);
        terms.periods.push_back({.reserve = percentOf(inputs.battery.capacity, calendar.reservePercent),
                                 .paused = calendar.tradingPaused,
                                 .flexible = {}});
    }
    return terms;
}

} // namespace dgex::policy
