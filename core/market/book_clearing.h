// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

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
    PricingNeedsOneZone, ///< McAfee's rule knows one zone and one class in a period.
};
[[nodiscard]] std::string_view describe(BookRefusal refusal);

struct BookClearing {
    /// Wherever orders stand: by time, then the zones' names, any before renewable.
    std::vector<PeriodClearing> periods;
    /// By time, then the order of the links.
    std::vector<BookFlow> flows;
    /// One per order, in the order of Book::orders.
    std::vector<OrderOutcome> outcomes;
    std::vector<Explanation> explanations;
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

} // namespace dgex::market
