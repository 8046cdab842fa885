// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/market/block_solver.h"
#include "core/market/book.h"
#include "core/market/explanation.h"
#include "core/market/market.h"

#include <algorithm>
#include <expected>
#include <optional>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

namespace dgex::market {

/// The result of one class of one zone of a book in one period.
struct PeriodClearing {
    Period period;
    std::uint16_t zone = 0; ///< Index into Book::zones.
    EnergyClass energyClass = EnergyClass::Any;
    std::optional<Price> price;
    /// As Clearing::buyerPrice: equal to the price but under McAfee.
    std::optional<Price> buyerPrice;
    std::optional<std::pair<Price, Price>> priceInterval;
    Lots bought;
    Lots sold;
    /// In lots times ticks.
    Int128 welfare = 0;
    /// The greater of bought and sold; without links both are the same in a zone.
    [[nodiscard]] Lots volume() const { return std::max(bought, sold); }
};

/// Energy on a link of a book.
struct BookFlow {
    Period period;
    std::uint32_t link = 0;
    Lots lots;
    Price rent;
};

/// What no auction can give a book.
enum class BookRefusal {
    PricingNeedsOneZone,     ///< McAfee's rule knows one zone and one class in a period.
    BlocksNeedUniformPrices, ///< Blocks trade at uniform prices only.
};
[[nodiscard]] std::string_view describe(BookRefusal refusal);

/// What the search for blocks found.
struct BookBlocks {
    /// By the order of the blocks.
    std::vector<BlockFill> fills;
    /// In lots times ticks.
    Int128 welfare = 0;
    /// No clearing of the book has more.
    Int128 bound = 0;
    SolverWork solverWork;
    std::uint32_t clearings = 0;
};

/// Outcomes in 12 bytes each.
class OutcomeList {
public:
    OutcomeList() = default;
    explicit OutcomeList(std::size_t size)
        : m_rows(size)
    {
    }
    [[nodiscard]] std::size_t size() const { return m_rows.size(); }
    [[nodiscard]] bool empty() const { return m_rows.empty(); }
    [[nodiscard]] OrderOutcome operator[](std::size_t index) const
    {
        const Row& row = m_rows[index];
        return {.filled = Lots{row.lots}, .reason = row.reason, .explanation = row.explanation};
    }
    /// Requires: at most kOrderLotsMax is filled.
    void set(std::size_t index, const OrderOutcome& outcome)
    {
        m_rows[index] = {.lots = static_cast<std::uint32_t>(outcome.filled.count()),
                         .explanation = outcome.explanation,
                         .reason = outcome.reason};
    }

private:
    struct Row {
        std::uint32_t lots = 0;
        std::uint32_t explanation = 0;
        Reason reason = Reason::NoCounterpart;
    };
    static_assert(sizeof(Row) == 12 && kOrderLotsMax.count() <= UINT32_MAX);
    std::vector<Row> m_rows;
};

struct BookClearing {
    /// Wherever orders stand: by time, then the zones' names, any before renewable.
    std::vector<PeriodClearing> periods;
    /// By time, then the order of the links.
    std::vector<BookFlow> flows;
    /// One per order, in the order of Book::orders.
    OutcomeList outcomes;
    std::vector<Explanation> explanations;
    std::optional<BookBlocks> blocks;
};

/// Clears every period of a book by clearMarket, one after the other.
///
/// Zones are numbered by their names, so that no order of rows enters a result. The orders of a participant are its
/// sheet: when it crosses itself in a period, all its orders are invalid, as the ledger would refuse the sheet. What
/// merged orders get together is shared among them pro rata by largest remainder, the last lots by the least id; that
/// never changes what their participant gets.
/// Requires: links between zones of the book, numbered as in Book::zones; ranges of ZoneLink.
[[nodiscard]] std::expected<BookClearing, BookRefusal> clearBook(const Book& book, std::span<const ZoneLink> links,
                                                                 const BookRules& rules);

/// The same with blocks, all periods together, by solveBlocks. Prices and volumes hold the blocks' energy too.
/// Requires: blocks in zones of the book, numbered as in Book::zones; ranges of block.h.
[[nodiscard]] std::expected<BookClearing, BookRefusal> clearBook(const Book& book, std::span<const ZoneLink> links,
                                                                 std::span<const BlockOrder> blocks,
                                                                 const BookRules& rules);

} // namespace dgex::market
