// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/market/clearing.h"

namespace dgex::market {

/// The lots around the margin of a market, by worth: b(n), b(n+1), s(n), s(n+1) of PricingRule::McAfee.
struct MarginalLots {
    Price lastBid;
    Price lastAsk;
    std::optional<Price> nextBid; ///< None when every bid trades.
    std::optional<Price> nextAsk;
};

/// What McAfee's rule makes of n lots.
struct Reduction {
    bool reduced = false; ///< One lot fewer trades on both sides.
    Price buyerPrice;
    Price sellerPrice;
};
/// Requires: n >= 1; lastBid >= lastAsk; nextBid < nextAsk.
[[nodiscard]] Reduction reduceTrade(const MarginalLots& lots, const AuctionRules& rules);

} // namespace dgex::market
