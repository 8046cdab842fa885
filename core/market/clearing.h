// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/bytes.h"
#include "core/market/order.h"

#include <optional>
#include <utility>
#include <vector>

namespace dgex::market {

/// Who pays and gets which price; the numbers stand in rules files and on the ledger and never change.
enum class PricingRule : std::uint8_t {
    /// All trade at the one price of AuctionRules::kNumerator.
    Uniform = 0,
    /// The same trades as Uniform, but each buyer pays its own limit and each seller gets its own.
    PayAsBid = 1,
    /// McAfee's trade reduction (R. P. McAfee, "A dominant strategy double auction", Journal of Economic Theory 56,
    /// 1992, 434-450), each lot taken as one trader. With all lots in order of eagerness let b(n), s(n) be the worth of
    /// the n-th bid and ask, a bid being worth its limit less the network fee, n the greatest volume with b(n) >= s(n),
    /// and p = floor((b(n+1) + s(n+1)) / 2), where a side that has no lot n + 1 counts -(B + |fee|) for b and B + |fee|
    /// for s, B the price bound. If s(n) <= p <= b(n), n lots trade at p. Else n - 1 lots trade, buyers pay b(n),
    /// sellers
    /// get s(n), and the market keeps the difference.
    ///
    /// Truthful for every participant whose wish is one lot: no other limit and no absence ever gains it more, for p
    /// and the prices of the reduction are set by lots that do not trade (or trade without gain), and flooring keeps
    /// p between b(n+1) and s(n+1). For all: nobody trades beyond its limit, and the market never pays in. A
    /// participant
    /// of several lots may own both trading lots and the lot that sets the price, and can then gain by asking for less.
    McAfee = 2,
};

/// Rules of an auction; they live on the ledger.
struct AuctionRules {
    /// The price stands at floor(pMin + k (pMax - pMin)), k = kNumerator / kDenominator in [0, 1].
    std::uint32_t kNumerator = 1;
    std::uint32_t kDenominator = 2;
    /// Bound of every limit; market orders stand at it.
    Price priceBound = kPriceMax;
    /// Network fee: a buyer pays price + fee; a match needs bid >= ask + fee.
    Price networkFee{};
    PricingRule pricing = PricingRule::Uniform;
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
    /// Uniform, McAfee: what sellers get per kWh. PayAsBid: the price that Uniform would set, for information alone.
    /// None when nothing trades.
    std::optional<Price> price;
    /// What buyers pay per kWh before the network fee: the same, but under McAfee it may be more. None without a price.
    std::optional<Price> buyerPrice;
    /// Where the curves cross: the least and greatest price for the seller at which all that trade under Uniform can;
    /// every price between them is a competitive equilibrium, and no other is. None when nothing trades.
    std::optional<std::pair<Price, Price>> priceInterval;
    Lots volume;
    /// Sum of bid limits minus ask limits minus fees over the traded energy.
    WideMoney welfare = 0;
    /// What buyers pay beyond fees and what sellers get, never negative: 0 under Uniform. It goes where fees go.
    WideMoney surplus = 0;
    /// McAfee left out one lot on both sides: the limits of those bids and asks. Also when nothing else was to trade.
    std::optional<std::pair<Price, Price>> reducedAt{};
    /// Every merged order, sorted by (participant, side, limit).
    std::vector<Fill> fills;
};

/// Clears a sealed-bid call auction: welfare-maximal, then volume-maximal, at one uniform price unless the pricing rule
/// says else (ARCHITECTURE.md, market rules). Orders of one participant at one side and price are merged first. At a
/// limit that is only partly served lots go pro rata by largest remainder, equal remainders by the least hash
/// (pro_rata.h). The result does not depend on the order of the input.
///
/// Requires: every order within its ranges, at most kMarketOrdersMax of them (crossing.h shows that nothing can
/// overflow then); 0 <= k <= 1; |network fee| <= kPriceMax; no participant's highest bid reaches its own lowest ask
/// (crossesItself refuses such sheets before).
[[nodiscard]] Clearing clear(std::vector<BookOrder> orders, const AuctionRules& rules, Period period,
                             const Hash256& seed);

/// The prices of a clearing that trades.
struct TradePrices {
    Price seller; ///< Clearing::price
    Price buyer;  ///< Clearing::buyerPrice
};
/// What an order that trades pays (buy) or gets (sell) per kWh; a buyer pays the network fee beside it. Equal to
/// Clearing::price under Uniform.
[[nodiscard]] Price tradePrice(const TradePrices& prices, Side side, Price limit, const AuctionRules& rules);
/// The same. Requires: the fill is of the clearing and trades.
[[nodiscard]] Price tradePrice(const Clearing& clearing, const Fill& fill, const AuctionRules& rules);

/// floor(least + k (greatest - least)).
[[nodiscard]] Price priceBetween(Price least, Price greatest, const AuctionRules& rules);

/// The seed of a round's last lots: SHA-256 over "DGEX/tie-seed/v1" 0, market (16 bytes), i64 round, previous result
/// root (32 bytes).
[[nodiscard]] Hash256 tieSeed(const MarketId& market, Round round, const Hash256& previousResultRoot);

} // namespace dgex::market
