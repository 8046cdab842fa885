// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/market/packed_market.h"

#include "core/base/assert.h"
#include "core/market/pro_rata.h"
#include "core/market/trade_reduction.h"

#include <algorithm>
#include <array>
#include <tuple>

namespace dgex::market {

namespace {

constexpr std::size_t kBlock = 1'024;

/// Fills a block of orders but those at the margin. Returns the lots filled; atMargin tells whether there are such.
/// Bare pointers and no branches, so that compilers make vector instructions of it.
std::uint64_t fillBlock(const PackedOrder* orders, std::size_t size, std::uint32_t margin, std::uint32_t* filled,
                        bool& atMargin)
{
    std::uint64_t sum = 0;
    std::uint32_t seen = 0;
    for (std::size_t i = 0; i < size; ++i) {
        const std::uint32_t low = orders[i].lowWord();
        // Positive above the margin, negative below; keys stay below 2^31.
        const auto distance = static_cast<std::int32_t>(orders[i].key() - margin);
        // All ones for a sell: bids above the margin trade and asks below it.
        const std::int32_t sells = static_cast<std::int32_t>(low) >> 31;
        const std::int32_t better = (distance ^ sells) - sells;
        const std::uint32_t lots = (better > 0 ? ~0U : 0U) & low & 0x7FFF'FFFFU;
        seen |= distance == 0 ? 1U : 0U;
        filled[i] = lots;
        sum += lots;
    }
    atMargin = seen != 0;
    return sum;
}

/// What stands at the margin on one side.
struct AtMargin {
    std::size_t count = 0;
    Lots asked;
};

std::array<AtMargin, 2> sumsOf(const PackedBook& market, std::span<const std::uint32_t> atMargin)
{
    std::array<AtMargin, 2> sums{};
    for (const std::uint32_t index : atMargin) {
        AtMargin& side = sums[market.orders[index].sells() ? 1 : 0];
        ++side.count;
        side.asked += Lots{market.orders[index].quantity()};
    }
    return sums;
}

/// Shares what a side trades at the margin among its orders there.
void share(const PackedBook& market, std::span<const std::uint32_t> atMargin, const AtMargin& sums, Lots available,
           const TieRule& rule, std::span<std::uint32_t> filled)
{
    if (available.isZero() || available == sums.asked) {
        for (const std::uint32_t index : atMargin) {
            if (market.orders[index].side() == rule.side)
                filled[index] = available.isZero() ? 0 : market.orders[index].quantity();
        }
        return;
    }
    std::vector<Claim> claims;
    claims.reserve(sums.count);
    for (const std::uint32_t index : atMargin) {
        if (market.orders[index].side() == rule.side)
            claims.push_back({.participant = market.ownerOf(index),
                              .asked = Lots{market.orders[index].quantity()},
                              .filled = Lots{}});
    }
    shareProRata(claims, available, rule);
    auto claim = claims.begin();
    for (const std::uint32_t index : atMargin) {
        if (market.orders[index].side() == rule.side)
            filled[index] = static_cast<std::uint32_t>((claim++)->filled.count());
    }
}

} // namespace

namespace {

/// The lots around the margin, found by what each order gets.
MarginalLots marginalLots(const PackedBook& market, std::span<const std::uint32_t> filled)
{
    std::uint32_t lastBid = UINT32_MAX;
    std::uint32_t lastAsk = 0;
    std::optional<std::uint32_t> nextBid;
    std::optional<std::uint32_t> nextAsk;
    for (std::size_t i = 0; i < filled.size(); ++i) {
        const PackedOrder order = market.orders[i];
        const std::uint32_t key = order.key();
        if (filled[i] > 0 && order.sells())
            lastAsk = std::max(lastAsk, key);
        else if (filled[i] > 0)
            lastBid = std::min(lastBid, key);
        if (filled[i] == order.quantity())
            continue;
        if (order.sells())
            nextAsk = std::min(nextAsk.value_or(key), key);
        else
            nextBid = std::max(nextBid.value_or(key), key);
    }
    const auto worthOf = [](std::uint32_t key) { return PackedOrder::worthOf(key); };
    return {.lastBid = worthOf(lastBid),
            .lastAsk = worthOf(lastAsk),
            .nextBid = nextBid.transform(worthOf),
            .nextAsk = nextAsk.transform(worthOf)};
}

/// Takes one lot from what a side trades at a worth.
void takeLot(const PackedBook& market, Price worth, const TieRule& rule, std::span<std::uint32_t> filled)
{
    std::vector<std::uint32_t> there;
    Lots traded;
    for (std::size_t i = 0; i < filled.size(); ++i) {
        const PackedOrder order = market.orders[i];
        if (order.side() != rule.side || order.key() != PackedOrder::keyOf(worth))
            continue;
        there.push_back(static_cast<std::uint32_t>(i));
        traded += Lots{filled[i]};
    }
    share(market, there, sumsOf(market, there)[rule.side == Side::Sell ? 1 : 0], traded - Lots{1}, rule, filled);
}

/// Applies McAfee's rule to a market that trades at one price.
void reduce(const PackedBook& market, const AuctionRules& rules, TieRule rule, PackedClearing& clearing,
            std::span<std::uint32_t> filled)
{
    const MarginalLots lots = marginalLots(market, filled);
    const Reduction reduction = reduceTrade(lots, rules);
    clearing.price = reduction.sellerPrice;
    clearing.buyerPrice = reduction.buyerPrice;
    if (!reduction.reduced)
        return;
    clearing.reducedAt = {lots.lastBid + rules.networkFee, lots.lastAsk};
    clearing.volume -= Lots{1};
    rule.side = Side::Buy;
    takeLot(market, lots.lastBid, rule, filled);
    rule.side = Side::Sell;
    takeLot(market, lots.lastAsk, rule, filled);
    if (!clearing.volume.isZero())
        return;
    clearing.price = clearing.buyerPrice = std::nullopt;
    clearing.priceInterval = std::nullopt;
}

} // namespace

std::optional<PackedMarket> pack(std::vector<BookOrder> orders, const AuctionRules& rules)
{
    const auto place = [](const BookOrder& order) { return std::tuple{order.participant, order.side, order.limit}; };
    DGEX_ASSERT(orders.size() <= kMarketOrdersMax);
    if (!std::ranges::is_sorted(orders, {}, place))
        std::ranges::sort(orders, {}, place);
    PackedMarket market;
    market.orders.reserve(orders.size());
    market.owners.reserve(orders.size());
    for (std::size_t first = 0; first < orders.size();) {
        const BookOrder& order = orders[first];
        Lots merged;
        for (; first < orders.size() && place(orders[first]) == place(order); ++first) {
            DGEX_ASSERT(orders[first].quantity >= Lots{1} && orders[first].quantity <= kOrderLotsMax);
            merged += orders[first].quantity;
        }
        if (merged.count() > PackedOrder::kQuantityMax)
            return std::nullopt;
        const Price worth = order.side == Side::Buy ? order.limit - rules.networkFee : order.limit;
        market.orders.emplace_back(order.side, worth, merged);
        market.owners.push_back(order.participant);
        market.summary.add(market.orders.back());
    }
    return market;
}

PackedClearing PackedAuction::clear(const PackedMarket& market, const AuctionRules& rules, Period period,
                                    const Hash256& seed, std::span<std::uint32_t> filled)
{
    return clear({.orders = market.orders,
                  .summary = market.summary,
                  .ownerOf = [&market](std::size_t order) { return market.owners[order]; }},
                 rules, period, seed, filled);
}

PackedClearing PackedAuction::clear(const PackedBook& book, const AuctionRules& rules, Period period,
                                    const Hash256& seed, std::span<std::uint32_t> filled)
{
    DGEX_ASSERT(filled.size() == book.orders.size());
    const std::optional<Crossing> crossing = m_finder.find(book.orders, book.summary);
    if (!crossing) {
        std::ranges::fill(filled, 0U);
        return {};
    }
    const std::span orders = book.orders;
    m_atMargin.clear();
    std::uint64_t sum = 0;
    for (std::size_t first = 0; first < orders.size(); first += kBlock) {
        const auto block = orders.subspan(first, std::min(kBlock, orders.size() - first));
        bool atMargin = false;
        sum += fillBlock(block.data(), block.size(), crossing->greatest, filled.data() + first, atMargin);
        for (std::size_t i = 0; atMargin && i < block.size(); ++i) {
            if (block[i].key() == crossing->greatest)
                m_atMargin.push_back(static_cast<std::uint32_t>(first + i));
        }
    }
    const auto [bids, asks] = sumsOf(book, m_atMargin);
    const auto [bought, sold] = tradedAt(*crossing, bids.asked, asks.asked);
    share(book, m_atMargin, bids, bought, {.period = period, .seed = seed, .side = Side::Buy}, filled);
    share(book, m_atMargin, asks, sold, {.period = period, .seed = seed, .side = Side::Sell}, filled);

    const Lots both = Lots{sum} + bought + sold;
    DGEX_ASSERT(both.count() % 2 == 0);
    if (both.isZero())
        return {};
    const Price least = PackedOrder::worthOf(crossing->least);
    const Price greatest = PackedOrder::worthOf(crossing->greatest);
    const Price price = priceBetween(least, greatest, rules);
    PackedClearing clearing{.price = price,
                            .buyerPrice = price,
                            .priceInterval = std::pair{least, greatest},
                            .volume = Lots{both.count() / 2}};
    if (rules.pricing == PricingRule::McAfee)
        reduce(book, rules, {.period = period, .seed = seed, .side = Side::Buy}, clearing, filled);
    return clearing;
}

} // namespace dgex::market
