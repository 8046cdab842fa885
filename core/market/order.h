// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/ids.h"
#include "core/base/time.h"
#include "core/base/units.h"

#include <compare>

namespace dgex::market {

enum class Side : std::uint8_t { Buy = 0, Sell = 1 };
/// What a buyer asks for and a seller offers: any energy, or energy from renewable generation.
enum class EnergyClass : std::uint8_t { Any = 0, Renewable = 1 };

/// One price-quantity step of one participant in one market.
/// Ranges: 1 lot <= quantity <= kOrderLotsMax, |limit| <= kPriceMax. A market order stands at the price bound.
struct Order {
    Period period;
    Side side = Side::Buy;
    EnergyClass energyClass = EnergyClass::Any;
    Lots quantity;
    Price limit;
    friend constexpr auto operator<=>(const Order&, const Order&) = default;
};

/// An order with its owner, as the auction sees it.
struct BookOrder {
    ParticipantId participant;
    Side side = Side::Buy;
    Lots quantity;
    Price limit;
    friend constexpr auto operator<=>(const BookOrder&, const BookOrder&) = default;
};

} // namespace dgex::market
