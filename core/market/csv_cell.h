// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/text.h"
#include "core/market/book.h"

#include <expected>
#include <string>
#include <string_view>

namespace dgex::market {

enum class BookCsvFault {
    NoHeader,
    ColumnUnknown,
    ColumnRepeated,
    ColumnMissing,
    LineTooLong,
    TooManyRows,
    WrongCellCount,
    CellTooLong,
    NotPlainText, ///< A quotation mark, a control character or broken UTF-8.
    CellMissing,
    NotANumber,
    NotWholeUnits, ///< A quantity between lots or a price between ticks.
    OutOfRange,
    NotATime,
    NotOnTheHalfHour,
    SideUnknown,
    ClassUnknown,
    TooManyZones,
    IdRepeated,
    LinkToItself,
    LinkRepeated,
    ParticipantUnclear, ///< Two names have one number (a collision of 63 bits of SHA-256).
    BlockDiffers,       ///< Rows of one block that differ in more than period and quantity.
    PeriodRepeated,     ///< Within one block.
    ParentUnknown,
    ParentCircle, ///< A block that is its own ancestor.
};
/// One English sentence fragment for logs and the command line.
[[nodiscard]] std::string_view describe(BookCsvFault fault);

/// Where and why a book is refused.
struct BookCsvError {
    BookCsvFault fault = BookCsvFault::NoHeader;
    std::uint64_t line = 1;   ///< The header is line 1.
    std::uint32_t column = 0; ///< Counted from 1; 0 when the whole line is meant.
    std::string columnName;   ///< Empty when the column has none.
    friend bool operator==(const BookCsvError&, const BookCsvError&) = default;
};
/// "line 3, column 5 (quantity_kwh): not a whole number of units".
[[nodiscard]] std::string toText(const BookCsvError& error);

/// Whether text is UTF-8 without quotation marks and control characters.
[[nodiscard]] bool isPlainText(std::string_view text);
[[nodiscard]] BookCsvFault faultOf(ParseError error);
/// A decimal as a whole number of units.
[[nodiscard]] std::expected<std::int64_t, BookCsvFault> wholeUnits(std::string_view text, const DecimalUnit& unit);

/// From 1 lot to kOrderLotsMax.
[[nodiscard]] std::expected<Lots, BookCsvFault> quantityOf(std::string_view text, const DecimalUnit& lot);
[[nodiscard]] std::expected<Side, BookCsvFault> sideOf(std::string_view text);
/// Empty is any.
[[nodiscard]] std::expected<EnergyClass, BookCsvFault> classOf(std::string_view text);
/// Empty is a market order: the price bound.
[[nodiscard]] std::expected<Price, BookCsvFault> limitOf(std::string_view text, Side side, const BookRules& rules);

/// A participant's number and 64 more bits of its name's hash; none of a plain number.
struct NamedParticipant {
    ParticipantId participant;
    std::optional<std::uint64_t> check;
};
/// A name that is a plain number below 2^63 keeps it; any other gets 2^63 plus the first 63 bits of SHA-256 over
/// "DGEX/participant-name/v1" 0, name. Requires: not empty.
[[nodiscard]] NamedParticipant participantNamed(std::string_view name);

} // namespace dgex::market
