// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/market/order.h"

#include <cstdint>
#include <span>
#include <vector>

namespace dgex::market {

/// One price-quantity step of one participant in one zone.
/// Ranges: 1 lot <= quantity <= kOrderLotsMax, |limit| <= the price bound.
struct ZoneOrder {
    Period period;
    ZoneId zone;
    EnergyClass energyClass = EnergyClass::Any;
    ParticipantId participant;
    Side side = Side::Buy;
    Lots quantity;
    Price limit;
    friend constexpr auto operator<=>(const ZoneOrder&, const ZoneOrder&) = default;
};

/// Energy of class any that may be bought (or sold) in any of several periods: 6 kWh before seven, at most 1.5 kWh in a
/// half hour, at up to one price. It is of class any because an order that ties periods together and asks for a class
/// too is no arc of a network: whole lots would be lost.
/// Ranges: quantity and limit as of a ZoneOrder; 1 lot <= lotsPerPeriod <= kOrderLotsMax; periods ascending, all
/// different, at least one.
struct AnySlotOrder {
    ParticipantId participant;
    ZoneId zone;
    Side side = Side::Buy;
    Lots quantity;
    Lots lotsPerPeriod;
    Price limit;
    std::vector<Period> periods;
    friend auto operator<=>(const AnySlotOrder&, const AnySlotOrder&) = default;
};

/// What may flow from one zone to another in every period. Ranges: from != to; 0 <= capacity <= kLinkLotsMax.
struct ZoneLink {
    ZoneId from;
    ZoneId to;
    Lots capacity;
    friend constexpr bool operator==(const ZoneLink&, const ZoneLink&) = default;
};
inline constexpr Lots kLinkLotsMax{1'000'000'000'000'000};

/// What may flow on a link in one period instead of its capacity: what earlier rounds left of it.
/// Range of the capacity as of a ZoneLink.
struct LinkCapacity {
    Period period;
    std::uint32_t link = 0; ///< Index into Market::links.
    Lots capacity;
    friend constexpr bool operator==(const LinkCapacity&, const LinkCapacity&) = default;
};

/// Orders of any periods, zones and classes that are cleared together.
/// Ranges: at most kOrdersMax orders of both kinds together, at most kLinksMax links, and at most kPlacesMax pairs of
/// zone and period in a period or in periods that any-slot orders tie together.
struct Market {
    std::vector<ZoneOrder> orders;
    std::vector<AnySlotOrder> anySlotOrders;
    /// In the order of preference: of two ways as short, flow takes the link that stands first.
    std::vector<ZoneLink> links;
    /// Exceptions, ascending by period and link, each once.
    std::vector<LinkCapacity> capacities{};
};
/// Of a link in a period, exceptions as in a Market.
[[nodiscard]] Lots capacityOf(std::span<const ZoneLink> links, std::span<const LinkCapacity> exceptions,
                              std::uint32_t link, Period period);

/// With at most kOrderLotsMax lots each, sums of lots stay below 2^57, products of two such sums below 2^114 and
/// welfare (lots x 3 x 10^8 ticks x 100 Wh) below 2^93: nothing can overflow.
inline constexpr std::size_t kOrdersMax = 100'000'000;
inline constexpr std::size_t kLinksMax = 10'000;
inline constexpr std::size_t kPlacesMax = 30'000;

} // namespace dgex::market
