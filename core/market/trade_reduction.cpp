// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/market/trade_reduction.h"

#include "core/base/assert.h"

namespace dgex::market {

Reduction reduceTrade(const MarginalLots& lots, const AuctionRules& rules)
{
    DGEX_ASSERT(lots.lastBid >= lots.lastAsk);
    const Price beyond = rules.priceBound + rules.networkFee.abs();
    const Int128 sum = Int128{lots.nextBid.value_or(-beyond).count()} + lots.nextAsk.value_or(beyond).count();
    const Price price{divide(sum, 2, Rounding::Floor)};
    if (lots.lastAsk <= price && price <= lots.lastBid)
        return {.reduced = false, .buyerPrice = price, .sellerPrice = price};
    return {.reduced = true, .buyerPrice = lots.lastBid, .sellerPrice = lots.lastAsk};
}

} // namespace dgex::market
