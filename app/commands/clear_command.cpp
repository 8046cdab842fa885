// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commands/book_file.h"
#include "app/commands/clear_rules.h"
#include "app/commands/commands.h"
#include "core/base/text.h"
#include "core/market/block_csv.h"
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

constexpr const char* kFilesText =
    R"(ORDERS: a row per order. period is a UTC time (2026-05-11T15:00Z), side buy or sell, class any or renewable
(empty: any), zone any text; class and zone may be left out. An empty price is a market order.
RULES, all but version may be left out:
  version = 1
  lot = 0.1             least quantity
  tick = 0.01           least difference of prices
  k = 0.5               where the price stands between the ends of its interval, 0 to 1
  price_bound = 1000000 no limit lies beyond it, market orders stand at it
  fee = 0               network fee that buyers pay beside the price
  pricing = "uniform"   or "pay-as-bid", or "mcafee" (trade reduction; one zone and one class)
  seed = "00..."        64 hexadecimal digits that the last lots of ties hang on
Output: JSON. A fill that is not whole tells its reason and the numbers behind it.)";

int fail(const std::string& reason)
{
    std::println(stderr, "dgexd clear: {}", reason);
    return kUsage;
}

/// What a reader of core/market makes of a whole file; on failure file, line and reason.
template <class Read>
auto readWhole(const std::string& file, Read read)
    -> std::expected<typename decltype(read(std::string_view{}))::value_type, std::string>
{
    std::ifstream stream(file, std::ios::binary);
    if (!stream)
        return std::unexpected(file + ": cannot be read");
    const std::string text{std::istreambuf_iterator<char>(stream), {}};
    auto result = read(std::string_view{text});
    if (!result)
        return std::unexpected(file + ": " + market::toText(result.error()));
    return std::move(*result);
}

using Json = nlohmann::ordered_json;

/// Writes a result piece by piece, so that a large book needs no second copy in memory.
class ClearingWriter {
public:
    ClearingWriter(const market::Book& book, std::span<const market::ZoneLink> links,
                   const market::ListedBlocks& blocks, const market::BookRules& rules,
                   const market::BookClearing& clearing)
        : m_book(book)
        , m_links(links)
        , m_blocks(blocks)
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
        if (m_clearing.blocks) {
            std::print("],\n\"blocks\":[");
            writeRows(m_blocks.blocks.size(), [&](std::size_t i) { return block(i); });
            std::println("],\n\"search\":{}}}", search(*m_clearing.blocks).dump());
        } else {
            std::println("]}}");
        }
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
        if (why.crossing) {
            row["crossing_period"] = toText(why.crossing->period);
            row["highest_buy"] = priceOf(why.crossing->buy);
            row["lowest_sell"] = priceOf(why.crossing->sell);
        }
        if (why.elsewhere)
            row["price_elsewhere"] = priceOf(why.elsewhere);
        if (why.link) {
            row["link_from"] = m_book.zones[m_links[*why.link].from.number];
            row["link_to"] = m_book.zones[m_links[*why.link].to.number];
        }
        return row;
    }

    [[nodiscard]] Json block(std::size_t i) const
    {
        const market::BlockOrder& order = m_blocks.blocks[i];
        const market::BlockFill& fill = m_clearing.blocks->fills[i];
        Json periods = Json::array();
        Lots asked;
        Lots filled;
        for (const market::BlockPeriod& period : order.profile) {
            const Lots lots{period.lots.count() * fill.parts};
            periods.push_back({{"period", toText(period.period)}, {"kwh", kwh(lots)}});
            asked += Lots{period.lots.count() * order.parts};
            filled += lots;
        }
        return {{"id", m_blocks.ids[i]},         {"kwh", kwh(filled)},
                {"asked_kwh", kwh(asked)},       {"average_price", priceOf(fill.averagePrice)},
                {"limit", priceOf(order.limit)}, {"reason", std::string{market::codeOf(fill.why.reason)}},
                {"periods", std::move(periods)}};
    }

    /// How good the accepted blocks are and what finding them took.
    [[nodiscard]] Json search(const market::BookBlocks& found) const
    {
        const market::DecimalUnit money = m_rules.lot * m_rules.tick;
        const Int128 gap = found.bound - found.welfare;
        // In millionths, rounded up.
        const Json percent =
            found.bound > 0 ? Json(formatDecimal((gap * 1'000'000 + found.bound - 1) / found.bound, 4)) : Json(nullptr);
        return {{"welfare", market::textOf(found.welfare, money)},
                {"bound", market::textOf(found.bound, money)},
                {"gap", market::textOf(gap, money)},
                {"gap_percent", percent},
                {"iterations", found.solverWork.iterations},
                {"nodes", found.solverWork.nodes},
                {"clearings", found.clearings}};
    }

    const market::Book& m_book;
    std::span<const market::ZoneLink> m_links;
    const market::ListedBlocks& m_blocks;
    const market::BookRules& m_rules;
    const market::BookClearing& m_clearing;
    std::map<std::tuple<Period, std::uint16_t, market::EnergyClass>, const market::PeriodClearing*> m_results;
};

struct ClearOptions {
    std::string rules;
    std::string links;
    std::string blocks;
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
        auto read = readWhole(options.links,
                              [&](std::string_view text) { return market::readLinksCsv(text, rules.lot, *book); });
        if (!read)
            return fail(read.error());
        links = std::move(*read);
    }
    market::ListedBlocks blocks;
    if (!options.blocks.empty()) {
        auto read =
            readWhole(options.blocks, [&](std::string_view text) { return market::readBlocksCsv(text, rules, *book); });
        if (!read)
            return fail(read.error());
        blocks = std::move(*read);
    }
    const auto clearing = options.blocks.empty() ? market::clearBook(*book, links, rules)
                                                 : market::clearBook(*book, links, blocks.blocks, rules);
    if (!clearing)
        return fail(options.orders + ": " + std::string{market::describe(clearing.error())});
    ClearingWriter(*book, links, blocks, rules, *clearing).write();
    return kGood;
}

} // namespace

void addClearCommand(CLI::App& program, int& exitCode)
{
    auto options = std::make_shared<ClearOptions>();
    CLI::App* command = program.add_subcommand("clear", "Clears an order book and prints prices, fills and reasons");
    command->add_option("--rules", options->rules, "Rules of the auction (TOML)");
    command->add_option("--links", options->links, "Directed links between zones (CSV: from,to,capacity_kwh)");
    command->add_option("--blocks", options->blocks,
                        "Orders over several periods (CSV: a row per period, columns as of ORDERS and "
                        "min_ratio,parent)");
    command
        ->add_option("ORDERS", options->orders,
                     "Order book (CSV: id,participant,period,side,quantity_kwh,price,class,zone)")
        ->required();
    command->footer(kFilesText);
    command->callback([options, &exitCode] { exitCode = runClear(*options); });
}

} // namespace dgex::app
