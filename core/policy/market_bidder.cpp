// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/policy/market_bidder.h"

#include "core/policy/decision.h"

#include <algorithm>
#include <cmath>

namespace dgex::policy {

namespace {

/// Points of the need's distribution from which the last round's prices are made.
constexpr std::size_t kNeedPoints = 10;
/// Prices of a curve that are closer than this become one order; buys down, sells up, so that each trade gains.
constexpr std::int64_t kPriceStep = 25;

double number(Energy energy)
{
    return static_cast<double>(energy.count());
}

Price buyTicks(double price)
{
    return Price{static_cast<std::int64_t>(std::floor((price - 1) / kPriceStep)) * kPriceStep};
}

Price sellTicks(double price)
{
    return Price{static_cast<std::int64_t>(std::ceil((price + 1) / kPriceStep)) * kPriceStep};
}

void setDecision(DecisionRecord& record)
{
    const Decision decision = decide(record);
    record.rule = decision.rule;
    record.order = decision.order;
}

/// The price of the made orders of the other side that a new one must not reach.
std::optional<Price> bestOpposite(const std::vector<DecisionRecord>& made, bool buys)
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

} // namespace

MarketBidder::MarketBidder(const PlanTerms& terms, const StoragePlan& storage, Plan& plan)
    : m_terms(terms)
    , m_inputs(terms.inputs)
    , m_storage(storage)
    , m_waiting(waitingPrices(terms, storage, plan.loads))
    , m_plan(plan)
{
}

void MarketBidder::bid(std::size_t period, double stored)
{
    const DecisionRecord base = blankRecord(period, stored);
    const Curve curve = period == m_inputs.firstOpen ? lastCurve(period, stored) : earlyCurve(period, stored);
    std::vector<DecisionRecord> made;
    decideAll(base, curve.buys, /*buys=*/true, made);
    decideAll(base, curve.sells, /*buys=*/false, made);
    if (made.empty())
        made.push_back(idleRecord(base, period, curve));
    for (DecisionRecord& record : made) {
        if (record.order)
            m_plan.sheet.orders.push_back(*record.order);
        m_plan.records.push_back(std::move(record));
    }
}

void MarketBidder::append(std::vector<Step>& steps, const Step& step)
{
    if (!steps.empty() && steps.back().value == step.value && steps.back().fromBattery == step.fromBattery)
        steps.back().lots += step.lots;
    else
        steps.push_back(step);
}

DecisionRecord MarketBidder::blankRecord(std::size_t index, double stored) const
{
    const PeriodInputs& period = m_inputs.periods[index];
    DecisionRecord record;
    record.period = period.period;
    record.demand = period.demand;
    record.pv = period.pv;
    record.stored = Energy{std::llround(stored)};
    record.reserve = m_terms.periods[index].reserve;
    record.batteryCapacity = m_inputs.battery.capacity;
    record.batteryEfficiencyPermille = m_inputs.battery.efficiencyPermille;
    record.position = period.position;
    record.flexible = m_terms.periods[index].flexible;
    record.retail = period.retail;
    record.feedIn = period.feedIn;
    record.limitOfOwner = m_inputs.policy.buyLimit;
    record.expectedPrice = period.expectedPrice;
    record.riskPercent = m_inputs.policy.riskPercent;
    record.reservePercent = m_inputs.policy.reservePercent;
    if (record.batteryCapacity > Energy{})
        record.reservePercent = static_cast<int>(
            divide(Int128{record.reserve.count()} * 100, record.batteryCapacity.count(), Rounding::HalfAwayFromZero));
    record.tradingPaused = m_terms.periods[index].paused;
    record.routerCapacity = m_inputs.routerCapacity;
    return record;
}

std::int64_t MarketBidder::lotsMax() const
{
    return wholeLots(energyOver(m_inputs.routerCapacity, Period::kLength, Rounding::TowardZero)).first.count();
}

/// The curve of the round after which only the utility is left: every lot at what it saves on average over the
/// distribution of the need, the battery answering each outcome (newsvendor with recourse) and comfort windows waiting
/// where that is cheaper.
MarketBidder::Curve MarketBidder::lastCurve(std::size_t period, double stored) const
{
    const PeriodInputs& one = m_inputs.periods[period];
    const std::vector<double> needs = needPoints(one.demand, one.pv, kNeedPoints);
    NodeSupply supply = m_storage.beforeUtility(period, stored);
    if (m_waiting[period])
        supply.addOffer(*m_waiting[period], number(m_terms.periods[period].flexible));
    const auto worth = [&](double position) {
        double sum = 0;
        for (const double need : needs)
            sum += supply.priceAt(need - position);
        return sum / static_cast<double>(kNeedPoints);
    };
    const double middle = number(one.demand.p50 - one.pv.p50);
    const double held = number(energyOf(one.position));
    const auto sellFloor = static_cast<double>(one.feedIn.count());
    const double buyTop = m_storage.buyPrice(period);
    Curve curve;
    for (std::int64_t lot = 0; lot < lotsMax() - one.position.count(); ++lot) {
        const double position = held + (static_cast<double>(lot) + 0.5) * kWattHoursPerLot;
        const double value = worth(position);
        if (value <= sellFloor + 1)
            break;
        append(curve.buys, {Lots{1}, buyTicks(value), m_storage.hasBattery() && position > std::max(0.0, middle)});
    }
    for (std::int64_t lot = 0; lot < lotsMax() + one.position.count(); ++lot) {
        const double position = held - (static_cast<double>(lot) + 0.5) * kWattHoursPerLot;
        const double value = worth(position);
        if (value >= buyTop - 1 || !maySell(position, middle))
            break;
        append(curve.sells, {Lots{1}, sellTicks(value), m_storage.hasBattery() && position < std::min(0.0, middle)});
    }
    return curve;
}

bool MarketBidder::maySell(double position, double middle) const
{
    return m_storage.traits().sellsStored || position > std::min(0.0, middle);
}

/// The curve of a round that others will follow: what the plan expects to exchange, at prices no worse than
/// those that the last round is expected to bring. All of it together can be delivered.
MarketBidder::Curve MarketBidder::earlyCurve(std::size_t period, double stored) const
{
    const PeriodInputs& one = m_inputs.periods[period];
    const int risk = std::clamp(m_inputs.policy.riskPercent, 10, 90);
    const double held = number(energyOf(one.position));
    const bool stores = m_storage.hasBattery();
    Curve curve;
    Lots bought;
    Lots sold;
    for (const int level : {10, (10 + risk) / 2, risk}) {
        const auto wish = [&](int percentile) {
            const double need = number(netNeed(one.demand, one.pv, percentile));
            return m_storage.bestExchange(period, stored, need) - held;
        };
        curve.buyNeed = Energy{std::llround(std::max(0.0, wish(level)))};
        curve.sellNeed = Energy{std::llround(std::min(0.0, wish(100 - level)))};
        const Lots buyLots = wholeLots(curve.buyNeed).first - bought;
        const Lots sellLots = wholeLots(-curve.sellNeed).first - sold;
        if (buyLots > Lots{}) {
            const bool own = ownWish(period, stored, level) >= kWattHoursPerLot;
            append(curve.buys, {buyLots, earlyValue(period, level, /*buys=*/true), stores && !own});
            bought += buyLots;
        }
        if (sellLots > Lots{}) {
            const bool own = ownWish(period, stored, 100 - level) <= -kWattHoursPerLot;
            append(curve.sells, {sellLots, earlyValue(period, level, /*buys=*/false), stores && !own});
            sold += sellLots;
        }
    }
    return curve;
}

/// What the home's own need and surplus leave to the utility when the battery serves only itself.
double MarketBidder::ownWish(std::size_t period, double stored, int percentile) const
{
    const PeriodInputs& one = m_inputs.periods[period];
    const double need = number(netNeed(one.demand, one.pv, percentile));
    const double rest = need - m_storage.beforeUtility(period, stored).discharge(need);
    return rest - number(energyOf(one.position));
}

/// Worth of a unit that turns out useless with a chance of `percent`, and not worse than the expected price or, for a
/// comfort window, than its next best time.
Price MarketBidder::earlyValue(std::size_t index, int percent, bool buys) const
{
    const PeriodInputs& period = m_inputs.periods[index];
    const std::int64_t range = period.retail.count() - period.feedIn.count();
    const Int128 full = Int128{range} * m_storage.traits().independencePercent;
    const Price top = period.feedIn + Price{divide(full, 100, Rounding::Floor)};
    const Price share{divide(full * percent, 10'000, Rounding::Floor)};
    Price value = buys ? top - share : period.feedIn + share;
    if (buys && m_waiting[index])
        value = std::min(value, std::max(period.feedIn, Price{std::llround(*m_waiting[index])}));
    if (!period.expectedPrice)
        return value;
    const Price paid = *period.expectedPrice + (buys ? m_inputs.networkFee : Price{});
    return buys ? std::min(value, paid) : std::max(value, paid);
}

/// Appends a record for every step.
void MarketBidder::decideAll(const DecisionRecord& base, const std::vector<Step>& steps, bool buys,
                             std::vector<DecisionRecord>& made) const
{
    Lots placed;
    const std::optional<Price> opposite = bestOpposite(made, buys);
    for (const Step& step : steps) {
        DecisionRecord record = base;
        record.wanted = energyOf(buys ? step.lots : -step.lots);
        record.value = step.value;
        record.fromBattery = step.fromBattery;
        record.placed = placed;
        record.ownOpposite = opposite;
        setOwner(record, buys);
        setDecision(record);
        placed += record.order ? record.order->quantity : Lots{};
        made.push_back(record);
    }
}

void MarketBidder::setOwner(DecisionRecord& record, bool buys) const
{
    record.limitOfOwner = buys ? m_inputs.policy.buyLimit : m_inputs.policy.sellLimit;
}

DecisionRecord MarketBidder::idleRecord(DecisionRecord record, std::size_t period, const Curve& curve) const
{
    const PeriodInputs& one = m_inputs.periods[period];
    const double need = number(one.demand.mean - one.pv.mean - energyOf(one.position));
    const auto stored = number(record.stored);
    const double given = m_storage.beforeUtility(period, stored).discharge(need);
    const Energy within{std::llround(need > 0 ? std::clamp(given, 0.0, need) : std::clamp(given, need, 0.0))};
    // What the battery can do by its charge; the record tells it again from the same numbers.
    record.covered = within;
    record.covered = within > Energy{} ? std::min(within, giveable(record)) : -std::min(-within, takeable(record));
    record.heldBack = Energy{std::llround(m_storage.heldBack(period, stored, need))};
    if (record.stored > record.reserve)
        record.heldBack = Energy{};
    const Energy open = curve.buyNeed.abs() >= curve.sellNeed.abs() ? curve.buyNeed : curve.sellNeed;
    record.wanted = wholeLots(open).second;
    bool buys = record.wanted > Energy{};
    if (record.heldBack.abs() >= Energy{kWattHoursPerLot})
        buys = false;
    else if (record.covered.abs() >= Energy{kWattHoursPerLot})
        buys = record.covered > Energy{};
    else if (record.wanted.isZero())
        buys = need >= 0;
    if (buys != (record.wanted > Energy{}))
        record.wanted = Energy{};
    if (buys != (record.covered > Energy{}))
        record.covered = Energy{};
    record.value = earlyValue(period, /*percent=*/50, buys);
    record.fromBattery = record.heldBack < Energy{};
    setOwner(record, buys);
    setDecision(record);
    return record;
}

} // namespace dgex::policy
