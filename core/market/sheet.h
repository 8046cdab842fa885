// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/bytes.h"
#include "core/market/order.h"

#include <expected>
#include <optional>
#include <string_view>
#include <vector>

namespace dgex::market {

/// Whether the orders stand open in the sheet or sealed; only Clear is accepted under rules version 1.
enum class PayloadKind : std::uint8_t { Clear = 0, Sealed = 1 };

/// Energy of class any that is to be bought (or sold) in any of several open periods, up to one limit: 6 kWh before
/// seven, at most 1.5 kWh in a half hour. A home whose plan is indifferent about when puts what would be one order per
/// period into one of these: it never gets more than the quantity, and gets it where it is cheapest.
/// Ranges as of market::AnySlotOrder. Only markets of zones take them (ledger::ZoneRules).
struct SheetAnySlot {
    Side side = Side::Buy;
    Lots quantity;
    Lots lotsPerPeriod;
    Price limit;
    std::vector<Period> periods; ///< Ascending, all different, at least one.
    friend bool operator==(const SheetAnySlot&, const SheetAnySlot&) = default;
};

/// All orders of one participant for one round: the payload of SubmitSheet.
struct BidSheet {
    Round round;
    std::vector<Order> orders;
    /// What hides the orders in the committed curves (price_proof.h): secret to its home and the authorities, another
    /// one for every round. Without it the home's orders could be guessed.
    std::optional<Hash256> salt{};
    std::vector<SheetAnySlot> anySlots{};
    friend bool operator==(const BidSheet&, const BidSheet&) = default;
};

enum class SheetError {
    Malformed,          ///< Not the canonical bytes.
    UnknownVersion,     ///< A version byte other than 1 and 2.
    UnknownPayloadKind, ///< Sealed or unknown.
    TooManyOrders,      ///< More than kSheetOrdersMax.
    UnknownSide,
    UnknownClass,
    QuantityOutOfRange,
    PriceOutOfRange,
    PeriodNotOpen, ///< A period outside the 48 of the round.
    CrossesItself, ///< The highest buy reaches the lowest sell in a period; an any-slot order stands in all of its own.
    AnySlotNotTraded, ///< An any-slot order in a market that takes none.
};
inline constexpr SheetError kSheetErrorLast = SheetError::AnySlotNotTraded;
[[nodiscard]] std::string_view describe(SheetError error);

inline constexpr std::size_t kSheetOrdersMax = std::size_t{48} * 64;
inline constexpr std::size_t kSheetAnySlotsMax = 64;
/// More periods than any market opens.
inline constexpr std::size_t kAnySlotPeriodsMax = 96;

/// Rounds and periods of a sheet start in the years 1970 to 9999.
inline constexpr std::int64_t kSheetSecondsEnd = 253'402'300'800;

/// Canonical bytes, all integers big-endian:
///   u8 version = 1, u8 payload kind = 0, i64 round (UTC seconds), u32 count, then per order
///   u8 order kind = 0 (price-quantity step), i64 period, u8 side, u8 class, i64 lots, i64 ticks per kWh.
/// With a salt: version 2, and the salt (32 bytes) behind the round.
/// Any-slot orders are counted too and stand behind the others, in their own order:
///   u8 order kind = 1, u8 side, i64 lots, i64 lots per period, i64 ticks per kWh, u32 count, i64 periods.
[[nodiscard]] Bytes encode(const BidSheet& sheet);
/// Bounded; refuses every byte string that encode would not have made, and starts outside the years 1970 to 9999.
[[nodiscard]] std::expected<BidSheet, SheetError> decodeSheet(ByteView bytes);

/// Whether the sheet may enter its round: ranges, open periods [round + gateLead, + openPeriods), and no period
/// where the participant would trade with itself. The ledger adds whether the market takes any-slot orders.
[[nodiscard]] std::expected<void, SheetError> validate(const BidSheet& sheet, std::uint32_t gateLead,
                                                       std::uint32_t openPeriods, Price priceBound);

} // namespace dgex::market
