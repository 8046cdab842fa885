// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/market/block.h"
#include "core/market/market_clearing.h"

#include <expected>
#include <span>
#include <vector>

namespace dgex::market {

/// What a block gets.
struct BlockFill {
    /// How many of its parts.
    std::uint32_t parts = 0;
    /// Over its whole profile, rounded down; none when one of its periods has no price.
    std::optional<Price> averagePrice;
    /// The price in it is the average.
    Explanation why;
};

/// The result of a market with blocks. The market's volume, welfare, fees and results hold the blocks' energy too; its
/// fills are those of the other orders.
struct BlockClearing {
    MarketClearing market;
    /// By the order of the blocks.
    std::vector<BlockFill> blockFills;
};

enum class BlockFault {
    WrongSize,    ///< Not one number of parts for every block.
    BelowMinimum, ///< Some parts, but fewer than the block allows, or more than it has.
    BeyondParent, ///< A greater ratio than the parent's.
    NotServed,    ///< The market has no counterpart for all that is accepted.
    BlockLoses,   ///< A block and its descendants together trade beyond their limits.
};

/// Why an acceptance is refused.
struct BlockRefusal {
    BlockFault fault = BlockFault::WrongSize;
    /// Those it is refused for, the one that loses most first; empty for WrongSize.
    std::vector<std::uint32_t> blocks;
    /// BlockLoses: the welfare it would have.
    std::optional<WideMoney> welfare;
};

/// Clears a market with an acceptance of its blocks fixed, exactly: how every node checks a proposal.
///
/// 1. What is accepted must trade: it stands in the market of clearMarket at the price bound; the rest is cleared by
///    the rules. Refused unless all of it is served.
/// 2. Prices. Every price that supports the trades may be published. A block's limit bounds them as an order's would
///    where it lies strictly between the ends that the other orders leave: the market is cleared once more with such
///    limits, and that is taken when it trades the same and no block loses. In all periods that accepted blocks (and
///    any-slot orders) tie together, the price stands at floor(least + j (greatest - least)) for that j nearest to k
///    in steps of 2^-16 at which no block loses; clearMarket shows why each such j supports the same trades. j is k
///    unless a block would lose, and periods without an accepted block always have k.
/// 3. Refused when a block loses at every such price: its surplus together with that of its accepted descendants is
///    negative (a parent may live on its children, never a child on its parent). A block may be left out though prices
///    would pay it; an accepted one never pays beyond its limit.
///
/// Requires: ranges as stated there and in block.h; parentsFirst; uniform pricing; no participant numbered above
/// 2^64 - 3. Blocks are not compared with their owner's other orders.
[[nodiscard]] std::expected<BlockClearing, BlockRefusal>
clearWithBlocks(const Market& market, std::span<const BlockOrder> blocks, const BlockAcceptance& acceptance,
                const AuctionRules& rules, const Hash256& seed);

/// An acceptance that was cleared.
struct ClearedAcceptance {
    const BlockAcceptance& acceptance;
    WideMoney welfare = 0;
};
/// Which of two valid proposals counts: the greater welfare, then the lesser SHA-256 over "DGEX/block-acceptance/v1" 0,
/// seed, u32 number of blocks, u32 parts of each. Requires: one list of blocks.
[[nodiscard]] bool isBetter(const ClearedAcceptance& a, const ClearedAcceptance& b, const Hash256& seed);

} // namespace dgex::market
