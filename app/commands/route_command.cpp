// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commands/commands.h"
#include "app/commands/route_input.h"
#include "core/base/text.h"
#include "core/routing/leg_router.h"

#include <nlohmann/json.hpp>

#include <map>
#include <print>

namespace dgex::app {

namespace {

using Json = nlohmann::ordered_json;
using TradesByPeriod = std::map<std::optional<Period>, std::vector<const CellTrade*>>;

/// Energy of constant power over a period, in steps of 0.1 Wh.
std::string kwhOverPeriod(Power power)
{
    return formatDecimal(Int128{power.count()} * 5, 4);
}

std::string kilowattText(Power power)
{
    return formatDecimal(power.count(), 3);
}

Json flowsOf(const routing::Network& network, const routing::Routing& routing)
{
    Json rows = Json::array();
    for (std::size_t i = 0; i < network.legs.size(); ++i) {
        const routing::LegFlow& flow = routing.legs[i];
        const Power power = flow.outOfCell + flow.intoCell;
        if (power.isZero())
            continue;
        const std::string& cell = network.cells[network.legs[i].cell];
        const std::string& router = network.routers[network.legs[i].router];
        const bool isOut = flow.outOfCell > Power{};
        rows.push_back({{"leg", network.legs[i].name},
                        {"from", isOut ? cell : router},
                        {"to", isOut ? router : cell},
                        {"kw", kilowattText(power)},
                        {"kwh", kwhOverPeriod(power)},
                        {"loss_kwh", kwhOverPeriod(flow.loss)}});
    }
    return rows;
}

Json cellsOf(const routing::Network& network, const std::vector<Power>& powers)
{
    Json rows = Json::array();
    for (std::size_t cell = 0; cell < powers.size(); ++cell)
        if (powers[cell] > Power{})
            rows.push_back({{"cell", network.cells[cell]}, {"kwh", kwhOverPeriod(powers[cell])}});
    return rows;
}

Json shortagesOf(const routing::Network& network, const routing::Routing& routing,
                 const std::vector<const CellTrade*>& trades)
{
    Json rows = Json::array();
    for (const routing::Shortage& shortage : routing.shortages) {
        Json legs = Json::array();
        for (const std::size_t leg : shortage.bindingLegs)
            legs.push_back(network.legs[leg].name);
        Json ids = Json::array();
        for (const CellTrade* trade : trades)
            if (trade->to == shortage.cell)
                ids.push_back(trade->id);
        rows.push_back({{"cell", network.cells[shortage.cell]},
                        {"missing_kwh", kwhOverPeriod(shortage.missing)},
                        {"binding_legs", legs},
                        {"reason", shortage.bindingLegs.empty() ? "no leg leads there" : "legs full"},
                        {"trades", ids}});
    }
    return rows;
}

int runRoute(const std::string& networkFile, const std::string& tradesFile)
{
    auto network = readNetwork(networkFile);
    if (!network) {
        std::println(stderr, "dgexd route: {}", network.error());
        return kUsage;
    }
    const auto trades = readTrades(tradesFile, *network);
    if (!trades) {
        std::println(stderr, "dgexd route: {}", trades.error());
        return kUsage;
    }
    TradesByPeriod byPeriod;
    for (const CellTrade& trade : *trades)
        byPeriod[trade.period].push_back(&trade);

    routing::LegRouter router(std::move(*network));
    Json periods = Json::array();
    int exitCode = kGood;
    for (const auto& [period, ofPeriod] : byPeriod) {
        std::vector<routing::CellExchange> exchanges(router.network().cells.size());
        for (const CellTrade* trade : ofPeriod) {
            if (trade->from == trade->to)
                continue; // energy moves freely within a cell
            const Power power = meanPower(trade->energy, Period::kLength, Rounding::HalfAwayFromZero);
            exchanges[trade->from].exported += power;
            exchanges[trade->to].imported += power;
        }
        const routing::Routing routing = router.route(exchanges);
        periods.push_back({{"period", period ? Json(toText(*period)) : Json(nullptr)},
                           {"loss_kwh", kwhOverPeriod(routing.loss)},
                           {"flows", flowsOf(router.network(), routing)},
                           {"loss_supply", cellsOf(router.network(), routing.lossSupply)},
                           {"undelivered", cellsOf(router.network(), routing.undelivered)},
                           {"shortages", shortagesOf(router.network(), routing, ofPeriod)}});
        for (const routing::Shortage& shortage : routing.shortages) {
            std::println(stderr, "dgexd route: {} lacks {} kWh{}{}", router.network().cells[shortage.cell],
                         kwhOverPeriod(shortage.missing), period ? " in " + toText(*period) : "",
                         shortage.bindingLegs.empty()
                             ? ": no leg leads there"
                             : "; full: " + router.network().legs[shortage.bindingLegs.front()].name);
            exitCode = kRefused;
        }
    }
    std::println("{}", Json{{"periods", periods}}.dump(1));
    return exitCode;
}

} // namespace

void addRouteCommand(CLI::App& program, int& exitCode)
{
    auto network = std::make_shared<std::string>();
    auto trades = std::make_shared<std::string>();
    CLI::App* command = program.add_subcommand(
        "route", "Assigns trades between cells to router legs with the least loss and prints the flows (JSON). "
                 "Exits with 1 when a cell cannot get all of its energy.");
    command->add_option("NETWORK", *network, "Cells, routers and their legs (JSON)")->required();
    command->add_option("TRADES", *trades, "Trades (CSV: from,to,kwh and optionally id,period)")->required();
    command->callback([network, trades, &exitCode] { exitCode = runRoute(*network, *trades); });
}

} // namespace dgex::app
