// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/market/block.h"
#include "core/market/market_clearing.h"

#include <expected>
#include <map>
#include <optional>
#include <span>
#include <tuple>
#include <vector>

namespace dgex::market {

/// Orders of periods that accepted blocks and any-slot orders tie together, or of all periods without an accepted one.
struct TiedMarket {
    Market market;
    /// The accepted blocks.
    std::vector<std::uint32_t> accepted;
};

/// Splits a market by the periods of accepted blocks and their parents; all any-slot orders stay together. At least one
/// part. Requires: no block is accepted without its parent.
[[nodiscard]] std::vector<TiedMarket> splitByBlocks(const Market& market, std::span<const BlockOrder> blocks,
                                                    const BlockAcceptance& acceptance);

/// A tied market and its blocks; everything outlives its user.
struct TiedInput {
    const TiedMarket& tied;
    std::span<const BlockOrder> blocks;
    const BlockAcceptance& acceptance;
    std::span<const std::uint32_t> parentsFirst;
};

/// Clears a tied market with its blocks fixed, as clearWithBlocks says.
class TiedBlocks {
public:
    TiedBlocks(const TiedInput& input, const AuctionRules& rules, const Hash256& seed);

    struct Cleared {
        MarketClearing clearing;
        /// Accepted blocks that lose with their descendants, worst first.
        std::vector<std::uint32_t> losers;
    };
    /// On failure: accepted blocks of places that cannot serve all of them.
    [[nodiscard]] std::expected<Cleared, std::vector<std::uint32_t>> clear() const;

private:
    /// Where an accepted block trades, and the limit it stands at.
    struct Lot {
        std::uint32_t block = 0;
        Period period;
        Lots lots;
        Price limit;
    };

    [[nodiscard]] MarketClearing clearAt(const AuctionRules& rules, const std::vector<Price>& limits) const;
    [[nodiscard]] std::vector<std::uint32_t> unserved(const MarketClearing& clearing) const;
    [[nodiscard]] std::vector<Price> tightLimits(const MarketClearing& clearing) const;
    /// What accepted blocks gain with their descendants, in lots times ticks.
    using Surplus = std::map<std::uint32_t, Int128>;
    [[nodiscard]] Surplus surplusOf(const MarketClearing& clearing) const;
    [[nodiscard]] static std::vector<std::uint32_t> losersOf(const Surplus& surplus);
    [[nodiscard]] MarketClearing clearMixed(std::uint32_t mix, const std::vector<Price>& limits) const;
    [[nodiscard]] MarketClearing nearestWithoutLoss(MarketClearing atK, const std::vector<Price>& limits) const;
    [[nodiscard]] std::optional<MarketClearing> towards(std::uint32_t end, const Surplus& atK,
                                                        const std::vector<Price>& limits) const;
    [[nodiscard]] Cleared priced(MarketClearing clearing, const std::vector<Price>& limits) const;
    void takeOut(MarketClearing& clearing, const std::vector<Price>& limits) const;

    const TiedInput m_in;
    const AuctionRules& m_rules;
    const Hash256& m_seed;
    /// What is accepted, by block and period.
    std::vector<Lot> m_lots;
};

} // namespace dgex::market
