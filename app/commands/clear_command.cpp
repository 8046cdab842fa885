// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commands/book_file.h"
#include "app/commands/clear_rules.h"
#include "app/commands/commands.h"
#include "core/base/text.h"
#include "core/market/book_clearing.h"
#include "core/market/link_csv.h"

#include <nlohmann/json.hpp>

#include <fstream>
#include <iterator>
#include <map>
#include <print>
#include <span>
#include <tuple>

namespace dgex::app {

namespace {

int fail(const std::string& reason)
{
    std::println(stderr, "dgexd clear: {}", reason);
    return kUsage;
}

std::expected<std::vector<market::ZoneLink>, std::string> readLinks(const std::string& file,
                                                                    const market::BookRules& rules, market::Book& book)
{
    std::ifstream stream(file, std::ios::binary);
    if (!stream)
        return std::unexpected(file + ": cannot be read");
    const std::string text{std::istreambuf_iterator<char>(stream), {}};
    auto links = market::readLinksCsv(text, rules.lot, book);
    if (!links)
        return std::unexpected(file + ": " + market::toText(links.error()));
    return std::move(*links);
}

using Json = nlohmann::ordered_json;

/// Writes a result piece by piece, so that a large book needs no second copy in memory.
class ClearingWriter {
public:
    ClearingWriter(const market::Book& book, std::span<const market::ZoneLink> links, const market::BookRules& rules,
                   const market::BookClearing& clearing)
        : m_book(book)
        , m_links(links)
        , m_rules(rules)
        , m_clearing(clearing)
    {
    }

    void write()
    {
        std::print("{{\"periods\":[");
        writeRows(m_clearing.periods.size(), [&](std::size_t i) { return row(m_clearing.periods[i]); });
        std::print("],\n\"flows\":[");
        writeRows(m_clearing.flows.size(), [&](std::size_t i) { return row(m_clearing.flows[i]); });
        std::print("],\n\"fills\":[");
        for (const market::PeriodClearing& period : m_clearing.periods)
            m_results[{period.period, period.zone, period.energyClass}] = &period;
        writeRows(m_book.orders.size(), [&](std::size_t i) { return fill(i); });
        std::println("]}}");
    }

private:
    template <class RowOf>
    static void writeRows(std::size_t count, RowOf rowOf)
    {
        for (std::size_t i = 0; i < count; ++i)
            std::print("{}\n{}", i == 0 ? "" : ",", rowOf(i).dump());
    }

    [[nodiscard]] std::string kwh(Lots lots) const { return market::textOf(lots.count(), m_rules.lot); }
    [[nodiscard]] Json priceOf(const std::optional<Price>& price) const
    {
        return price ? Json(market::textOf(price->count(), m_rules.tick)) : Json(nullptr);
    }

    [[nodiscard]] Json row(const market::PeriodClearing& period) const
    {
        return {{"period", toText(period.period)},
                {"zone", m_book.zones[period.zone]},
                {"class", period.energyClass == market::EnergyClass::Renewable ? "renewable" : "any"},
                {"price", priceOf(period.price)},
                {"volume_kwh", kwh(period.volume())},
                {"welfare", market::textOf(period.welfare, m_rules.lot * m_rules.tick)},
                {"bought_kwh", kwh(period.bought)},
                {"sold_kwh", kwh(period.sold)}};
    }

    [[nodiscard]] Json row(const market::BookFlow& flow) const
    {
        const market::ZoneLink& link = m_links[flow.link];
        return {{"period", toText(flow.period)},
                {"from", m_book.zones[link.from.number]},
                {"to", m_book.zones[link.to.number]},
                {"kwh", kwh(flow.lots)},
                {"rent", priceOf(flow.rent)}};
    }

    [[nodiscard]] Json fill(std::size_t i) const
    {
        const market::ListedOrder order = m_book.orders[i];
        const market::OrderOutcome& outcome = m_clearing.outcomes[i];
        const market::PeriodClearing& period = *m_results.at({order.period, order.zone, order.energyClass});
        std::optional<Price> price;
        if (period.price && period.buyerPrice)
            price = market::tradePrice({.seller = *period.price, .buyer = *period.buyerPrice}, order.side, order.limit,
                                       m_rules.auction);
        Json row{{"id", std::string{m_book.ids[i]}},
                 {"kwh", kwh(outcome.filled)},
                 {"price", priceOf(price)},
                 {"reason", std::string{market::codeOf(outcome.reason)}}};
        const market::Explanation& why = m_clearing.explanations[outcome.explanation];
        if (outcome.reason == market::Reason::Filled)
            return row;
        if (why.shared) {
            row["limit_asked_kwh"] = kwh(why.shared->asked);
            row["limit_filled_kwh"] = kwh(why.shared->filled);
        }
        if (why.elsewhere)
            row["price_elsewhere"] = priceOf(why.elsewhere);
        if (why.link) {
            row["link_from"] = m_book.zones[m_links[*why.link].from.number];
            row["link_to"] = m_book.zones[m_links[*why.link].to.number];
        }
        return row;
    }

    const market::Book& m_book;
    std::span<const market::ZoneLink> m_links;
    const market::BookRules& m_rules;
    const market::BookClearing& m_clearing;
    std::map<std::tuple<Period, std::uint16_t, market::EnergyClass>, const market::PeriodClearing*> m_results;
};

struct ClearOptions {
    std::string rules;
    std::string links;
    std::string orders;
};

int runClear(const ClearOptions& options)
{
    const auto readRules = readClearRules(options.rules);
    if (!readRules)
        return fail(readRules.error());
    const market::BookRules& rules = *readRules;
    auto book = readBookFile(options.orders, rules);
    if (!book)
        return fail(book.error());
    std::vector<market::ZoneLink> links;
    if (!options.links.empty()) {
        auto read = readLinks(options.links, rules, *book);
        if (!read)
            return fail(read.error());
        links = std::move(*read);
    }
    const auto clearing = market::clearBook(*book, links, rules);
    if (!clearing)
        return fail(options.orders + ": " + std::string{market::describe(clearing.error())});
    ClearingWriter(*book, links, rules, *clearing).write();
    return kGood;
}

} // namespace

void addClearCommand(CLI::App& program, int& exitCode)
{
    auto options = std::make_shared<ClearOptions>();
    CLI::App* command = program.add_subcommand("clear", "Clears an order book and prints prices, fills and reasons");
    command->add_option("--rules", options->rules, "Rules of the auction (TOML)");
    command->add_option("--links", options->links, "Directed links between zones (CSV: from,to,capacity_kwh)");
    command
        ->add_option("ORDERS", options->orders,
                     "Order book (CSV: id,participant,period,side,quantity_kwh,price,class,zone)")
        ->required();
    command->callback([options, &exitCode] { exitCode = runClear(*options); });
}

} // namespace dgex::app
