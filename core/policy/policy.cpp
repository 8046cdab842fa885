// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/policy/policy.h"

#include "core/policy/decision.h"
#include "core/policy/self_use.h"
#include "core/policy/storage_plan.h"

#include <algorithm>
#include <cmath>

namespace dgex::policy {

namespace {

constexpr std::size_t kOpenPeriods = 48;
/// Points of the need's distribution from which the last round's prices are made.
constexpr std::size_t kNeedPoints = 10;
/// Prices of a curve that are closer than this become one order; buys down, sells up, so that each trade gains.
constexpr std::int64_t kPriceStep = 25;

/// One step of a curve: so much more on one side at a value per kWh.
struct Step {
    Lots lots; ///< > 0
    Price value;
    bool fromBattery = false;
};

/// Both sides of a home's curve in one market, best price first.
struct Curve {
    std::vector<Step> buys;
    std::vector<Step> sells;
    Energy buyNeed;  ///< What the home would take beyond whole lots; for the record of a market left alone.
    Energy sellNeed; ///< <= 0
};

void append(std::vector<Step>& steps, Lots lots, Price value, bool fromBattery)
{
    if (!steps.empty() && steps.back().value == value && steps.back().fromBattery == fromBattery)
        steps.back().lots += lots;
    else
        steps.push_back({lots, value, fromBattery});
}

Price buyTicks(double price)
{
    return Price{static_cast<std::int64_t>(std::floor((price - 1) / kPriceStep)) * kPriceStep};
}

Price sellTicks(double price)
{
    return Price{static_cast<std::int64_t>(std::ceil((price + 1) / kPriceStep)) * kPriceStep};
}

/// Makes the records and orders of one market after the other.
class MarketBidder {
public:
    MarketBidder(const PlanInputs& inputs, const StoragePlan& storage, Energy reserve, Plan& plan)
        : m_inputs(inputs)
        , m_storage(storage)
        , m_reserve(reserve)
        , m_plan(plan)
    {
    }

    /// Bids in one market.
    void bid(std::size_t period, double stored)
    {
        const DecisionRecord base = blankRecord(m_inputs.periods[period], stored);
        const Curve curve = period == m_inputs.firstOpen ? lastCurve(period, stored) : earlyCurve(period, stored);
        std::vector<DecisionRecord> made;
        decideAll(base, curve.buys, /*buys=*/true, made);
        decideAll(base, curve.sells, /*buys=*/false, made);
        if (made.empty())
            made.push_back(idleRecord(base, curve.buyNeed, curve.sellNeed));
        for (DecisionRecord& record : made) {
            if (record.order)
                m_plan.sheet.orders.push_back(*record.order);
            m_plan.records.push_back(std::move(record));
        }
    }

private:
    [[nodiscard]] DecisionRecord blankRecord(const PeriodInputs& period, double stored) const
    {
        DecisionRecord record;
        record.period = period.period;
        record.demand = period.demand;
        record.pv = period.pv;
        record.stored = Energy{std::llround(stored)};
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

    [[nodiscard]] std::int64_t lotsMax() const
    {
        return wholeLots(energyOver(m_inputs.routerCapacity, Period::kLength, Rounding::TowardZero)).first.count();
    }

    /// The curve of the round after which only the utility is left: every lot at what it saves on average over the
    /// distribution of the need, the battery answering each outcome (newsvendor with recourse).
    [[nodiscard]] Curve lastCurve(std::size_t period, double stored) const
    {
        const PeriodInputs& one = m_inputs.periods[period];
        const std::vector<double> needs = needPoints(one.demand, one.pv, kNeedPoints);
        const NodeSupply supply = m_storage.beforeUtility(period, stored);
        const auto worth = [&](double position) {
            double sum = 0;
            for (const double need : needs)
                sum += supply.priceAt(need - position);
            return sum / static_cast<double>(kNeedPoints);
        };
        const auto middle = static_cast<double>((one.demand.p50 - one.pv.p50).count());
        const double held = static_cast<double>(energyOf(one.position).count());
        const auto sellFloor = static_cast<double>(one.feedIn.count());
        const double buyTop = m_storage.buyPrice(period);
        Curve curve;
        for (std::int64_t lot = 0; lot < lotsMax() - one.position.count(); ++lot) {
            const double position = held + (static_cast<double>(lot) + 0.5) * kWattHoursPerLot;
            const double value = worth(position);
            if (value <= sellFloor + 1)
                break;
            append(curve.buys, Lots{1}, buyTicks(value), m_storage.hasBattery() && position > std::max(0.0, middle));
        }
        for (std::int64_t lot = 0; lot < lotsMax() + one.position.count(); ++lot) {
            const double position = held - (static_cast<double>(lot) + 0.5) * kWattHoursPerLot;
            const double value = worth(position);
            if (value >= buyTop - 1 || !maySell(position, middle))
                break;
            append(curve.sells, Lots{1}, sellTicks(value), m_storage.hasBattery() && position < std::min(0.0, middle));
        }
        return curve;
    }

    [[nodiscard]] bool maySell(double position, double middle) const
    {
        return m_storage.traits().sellsStored || position > std::min(0.0, middle);
    }

    /// The curve of a round that others will follow: what the plan expects to exchange, at prices no worse than
    /// those that the last round is expected to bring. All of it together can be delivered.
    [[nodiscard]] Curve earlyCurve(std::size_t period, double stored) const
    {
        const PeriodInputs& one = m_inputs.periods[period];
        const int risk = std::clamp(m_inputs.policy.riskPercent, 10, 90);
        const auto held = static_cast<double>(energyOf(one.position).count());
        Curve curve;
        Lots bought;
        Lots sold;
        for (const int level : {10, (10 + risk) / 2, risk}) {
            const auto wish = [&](int percentile) {
                const auto need = static_cast<double>(netNeed(one.demand, one.pv, percentile).count());
                return m_storage.bestExchange(period, stored, need) - held;
            };
            const double buy = wish(level);
            const double sell = wish(100 - level);
            curve.buyNeed = Energy{std::llround(std::max(0.0, buy))};
            curve.sellNeed = Energy{std::llround(std::min(0.0, sell))};
            const Lots buyLots = wholeLots(curve.buyNeed).first - bought;
            const Lots sellLots = wholeLots(-curve.sellNeed).first - sold;
            const bool stores = m_storage.hasBattery();
            if (buyLots > Lots{}) {
                const bool own = ownWish(period, stored, level) >= kWattHoursPerLot;
                append(curve.buys, buyLots, earlyValue(one, level, /*buys=*/true), stores && !own);
                bought += buyLots;
            }
            if (sellLots > Lots{}) {
                const bool own = ownWish(period, stored, 100 - level) <= -kWattHoursPerLot;
                append(curve.sells, sellLots, earlyValue(one, level, /*buys=*/false), stores && !own);
                sold += sellLots;
            }
        }
        return curve;
    }

    /// What the home's own need and surplus leave to the utility when the battery serves only itself.
    [[nodiscard]] double ownWish(std::size_t period, double stored, int percentile) const
    {
        const PeriodInputs& one = m_inputs.periods[period];
        const auto need = static_cast<double>(netNeed(one.demand, one.pv, percentile).count());
        const double rest = need - m_storage.beforeUtility(period, stored).discharge(need);
        return rest - static_cast<double>(energyOf(one.position).count());
    }

    /// Worth of a unit that turns out useless with a chance of `percent`, and not worse than the expected price.
    [[nodiscard]] Price earlyValue(const PeriodInputs& period, int percent, bool buys) const
    {
        const std::int64_t range = period.retail.count() - period.feedIn.count();
        const Int128 full = Int128{range} * m_storage.traits().independencePercent;
        const Price top = period.feedIn + Price{divide(full, 100, Rounding::Floor)};
        const Price share{divide(full * percent, 10'000, Rounding::Floor)};
        const Price value = buys ? top - share : period.feedIn + share;
        if (!period.expectedPrice)
            return value;
        const Price paid = *period.expectedPrice + (buys ? m_inputs.networkFee : Price{});
        return buys ? std::min(value, paid) : std::max(value, paid);
    }

    /// Appends a record for every step.
    void decideAll(const DecisionRecord& base, const std::vector<Step>& steps, bool buys,
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
            setOwner(record);
            setDecision(record);
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
        record.wanted = wholeLots(record.wanted).second;
        setOwner(record);
        setDecision(record);
        return record;
    }

    const PlanInputs& m_inputs;
    const StoragePlan& m_storage;
    Energy m_reserve;
    Plan& m_plan;
};

/// What the home expects to happen in a period when it trades as planned.
struct Expected {
    double exchange = 0; ///< With the neighbours, its position included.
    double discharged = 0;
};

Expected expect(const PlanInputs& inputs, const StoragePlan& storage, std::size_t period, double stored)
{
    const PeriodInputs& one = inputs.periods[period];
    const double held = static_cast<double>(energyOf(one.position).count());
    const double need = static_cast<double>((one.demand.mean - one.pv.mean).count()) - held;
    const bool open = period >= inputs.firstOpen && !inputs.policy.tradingPaused;
    const double more = open ? storage.bestExchange(period, stored, need) : 0;
    return {held + more, storage.beforeUtility(period, stored).discharge(need - more)};
}

PlannedPeriod planned(const PeriodInputs& one, const Expected& expected, double storedAtEnd)
{
    PlannedPeriod result;
    result.period = one.period;
    result.storedAtEnd = Energy{std::llround(storedAtEnd)};
    result.battery = Energy{std::llround(expected.discharged)};
    result.exchange = Energy{std::llround(expected.exchange)};
    result.utility = one.demand.mean - one.pv.mean - result.battery - result.exchange;
    return result;
}

BatteryWindow windowOf(const StoragePlan& storage, double stored)
{
    const NodeSupply supply = storage.beforeUtility(0, stored);
    return {Energy{std::llround(supply.least())}, Energy{std::llround(supply.most())}};
}

} // namespace

PresetTraits traitsOf(Preset preset)
{
    switch (preset) {
    case Preset::Income:
    case Preset::Balanced:
        return {};
    case Preset::SelfSufficiency:
        return {.sellsStored = false, .storesOnlySun = false, .refillsReserve = false, .independencePercent = 200};
    case Preset::RenewableFirst:
        return {.sellsStored = true, .storesOnlySun = true, .refillsReserve = false, .independencePercent = 130};
    case Preset::BackupReserve:
        return {.sellsStored = false, .storesOnlySun = false, .refillsReserve = true, .independencePercent = 100};
    }
    return {};
}

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
    if (inputs.periods.empty())
        return result;
    const Energy reserve = reserveOf(inputs.battery, inputs.policy);
    const StoragePlan storage{inputs};
    MarketBidder bidder{inputs, storage, reserve, result};
    auto stored = static_cast<double>(inputs.battery.stored.count());
    result.window = windowOf(storage, stored);
    for (std::size_t i = 0; i < inputs.periods.size(); ++i) {
        if (i >= inputs.firstOpen && i < inputs.firstOpen + kOpenPeriods)
            bidder.bid(i, stored);
        const Expected expected = expect(inputs, storage, i, stored);
        stored = storage.storedAfter(stored, expected.discharged);
        result.periods.push_back(planned(inputs.periods[i], expected, stored));
    }
    return result;
}

} // namespace dgex::policy
