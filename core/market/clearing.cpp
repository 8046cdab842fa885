// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/market/clearing.h"

#include "core/base/assert.h"
#include "core/base/encoding.h"
#include "core/crypto/hash.h"

#include <algorithm>
#include <cstddef>
#include <numeric>
#include <span>
#include <tuple>

namespace dgex::market {

namespace {

/// All merged orders of one side at one limit.
struct Step {
    /// The limit as the seller sees it: a bid is worth the fee less.
    Price worth;
    Lots quantity;
    /// Their place in Curve::ranked.
    std::size_t first = 0;
    std::size_t size = 0;
};

/// One side of the book, the most eager orders first.
struct Curve {
    std::vector<std::size_t> ranked; ///< Indices into the fills.
    std::vector<Step> steps;
};

/// Where a side stops trading.
struct Margin {
    Price lastFilled;
    std::optional<Price> firstUnfilled; ///< None when the whole side is filled.
};

/// A claim on one of the lots that are left after whole shares.
struct Claim {
    Int128 remainder = 0;
    Hash256 tieBreak{};
    std::size_t fill = 0;
};

struct TieRule {
    Period period;
    const Hash256& seed;
};

void checkRules(const AuctionRules& rules)
{
    DGEX_ASSERT(rules.kDenominator > 0 && rules.kNumerator <= rules.kDenominator);
    DGEX_ASSERT(rules.priceBound >= Price{} && rules.priceBound <= kPriceMax);
    DGEX_ASSERT(rules.networkFee.abs() <= kPriceMax);
}

std::vector<Fill> merge(std::vector<BookOrder> orders, Price priceBound)
{
    const auto place = [](const BookOrder& order) { return std::tuple{order.participant, order.side, order.limit}; };
    std::ranges::sort(orders, {}, place);
    std::vector<Fill> fills;
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

Curve curveOf(std::span<const Fill> fills, Side side, Price fee)
{
    Curve curve;
    for (std::size_t i = 0; i < fills.size(); ++i) {
        if (fills[i].side == side)
            curve.ranked.push_back(i);
    }
    std::ranges::stable_sort(curve.ranked, [&](std::size_t a, std::size_t b) {
        return side == Side::Buy ? fills[a].limit > fills[b].limit : fills[a].limit < fills[b].limit;
    });
    for (std::size_t i = 0; i < curve.ranked.size(); ++i) {
        const Fill& fill = fills[curve.ranked[i]];
        const Price worth = side == Side::Buy ? fill.limit - fee : fill.limit;
        if (curve.steps.empty() || curve.steps.back().worth != worth)
            curve.steps.push_back({.worth = worth, .quantity = Lots{}, .first = i, .size = 0});
        curve.steps.back().quantity += fill.asked;
        ++curve.steps.back().size;
    }
    return curve;
}

/// Pairs the dearest bids with the cheapest asks for as long as that loses nothing. The gain of the next pair only
/// falls, so this is the greatest welfare, and by going on at gain zero the greatest volume that has it.
Lots greatestVolume(const Curve& bids, const Curve& asks)
{
    Lots volume;
    std::size_t bid = 0;
    std::size_t ask = 0;
    Lots bidUsed;
    Lots askUsed;
    while (bid < bids.steps.size() && ask < asks.steps.size() && bids.steps[bid].worth >= asks.steps[ask].worth) {
        const Lots bidLeft = bids.steps[bid].quantity - bidUsed;
        const Lots askLeft = asks.steps[ask].quantity - askUsed;
        const Lots traded = std::min(bidLeft, askLeft);
        volume += traded;
        bidUsed += traded;
        askUsed += traded;
        if (traded == bidLeft) {
            ++bid;
            bidUsed = Lots{};
        }
        if (traded == askLeft) {
            ++ask;
            askUsed = Lots{};
        }
    }
    return volume;
}

Margin marginOf(const Curve& curve, Lots volume)
{
    Margin margin;
    Lots left = volume;
    for (const Step& step : curve.steps) {
        if (left > Lots{})
            margin.lastFilled = step.worth;
        if (left < step.quantity) {
            margin.firstUnfilled = step.worth;
            break;
        }
        left -= step.quantity;
    }
    return margin;
}

/// All prices at which every filled order gains or breaks even and no unfilled lot would have gained: the optimal
/// duals, and the same set for every optimal allocation.
std::pair<Price, Price> supportingPrices(const Margin& bids, const Margin& asks)
{
    const Price least = std::max(asks.lastFilled, bids.firstUnfilled.value_or(asks.lastFilled));
    const Price greatest = std::min(bids.lastFilled, asks.firstUnfilled.value_or(bids.lastFilled));
    DGEX_ASSERT(least <= greatest);
    return {least, greatest};
}

Hash256 tieBreak(const TieRule& rule, const Fill& fill)
{
    Encoder preimage;
    preimage.domain("tie").raw(rule.seed).u64(fill.participant.number).i64(rule.period.startSeconds());
    preimage.u8(static_cast<std::uint8_t>(fill.side));
    return crypto::sha256(preimage.bytes());
}

/// Shares the available lots over the orders of one step in proportion to what they asked for.
void shareProRata(std::span<Fill> fills, std::span<const std::size_t> members, Lots available, const TieRule& rule)
{
    const Lots asked = std::accumulate(members.begin(), members.end(), Lots{},
                                       [&](Lots sum, std::size_t i) { return sum + fills[i].asked; });
    std::vector<Claim> claims;
    Lots left = available;
    for (const std::size_t i : members) {
        const Int128 product = Int128{available.count()} * fills[i].asked.count();
        fills[i].filled = Lots{product / asked.count()};
        left -= fills[i].filled;
        if (const Int128 remainder = product % asked.count(); remainder > 0)
            claims.push_back({.remainder = remainder, .tieBreak = tieBreak(rule, fills[i]), .fill = i});
    }
    std::ranges::sort(claims, [](const Claim& a, const Claim& b) {
        return std::tie(b.remainder, a.tieBreak, a.fill) < std::tie(a.remainder, b.tieBreak, b.fill);
    });
    DGEX_ASSERT(left <= Lots{claims.size()});
    for (std::size_t n = 0; Lots{n} < left; ++n)
        fills[claims[n].fill].filled += Lots{1};
}

void allocate(std::span<Fill> fills, const Curve& curve, Lots volume, const TieRule& rule)
{
    Lots left = volume;
    for (const Step& step : curve.steps) {
        if (left.isZero())
            return;
        const std::span members = std::span{curve.ranked}.subspan(step.first, step.size);
        if (left < step.quantity) {
            shareProRata(fills, members, left, rule);
            return;
        }
        for (const std::size_t i : members)
            fills[i].filled = fills[i].asked;
        left -= step.quantity;
    }
}

WideMoney welfareOf(std::span<const Fill> fills, Price fee)
{
    WideMoney welfare = 0;
    for (const Fill& fill : fills) {
        const Price worth = fill.side == Side::Buy ? fill.limit - fee : -fill.limit;
        welfare += WideMoney{fill.filled.count()} * kWattHoursPerLot * worth.count();
    }
    return welfare;
}

} // namespace

Clearing clear(std::vector<BookOrder> orders, const AuctionRules& rules, Period period, const Hash256& seed)
{
    checkRules(rules);
    Clearing result;
    result.fills = merge(std::move(orders), rules.priceBound);
    const Curve bids = curveOf(result.fills, Side::Buy, rules.networkFee);
    const Curve asks = curveOf(result.fills, Side::Sell, rules.networkFee);
    result.volume = greatestVolume(bids, asks);
    if (result.volume.isZero())
        return result;

    const auto [least, greatest] = supportingPrices(marginOf(bids, result.volume), marginOf(asks, result.volume));
    result.priceInterval = {least, greatest};
    // least is whole and the rest is not negative, so this floors the sum toward minus infinity.
    const Int128 share = Int128{rules.kNumerator} * (greatest - least).count();
    result.price = least + Price{divide(share, rules.kDenominator, Rounding::Floor)};

    const TieRule rule{.period = period, .seed = seed};
    allocate(result.fills, bids, result.volume, rule);
    allocate(result.fills, asks, result.volume, rule);
    result.welfare = welfareOf(result.fills, rules.networkFee);
    return result;
}

Hash256 tieSeed(const MarketId& market, Round round, const Hash256& previousResultRoot)
{
    Encoder preimage;
    preimage.domain("tie-seed").raw(market.bytes).i64(round.startSeconds()).raw(previousResultRoot);
    return crypto::sha256(preimage.bytes());
}

} // namespace dgex::market
