// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/market/clearing.h"

#include "core/base/assert.h"
#include "core/base/encoding.h"
#include "core/crypto/hash.h"
#include "core/market/crossing.h"
#include "core/market/pro_rata.h"
#include "core/market/trade_reduction.h"

#include <algorithm>
#include <tuple>

namespace dgex::market {

namespace {

/// Where one side stops trading: what is more eager trades whole, this worth shares, nothing else trades.
struct SideMargin {
    Price worth;
    Lots available;
};

struct Margins {
    SideMargin bids;
    SideMargin asks;
};

void checkRules(const AuctionRules& rules)
{
    DGEX_ASSERT(rules.kDenominator > 0 && rules.kNumerator <= rules.kDenominator);
    DGEX_ASSERT(rules.priceBound >= Price{} && rules.priceBound <= kPriceMax);
    DGEX_ASSERT(rules.networkFee.abs() <= kPriceMax);
    DGEX_ASSERT(rules.pricing <= PricingRule::McAfee);
}

std::vector<Fill> merge(std::vector<BookOrder> orders, Price priceBound)
{
    const auto place = [](const BookOrder& order) { return std::tuple{order.participant, order.side, order.limit}; };
    if (!std::ranges::is_sorted(orders, {}, place))
        std::ranges::sort(orders, {}, place);
    std::vector<Fill> fills;
    fills.reserve(orders.size());
    for (const BookOrder& order : orders) {
        DGEX_ASSERT(order.quantity >= Lots{1} && order.quantity <= kOrderLotsMax);
        DGEX_ASSERT(order.limit.abs() <= priceBound);
        if (!fills.empty() &&
            place(order) == std::tuple{fills.back().participant, fills.back().side, fills.back().limit}) {
            fills.back().asked += order.quantity;
            continue;
        }
        // Before a participant's first sell stands its highest buy.
        DGEX_ASSERT(fills.empty() || order.side == Side::Buy || fills.back().side == Side::Sell ||
                    fills.back().participant != order.participant || fills.back().limit < order.limit);
        fills.push_back({.participant = order.participant,
                         .side = order.side,
                         .limit = order.limit,
                         .asked = order.quantity,
                         .filled = Lots{}});
    }
    return fills;
}

Price worthOf(const Fill& fill, Price fee)
{
    return fill.side == Side::Buy ? fill.limit - fee : fill.limit;
}

/// Whether a worth is more eager than another on its side.
bool isBetter(Side side, Price worth, Price than)
{
    return side == Side::Buy ? worth > than : worth < than;
}

std::optional<Crossing> crossingOf(const std::vector<Fill>& fills, Price fee)
{
    std::vector<PackedOrder> packed;
    packed.reserve(fills.size());
    PackedSummary summary;
    for (const Fill& fill : fills) {
        // Where curves cross depends on sums alone, so an order that is too large for the packing stands as several.
        for (Lots left = fill.asked; left > Lots{}; left -= Lots{packed.back().quantity()}) {
            const Lots part = std::min(left, Lots{PackedOrder::kQuantityMax});
            summary.add(packed.emplace_back(fill.side, worthOf(fill, fee), part));
        }
    }
    return CrossingFinder{}.find(packed, summary);
}

/// Sums of one side around a worth.
struct SideSums {
    Lots better;
    Lots at;
};

SideSums sumsOf(const std::vector<Fill>& fills, Side side, Price worth, Price fee)
{
    SideSums sums;
    for (const Fill& fill : fills) {
        if (fill.side != side)
            continue;
        const Price own = worthOf(fill, fee);
        if (own == worth)
            sums.at += fill.asked;
        else if (isBetter(side, own, worth))
            sums.better += fill.asked;
    }
    return sums;
}

/// The least eager worth of a side that is better than a bound, and the most eager one that is not as good.
struct Neighbours {
    std::optional<Price> better;
    std::optional<Price> worse;
};

Neighbours neighboursOf(const std::vector<Fill>& fills, Side side, Price worth, Price fee)
{
    Neighbours found;
    for (const Fill& fill : fills) {
        const Price own = worthOf(fill, fee);
        if (fill.side != side || own == worth)
            continue;
        std::optional<Price>& place = isBetter(side, own, worth) ? found.better : found.worse;
        const bool nearer = !place || (&place == &found.better) == isBetter(side, *place, own);
        if (nearer)
            place = own;
    }
    return found;
}

void allocate(std::vector<Fill>& fills, Side side, const SideMargin& margin, Price fee, const TieRule& rule)
{
    std::vector<Claim> claims;
    std::vector<std::size_t> members;
    for (std::size_t i = 0; i < fills.size(); ++i) {
        if (fills[i].side != side)
            continue;
        const Price worth = worthOf(fills[i], fee);
        if (isBetter(side, worth, margin.worth))
            fills[i].filled = fills[i].asked;
        if (worth != margin.worth)
            continue;
        claims.push_back({.participant = fills[i].participant, .asked = fills[i].asked, .filled = Lots{}});
        members.push_back(i);
    }
    shareProRata(claims, margin.available, rule);
    for (std::size_t n = 0; n < members.size(); ++n)
        fills[members[n]].filled = claims[n].filled;
}

/// Takes the last lot from a side whose margin is at the crossing.
SideMargin withoutLastLot(const std::vector<Fill>& fills, Side side, const SideMargin& margin, Price last, Price fee)
{
    const Lots available = last == margin.worth ? margin.available : sumsOf(fills, side, last, fee).at;
    return {.worth = last, .available = available - Lots{1}};
}

/// Applies McAfee's rule to the trades of the crossing.
void reduce(Clearing& result, Margins& margins, const SideSums& bids, const SideSums& asks, const AuctionRules& rules)
{
    const Price fee = rules.networkFee;
    const Price worth = margins.bids.worth;
    const Neighbours bidSteps = neighboursOf(result.fills, Side::Buy, worth, fee);
    const Neighbours askSteps = neighboursOf(result.fills, Side::Sell, worth, fee);
    const auto last = [&](const SideMargin& margin, const Neighbours& steps) {
        return margin.available.isZero() ? *steps.better : worth;
    };
    const auto next = [&](const SideMargin& margin, const SideSums& sums, const Neighbours& steps) {
        return margin.available < sums.at ? std::optional{worth} : steps.worse;
    };
    const MarginalLots lots{.lastBid = last(margins.bids, bidSteps),
                            .lastAsk = last(margins.asks, askSteps),
                            .nextBid = next(margins.bids, bids, bidSteps),
                            .nextAsk = next(margins.asks, asks, askSteps)};
    const Reduction reduction = reduceTrade(lots, rules);
    if (reduction.reduced) {
        result.volume -= Lots{1};
        result.reducedAt = {lots.lastBid + fee, lots.lastAsk};
        margins.bids = withoutLastLot(result.fills, Side::Buy, margins.bids, lots.lastBid, fee);
        margins.asks = withoutLastLot(result.fills, Side::Sell, margins.asks, lots.lastAsk, fee);
    }
    result.price = reduction.sellerPrice;
    result.buyerPrice = reduction.buyerPrice;
}

WideMoney welfareOf(const std::vector<Fill>& fills, Price fee)
{
    WideMoney welfare = 0;
    for (const Fill& fill : fills) {
        const Price gain = fill.side == Side::Buy ? fill.limit - fee : -fill.limit;
        welfare += WideMoney{fill.filled.count()} * kWattHoursPerLot * gain.count();
    }
    return welfare;
}

WideMoney surplusOf(const Clearing& clearing, PricingRule pricing)
{
    if (pricing == PricingRule::PayAsBid)
        return clearing.welfare;
    const Price difference = *clearing.buyerPrice - *clearing.price;
    return WideMoney{clearing.volume.count()} * kWattHoursPerLot * difference.count();
}

} // namespace

Price priceBetween(Price least, Price greatest, const AuctionRules& rules)
{
    // least is whole and the rest is not negative, so this floors the sum toward minus infinity.
    const Int128 share = Int128{rules.kNumerator} * (greatest - least).count();
    return least + Price{divide(share, rules.kDenominator, Rounding::Floor)};
}

Price tradePrice(const TradePrices& prices, Side side, Price limit, const AuctionRules& rules)
{
    if (rules.pricing == PricingRule::PayAsBid)
        return side == Side::Buy ? limit - rules.networkFee : limit;
    return side == Side::Buy ? prices.buyer : prices.seller;
}

Price tradePrice(const Clearing& clearing, const Fill& fill, const AuctionRules& rules)
{
    DGEX_ASSERT(clearing.price && clearing.buyerPrice);
    return tradePrice({.seller = *clearing.price, .buyer = *clearing.buyerPrice}, fill.side, fill.limit, rules);
}

Clearing clear(std::vector<BookOrder> orders, const AuctionRules& rules, Period period, const Hash256& seed)
{
    checkRules(rules);
    DGEX_ASSERT(orders.size() <= kMarketOrdersMax);
    const Price fee = rules.networkFee;
    Clearing result;
    result.fills = merge(std::move(orders), rules.priceBound);
    const std::optional<Crossing> crossing = crossingOf(result.fills, fee);
    if (!crossing)
        return result;
    const Price worth = PackedOrder::worthOf(crossing->greatest);
    const SideSums bids = sumsOf(result.fills, Side::Buy, worth, fee);
    const SideSums asks = sumsOf(result.fills, Side::Sell, worth, fee);
    const auto [bought, sold] = tradedAt(*crossing, bids.at, asks.at);
    DGEX_ASSERT(bids.better + bought == asks.better + sold);
    result.volume = asks.better + sold;
    if (result.volume.isZero())
        return result;

    const Price least = PackedOrder::worthOf(crossing->least);
    Margins margins{.bids = {.worth = worth, .available = bought}, .asks = {.worth = worth, .available = sold}};
    result.price = result.buyerPrice = priceBetween(least, worth, rules);
    if (rules.pricing == PricingRule::McAfee)
        reduce(result, margins, bids, asks, rules);
    if (result.volume.isZero()) {
        result.price = result.buyerPrice = std::nullopt;
        return result;
    }
    result.priceInterval = {least, worth};
    allocate(result.fills, Side::Buy, margins.bids, fee, {.period = period, .seed = seed, .side = Side::Buy});
    allocate(result.fills, Side::Sell, margins.asks, fee, {.period = period, .seed = seed, .side = Side::Sell});
    result.welfare = welfareOf(result.fills, fee);
    result.surplus = surplusOf(result, rules.pricing);
    return result;
}

Hash256 tieSeed(const MarketId& market, Round round, const Hash256& previousResultRoot)
{
    Encoder preimage;
    preimage.domain("tie-seed").raw(market.bytes).i64(round.startSeconds()).raw(previousResultRoot);
    return crypto::sha256(preimage.bytes());
}

} // namespace dgex::market
