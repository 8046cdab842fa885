// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/policy/policy.h"

#include "core/policy/market_bidder.h"

#include <cmath>

namespace dgex::policy {

namespace {

constexpr std::size_t kOpenPeriods = 48;

PlannedPeriod planned(const PeriodInputs& one, const ExpectedPeriod& expected, double storedAtEnd)
{
    PlannedPeriod result;
    result.period = one.period;
    result.storedAtEnd = Energy{std::llround(storedAtEnd)};
    result.battery = Energy{std::llround(expected.discharged)};
    result.exchange = Energy{std::llround(expected.exchange)};
    result.utility = one.demand.mean - one.pv.mean - result.battery - result.exchange;
    return result;
}

BatteryWindow windowOf(const PlanTerms& terms, const StoragePlan& storage, double stored)
{
    const NodeSupply supply = storage.beforeUtility(0, stored);
    return {Energy{std::llround(supply.least())}, Energy{std::llround(supply.most())}, terms.importMost(0),
            terms.exportMost(0)};
}

} // namespace

Plan plan(const PlanInputs& inputs)
{
    DGEX_ASSERT(inputs.battery.efficiencyPermille > 0 && inputs.battery.efficiencyPermille <= 1000);
    DGEX_ASSERT(!faultOf(inputs.policy));
    for (std::size_t i = 0; i < inputs.periods.size(); ++i)
        DGEX_ASSERT(inputs.periods[i].period == inputs.round.plus(static_cast<std::int64_t>(i)));
    Plan result;
    result.sheet.round = inputs.round;
    if (inputs.periods.empty())
        return result;
    PlanTerms terms = termsOf(inputs);
    result.loads = placeLoads(terms);
    const StoragePlan storage{terms};
    const std::vector<ExpectedPeriod> course = courseOf(terms, storage);
    MarketBidder bidder{terms, storage, result};
    result.window = windowOf(terms, storage, course.front().stored);
    for (std::size_t i = 0; i < course.size(); ++i) {
        if (i >= inputs.firstOpen && i < inputs.firstOpen + kOpenPeriods)
            bidder.bid(i, course[i].stored);
        const double atEnd = storage.storedAfter(course[i].stored, course[i].discharged);
        result.periods.push_back(planned(terms.inputs.periods[i], course[i], atEnd));
        result.periods.back().flexible = terms.periods[i].flexible;
    }
    return result;
}

} // namespace dgex::policy
