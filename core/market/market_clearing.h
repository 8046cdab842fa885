// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/market/clearing.h"
#include "core/market/explanation.h"
#include "core/market/market.h"

#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

namespace dgex::market {

/// What one class of one zone did in one period.
struct ZoneResult {
    Period period;
    ZoneId zone;
    EnergyClass energyClass = EnergyClass::Any;
    /// What sellers get per kWh; buyers pay this plus the network fee. None when the class does not trade in the zone,
    /// unless other zones trade it and energy flows through this one.
    std::optional<Price> price;
    /// As Clearing::buyerPrice: equal to the price but under McAfee.
    std::optional<Price> buyerPrice;
    /// The ends that the price was taken between. For class any, and in a market of one zone, every price between them
    /// is an equilibrium's and no other is.
    std::optional<std::pair<Price, Price>> priceInterval;
    Lots bought;
    Lots sold;
    /// Limits of what is bought, less fees, minus limits of what is sold. Where flow is, the zones make sense together.
    WideMoney welfare = 0;
    /// As Clearing::reducedAt.
    std::optional<std::pair<Price, Price>> reducedAt{};
};

/// Energy on one link in one period.
struct LinkFlow {
    Period period;
    std::uint32_t link = 0; ///< Index into Market::links.
    Lots lots;              ///< At least 1.
    /// Price at the end minus price at the start, never below 0: what the grid operator earns per kWh.
    Price rent;
    friend constexpr bool operator==(const LinkFlow&, const LinkFlow&) = default;
};

/// What one participant gets at one limit of one zone and class, after merging.
struct ZoneFill {
    Period period;
    ZoneId zone;
    EnergyClass energyClass = EnergyClass::Any;
    ParticipantId participant;
    Side side = Side::Buy;
    Price limit;
    Lots asked;
    Lots filled;
    Explanation why;
};

/// What an any-slot order gets.
struct AnySlotFill {
    Lots filled;
    /// By the order's periods.
    std::vector<Lots> byPeriod;
    Explanation why;
};

/// The result of a market.
struct MarketClearing {
    /// By period, zone, class: wherever an order stands.
    std::vector<ZoneResult> results;
    /// By period, then link: wherever energy flows.
    std::vector<LinkFlow> flows;
    /// By period, zone, class, participant, side, limit: every merged order.
    std::vector<ZoneFill> fills;
    /// By the order of Market::anySlotOrders.
    std::vector<AnySlotFill> anySlotFills;
    /// What is sold, and so bought.
    Lots volume;
    /// Limits of what is bought, less fees, minus limits of what is sold.
    WideMoney welfare = 0;
    /// Both go to the grid operator. Buyers pay what sellers get, fees and rent, to the last unit.
    WideMoney networkFees = 0;
    WideMoney congestionRent = 0;
};

/// Clears a market of zones, classes and any-slot orders, exactly.
///
/// The network. Node 0 is the outside. Every zone has a node per period, and every period with both classes has a node
/// R. A sell of class any is an arc from the outside to its zone, a buy one back; renewable sells and buys run between
/// R and their zone, and a free arc runs from the outside to R: renewable supply serves any demand, renewable demand
/// only renewable supply. Class is accounted, not transported. A link is an arc between two zones of a period. An
/// any-slot order is a node between its zone's periods and the outside. Costs are limits (of a buy: fee minus limit).
/// What the market trades is a circulation, and the best of all is taken: greatest welfare, then greatest volume, then
/// least total flow on links, then least draw of the any-slot orders, then by order as far as possible: links (by
/// period, then as listed), then orders (by period, zone, renewable before any, buy before sell), then any-slot orders.
///
/// Why lots stay whole. The constraints of a circulation are a network matrix, which is totally unimodular: with whole
/// capacities every corner of the optimal circulations is whole, and so is the one the order picks.
/// Why prices stay whole and right. Potentials support an optimal circulation if and only if
/// potential(to) - potential(from) <= cost wherever flow can be added and >= where it can be taken. Such differences
/// with whole bounds allow the componentwise least and greatest of any two solutions, so there are a least vector and a
/// greatest, both whole: shortest ways in the residual graph. They do not depend on which optimal circulation is
/// looked at. Every mix of the two supports it too; and floor(x) - floor(y) <= c follows from x - y <= c for whole c.
/// So floor(least + k (greatest - least)) in every component supports the same circulation: at these prices nobody
/// trades beyond a limit, nobody within one is left out unless the other side ended, and no flow runs from a dear zone
/// to a cheap one.
/// The components are the zones' prices of class any and minus the premium of renewable energy per period, one for all
/// zones and never negative; where nothing bounds a premium from above it is the least. With one zone in all tied
/// periods they are the prices of both classes instead. In a period of one class that class' price is the component.
///
/// Within a zone, class, side and limit: pro rata (pro_rata.h), after merging orders of one participant. The draw of an
/// any-slot order for a period is the first 24 bits of SHA-256 over "DGEX/any-slot/v1" 0, seed, u64 participant, i64
/// period, u8 side, u32 its number among the participant's any-slot orders (by zone, side, limit, quantity, lots per
/// period, periods). So orders of one kind that do not all fit are drawn by lot. The result does not depend on the
/// order of orders in the input.
///
/// A period of one zone and one class is cleared by clear(), which gives the same.
/// Requires: ranges as stated; rules as for clear(); pricing is uniform; no participant's highest buy reaches its
/// lowest sell in a period.
[[nodiscard]] MarketClearing clearMarket(const Market& market, const AuctionRules& rules, const Hash256& seed);

} // namespace dgex::market
