// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/replay/reference_lives.h"

#include "core/policy/self_use.h"
#include "core/policy/storage_value.h"

#include <cmath>

namespace dgex::app {

namespace {

/// Net needs and prices of the replayed half hours, the lead-in included.
struct Span {
    std::vector<Energy> needs;
    std::vector<Price> retail;
    Price feedIn;
    std::size_t counted = 0; ///< Index of the first that counts.
};

struct Life {
    Money cost;
    Energy discharged;
    Energy stored;
};

Money utilityCost(Energy rest, Price retail, Price feedIn)
{
    return valueOf(rest, rest > Energy{} ? retail : feedIn);
}

Life selfUseLife(const Span& span, policy::BatteryInputs battery, Energy reserve)
{
    Life life{.cost = {}, .discharged = {}, .stored = battery.stored};
    for (std::size_t i = 0; i < span.needs.size(); ++i) {
        const policy::SelfUseStep step = policy::selfUseStep(span.needs[i], life.stored, battery, reserve);
        life.stored = step.storedAtEnd;
        if (i < span.counted)
            continue;
        life.cost += utilityCost(step.rest, span.retail[i], span.feedIn);
        life.discharged += std::max(Energy{}, step.discharged);
    }
    return life;
}

/// The optimiser with one certain outcome per half hour; stored energy at the end counts nothing.
Life perfectLife(const Span& span, policy::BatteryInputs battery, Energy reserve)
{
    if (battery.capacity <= reserve)
        return selfUseLife(span, {}, {});
    policy::Storage storage;
    storage.floor = static_cast<double>(reserve.count());
    storage.capacity = static_cast<double>(battery.capacity.count());
    storage.perPeriod = static_cast<double>(energyOver(battery.powerMax, Period::kLength, Rounding::Floor).count());
    storage.efficiency = battery.efficiencyPermille / 1000.0;
    const std::size_t count = span.needs.size();
    std::vector<policy::StorageValue> after(count);
    policy::StorageValue value{storage.floor, storage.capacity, 0};
    for (std::size_t i = count; i-- > 0;) {
        after[i] = value;
        const auto sell = static_cast<double>(span.feedIn.count());
        const double buy = std::max(sell, static_cast<double>(span.retail[i].count()));
        policy::Node node;
        node.buyFar = node.buyNear = buy;
        node.sellFar = node.sellNear = sell;
        const policy::NeedPoint point{static_cast<double>(span.needs[i].count()), 1};
        value = value.before(storage, node, {&point, 1});
    }
    Life life{.cost = {}, .discharged = {}, .stored = battery.stored};
    for (std::size_t i = 0; i < count; ++i) {
        const policy::NodeSupply supply{&after[i], storage, static_cast<double>(life.stored.count()),
                                        static_cast<double>(span.retail[i].count()),
                                        static_cast<double>(span.feedIn.count())};
        const policy::BatteryWindow window{Energy{std::llround(supply.least())}, Energy{std::llround(supply.most())}};
        const policy::SelfUseStep step = policy::windowStep(span.needs[i], life.stored, battery, reserve, window);
        life.stored = step.storedAtEnd;
        if (i >= span.counted)
            life.cost += utilityCost(step.rest, span.retail[i], span.feedIn);
    }
    return life;
}

policy::BatteryInputs batteryOf(const ports::BatteryRating& rating)
{
    return {.stored = Energy{rating.capacity.count() / 2},
            .capacity = rating.capacity,
            .powerMax = rating.powerMax,
            .efficiencyPermille = rating.efficiencyPermille};
}

} // namespace

void addReferences(ReplayResult& result, const drivers::Community& community, const ReplayOptions& options)
{
    const std::int64_t first = options.firstDay * 48;
    const auto begin = static_cast<std::size_t>(first - static_cast<std::int64_t>(options.gateLead));
    const auto end = static_cast<std::size_t>(first + options.days * 48);
    Span all{.needs = std::vector<Energy>(end - begin),
             .retail = {},
             .feedIn = community.feedIn,
             .counted = options.gateLead};
    for (std::size_t i = begin; i < end; ++i)
        all.retail.push_back(community.retailAt(i));
    policy::BatteryInputs pool;
    Energy poolReserve;
    for (const drivers::CommunityHome& home : community.homes) {
        Span span = all;
        const policy::BatteryInputs battery = batteryOf(home.battery);
        const Energy reserve = policy::reserveOf(battery, options.policy);
        for (std::size_t i = begin; i < end; ++i) {
            span.needs[i - begin] = home.demand[i] - home.pv[i];
            all.needs[i - begin] += home.demand[i] - home.pv[i];
        }
        pool.capacity += battery.capacity;
        pool.stored += battery.stored;
        pool.powerMax += battery.powerMax;
        poolReserve += reserve;
        const Life rule = selfUseLife(span, battery, reserve);
        HomeCosts& costs = result.homes.emplace_back();
        costs.name = home.name;
        costs.noBattery = selfUseLife(span, {}, {}).cost;
        costs.selfUse = rule.cost;
        costs.dischargedSelfUse = rule.discharged;
        costs.storedAtEndSelfUse = rule.stored;
        costs.perfect = perfectLife(span, battery, reserve).cost;
    }
    // `all` served as the pattern of each home while its own needs grew; now it is the whole community.
    result.pooledRule = selfUseLife(all, pool, poolReserve).cost;
    result.perfectCommunity = perfectLife(all, pool, poolReserve).cost;
}

} // namespace dgex::app
