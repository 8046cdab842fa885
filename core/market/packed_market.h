// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/market/clearing.h"
#include "core/market/crossing.h"

#include <cstdint>
#include <optional>
#include <span>
#include <utility>
#include <vector>

namespace dgex::market {

/// The orders of one market, validated, merged and packed: what a million orders a millisecond are cleared from.
/// Invariants: owners[i] owns orders[i]; one owner has one order at one side and worth; the summary is that of orders.
struct PackedMarket {
    std::vector<PackedOrder> orders;
    std::vector<ParticipantId> owners;
    PackedSummary summary;
};

/// Merges and packs orders under the rules. Requires what clear requires. None when a merged order has more than
/// PackedOrder::kQuantityMax lots (214 GWh): clear takes such a book.
[[nodiscard]] std::optional<PackedMarket> pack(std::vector<BookOrder> orders, const AuctionRules& rules);

/// The result of a packed market; what each order gets stands beside it.
struct PackedClearing {
    std::optional<Price> price;
    std::optional<std::pair<Price, Price>> priceInterval;
    Lots volume;
};

/// Clears packed markets one after the other in the same memory. The result is that of clear under Uniform (PayAsBid
/// fills alike). One thread each.
///
/// The orders are read twice: once to count lots on a ladder of worths (CrossingFinder), once to write what each gets.
/// Orders at the crossing, few as a rule, are then shared.
class PackedAuction {
public:
    /// Writes what orders[i] gets to filled[i]. Requires: filled is as long as market.orders; the pricing rule is not
    /// McAfee.
    PackedClearing clear(const PackedMarket& market, const AuctionRules& rules, Period period, const Hash256& seed,
                         std::span<std::uint32_t> filled);

private:
    CrossingFinder m_finder;
    std::vector<std::uint32_t> m_atMargin;
};

} // namespace dgex::market
