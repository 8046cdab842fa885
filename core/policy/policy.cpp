// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/policy/policy.h"

#include "core/policy/decision.h"
#include "core/policy/self_use.h"
#include "core/policy/storage_trades.h"

#include <algorithm>

namespace dgex::policy {

namespace {

constexpr std::size_t kOpenPeriods = 48;

/// One wish of one market before it meets limits and lots.
struct Wish {
    Energy upTo; ///< Together with the earlier wishes of its side, + buy.
    Price value;
    bool fromBattery = false;
};

/// Makes the records and orders of one market after the other.
class MarketBidder {
public:
    MarketBidder(const PlanInputs& inputs, Energy reserve, Plan& plan)
        : m_inputs(inputs)
        , m_traits(traitsOf(inputs.policy.preset))
        , m_reserve(reserve)
        , m_plan(plan)
    {
    }

    /// Bids in one market; returns what its orders would buy altogether, - sell.
    Energy bid(const PeriodInputs& period, Energy stored, const StorageTrade& storage)
    {
        const DecisionRecord base = blankRecord(period, stored);
        std::vector<DecisionRecord> made;
        const std::vector<Wish> buys = wishes(period, stored, storage, /*buys=*/true);
        const std::vector<Wish> sells = wishes(period, stored, storage, /*buys=*/false);
        decideAll(base, buys, made);
        decideAll(base, sells, made);
        if (made.empty())
            made.push_back(idleRecord(base, buys.back().upTo, sells.back().upTo));
        Energy ordered;
        for (DecisionRecord& record : made) {
            if (record.order) {
                const Energy energy = energyOf(record.order->quantity);
                ordered += record.order->side == market::Side::Buy ? energy : -energy;
                m_plan.sheet.orders.push_back(*record.order);
            }
            m_plan.records.push_back(std::move(record));
        }
        return ordered;
    }

private:
    [[nodiscard]] DecisionRecord blankRecord(const PeriodInputs& period, Energy stored) const
    {
        DecisionRecord record;
        record.period = period.period;
        record.demand = period.demand;
        record.pv = period.pv;
        record.stored = stored;
        record.reserve = m_reserve;
        record.batteryCapacity = m_inputs.battery.capacity;
        record.position = period.position;
        record.retail = period.retail;
        record.feedIn = period.feedIn;
        record.limitOfOwner = m_inputs.policy.buyLimit;
        record.expectedPrice = period.expectedPrice;
        record.riskPercent = m_inputs.policy.riskPercent;
        record.reservePercent = m_inputs.policy.reservePercent;
        record.tradingPaused = m_inputs.policy.tradingPaused;
        record.routerCapacity = m_inputs.routerCapacity;
        return record;
    }

    /// Worth of a unit that turns out useless with a chance of `percent`.
    [[nodiscard]] Price valueAt(const PeriodInputs& period, int percent, bool buys) const
    {
        const std::int64_t range = period.retail.count() - period.feedIn.count();
        const Int128 full = Int128{range} * m_traits.independencePercent;
        const Price top = period.feedIn + Price{divide(full, 100, Rounding::Floor)};
        const Price share{divide(full * percent, 10'000, Rounding::Floor)};
        return buys ? top - share : period.feedIn + share;
    }

    /// Growing wishes of one side: three quantiles up to the committed one, each at a price at which
    /// its last unit still breaks even, then the battery's trade.
    [[nodiscard]] std::vector<Wish> wishes(const PeriodInputs& period, Energy stored, const StorageTrade& storage,
                                           bool buys) const
    {
        const int risk = std::clamp(m_inputs.policy.riskPercent, 10, 90);
        std::vector<Wish> result;
        Energy most;
        for (const int level : {10, (10 + risk) / 2, risk}) {
            const Energy need = netNeed(period.demand, period.pv, buys ? level : 100 - level);
            const Energy rest = selfUseStep(need - energyOf(period.position), stored, m_inputs.battery, m_reserve).rest;
            most = buys ? std::max(most, rest) : std::min(most, rest);
            result.push_back({.upTo = most, .value = valueAt(period, level, buys)});
        }
        if (buys == (storage.amount > Energy{}) && !storage.amount.isZero())
            result.push_back({.upTo = most + storage.amount, .value = storage.value, .fromBattery = true});
        return result;
    }

    /// Appends a record for every wish of a lot or more.
    void decideAll(const DecisionRecord& base, const std::vector<Wish>& wishes, std::vector<DecisionRecord>& made) const
    {
        Lots decided;
        Lots placed;
        for (const Wish& wish : wishes) {
            DecisionRecord record = base;
            const bool buys = wish.upTo > Energy{};
            record.wanted = wish.upTo - energyOf(buys ? decided : -decided);
            if (record.wanted.abs() < Energy{kWattHoursPerLot} || (record.wanted > Energy{}) != buys)
                continue;
            record.value = wish.value;
            record.fromBattery = wish.fromBattery;
            record.placed = placed;
            record.ownOpposite = bestOpposite(made, buys);
            setOwner(record);
            setDecision(record);
            decided += wholeLots(record.wanted.abs()).first;
            placed += record.order ? record.order->quantity : Lots{};
            made.push_back(record);
        }
    }

    /// The price of the made orders of the other side that a new one must not reach.
    static std::optional<Price> bestOpposite(const std::vector<DecisionRecord>& made, bool buys)
    {
        std::optional<Price> best;
        for (const DecisionRecord& other : made) {
            if (!other.order || (other.order->side == market::Side::Buy) == buys)
                continue;
            const Price price = other.order->limit;
            if (!best || (buys ? price < *best : price > *best))
                best = price;
        }
        return best;
    }

    void setOwner(DecisionRecord& record) const
    {
        record.limitOfOwner = record.wanted >= Energy{} ? m_inputs.policy.buyLimit : m_inputs.policy.sellLimit;
    }
    static void setDecision(DecisionRecord& record)
    {
        const Decision decision = decide(record);
        record.rule = decision.rule;
        record.order = decision.order;
    }

    [[nodiscard]] DecisionRecord idleRecord(DecisionRecord record, Energy buy, Energy sell) const
    {
        record.wanted = buy.abs() >= sell.abs() ? buy : sell;
        setOwner(record);
        setDecision(record);
        return record;
    }

    const PlanInputs& m_inputs;
    PresetTraits m_traits;
    Energy m_reserve;
    Plan& m_plan;
};

std::vector<Energy> expectedNeeds(const PlanInputs& inputs)
{
    std::vector<Energy> needs;
    needs.reserve(inputs.periods.size());
    for (const PeriodInputs& period : inputs.periods)
        needs.push_back(period.demand.mean - period.pv.mean - energyOf(period.position));
    return needs;
}

/// What the home expects to happen when every order is filled.
std::vector<PlannedPeriod> expectedCourse(const PlanInputs& inputs, const std::vector<Energy>& needs,
                                          const std::vector<Energy>& ordered, Energy reserve)
{
    std::vector<Energy> left = needs;
    for (std::size_t i = 0; i < left.size(); ++i)
        left[i] -= ordered[i];
    const std::vector<SelfUseStep> steps = selfUse(left, inputs.battery, reserve);
    std::vector<PlannedPeriod> course;
    course.reserve(steps.size());
    for (std::size_t i = 0; i < steps.size(); ++i)
        course.push_back({.period = inputs.periods[i].period,
                          .storedAtEnd = steps[i].storedAtEnd,
                          .battery = steps[i].discharged,
                          .exchange = energyOf(inputs.periods[i].position) + ordered[i],
                          .utility = steps[i].rest});
    return course;
}

} // namespace

UserPolicy presetPolicy(Preset preset)
{
    UserPolicy policy;
    policy.preset = preset;
    switch (preset) {
    case Preset::Income:
        policy.reservePercent = 5;
        policy.riskPercent = 70;
        break;
    case Preset::Balanced:
        break;
    case Preset::SelfSufficiency:
        policy.reservePercent = 10;
        break;
    case Preset::RenewableFirst:
        policy.riskPercent = 60;
        break;
    case Preset::BackupReserve:
        policy.reservePercent = 60;
        policy.riskPercent = 30;
        break;
    }
    return policy;
}

Plan plan(const PlanInputs& inputs)
{
    DGEX_ASSERT(inputs.battery.efficiencyPermille > 0 && inputs.battery.efficiencyPermille <= 1000);
    DGEX_ASSERT(inputs.policy.reservePercent >= 0 && inputs.policy.reservePercent <= 100);
    for (std::size_t i = 0; i < inputs.periods.size(); ++i)
        DGEX_ASSERT(inputs.periods[i].period == inputs.round.plus(static_cast<std::int64_t>(i)));
    Plan result;
    result.sheet.round = inputs.round;
    const Energy reserve = reserveOf(inputs.battery, inputs.policy);
    const std::vector<Energy> needs = expectedNeeds(inputs);
    const std::vector<StorageTrade> storage = storageTrades(inputs, needs, reserve);
    std::vector<Energy> ordered(needs.size());
    MarketBidder bidder{inputs, reserve, result};
    Energy stored = inputs.battery.stored;
    for (std::size_t i = 0; i < needs.size(); ++i) {
        if (i >= inputs.firstOpen && i < inputs.firstOpen + kOpenPeriods)
            ordered[i] = bidder.bid(inputs.periods[i], stored, storage[i]);
        Energy need = needs[i] - storage[i].amount;
        if (storage[i].amount > Energy{})
            need -= std::max(Energy{}, selfUseStep(needs[i], stored, inputs.battery, reserve).rest);
        stored = selfUseStep(need, stored, inputs.battery, reserve).storedAtEnd;
    }
    result.periods = expectedCourse(inputs, needs, ordered, reserve);
    return result;
}

} // namespace dgex::policy
