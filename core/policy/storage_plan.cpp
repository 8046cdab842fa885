// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/policy/storage_plan.h"

#include "core/policy/decision.h"
#include "core/policy/self_use.h"

#include <algorithm>
#include <cmath>

namespace dgex::policy {

namespace {

constexpr std::int64_t kPeriodsPerDay = 48;
/// What is saved a period later counts so much less: of equal uses the battery takes the nearest.
constexpr double kPatience = 0.9999;

/// A kWh of a reserve that is to be filled counts so much more than the dearest one it could be bought for, so that
/// patience does not leave it to the last half hour.
constexpr double kReserveWorth = 1.05;

double number(std::int64_t count)
{
    return static_cast<double>(count);
}

/// Standard normal quantile at p in (0.5, 1), by Abramowitz and Stegun, formula 26.2.23.
double normalQuantile(double p)
{
    const double t = std::sqrt(-2 * std::log(1 - p));
    return t - (2.515517 + t * (0.802853 + t * 0.010328)) / (1 + t * (1.432788 + t * (0.189269 + t * 0.001308)));
}

Storage storageOf(const PlanTerms& terms)
{
    const BatteryInputs& battery = terms.inputs.battery;
    Storage storage;
    storage.capacity = number(battery.capacity.count());
    storage.floor = number(battery.stored.count());
    for (const PeriodTerms& one : terms.periods)
        storage.floor = std::min(storage.floor, number(one.reserve.count()));
    storage.perPeriod = number(energyOver(battery.powerMax, Period::kLength, Rounding::Floor).count());
    storage.efficiency = number(battery.efficiencyPermille) / 1000;
    storage.wear = number(battery.wear.count());
    return storage;
}

} // namespace

std::vector<double> needPoints(const forecast::Quantiles& demand, const forecast::Quantiles& pv, std::size_t count)
{
    const double middle = number((demand.p50 - pv.p50).count());
    const auto width = [](Energy a, Energy b) { return std::hypot(number(a.count()), number(b.count())); };
    const double below = width(demand.p50 - demand.p10, pv.p90 - pv.p50);
    const double above = width(demand.p90 - demand.p50, pv.p50 - pv.p10);
    static const double kTenth = normalQuantile(0.9);
    std::vector<double> points;
    points.reserve(count);
    for (std::size_t i = 0; i < count; ++i) {
        const double p = (static_cast<double>(i) + 0.5) / static_cast<double>(count);
        if (std::abs(p - 0.5) < 1e-9)
            points.push_back(middle);
        else if (p > 0.5)
            points.push_back(middle + above * normalQuantile(p) / kTenth);
        else
            points.push_back(middle - below * normalQuantile(1 - p) / kTenth);
    }
    return points;
}

StoragePlan::StoragePlan(const PlanTerms& terms)
    : m_terms(terms)
    , m_inputs(terms.inputs)
    , m_traits(traitsOf(m_inputs.policy.preset))
    , m_storage(storageOf(terms))
    , m_hasBattery(m_storage.capacity > m_storage.floor && m_storage.perPeriod > 0)
{
    if (m_hasBattery && !m_inputs.periods.empty())
        solve();
}

double StoragePlan::buyPrice(std::size_t period) const
{
    const PeriodInputs& one = m_inputs.periods[period];
    const double feedIn = number(one.feedIn.count());
    return std::max(feedIn,
                    feedIn + number(one.retail.count() - one.feedIn.count()) * m_traits.independencePercent / 100);
}

Node StoragePlan::nodeOf(std::size_t period) const
{
    const PeriodInputs& one = m_inputs.periods[period];
    Node node;
    node.sellFar = number(one.feedIn.count());
    node.buyFar = buyPrice(period);
    const bool trades = one.expectedPrice && period >= m_inputs.firstOpen && !m_terms.periods[period].paused;
    node.buyNear = node.buyFar;
    node.sellNear = node.sellFar;
    if (trades) {
        const double price = number(one.expectedPrice->count());
        node.sellNear = std::clamp(price, node.sellFar, node.buyFar);
        node.buyNear = std::clamp(price + number(m_inputs.networkFee.count()), node.sellNear, node.buyFar);
        node.depth = number(m_inputs.depth.count());
    }
    node.importMost = number(m_terms.importMost(period).count());
    node.exportMost = number(m_terms.exportMost(period).count());
    node.mayDischarge = m_traits.sellsStored;
    node.mayCharge = !m_traits.storesOnlySun || one.pv.p50 > Energy{};
    return node;
}

std::array<NeedPoint, 3> StoragePlan::needsOf(std::size_t period) const
{
    // Three points with the weights of Swanson's rule keep the mean of a skewed distribution.
    const PeriodInputs& one = m_inputs.periods[period];
    const auto need = [&](int percentile) {
        return number((netNeed(one.demand, one.pv, percentile) - energyOf(one.position)).count());
    };
    return {NeedPoint{need(10), 0.3}, NeedPoint{need(50), 0.4}, NeedPoint{need(90), 0.3}};
}

void StoragePlan::solve()
{
    const std::size_t count = m_inputs.periods.size();
    double mean = 0;
    double highest = 0;
    for (std::size_t i = 0; i < count; ++i) {
        mean += number(m_inputs.periods[i].retail.count()) / number(static_cast<std::int64_t>(count));
        highest = std::max(highest, buyPrice(i));
    }
    StorageValue value{m_storage.floor, m_storage.capacity, mean * m_storage.efficiency};
    std::vector<std::array<NeedPoint, 3>> needs(count);
    for (std::size_t i = 0; i < count; ++i)
        needs[i] = needsOf(i);
    const Energy usual = reserveOf(m_inputs.battery, m_inputs.policy);
    // A reserve that the calendar asks for is there when its time comes, and is refilled like one for backup.
    const auto keep = [&](Energy reserve) {
        if (m_traits.refillsReserve || reserve > usual)
            value.raise(number(reserve.count()), kReserveWorth * highest / m_storage.efficiency);
    };
    const auto step = [&](std::size_t i) {
        value = value.before(m_storage, nodeOf(i), needs[i]);
        value.scale(kPatience);
    };
    const std::size_t day = std::min<std::size_t>(count, kPeriodsPerDay);
    for (std::size_t i = count; i-- > count - day;) {
        step(i);
        keep(usual);
    }
    m_after.resize(count);
    for (std::size_t i = count; i-- > 0;) {
        keep(m_terms.periods[i].reserve);
        m_after[i] = value;
        step(i);
        keep(m_terms.periods[i].reserve);
    }
}

const StorageValue* StoragePlan::after(std::size_t period) const
{
    return m_hasBattery ? &m_after[period] : nullptr;
}

Storage StoragePlan::storageIn(std::size_t period) const
{
    Storage storage = m_storage;
    storage.floor = std::max(storage.floor, number(m_terms.periods[period].reserve.count()));
    return storage;
}

NodeSupply StoragePlan::supplyAt(std::size_t period, double stored, double buyPrice, double sellPrice) const
{
    NodeSupply supply{after(period), storageIn(period), stored, buyPrice, sellPrice};
    if (!m_traits.sellsStored)
        supply.neverSells();
    supply.limit(number(m_terms.importMost(period).count()), number(m_terms.exportMost(period).count()));
    return supply;
}

NodeSupply StoragePlan::beforeUtility(std::size_t period, double stored) const
{
    return supplyAt(period, stored, buyPrice(period), number(m_inputs.periods[period].feedIn.count()));
}

NodeSupply StoragePlan::beforeNeighbours(std::size_t period, double stored) const
{
    const Node node = nodeOf(period);
    return supplyAt(period, stored, node.buyNear, node.sellNear);
}

double StoragePlan::depth(std::size_t period) const
{
    return nodeOf(period).depth;
}

double StoragePlan::heldBack(std::size_t period, double stored, double need) const
{
    if (!m_hasBattery || !m_traits.sellsStored || stored > number(m_terms.periods[period].reserve.count()))
        return 0;
    const Node node = nodeOf(period);
    Storage whole = m_storage;
    whole.floor = 0;
    StorageValue value = m_after[period];
    if (value.lower() > 0)
        value = StorageValue{0, value.upper(), value.at(value.lower())};
    const NodeSupply free{&value, whole, stored, node.buyNear, node.sellNear};
    const double sold = free.discharge(need) - beforeNeighbours(period, stored).discharge(need);
    return -std::clamp(sold, 0.0, node.depth);
}

double StoragePlan::bestExchange(std::size_t period, double stored, double need) const
{
    const Node node = nodeOf(period);
    const double own = need - beforeUtility(period, stored).discharge(need);
    const NodeSupply supply = beforeNeighbours(period, stored);
    return std::clamp(need - supply.discharge(need), own - node.depth, own + node.depth);
}

double StoragePlan::storedAfter(double stored, double discharged) const
{
    const double taken = discharged > 0 ? discharged / m_storage.efficiency : discharged * m_storage.efficiency;
    return std::clamp(stored - taken, 0.0, std::max(m_storage.capacity, stored));
}

} // namespace dgex::policy
