// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commands/route_input.h"

#include "core/base/text.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <format>
#include <fstream>
#include <initializer_list>
#include <ranges>
#include <set>

namespace dgex::app {

namespace {

using Json = nlohmann::json;

/// An entry of the network file that is not as it should be.
struct BadEntry {
    std::string reason;
};

void allowOnly(const Json& object, const std::string& place, std::initializer_list<std::string_view> keys)
{
    if (!object.is_object())
        throw BadEntry{place + " must be an object"};
    for (const auto& [key, value] : object.items())
        if (std::ranges::find(keys, key) == keys.end())
            throw BadEntry{std::format("{}: unknown key '{}'", place, key)};
}

Json entry(const Json& object, const std::string& place, const std::string& key)
{
    if (!object.contains(key))
        throw BadEntry{std::format("{}: '{}' is missing", place, key)};
    return object[key];
}

std::string nameOf(const Json& value, const std::string& place)
{
    if (!value.is_string() || value.get<std::string>().empty())
        throw BadEntry{place + " must be a name"};
    return value.get<std::string>();
}

double numberOf(const Json& value, const std::string& place, double least, double most)
{
    if (!value.is_number() || value.get<double>() < least || value.get<double>() > most)
        throw BadEntry{std::format("{} must be a number from {} to {}", place, least, most)};
    return value.get<double>();
}

Json listOf(Json value, const std::string& place)
{
    if (!value.is_array())
        throw BadEntry{place + " must be a list"};
    return value;
}

routing::LegDirection directionOf(const std::string& text, const std::string& place)
{
    if (text == "both")
        return routing::LegDirection::Both;
    if (text == "into_cell")
        return routing::LegDirection::IntoCell;
    if (text == "out_of_cell")
        return routing::LegDirection::OutOfCell;
    throw BadEntry{place + " must be both, into_cell or out_of_cell"};
}

std::size_t indexOf(const std::vector<std::string>& names, const std::string& name, const std::string& place)
{
    const auto found = std::ranges::find(names, name);
    if (found == names.end())
        throw BadEntry{std::format("{}: there is no cell '{}'", place, name)};
    return static_cast<std::size_t>(found - names.begin());
}

routing::NetworkLeg legOf(const Json& json, const std::string& place, const routing::Network& network)
{
    allowOnly(json, place, {"name", "cell", "capacity_kw", "direction", "loss_percent", "loss_percent_full"});
    routing::NetworkLeg leg;
    leg.name = nameOf(entry(json, place, "name"), place + ".name");
    leg.router = network.routers.size() - 1;
    leg.cell = indexOf(network.cells, nameOf(entry(json, place, "cell"), place + ".cell"), place + ".cell");
    const double capacity = numberOf(entry(json, place, "capacity_kw"), place + ".capacity_kw", 0.001, 1e6);
    leg.capacity = Power{std::llround(capacity * 1000)};
    if (json.contains("direction"))
        leg.direction = directionOf(nameOf(json["direction"], place + ".direction"), place + ".direction");
    const double small =
        json.contains("loss_percent") ? numberOf(json["loss_percent"], place + ".loss_percent", 0, 99) : 0;
    const double full = json.contains("loss_percent_full")
                            ? numberOf(json["loss_percent_full"], place + ".loss_percent_full", small, 99)
                            : small;
    leg.lossShare = small / 100;
    leg.lossPerWattSquared = (full - small) / 100 / static_cast<double>(leg.capacity.count());
    return leg;
}

routing::Network networkOf(const Json& json)
{
    allowOnly(json, "the file", {"version", "cells", "routers"});
    if (entry(json, "the file", "version") != 1)
        throw BadEntry{"version must be 1"};
    routing::Network network;
    std::set<std::string> names;
    const auto take = [&](std::string name, const std::string& place) {
        if (!names.insert(name).second)
            throw BadEntry{std::format("{}: the name '{}' is taken", place, name)};
        return name;
    };
    for (std::size_t i = 0; const Json& cell : listOf(entry(json, "the file", "cells"), "cells")) {
        const std::string place = std::format("cells[{}]", i++);
        network.cells.push_back(take(nameOf(cell, place), place));
    }
    for (std::size_t i = 0; const Json& router : listOf(entry(json, "the file", "routers"), "routers")) {
        const std::string place = std::format("routers[{}]", i++);
        allowOnly(router, place, {"name", "legs"});
        network.routers.push_back(take(nameOf(entry(router, place, "name"), place + ".name"), place));
        const Json legs = listOf(entry(router, place, "legs"), place + ".legs");
        for (std::size_t j = 0; j < legs.size(); ++j) {
            const std::string legPlace = std::format("{}.legs[{}]", place, j);
            network.legs.push_back(legOf(legs[j], legPlace, network));
            network.legs.back().name = take(network.routers.back() + "/" + network.legs.back().name, legPlace);
        }
    }
    return network;
}

std::vector<std::string> cellsOfLine(const std::string& line)
{
    std::vector<std::string> cells;
    for (const auto& part : line | std::views::split(','))
        cells.emplace_back(part.begin(), part.end());
    return cells;
}

/// Which column of a line holds what.
struct TradeColumns {
    std::optional<std::size_t> id;
    std::optional<std::size_t> period;
    std::optional<std::size_t> from;
    std::optional<std::size_t> to;
    std::optional<std::size_t> energy;
    std::size_t count = 0;
};

TradeColumns columnsOf(const std::string& header)
{
    TradeColumns columns;
    for (const std::string& name : cellsOfLine(header)) {
        std::optional<std::size_t>* column = name == "id"       ? &columns.id
                                             : name == "period" ? &columns.period
                                             : name == "from"   ? &columns.from
                                             : name == "to"     ? &columns.to
                                             : name == "kwh"    ? &columns.energy
                                                                : nullptr;
        if (column == nullptr || column->has_value())
            throw BadEntry{std::format("line 1: '{}' is not one of id, period, from, to, kwh, each once", name)};
        *column = columns.count++;
    }
    if (!columns.from || !columns.to || !columns.energy)
        throw BadEntry{"line 1: the header needs the columns from, to and kwh"};
    return columns;
}

CellTrade tradeOf(const std::string& line, std::size_t number, const TradeColumns& columns,
                  const routing::Network& network)
{
    const std::vector<std::string> cells = cellsOfLine(line);
    if (cells.size() != columns.count)
        throw BadEntry{std::format("line {}: {} cells instead of {}", number, cells.size(), columns.count)};
    const auto place = [&](const char* column) { return std::format("line {}, column {}", number, column); };
    CellTrade trade;
    trade.id = columns.id ? cells[*columns.id] : std::to_string(number);
    if (columns.period) {
        const auto period = parsePeriod(cells[*columns.period]);
        if (!period)
            throw BadEntry{std::format("{}: {}", place("period"), describe(period.error()))};
        trade.period = *period;
    }
    trade.from = indexOf(network.cells, cells[*columns.from], place("from"));
    trade.to = indexOf(network.cells, cells[*columns.to], place("to"));
    const auto energy = parseDecimal(cells[*columns.energy], 3);
    if (!energy)
        throw BadEntry{std::format("{}: {}", place("kwh"), describe(energy.error()))};
    if (*energy <= 0 || *energy > 500'000'000)
        throw BadEntry{std::format("{}: {} is not above 0 and at most 500000", place("kwh"), cells[*columns.energy])};
    trade.energy = Energy{*energy};
    return trade;
}

} // namespace

std::expected<routing::Network, std::string> readNetwork(const std::string& file)
{
    std::ifstream stream(file, std::ios::binary);
    if (!stream)
        return std::unexpected(file + ": cannot be read");
    try {
        return networkOf(Json::parse(stream));
    } catch (const Json::parse_error& error) {
        return std::unexpected(std::format("{}: not JSON at byte {}", file, error.byte));
    } catch (const BadEntry& bad) {
        return std::unexpected(file + ": " + bad.reason);
    }
}

std::expected<std::vector<CellTrade>, std::string> readTrades(const std::string& file, const routing::Network& network)
{
    std::ifstream stream(file, std::ios::binary);
    if (!stream)
        return std::unexpected(file + ": cannot be read");
    std::vector<CellTrade> trades;
    std::string line;
    try {
        const auto next = [&] {
            if (!std::getline(stream, line))
                return false;
            if (line.ends_with('\r'))
                line.pop_back();
            return true;
        };
        if (!next())
            throw BadEntry{"the file is empty"};
        const TradeColumns columns = columnsOf(line);
        for (std::size_t number = 2; next(); ++number)
            if (!line.empty())
                trades.push_back(tradeOf(line, number, columns, network));
    } catch (const BadEntry& bad) {
        return std::unexpected(file + ": " + bad.reason);
    }
    return trades;
}

} // namespace dgex::app
