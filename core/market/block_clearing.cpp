// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/market/block_clearing.h"

#include "core/base/assert.h"
#include "core/base/encoding.h"
#include "core/crypto/hash.h"
#include "core/market/block_prices.h"
#include "core/market/tied_blocks.h"

#include <algorithm>
#include <tuple>

namespace dgex::market {

namespace {

using Blocks = std::span<const BlockOrder>;

void check(Blocks blocks, const AuctionRules& rules)
{
    DGEX_ASSERT(rules.pricing == PricingRule::Uniform);
    DGEX_ASSERT(blocks.size() <= kBlocksMax);
    std::size_t periods = 0;
    for (const BlockOrder& block : blocks) {
        DGEX_ASSERT(block.limit.abs() <= rules.priceBound);
        DGEX_ASSERT(block.minParts >= 1 && block.minParts <= block.parts && block.parts <= kBlockPartsMax);
        DGEX_ASSERT(!block.profile.empty());
        DGEX_ASSERT(std::ranges::adjacent_find(block.profile, std::greater_equal{}, &BlockPeriod::period) ==
                    block.profile.end());
        for (const BlockPeriod& period : block.profile)
            DGEX_ASSERT(period.lots >= Lots{1} && period.lots.count() <= kOrderLotsMax.count() / block.parts);
        periods += block.profile.size();
    }
    DGEX_ASSERT(periods <= kBlockPeriodsMax);
}

/// What is wrong with an acceptance before any market is looked at.
std::optional<BlockRefusal> faultOf(Blocks blocks, const BlockAcceptance& acceptance)
{
    if (acceptance.size() != blocks.size())
        return BlockRefusal{.fault = BlockFault::WrongSize, .blocks = {}, .welfare = {}};
    for (std::uint32_t b = 0; b < blocks.size(); ++b) {
        const std::uint32_t parts = acceptance[b];
        if (parts != 0 && (parts < blocks[b].minParts || parts > blocks[b].parts))
            return BlockRefusal{.fault = BlockFault::BelowMinimum, .blocks = {b}, .welfare = {}};
        if (!blocks[b].parent)
            continue;
        const std::uint32_t parent = *blocks[b].parent;
        if (std::uint64_t{parts} * blocks[parent].parts > std::uint64_t{acceptance[parent]} * blocks[b].parts)
            return BlockRefusal{.fault = BlockFault::BeyondParent, .blocks = {b}, .welfare = {}};
    }
    return std::nullopt;
}

/// Joins clearings of different periods.
void append(MarketClearing& all, MarketClearing part)
{
    all.results.insert(all.results.end(), part.results.begin(), part.results.end());
    all.flows.insert(all.flows.end(), part.flows.begin(), part.flows.end());
    all.fills.insert(all.fills.end(), part.fills.begin(), part.fills.end());
    if (!part.anySlotFills.empty())
        all.anySlotFills = std::move(part.anySlotFills);
    all.volume += part.volume;
    all.welfare += part.welfare;
    all.networkFees += part.networkFees;
    all.congestionRent += part.congestionRent;
}

Explanation explain(Blocks blocks, const BlockAcceptance& acceptance, std::uint32_t b, const BlockSurplus& surplus)
{
    const BlockOrder& block = blocks[b];
    Explanation why{.reason = Reason::Filled, .price = surplus.average, .elsewhere = {}, .link = {}, .shared = {}};
    const Lots lots = lotsOfPart(block);
    if (acceptance[b] == block.parts)
        return why;
    if (acceptance[b] > 0) {
        why.reason = Reason::BlockPartFilled;
        why.shared = PartFilledLimit{.limit = block.limit,
                                     .asked = Lots{lots.count() * block.parts},
                                     .filled = Lots{lots.count() * acceptance[b]}};
    } else if (!surplus.average) {
        why.reason = Reason::NoCounterpart;
    } else if (surplus.ofPart < 0) {
        why.reason = Reason::BlockOutOfMoney;
    } else {
        why.reason =
            block.parent && acceptance[*block.parent] == 0 ? Reason::ParentNotAccepted : Reason::BlockNotChosen;
    }
    return why;
}

} // namespace

std::expected<BlockClearing, BlockRefusal> clearWithBlocks(const Market& market, Blocks blocks,
                                                           const BlockAcceptance& acceptance, const AuctionRules& rules,
                                                           const Hash256& seed)
{
    check(blocks, rules);
    DGEX_ASSERT(market.capacities.empty());
    if (auto fault = faultOf(blocks, acceptance))
        return std::unexpected(std::move(*fault));
    const auto order = parentsFirst(blocks);
    DGEX_ASSERT(order.has_value());
    BlockClearing cleared;
    BlockRefusal losing{.fault = BlockFault::BlockLoses, .blocks = {}, .welfare = WideMoney{}};
    for (const TiedMarket& tied : splitByBlocks(market, blocks, acceptance)) {
        auto part =
            TiedBlocks({.tied = tied, .blocks = blocks, .acceptance = acceptance, .parentsFirst = *order}, rules, seed)
                .clear();
        if (!part)
            return std::unexpected(BlockRefusal{.fault = BlockFault::NotServed, .blocks = part.error(), .welfare = {}});
        losing.blocks.insert(losing.blocks.end(), part->losers.begin(), part->losers.end());
        append(cleared.market, std::move(part->clearing));
    }
    if (!losing.blocks.empty()) {
        losing.welfare = cleared.market.welfare;
        return std::unexpected(std::move(losing));
    }
    MarketClearing& whole = cleared.market;
    std::ranges::stable_sort(whole.results, {}, &ZoneResult::period);
    std::ranges::stable_sort(whole.flows, {}, &LinkFlow::period);
    std::ranges::stable_sort(whole.fills, {}, &ZoneFill::period);
    const BlockPrices prices(whole.results, rules.networkFee);
    for (std::uint32_t b = 0; b < blocks.size(); ++b) {
        const BlockSurplus surplus = prices.surplusOf(blocks[b]);
        cleared.blockFills.push_back(
            {.parts = acceptance[b], .averagePrice = surplus.average, .why = explain(blocks, acceptance, b, surplus)});
    }
    return cleared;
}

bool isBetter(const ClearedAcceptance& a, const ClearedAcceptance& b, const Hash256& seed)
{
    const auto hashOf = [&](const BlockAcceptance& acceptance) {
        Encoder preimage;
        preimage.domain("block-acceptance").raw(seed).u32(static_cast<std::uint32_t>(acceptance.size()));
        for (const std::uint32_t parts : acceptance)
            preimage.u32(parts);
        return crypto::sha256(preimage.bytes());
    };
    if (a.welfare != b.welfare)
        return a.welfare > b.welfare;
    return a.acceptance != b.acceptance && hashOf(a.acceptance) < hashOf(b.acceptance);
}

} // namespace dgex::market
