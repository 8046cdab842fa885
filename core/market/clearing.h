// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/bytes.h"
#include "core/market/order.h"

#include <optional>
#include <utility>
#include <vector>

namespace dgex::market {

/// Rules of an auction; they live on the ledger.
struct AuctionRules {
    /// The price stands at floor(pMin + k (pMax - pMin)), k = kNumerator / kDenominator in [0, 1].
    std::uint32_t kNumerator = 1;
    std::uint32_t kDenominator = 2;
    /// Bound of every limit; market orders stand at it.
    Price priceBound = kPriceMax;
    /// Network fee: a buyer pays price + fee; a match needs bid >= ask + fee.
    Price networkFee{};
};

/// What one participant gets at one limit, after merging. Quantity may be zero.
struct Fill {
    ParticipantId participant;
    Side side = Side::Buy;
    Price limit;
    Lots asked;
    Lots filled;
    friend constexpr auto operator<=>(const Fill&, const Fill&) = default;
};

/// The result of one market: one zone, one class, one period.
struct Clearing {
    /// What sellers get per kWh; buyers pay this plus the network fee. None when nothing trades.
    std::optional<Price> price;
    /// The least and greatest price for the seller that support the result: every price between them is a competitive
    /// equilibrium, and no other is. None when nothing trades.
    std::optional<std::pair<Price, Price>> priceInterval;
    Lots volume;
    /// Sum of bid limits minus ask limits minus fees over the traded energy.
    WideMoney welfare = 0;
    /// Every merged order, sorted by (participant, side, limit).
    std::vector<Fill> fills;
};

/// Clears a sealed-bid call auction at one uniform price: welfare-maximal, then volume-maximal
/// (ARCHITECTURE.md, market rules). Orders of one participant at one side and price are merged first. At a limit
/// that is only partly served lots go pro rata by largest remainder; equal remainders by the least SHA-256 over
/// "DGEX/tie/v1" 0, seed, u64 participant, i64 period, u8 side. The result does not depend on the order of the input.
///
/// Requires: every order within its ranges; 0 <= k <= 1; |network fee| <= kPriceMax; no participant's highest bid
/// reaches its own lowest ask (crossesItself refuses such sheets before).
[[nodiscard]] Clearing clear(std::vector<BookOrder> orders, const AuctionRules& rules, Period period,
                             const Hash256& seed);

/// The seed of a round's last lots: SHA-256 over "DGEX/tie-seed/v1" 0, market (16 bytes), i64 round, previous result
/// root (32 bytes).
[[nodiscard]] Hash256 tieSeed(const MarketId& market, Round round, const Hash256& previousResultRoot);

} // namespace dgex::market
