// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/policy/load_plan.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace dgex::policy {

namespace {

constexpr std::int64_t kSlice = 100; // Wh
constexpr int kRoundsMax = 3;
constexpr std::size_t kDay = 48;
constexpr double kNever = std::numeric_limits<double>::infinity();

double number(Energy energy)
{
    return static_cast<double>(energy.count());
}

/// Half hours after the plan's end are taken to be like those a day before.
std::size_t inside(const PlanTerms& terms, std::size_t index)
{
    const std::size_t size = terms.inputs.periods.size();
    return index < size ? index : size - std::min(size, kDay) + (index - size) % std::min(size, kDay);
}

/// What one more Wh costs in each period.
class Marginals {
public:
    Marginals(const PlanTerms& terms, const StoragePlan& storage)
        : m_terms(terms)
    {
        for (const ExpectedPeriod& one : courseOf(terms, storage)) {
            const std::size_t period = m_near.size();
            m_near.push_back(storage.beforeNeighbours(period, one.stored));
            m_far.push_back(storage.beforeUtility(period, one.stored));
            m_depth.push_back(storage.depth(period));
        }
    }
    /// Ticks per kWh of energy beyond `placed` and what the terms hold.
    [[nodiscard]] double at(std::size_t index, Energy placed) const
    {
        const std::size_t period = inside(m_terms, index);
        const PeriodInputs& one = m_terms.inputs.periods[period];
        const double extra = number(placed) + kSlice / 2.0;
        const auto price = [&](int percentile) {
            const double own = number(netNeed(one.demand, one.pv, percentile) - energyOf(one.position));
            const double need = own + extra;
            const double bought = m_near[period].discharge(need);
            const bool deep = need - bought > std::max(0.0, own) + m_depth[period];
            return deep ? m_far[period].priceAt(need)
                        : std::min(m_far[period].priceAt(need), m_near[period].priceAt(need));
        };
        return 0.3 * price(10) + 0.4 * price(50) + 0.3 * price(90);
    }

private:
    const PlanTerms& m_terms;
    std::vector<NodeSupply> m_near;
    std::vector<NodeSupply> m_far;
    std::vector<double> m_depth;
};

/// Energy that power and fuse leave for a load in a period.
Energy roomOf(const PlanTerms& terms, const FlexibleLoad& load, std::size_t index)
{
    const std::size_t period = inside(terms, index);
    const PeriodInputs& one = terms.inputs.periods[period];
    const Energy power = energyOver(load.powerMax, Period::kLength, Rounding::Floor);
    const Energy likely = netNeed(one.demand, one.pv, 90) - energyOf(one.position);
    return std::clamp(terms.importMost(period) - likely, Energy{}, power);
}

/// The half hours of a load, those after the plan's end too.
std::pair<std::size_t, std::size_t> rangeOf(const PlanTerms& terms, const FlexibleLoad& load)
{
    const auto at = [&](Period period) {
        return static_cast<std::size_t>(std::max<std::int64_t>(period.since(terms.inputs.round), 0));
    };
    return {at(load.from), at(load.by)};
}

/// Books energy of a load in a half hour of its window.
void book(PlannedLoad& planned, const PlanTerms& terms, std::size_t index, Energy energy)
{
    if (index < terms.inputs.periods.size())
        planned.slots.emplace_back(terms.inputs.periods[index].period, energy);
    else
        planned.later += energy;
}

PlannedLoad charge(const PlanTerms& terms, const Marginals& marginals, const FlexibleLoad& load)
{
    const auto [from, by] = rangeOf(terms, load);
    std::vector<Energy> placed(by - from);
    std::vector<Energy> room(by - from);
    std::vector<double> price(by - from, kNever);
    const auto update = [&](std::size_t i) {
        price[i] = placed[i] < room[i] ? marginals.at(from + i, placed[i]) : kNever;
    };
    for (std::size_t i = 0; i < placed.size(); ++i) {
        room[i] = roomOf(terms, load, from + i);
        update(i);
    }
    PlannedLoad planned{.load = load, .slots = {}, .later = {}, .unmet = load.left};
    while (planned.unmet > Energy{} && !price.empty()) {
        const auto cheapest = std::ranges::min_element(price);
        if (*cheapest == kNever)
            break;
        const auto i = static_cast<std::size_t>(cheapest - price.begin());
        const Energy slice = std::min({Energy{kSlice}, planned.unmet, room[i] - placed[i]});
        placed[i] += slice;
        planned.unmet -= slice;
        update(i);
    }
    for (std::size_t i = 0; i < placed.size(); ++i)
        if (placed[i] > Energy{})
            book(planned, terms, from + i, placed[i]);
    return planned;
}

/// The energies of a run, half hour by half hour.
std::vector<Energy> shapeOf(const FlexibleLoad& load)
{
    const Energy each = energyOver(load.powerMax, Period::kLength, Rounding::Floor);
    std::vector<Energy> shape;
    for (Energy left = load.left; left > Energy{}; left -= shape.back())
        shape.push_back(std::min(left, std::max(each, Energy{1})));
    return shape;
}

PlannedLoad run(const PlanTerms& terms, const Marginals& marginals, const FlexibleLoad& load)
{
    const auto [from, by] = rangeOf(terms, load);
    const std::vector<Energy> shape = shapeOf(load);
    double best = kNever;
    std::size_t start = by;
    const std::size_t last = load.started ? from + shape.size() : by;
    for (std::size_t at = from; at + shape.size() <= std::min(last, by); ++at) {
        double cost = 0;
        for (std::size_t i = 0; i < shape.size() && cost < kNever; ++i) {
            if (shape[i] > roomOf(terms, load, at + i) && !load.started)
                cost = kNever;
            for (Energy done; done < shape[i] && cost < kNever; done += Energy{kSlice})
                cost += number(std::min(Energy{kSlice}, shape[i] - done)) * marginals.at(at + i, done);
        }
        if (cost < best) {
            best = cost;
            start = at;
        }
    }
    PlannedLoad planned{.load = load, .slots = {}, .later = {}, .unmet = load.left};
    for (std::size_t i = 0; start < by && i < shape.size(); ++i) {
        book(planned, terms, start + i, shape[i]);
        planned.unmet -= shape[i];
    }
    return planned;
}

/// Places all loads on terms that have none, the next one beside those before.
std::vector<PlannedLoad> placedOn(PlanTerms& terms, const StoragePlan& storage)
{
    std::vector<PlannedLoad> planned;
    for (const FlexibleLoad& load : terms.inputs.loads) {
        const Marginals marginals{terms, storage};
        planned.push_back(load.kind == LoadKind::Run ? run(terms, marginals, load) : charge(terms, marginals, load));
        for (const auto& [period, energy] : planned.back().slots)
            terms.addFlexible(static_cast<std::size_t>(period.since(terms.inputs.round)), energy);
    }
    return planned;
}

Energy placedIn(const PlannedLoad& load, Period period)
{
    const auto slot = std::ranges::find(load.slots, period, &std::pair<Period, Energy>::first);
    return slot == load.slots.end() ? Energy{} : slot->second;
}

} // namespace

std::vector<ExpectedPeriod> courseOf(const PlanTerms& terms, const StoragePlan& storage)
{
    std::vector<ExpectedPeriod> course;
    double stored = number(terms.inputs.battery.stored);
    for (std::size_t i = 0; i < terms.inputs.periods.size(); ++i) {
        const PeriodInputs& one = terms.inputs.periods[i];
        const double held = number(energyOf(one.position));
        const double need = number(one.demand.mean - one.pv.mean) - held;
        const bool open = i >= terms.inputs.firstOpen && !terms.periods[i].paused;
        const double more = open ? storage.bestExchange(i, stored, need) : 0;
        course.push_back({held + more, storage.beforeUtility(i, stored).discharge(need - more, more), stored});
        stored = storage.storedAfter(stored, course.back().discharged);
    }
    return course;
}

double expectedCost(const PlanTerms& terms, const StoragePlan& storage, const std::vector<ExpectedPeriod>& course)
{
    double cost = 0;
    for (std::size_t i = 0; i < course.size(); ++i) {
        const PeriodInputs& one = terms.inputs.periods[i];
        const double rest = number(one.demand.mean - one.pv.mean) - course[i].exchange - course[i].discharged;
        const double traded = course[i].exchange - number(energyOf(one.position));
        const auto paid = static_cast<double>((traded > 0 ? one.retail : one.feedIn).count());
        const double fee = traded > 0 ? static_cast<double>(terms.inputs.networkFee.count()) : 0;
        cost += traded * (one.expectedPrice ? static_cast<double>(one.expectedPrice->count()) + fee : paid);
        cost += rest * static_cast<double>((rest > 0 ? one.retail : one.feedIn).count());
        cost += std::max(0.0, course[i].discharged) * static_cast<double>(terms.inputs.battery.wear.count());
    }
    if (storage.hasBattery() && !course.empty()) {
        const ExpectedPeriod& last = course.back();
        const double stored = storage.storedAfter(last.stored, last.discharged);
        const double begun = course.front().stored;
        // The worth of the energy between the two levels, by the middle of it.
        cost -= (stored - begun) * storage.after(course.size() - 1)->at((stored + begun) / 2);
    }
    return cost;
}

std::vector<PlannedLoad> placeLoads(PlanTerms& terms)
{
    if (terms.inputs.loads.empty())
        return {};
    const PlanTerms bare = terms;
    PlanTerms best = bare;
    std::vector<PlannedLoad> bestLoads;
    double bestCost = kNever;
    PlanTerms valued = bare; // The loads that the values know of.
    for (int round = 0; round < kRoundsMax; ++round) {
        const StoragePlan storage{valued};
        PlanTerms tried = bare;
        // The values are those of `valued`, the needs those of `tried`: asked for periods, both know the same ones.
        std::vector<PlannedLoad> loads = placedOn(tried, storage);
        const StoragePlan known{tried};
        const double cost = expectedCost(tried, known, courseOf(tried, known));
        if (cost >= bestCost - 1)
            break;
        bestCost = cost;
        best = tried;
        bestLoads = std::move(loads);
        valued = std::move(tried);
    }
    terms = std::move(best);
    return bestLoads;
}

std::vector<std::optional<double>> waitingPrices(const PlanTerms& terms, const StoragePlan& storage,
                                                 const std::vector<PlannedLoad>& loads)
{
    std::vector<std::optional<double>> prices(terms.inputs.periods.size());
    if (loads.empty())
        return prices;
    const Marginals marginals{terms, storage};
    for (const PlannedLoad& one : loads) {
        if (one.load.kind == LoadKind::Run || one.unmet > Energy{})
            continue;
        const auto [from, by] = rangeOf(terms, one.load);
        for (const auto& [period, energy] : one.slots) {
            const auto at = static_cast<std::size_t>(period.since(terms.inputs.round));
            double next = kNever;
            for (std::size_t i = std::max(from, at + 1); i < by; ++i)
                if (roomOf(terms, one.load, i) > placedIn(one, terms.inputs.round.plus(static_cast<std::int64_t>(i))))
                    next = std::min(next, marginals.at(i, Energy{}));
            if (next < kNever)
                prices[at] = std::max(prices[at].value_or(0), next);
        }
    }
    return prices;
}

} // namespace dgex::policy
