// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/market/order.h"

#include <cstdint>
#include <string_view>

namespace dgex::market {

/// Why an order got what it got.
enum class Reason : std::uint8_t {
    Filled,             ///< All of it trades.
    PartFilledAtMargin, ///< Its limit is the last that trades and is shared pro rata; its share may be no lot at all.
    LimitBeyondPrice,   ///< It bids less than price and fee, or asks more than the price.
    NoCounterpart,      ///< Its limit allows the price, but nobody is left on the other side; or nothing trades at all.
    Merged,             ///< Counted as one with others of its participant at this limit, which was filled only in part.
    CrossesItself,      ///< Invalid: its participant's highest buy reaches its lowest sell in a period.
};

/// The reason's name in data: filled, partFilledAtMargin, limitBeyondPrice, noCounterpart, merged,
/// invalidCrossesItself.
[[nodiscard]] std::string_view codeOf(Reason reason);

/// What one listed order got.
struct OrderOutcome {
    Lots filled;
    Reason reason = Reason::NoCounterpart;
    friend constexpr bool operator==(const OrderOutcome&, const OrderOutcome&) = default;
};

/// The limit at which a side is filled only in part.
struct PartFilledLimit {
    Price limit;
    Lots asked;
    Lots filled;
    friend constexpr bool operator==(const PartFilledLimit&, const PartFilledLimit&) = default;
};

} // namespace dgex::market
