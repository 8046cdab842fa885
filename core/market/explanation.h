// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/market/order.h"

#include <compare>
#include <cstdint>
#include <optional>
#include <string_view>

namespace dgex::market {

/// Why an order got what it got.
enum class Reason : std::uint8_t {
    Filled,             ///< All of it trades.
    PartFilledAtMargin, ///< Its limit is the last that trades and is shared pro rata; its share may be no lot at all.
    LimitBeyondPrice,   ///< It bids less than price and fee, or asks more than the price.
    NoCounterpart,      ///< Its limit allows the price, but nobody is left on the other side; or nothing trades at all.
    LinkFull,           ///< Its limit allows the price beyond a link that is full, but not the price of its own zone.
    ClassScarce,        ///< It would be served as class any, but its limit is below the price of renewable energy.
    PeriodsFull,        ///< An any-slot order that takes all it may in each of its periods.
    Merged,             ///< Counted as one with others of its participant at this limit, which was filled only in part.
    TradeReduced,       ///< Its limit would be the last to trade; McAfee's rule leaves out one lot there on both sides.
    CrossesItself,      ///< Invalid: its participant's highest buy reaches its lowest sell in a period.
    BlockOutOfMoney,    ///< A block whose limit does not allow the average price of its periods.
    BlockNotChosen,     ///< A block that prices would pay; with it there is less welfare, or some block would lose.
    BlockPartFilled,    ///< A block of which a part is accepted, as it allows.
    ParentNotAccepted,  ///< A block that prices would pay, but its parent is not accepted.
};

/// The reason's name in data: filled, partFilledAtMargin, limitBeyondPrice, noCounterpart, linkFull, classScarce,
/// periodsFull, merged, tradeReduced, invalidCrossesItself, blockOutOfMoney, blockNotChosen, blockPartFilled,
/// parentNotAccepted.
[[nodiscard]] std::string_view codeOf(Reason reason);

/// The limit at which a side is filled only in part.
struct PartFilledLimit {
    Price limit;
    Lots asked;
    Lots filled;
    friend constexpr auto operator<=>(const PartFilledLimit&, const PartFilledLimit&) = default;
};

/// Where a participant would have traded with itself.
struct SelfCrossing {
    Period period;
    Price buy;  ///< Its highest.
    Price sell; ///< Its lowest.
    friend constexpr auto operator<=>(const SelfCrossing&, const SelfCrossing&) = default;
};

/// A reason and the numbers behind it.
struct Explanation {
    Reason reason = Reason::NoCounterpart;
    /// The price of its period, zone and class (any-slot: the best for it in its periods); none when there is none.
    std::optional<Price> price;
    /// LinkFull: what the zone beyond the link pays or asks. ClassScarce: the price of class any.
    std::optional<Price> elsewhere;
    /// LinkFull: index of the link.
    std::optional<std::uint32_t> link;
    /// PartFilledAtMargin, TradeReduced: all that stood at its limit, and what of it trades. BlockPartFilled: the
    /// block's own.
    std::optional<PartFilledLimit> shared;
    /// CrossesItself: the first period in which it does.
    std::optional<SelfCrossing> crossing{};
    friend auto operator<=>(const Explanation&, const Explanation&) = default;
};

/// What one listed order got.
struct OrderOutcome {
    Lots filled;
    Reason reason = Reason::NoCounterpart;
    /// Index of the numbers behind the reason in the list beside the outcomes.
    std::uint32_t explanation = 0;
    friend constexpr bool operator==(const OrderOutcome&, const OrderOutcome&) = default;
};

} // namespace dgex::market
