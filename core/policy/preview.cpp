// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/policy/preview.h"

#include "core/policy/load_plan.h"
#include "core/policy/self_use.h"

#include <algorithm>
#include <cmath>

namespace dgex::policy {

namespace {

Money utilityBalance(Energy rest, const PeriodInputs& period)
{
    return -valueOf(rest, rest > Energy{} ? period.retail : period.feedIn);
}

Money tradeBalance(Energy bought, const PeriodInputs& period, Price fee)
{
    const Price paid = period.expectedPrice.value_or(bought > Energy{} ? period.retail : period.feedIn);
    return -valueOf(bought, paid) - valueOf(std::max(Energy{}, bought), fee);
}

Money worth(Energy more, double value)
{
    return valueOf(more, Price{std::llround(value)});
}

} // namespace

PlanInputs withPolicy(PlanInputs inputs, const UserPolicy& policy, const forecast::HomeProfile& profile)
{
    LoadProgress progress;
    for (const FlexibleLoad& load : inputs.loads) {
        const ComfortWindow& window = inputs.policy.windows[load.window];
        progress[{window.name, load.by}] = window.energy - load.left;
    }
    inputs.loads = flexibleLoads(policy, inputs.round, inputs.periods.size(), profile, progress);
    inputs.policy = policy;
    return inputs;
}

Preview preview(const PlanInputs& inputs)
{
    Preview result;
    if (inputs.periods.empty())
        return result;
    const Plan made = plan(inputs);
    const PlanTerms terms = termsOf(inputs);
    Energy storedRule = inputs.battery.stored;
    result.storedLeast = inputs.battery.stored;
    for (std::size_t i = 0; i < made.periods.size(); ++i) {
        const PlannedPeriod& one = made.periods[i];
        const PeriodInputs& period = terms.inputs.periods[i];
        result.balance += tradeBalance(one.exchange, period, inputs.networkFee) + utilityBalance(one.utility, period);
        (one.exchange > Energy{} ? result.bought : result.sold) += one.exchange.abs();
        (one.utility > Energy{} ? result.fromUtility : result.toUtility) += one.utility.abs();
        result.discharged += std::max(Energy{}, one.battery);
        result.storedLeast = std::min(result.storedLeast, one.storedAtEnd);
        const Energy need = period.demand.mean + one.flexible - period.pv.mean;
        const SelfUseStep rule = selfUseStep(need, storedRule, inputs.battery, terms.periods[i].reserve);
        storedRule = rule.storedAtEnd;
        result.balanceSelfUse += utilityBalance(rule.rest, period);
    }
    for (const PlannedLoad& load : made.loads)
        result.unmet += load.unmet;
    result.storedAtEnd = made.periods.back().storedAtEnd;
    result.storedAtEndSelfUse = storedRule;
    const StoragePlan storage{terms};
    if (storage.hasBattery()) {
        const double value = storage.after(terms.periods.size() - 1)->at(static_cast<double>(storedRule.count()));
        result.storedWorth = worth(result.storedAtEnd - inputs.battery.stored, value);
        result.storedWorthSelfUse = worth(storedRule - inputs.battery.stored, value);
    }
    result.periods = made.periods;
    return result;
}

} // namespace dgex::policy
