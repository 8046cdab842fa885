// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/market/clearing.h"
#include "core/market/crossing.h"

#include <cstddef>
#include <cstdint>
#include <functional>
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

/// A packed market whose owners are told on demand; few are asked for.
struct PackedBook {
    std::span<const PackedOrder> orders;
    PackedSummary summary;
    std::function<ParticipantId(std::size_t order)> ownerOf;
};

/// Merges and packs orders under the rules. Requires what clear requires. None when a merged order has more than
/// PackedOrder::kQuantityMax lots (214 GWh): clear takes such a book.
[[nodiscard]] std::optional<PackedMarket> pack(std::vector<BookOrder> orders, const AuctionRules& rules);

/// The result of a packed market, each field as Clearing's; what each order gets stands beside it.
struct PackedClearing {
    std::optional<Price> price;
    std::optional<Price> buyerPrice;
    std::optional<std::pair<Price, Price>> priceInterval;
    Lots volume;
    std::optional<std::pair<Price, Price>> reducedAt{};
};

/// Clears packed markets one after the other in the same memory. The result is that of clear. One thread each.
///
/// The orders are read twice: once to count lots on a ladder of worths (CrossingFinder), once to write what each gets.
/// Orders at the crossing, few as a rule, are then shared. McAfee's rule reads them twice more.
class PackedAuction {
public:
    /// Writes what orders[i] gets to filled[i]. Requires: filled is as long as book.orders; the rest as of
    /// PackedMarket.
    PackedClearing clear(const PackedBook& book, const AuctionRules& rules, Period period, const Hash256& seed,
                         std::span<std::uint32_t> filled);
    PackedClearing clear(const PackedMarket& market, const AuctionRules& rules, Period period, const Hash256& seed,
                         std::span<std::uint32_t> filled);

private:
    CrossingFinder m_finder;
    std::vector<std::uint32_t> m_atMargin;
};

} // namespace dgex::market
