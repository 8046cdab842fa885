// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/market/clearing.h"
#include "core/views/operator_snapshot.h"

#include <optional>

namespace dgex::views {

/// Other rules and other weather for a market that is known by its curves.
struct WhatIfRules {
    market::AuctionRules rules;
    int supplyPercent = 100; ///< Of every offer, 0 to 300; lots are rounded down.
    int demandPercent = 100; ///< Of every bid.
    [[nodiscard]] friend bool operator==(const WhatIfRules& a, const WhatIfRules& b)
    {
        return a.rules.kNumerator == b.rules.kNumerator && a.rules.kDenominator == b.rules.kDenominator &&
               a.rules.networkFee == b.rules.networkFee && a.rules.pricing == b.rules.pricing &&
               a.supplyPercent == b.supplyPercent && a.demandPercent == b.demandPercent;
    }
};

struct WhatIfResult {
    std::optional<Price> price; ///< What sellers get; none when nothing trades.
    Lots volume;
    WideMoney welfare = 0; ///< Bids less offers less fees over what trades.
};

/// Clears the curves again by the market's own auction. Every step counts as one participant's order, so under
/// TradeReduction a whole step is left out where the market leaves out an order. Pure.
[[nodiscard]] WhatIfResult clearAgain(const Curves& curves, const WhatIfRules& what);

} // namespace dgex::views
