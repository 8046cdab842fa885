// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commands/clear_rules.h"
#include "app/commands/commands.h"
#include "core/base/text.h"
#include "core/market/book_clearing.h"
#include "core/market/book_csv.h"

#include <nlohmann/json.hpp>

#include <array>
#include <fstream>
#include <print>

namespace dgex::app {

namespace {

int fail(const std::string& reason)
{
    std::println(stderr, "dgexd clear: {}", reason);
    return kUsage;
}

std::expected<market::Book, std::string> readBook(const std::string& file, const market::BookRules& rules)
{
    std::ifstream stream(file, std::ios::binary);
    if (!stream)
        return std::unexpected(file + ": cannot be read");
    market::BookCsvReader reader(rules);
    std::array<char, 1 << 16> piece{};
    while (stream.read(piece.data(), piece.size()) || stream.gcount() > 0) {
        const auto size = static_cast<std::size_t>(stream.gcount());
        if (auto fed = reader.feed({piece.data(), size}); !fed)
            return std::unexpected(file + ": " + market::toText(fed.error()));
    }
    auto book = std::move(reader).finish();
    if (!book)
        return std::unexpected(file + ": " + market::toText(book.error()));
    return std::move(*book);
}

/// Written piece by piece, so that a large book needs no second copy in memory.
void print(const market::Book& book, const market::BookRules& rules, const market::BookClearing& clearing)
{
    using Json = nlohmann::ordered_json;
    const auto priceOf = [&](const std::optional<Price>& price) {
        return price ? Json(market::textOf(price->count(), rules.tick)) : Json(nullptr);
    };
    const std::string energyClass =
        !book.orders.empty() && book.orders.front().energyClass == market::EnergyClass::Renewable ? "renewable" : "any";
    const std::string zone = book.zones.empty() ? "" : book.zones.front();
    std::map<Period, const market::PeriodClearing*> results;
    std::print("{{\"periods\":[");
    for (const char* comma = ""; const market::PeriodClearing& period : clearing.periods) {
        results[period.period] = &period;
        const Json row{{"period", toText(period.period)},
                       {"zone", zone},
                       {"class", energyClass},
                       {"price", priceOf(period.price)},
                       {"volume_kwh", market::textOf(period.volume.count(), rules.lot)},
                       {"welfare", market::textOf(period.welfare, rules.lot * rules.tick)}};
        std::print("{}\n{}", comma, row.dump());
        comma = ",";
    }
    std::print("],\n\"flows\":[],\n\"fills\":[");
    const char* comma = "";
    for (std::size_t i = 0; i < book.orders.size(); ++i) {
        const market::ListedOrder& order = book.orders[i];
        const market::OrderOutcome& outcome = clearing.outcomes[i];
        const market::PeriodClearing& period = *results[order.period];
        std::optional<Price> price;
        if (period.price && period.buyerPrice)
            price = market::tradePrice({.seller = *period.price, .buyer = *period.buyerPrice}, order.side, order.limit,
                                       rules.auction);
        const Json row{{"id", std::string{book.ids[i]}},
                       {"kwh", market::textOf(outcome.filled.count(), rules.lot)},
                       {"price", priceOf(price)},
                       {"reason", std::string{market::codeOf(outcome.reason)}}};
        std::print("{}\n{}", comma, row.dump());
        comma = ",";
    }
    std::println("]}}");
}

int runClear(const std::string& orders, const std::string& rulesFile)
{
    market::BookRules rules;
    if (!rulesFile.empty()) {
        auto read = readClearRules(rulesFile);
        if (!read)
            return fail(read.error());
        rules = *read;
    }
    const auto book = readBook(orders, rules);
    if (!book)
        return fail(book.error());
    const auto clearing = market::clearBook(*book, rules);
    if (!clearing)
        return fail(orders + ": " + std::string{market::describe(clearing.error())});
    print(*book, rules, *clearing);
    return kGood;
}

} // namespace

void addClearCommand(CLI::App& program, int& exitCode)
{
    auto orders = std::make_shared<std::string>();
    auto rules = std::make_shared<std::string>();
    CLI::App* command = program.add_subcommand("clear", "Clears an order book and prints prices, fills and reasons");
    command->add_option("--rules", *rules, "Rules of the auction (TOML)");
    command->add_option("ORDERS", *orders, "Order book (CSV)")->required();
    command->callback([orders, rules, &exitCode] { exitCode = runClear(*orders, *rules); });
}

} // namespace dgex::app
