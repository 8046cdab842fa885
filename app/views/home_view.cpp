// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/views/home_view.h"

#include "app/exchange/local_day.h"

#include <algorithm>
#include <cstdlib>

namespace dgex::app {

namespace {

constexpr std::int64_t kRowsShown = 49;    // The running period and the open ones.
constexpr std::int64_t kPastForecast = 24; // Half hours of past forecasts beside their actual values.
constexpr std::size_t kTradesShown = 96;
constexpr Power kQuiet{50}; // Flows below this are noise.

using controller::HomeController;
using controller::PeriodBook;

views::LiveFlow liveFlow(const HomeController& home, UtcTime now)
{
    constexpr std::chrono::minutes ageMax{2};
    const ports::HomeDevices& devices = home.devices();
    views::LiveFlow flow;
    flow.measuredAt = devices.meter->power().measuredAt;
    flow.load = devices.load->power().fresh(now, ageMax);
    if (devices.pv != nullptr) {
        flow.hasPv = true;
        flow.pv = devices.pv->power().fresh(now, ageMax);
    }
    if (devices.battery != nullptr) {
        flow.hasBattery = true;
        if (const auto state = devices.battery->state().fresh(now, ageMax)) {
            const std::int64_t capacity = devices.battery->rating().capacity.count();
            flow.battery = state->power;
            if (capacity > 0)
                flow.batteryPercent =
                    static_cast<int>(divide(Int128{state->stored.count()} * 100, capacity, Rounding::HalfAwayFromZero));
        }
    }
    const auto router = devices.router->state().fresh(now, ageMax);
    if (router)
        flow.neighbours = router->power;
    if (const auto connection = devices.meter->power().fresh(now, ageMax))
        flow.utility = *connection - (router ? router->power : Power{});
    return flow;
}

std::pair<views::Activity, Power> activityOf(const views::LiveFlow& flow, bool paused)
{
    const Power neighbours = flow.neighbours.value_or(Power{});
    const Power utility = flow.utility.value_or(Power{});
    const Power battery = flow.battery.value_or(Power{});
    if (!flow.load)
        return {views::Activity::NoData, {}};
    if (neighbours < -kQuiet)
        return {views::Activity::SellsToNeighbours, neighbours.abs()};
    if (neighbours > kQuiet)
        return {views::Activity::BuysFromNeighbours, neighbours};
    if (paused)
        return {views::Activity::TradingPaused, *flow.load};
    if (battery < -kQuiet)
        return {views::Activity::StoresSurplus, battery.abs()};
    if (battery > kQuiet)
        return {views::Activity::RunsOnBattery, battery};
    if (utility < -kQuiet)
        return {views::Activity::SellsToUtility, utility.abs()};
    if (flow.pv.value_or(Power{}) > kQuiet && utility < kQuiet)
        return {views::Activity::UsesOwnSolar, *flow.pv};
    return {views::Activity::BuysFromUtility, utility.abs()};
}

views::HomeMarketRow marketRow(const HomeController& home, const HomeSurroundings& around, Period period, bool open)
{
    views::HomeMarketRow row;
    row.period = period;
    row.open = open;
    if (const auto tariff = home.tariffs().find(period); tariff != home.tariffs().end()) {
        row.retail = tariff->second.retail;
        row.feedIn = tariff->second.feedIn;
    }
    if (const auto book = home.book().find(period); book != home.book().end()) {
        row.price = book->second.price;
        row.volume = book->second.marketVolume;
        row.bought = book->second.bought;
        row.sold = book->second.sold;
        row.orders = book->second.orders;
        row.records = book->second.records;
    }
    if (around.curvesOf)
        std::tie(row.curves, row.priceInterval) = around.curvesOf(period);
    return row;
}

views::ForecastView forecastView(const forecast::Forecast& forecast,
                                 const std::map<Period, forecast::Quantiles>& issued,
                                 const controller::HalfHourLog& log, controller::BandCounts band, Period now)
{
    views::ForecastView view{forecast.method, {}, band.inside, band.comparisons};
    for (auto at = issued.lower_bound(now.plus(-kPastForecast)); at != issued.end() && at->first < now; ++at)
        view.points.push_back({at->first, at->second, log.at(at->first)});
    for (std::size_t i = 0; i < forecast.periods.size(); ++i) {
        const Period period = forecast.first.plus(static_cast<std::int64_t>(i));
        if (period >= now && period < now.plus(kRowsShown))
            view.points.push_back({period, forecast.periods[i], std::nullopt});
    }
    return view;
}

std::vector<views::TradeRow> tradeRows(const HomeController& home, const HomeSurroundings& around)
{
    std::vector<views::TradeRow> rows;
    for (auto at = home.book().rbegin(); at != home.book().rend() && rows.size() < kTradesShown; ++at) {
        const PeriodBook& book = at->second;
        if (book.bought.isZero() && book.sold.isZero())
            continue;
        views::TradeRow row{at->first, book.position(), book.trades + book.fees, {}, std::nullopt, {}};
        for (const controller::OwnContract& contract : book.contracts) {
            row.partners.push_back(around.nameOf ? around.nameOf(contract.partner)
                                                 : std::to_string(contract.partner.number));
            if (contract.delivered)
                row.delivered = row.delivered.value_or(Energy{}) + *contract.delivered;
        }
        row.path = {book.times.bid,     book.times.contract, book.times.confirmed, book.times.delivered,
                    book.times.metered, book.times.settled,  book.proven};
        rows.push_back(std::move(row));
    }
    return rows;
}

void addToBill(views::BillDay& day, const BillLine& line)
{
    day.boughtFromNeighbours += energyOf(line.bought);
    day.soldToNeighbours += energyOf(line.sold);
    day.boughtFromUtility += line.fromUtility;
    day.soldToUtility += line.toUtility;
    day.trades += line.trades;
    day.fees += line.fees;
    day.imbalance += line.imbalance;
    day.utility += line.utility;
}

std::vector<views::BillDay> bills(const HomeController& home, const HomeSurroundings& around)
{
    std::vector<views::BillDay> days;
    const auto add = [&](Period period, const BillLine& line) {
        const std::int64_t midnight = localMidnight(period.start(), around.zoneOffsetSeconds).seconds();
        if (days.empty() || days.back().dayStartSeconds != midnight)
            days.emplace_back().dayStartSeconds = midnight;
        addToBill(days.back(), line);
        if (around.utilityOnly)
            days.back().utilityOnly = days.back().utilityOnly.value_or(Money{}) + around.utilityOnly(period);
    };
    const Period running = Period::containing(around.now);
    if (around.earlier != nullptr)
        for (auto at = around.earlier->begin(); at != around.earlier->end() && at->first < around.since; ++at)
            add(at->first, at->second);
    for (auto at = home.book().lower_bound(around.since); at != home.book().end() && at->first < running; ++at)
        add(at->first, billLineOf(at->second));
    return days;
}

std::vector<views::DeviceRow> deviceRows(const ports::HomeDevices& devices)
{
    using Kind = views::DeviceRow::Kind;
    std::vector<views::DeviceRow> rows;
    const auto add = [&rows](std::string name, Kind kind, const auto& reading) {
        rows.push_back({std::move(name), kind, reading.quality, reading.measuredAt});
    };
    add("Smart meter", Kind::Meter, devices.meter->counters());
    add("Load meter", Kind::LoadMeter, devices.load->consumed());
    if (devices.pv != nullptr)
        add("PV inverter", Kind::PvInverter, devices.pv->power());
    if (devices.battery != nullptr)
        add("Battery", Kind::Battery, devices.battery->state());
    add("DGR", Kind::Router, devices.router->state());
    return rows;
}

views::AlertCode alertOf(controller::Incident incident)
{
    using controller::Incident;
    switch (incident) {
    case Incident::RouterTripped:
        return views::AlertCode::RouterTripped;
    case Incident::RouterSilent:
        return views::AlertCode::RouterSilent;
    case Incident::MeterSilent:
        return views::AlertCode::MeterSilent;
    case Incident::DeliveryShort:
        return views::AlertCode::DeliveryShort;
    case Incident::ProofFailed:
        return views::AlertCode::ProofFailed;
    case Incident::NodeUnreachable:
        return views::AlertCode::NodeUnreachable;
    case Incident::SheetRefused:
        return views::AlertCode::SheetRefused;
    }
    return views::AlertCode::NodeUnreachable;
}

void addMarkets(views::HomeSnapshot& view, const HomeController& home, const HomeSurroundings& around, Period running)
{
    for (std::int64_t i = 0; i < kRowsShown; ++i)
        view.markets.push_back(marketRow(home, around, running.plus(i), i > home.identity().gateLead));
    const views::HomeMarketRow& now = view.markets.front();
    const auto [activity, power] = activityOf(view.flow, view.policy.tradingPaused);
    view.reason = {activity, power, std::nullopt, std::nullopt};
    if (activity == views::Activity::SellsToNeighbours || activity == views::Activity::BuysFromNeighbours)
        view.reason.price = now.price;
    if (!now.records.empty())
        view.reason.record = now.records.front();
}

} // namespace

BillLine billLineOf(const PeriodBook& book)
{
    BillLine line;
    line.bought = book.bought;
    line.sold = book.sold;
    line.trades = book.trades;
    line.fees = book.fees;
    if (book.settlement) {
        line.fromUtility = std::max(Energy{}, book.settlement->residual);
        line.toUtility = std::max(Energy{}, -book.settlement->residual);
        line.utility = book.settlement->residualMoney;
        line.imbalance = book.settlement->imbalanceMoney;
    }
    return line;
}

views::HomeSnapshot homeView(const HomeController& home, const HomeSurroundings& around)
{
    const Period running = Period::containing(around.now);
    views::HomeSnapshot view;
    view.now = around.now;
    view.participant = home.identity().id;
    view.homeName = home.identity().name;
    view.currency = around.currency;
    view.zoneOffsetSeconds = around.zoneOffsetSeconds;
    view.flow = liveFlow(home, view.now);
    view.policy = home.policy();
    addMarkets(view, home, around, running);
    view.demand = forecastView(home.demandForecast(), home.issuedDemand(), home.demand(), home.demandBand(), running);
    if (home.devices().pv != nullptr)
        view.pv = forecastView(home.pvForecast(), home.issuedPv(), home.pv(), home.pvBand(), running);
    if (home.devices().battery != nullptr) {
        view.batteryCapacity = home.devices().battery->rating().capacity;
        if (const auto state = home.devices().battery->state().value)
            view.batteryStored = state->stored;
    }
    for (const policy::PlannedPeriod& planned : home.plan().periods)
        view.storagePlan.push_back({planned.period, planned.storedAtEnd});
    view.plannedLoads = home.plan().loads;
    view.profile = home.identity().profile;
    if (!home.planMadeFrom().periods.empty())
        view.planMadeFrom = std::make_shared<const policy::PlanInputs>(home.planMadeFrom());
    view.trades = tradeRows(home, around);
    view.bills = bills(home, around);
    const UtcTime midnight = localMidnight(view.now, view.zoneOffsetSeconds);
    if (!view.bills.empty() && view.bills.back().dayStartSeconds == midnight.seconds()) {
        view.today = view.bills.back().total();
        view.todayUtilityOnly = view.bills.back().utilityOnly;
    }
    view.router = home.devices().router->state();
    view.devices = deviceRows(home.devices());
    for (const controller::IncidentRecord& incident : home.incidents())
        view.alerts.push_back({alertOf(incident.incident), incident.since, incident.active});
    view.ledgerHeight = home.ledgerHeight();
    view.proofsChecked = home.proofs().checked;
    view.proofsFailed = home.proofs().failed;
    view.nextRound = running.plus(1);
    return view;
}

} // namespace dgex::app
