// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/market/book.h"
#include "core/market/explanation.h"

#include <expected>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

namespace dgex::market {

/// What a book asks for that one zone and one class cannot give.
enum class BookRefusal { SeveralZones, SeveralClasses };
[[nodiscard]] std::string_view describe(BookRefusal refusal);

/// The result of one period of a book.
struct PeriodClearing {
    Period period;
    std::optional<Price> price;
    /// As Clearing::buyerPrice: equal to the price but under McAfee.
    std::optional<Price> buyerPrice;
    std::optional<std::pair<Price, Price>> priceInterval;
    Lots volume;
    /// In lots times ticks.
    Int128 welfare = 0;
    /// The bids and the asks that share a limit; none when every limit is filled whole or not at all.
    std::optional<PartFilledLimit> sharedBuyLimit;
    std::optional<PartFilledLimit> sharedSellLimit;
};

struct BookClearing {
    /// Every period that has orders, in time's order.
    std::vector<PeriodClearing> periods;
    /// One per order, in the order of Book::orders.
    std::vector<OrderOutcome> outcomes;
};

/// Clears every period of a book of one zone and one class.
///
/// The orders of a participant are its sheet: when it crosses itself in a period, all its orders are invalid, as the
/// ledger would refuse the sheet. What merged orders get together is shared among them pro rata by largest remainder,
/// the last lots by the least id; that never changes what their participant gets.
[[nodiscard]] std::expected<BookClearing, BookRefusal> clearBook(const Book& book, const BookRules& rules);

} // namespace dgex::market
