// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/ui_fixtures.h"

#include <algorithm>
#include <cmath>

namespace dgex::test {

namespace {

constexpr std::int64_t kNoonOffset = 1'779'400'800;                   // 2026-05-21T22:00Z
constexpr Period kNow{kNoonOffset - kNoonOffset % 86'400 + 5 * 3600}; // 14:00 in Tokyo
constexpr std::int32_t kTokyo = 9 * 3600;

/// Hours of the local day, 0 to 24.
double hourOf(Period period)
{
    return static_cast<double>((period.startSeconds() + kTokyo) % 86'400) / 3600.0;
}

double sunAt(Period period)
{
    return std::max(0.0, std::sin((hourOf(period) - 5.0) / 14.0 * 3.14159265)) * (hourOf(period) < 19.0 ? 1.0 : 0.0);
}

double useAt(Period period)
{
    const double hour = hourOf(period);
    return 0.22 + 0.35 * std::exp(-std::pow(hour - 7.5, 2) / 3.0) + 0.6 * std::exp(-std::pow(hour - 19.5, 2) / 6.0);
}

Energy wattHours(double kilowattHours)
{
    return Energy{std::llround(kilowattHours * 1000)};
}

forecast::Quantiles around(double value, double spread)
{
    return {wattHours(value * (1 - spread)), wattHours(value), wattHours(value * (1 + spread)), wattHours(value)};
}

policy::DecisionRecord soldSurplus(Period period)
{
    policy::DecisionRecord record;
    record.period = period;
    record.rule = policy::Rule::SellsSurplus;
    record.order = market::Order{period, market::Side::Sell, market::EnergyClass::Any, Lots{6}, Price{1000}};
    record.demand = around(0.4, 0.25);
    record.pv = around(1.5, 0.2);
    record.stored = Energy{7900};
    record.reserve = Energy{3840};
    record.batteryCapacity = Energy{9600};
    record.wanted = Energy{-600};
    record.retail = Price{3100};
    record.feedIn = Price{850};
    record.limitOfOwner = Price{1000};
    record.expectedPrice = Price{1420};
    record.reservePercent = 40;
    record.routerCapacity = Power{6000};
    return record;
}

/// Offers from 8.30 up and bids from 31.00 down that meet where the row's price is.
std::shared_ptr<const views::Curves> curvesOf(const views::HomeMarketRow& row)
{
    auto curves = std::make_shared<views::Curves>();
    const Price price = row.price.value_or(Price{2000});
    const Lots part{row.volume.count() / 3};
    const Price third{(price.count() - 830) / 3};
    for (int i = 0; i < 3; ++i) {
        curves->sell.push_back({Price{830} + third * i, part});
        curves->buy.push_back({Price{3100 - (3100 - price.count()) / 3 * i}, part});
    }
    for (const market::Order& order : row.orders)
        (order.side == market::Side::Buy ? curves->buy : curves->sell).push_back({order.limit, order.quantity});
    curves->sell.push_back({Price{2900}, part});
    curves->buy.push_back({Price{900}, part});
    std::ranges::sort(curves->sell, {}, &views::CurveStep::price);
    std::ranges::sort(curves->buy, std::greater{}, &views::CurveStep::price);
    return curves;
}

std::vector<views::HomeMarketRow> marketRows()
{
    std::vector<views::HomeMarketRow> rows;
    for (int i = 0; i < 49; ++i) {
        views::HomeMarketRow row;
        row.period = kNow.plus(i);
        row.open = i > 1;
        const double price = 18.0 + 9.0 * (useAt(row.period) - 0.4) * 2.2 - 9.0 * sunAt(row.period);
        if (i < 44)
            row.price = i == 0 ? Price{1420} : Price{std::llround(std::max(11.0, price) * 100)};
        row.volume = Lots{i < 44 ? std::llround(40 + 90 * sunAt(row.period) + 50 * useAt(row.period)) : 0};
        row.retail = Price{3100};
        row.feedIn = Price{850};
        if (i < 5) {
            row.sold = Lots{6 - i};
            row.orders.push_back({row.period, market::Side::Sell, market::EnergyClass::Any, Lots{6 - i}, Price{1000}});
        } else if (i >= 36 && i < 41) {
            row.bought = Lots{3};
            row.orders.push_back({row.period, market::Side::Buy, market::EnergyClass::Any, Lots{3}, Price{2400}});
        }
        policy::DecisionRecord record = soldSurplus(row.period);
        if (row.orders.empty()) {
            record.order.reset();
            record.rule = policy::Rule::BatteryCovers;
        } else {
            record.order = row.orders.front();
            if (!row.bought.isZero())
                record.rule = policy::Rule::BuysNeed;
        }
        row.records.push_back(record);
        if (row.price)
            row.curves = curvesOf(row);
        rows.push_back(row);
    }
    return rows;
}

views::ForecastView fan(bool solar)
{
    views::ForecastView view;
    view.method = forecast::Method::EmpiricalQuantiles;
    for (int i = -12; i < 48; ++i) {
        views::ForecastPoint point;
        point.period = kNow.plus(i);
        const double value = solar ? 1.7 * sunAt(point.period) : useAt(point.period);
        point.quantiles = around(value, solar ? 0.32 : 0.22);
        if (i < 0)
            point.actual = wattHours(value * (1 + 0.22 * std::sin(i * 1.7)));
        view.points.push_back(point);
    }
    view.comparisons = 12;
    view.insideBand = solar ? 10 : 9;
    return view;
}

std::vector<views::BillDay> days()
{
    std::vector<views::BillDay> bills;
    const std::int64_t midnight = kNow.startSeconds() - 14 * 3600;
    for (int i = 13; i >= 0; --i) {
        views::BillDay day;
        day.dayStartSeconds = midnight - i * 86'400;
        const double sunny = 0.5 + 0.5 * std::sin(i * 1.3);
        day.soldToNeighbours = wattHours(2.0 + 6.0 * sunny);
        day.boughtFromNeighbours = wattHours(2.5 - 1.5 * sunny);
        day.boughtFromUtility = wattHours(2.2 - 1.6 * sunny);
        day.soldToUtility = wattHours(1.1 * sunny);
        day.trades = Money{13 * day.soldToNeighbours.count() * 100 - 17 * day.boughtFromNeighbours.count() * 100};
        day.fees = Money{-std::llround((2.0 + 4.0 * sunny) * 100'000)};
        day.imbalance = Money{-std::llround(3.0 * 100'000)};
        day.utility = Money{850 * day.soldToUtility.count() - 3100 * day.boughtFromUtility.count()};
        day.utilityOnly = day.total() - Money{std::llround((25.0 + 30.0 * sunny) * 100'000)};
        bills.push_back(day);
    }
    return bills;
}

std::vector<views::TradeRow> tradeRows()
{
    std::vector<views::TradeRow> rows;
    for (int i = 1; i > -14; --i) {
        views::TradeRow row;
        row.period = kNow.plus(i);
        row.net = Lots{i > -8 ? -6 + i % 3 : 3};
        row.money = Money{-row.net.count() * 100 * 1420};
        row.partners = {"Home 7", "Home 12"};
        row.path.bid = row.period.start() - std::chrono::minutes{90};
        row.path.contract = row.period.start() - std::chrono::minutes{60};
        row.path.confirmed = row.period.start() - std::chrono::minutes{28};
        row.path.proofVerified = true;
        if (i < 0) {
            row.delivered = energyOf(row.net.abs());
            row.path.delivered = row.period.end();
            row.path.metered = row.period.end() + std::chrono::minutes{1};
        }
        if (i < -1)
            row.path.settled = row.period.end() + std::chrono::minutes{30};
        rows.push_back(row);
    }
    return rows;
}

ports::DgrState routerState()
{
    ports::DgrState state;
    state.mode = ports::DgrMode::Delivering;
    state.setpoint = Power{-1200};
    state.power = Power{-1190};
    state.temperatureDeciCelsius = 413;
    state.legs = {{"L1", ports::LegKind::Ac50, ports::LegRole::GridFollowing, Power{-1190}, Power{6000}},
                  {"L2", ports::LegKind::Dc, ports::LegRole::GridFollowing, Power{1230}, Power{6000}},
                  {"L3", ports::LegKind::Ac50, ports::LegRole::Off, Power{}, Power{3000}}};
    return state;
}

} // namespace

views::HomeSnapshot sunnyAfternoon()
{
    views::HomeSnapshot snapshot;
    snapshot.now = kNow.start() + std::chrono::minutes{12};
    snapshot.participant = ParticipantId{5};
    snapshot.homeName = "Home 5";
    snapshot.zoneOffsetSeconds = kTokyo;
    snapshot.flow = {Power{3420},  Power{910}, Power{-1310},
                     Power{-1200}, Power{0},   82,
                     true,         true,       snapshot.now - std::chrono::seconds{2}};
    snapshot.reason = {views::Activity::SellsToNeighbours, Power{1200}, Price{1420}, soldSurplus(kNow)};
    snapshot.bills = days();
    snapshot.today = snapshot.bills.back().total();
    snapshot.todayUtilityOnly = snapshot.bills.back().utilityOnly;
    snapshot.policy.reservePercent = 40;
    snapshot.policy.sellLimit = Price{1000};
    snapshot.policy.buyLimit = Price{2400};
    snapshot.markets = marketRows();
    snapshot.demand = fan(/*solar=*/false);
    snapshot.pv = fan(/*solar=*/true);
    snapshot.batteryCapacity = Energy{9600};
    snapshot.batteryStored = Energy{7870};
    double stored = 7.87;
    for (int i = 0; i < 48; ++i) {
        const Period period = kNow.plus(i);
        stored = std::clamp(stored + 1.3 * sunAt(period) - useAt(period), 3.84, 9.6);
        snapshot.storagePlan.push_back({period, wattHours(stored)});
    }
    snapshot.trades = tradeRows();
    snapshot.router = {routerState(), snapshot.now, snapshot.now, ports::Quality::Good};
    using Kind = views::DeviceRow::Kind;
    const UtcTime seen = snapshot.now - std::chrono::seconds{2};
    snapshot.devices = {{"SM-1", Kind::Meter, ports::Quality::Stale, snapshot.now - std::chrono::minutes{34}},
                        {"LM-1", Kind::LoadMeter, ports::Quality::Good, seen},
                        {"PV-4", Kind::PvInverter, ports::Quality::Good, seen},
                        {"BAT-9", Kind::Battery, ports::Quality::Good, seen},
                        {"DGR-6", Kind::Router, ports::Quality::Good, seen}};
    snapshot.alerts = {{views::AlertCode::MeterSilent, snapshot.now - std::chrono::minutes{34}, true},
                       {views::AlertCode::DeliveryShort, snapshot.now - std::chrono::minutes{72}, true}};
    snapshot.ledgerHeight = 1342;
    snapshot.proofsChecked = 671;
    snapshot.nextRound = kNow.plus(1);
    return snapshot;
}

} // namespace dgex::test
