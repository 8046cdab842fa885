// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/market/book_clearing.h"

#include "core/base/assert.h"

#include <algorithm>
#include <numeric>
#include <set>
#include <span>
#include <tuple>

namespace dgex::market {

namespace {

using Rows = std::span<const std::uint32_t>;

std::optional<BookRefusal> refusalOf(const Book& book)
{
    const auto differs = [&](auto member) {
        return std::ranges::any_of(
            book.orders, [&](const ListedOrder& order) { return order.*member != book.orders.front().*member; });
    };
    if (differs(&ListedOrder::zone))
        return BookRefusal::SeveralZones;
    if (differs(&ListedOrder::energyClass))
        return BookRefusal::SeveralClasses;
    return std::nullopt;
}

auto placeOf(const ListedOrder& order)
{
    return std::tuple{order.period, order.participant, order.side, order.limit};
}

/// All rows by period, participant, side, limit and id: buys before sells, merged orders side by side.
std::vector<std::uint32_t> sortedRows(const Book& book)
{
    DGEX_ASSERT(book.orders.size() < UINT32_MAX);
    std::vector<std::uint32_t> rows(book.orders.size());
    std::iota(rows.begin(), rows.end(), std::uint32_t{0});
    std::ranges::sort(rows, [&](std::uint32_t a, std::uint32_t b) {
        const auto order = placeOf(book.orders[a]) <=> placeOf(book.orders[b]);
        return order == 0 ? book.ids[a] < book.ids[b] : order < 0;
    });
    return rows;
}

std::set<ParticipantId> crossingParticipants(const Book& book, Rows rows)
{
    std::set<ParticipantId> crossing;
    for (std::size_t i = 1; i < rows.size(); ++i) {
        const ListedOrder& buy = book.orders[rows[i - 1]];
        const ListedOrder& sell = book.orders[rows[i]];
        if (buy.period == sell.period && buy.participant == sell.participant && buy.side == Side::Buy &&
            sell.side == Side::Sell && buy.limit >= sell.limit)
            crossing.insert(buy.participant);
    }
    return crossing;
}

/// The last limit of a side that trades, if some of it does not.
std::optional<PartFilledLimit> sharedLimit(const std::vector<Fill>& fills, Side side)
{
    std::optional<Price> last;
    for (const Fill& fill : fills) {
        if (fill.side == side && !fill.filled.isZero())
            last = side == Side::Buy ? std::min(fill.limit, last.value_or(fill.limit))
                                     : std::max(fill.limit, last.value_or(fill.limit));
    }
    if (!last)
        return std::nullopt;
    PartFilledLimit shared{.limit = *last, .asked = Lots{}, .filled = Lots{}};
    for (const Fill& fill : fills) {
        if (fill.side == side && fill.limit == *last) {
            shared.asked += fill.asked;
            shared.filled += fill.filled;
        }
    }
    return shared.filled == shared.asked ? std::nullopt : std::optional{shared};
}

Reason reasonOf(const Fill& fill, const PeriodClearing& period, Price fee)
{
    const bool buys = fill.side == Side::Buy;
    const std::optional<PartFilledLimit>& shared = buys ? period.sharedBuyLimit : period.sharedSellLimit;
    if (fill.filled == fill.asked)
        return Reason::Filled;
    if (shared && shared->limit == fill.limit)
        return Reason::PartFilledAtMargin;
    DGEX_ASSERT(fill.filled.isZero());
    if (!period.price)
        return Reason::NoCounterpart;
    const bool beyond = buys ? fill.limit - fee < *period.buyerPrice : fill.limit > *period.price;
    return beyond ? Reason::LimitBeyondPrice : Reason::NoCounterpart;
}

/// Shares what a merged order got among its rows, which stand in the order of their ids.
void shareAmong(Rows rows, const Fill& fill, const Book& book, Reason reason, std::span<OrderOutcome> outcomes)
{
    Lots left = fill.filled;
    std::vector<std::pair<Int128, std::uint32_t>> remainders;
    for (const std::uint32_t row : rows) {
        const Int128 product = Int128{fill.filled.count()} * book.orders[row].quantity.count();
        outcomes[row].filled = Lots{product / fill.asked.count()};
        left -= outcomes[row].filled;
        remainders.emplace_back(product % fill.asked.count(), row);
    }
    std::ranges::stable_sort(remainders, std::greater{}, &std::pair<Int128, std::uint32_t>::first);
    for (std::size_t n = 0; Lots{n} < left; ++n)
        outcomes[remainders[n].second].filled += Lots{1};
    const bool partly = !fill.filled.isZero() && fill.filled < fill.asked;
    for (const std::uint32_t row : rows) {
        const bool whole = outcomes[row].filled == book.orders[row].quantity;
        outcomes[row].reason = whole ? Reason::Filled : partly && rows.size() > 1 ? Reason::Merged : reason;
    }
}

PeriodClearing clearPeriod(const Book& book, const BookRules& rules, Period period, Rows rows,
                           std::span<OrderOutcome> outcomes)
{
    std::vector<BookOrder> orders;
    orders.reserve(rows.size());
    for (const std::uint32_t row : rows) {
        const ListedOrder& order = book.orders[row];
        orders.push_back(
            {.participant = order.participant, .side = order.side, .quantity = order.quantity, .limit = order.limit});
    }
    const Clearing clearing = clear(std::move(orders), rules.auction, period, rules.seed);
    const PeriodClearing result{.period = period,
                                .price = clearing.price,
                                .buyerPrice = clearing.buyerPrice,
                                .priceInterval = clearing.priceInterval,
                                .volume = clearing.volume,
                                .welfare = clearing.welfare / kWattHoursPerLot,
                                .sharedBuyLimit = sharedLimit(clearing.fills, Side::Buy),
                                .sharedSellLimit = sharedLimit(clearing.fills, Side::Sell)};
    std::size_t first = 0;
    for (const Fill& fill : clearing.fills) {
        std::size_t end = first;
        for (Lots asked; asked < fill.asked; ++end)
            asked += book.orders[rows[end]].quantity;
        shareAmong(rows.subspan(first, end - first), fill, book, reasonOf(fill, result, rules.auction.networkFee),
                   outcomes);
        first = end;
    }
    DGEX_ASSERT(first == rows.size());
    return result;
}

} // namespace

std::string_view describe(BookRefusal refusal)
{
    switch (refusal) {
    case BookRefusal::SeveralZones:
        return "the book has several zones; only books of one zone are cleared";
    case BookRefusal::SeveralClasses:
        return "the book has several classes; only books of one class are cleared";
    }
    return "unknown refusal";
}

std::expected<BookClearing, BookRefusal> clearBook(const Book& book, const BookRules& rules)
{
    if (const std::optional<BookRefusal> refusal = refusalOf(book))
        return std::unexpected(*refusal);
    const std::vector<std::uint32_t> rows = sortedRows(book);
    const std::set<ParticipantId> crossing = crossingParticipants(book, rows);
    BookClearing result;
    result.outcomes.resize(book.orders.size());
    std::vector<std::uint32_t> valid;
    for (std::size_t first = 0; first < rows.size();) {
        const Period period = book.orders[rows[first]].period;
        valid.clear();
        for (; first < rows.size() && book.orders[rows[first]].period == period; ++first) {
            if (crossing.contains(book.orders[rows[first]].participant))
                result.outcomes[rows[first]] = {.filled = Lots{}, .reason = Reason::CrossesItself};
            else
                valid.push_back(rows[first]);
        }
        result.periods.push_back(clearPeriod(book, rules, period, valid, result.outcomes));
    }
    return result;
}

} // namespace dgex::market
