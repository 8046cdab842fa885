// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/market/csv_cell.h"

#include "core/base/encoding.h"
#include "core/base/text.h"
#include "core/crypto/hash.h"

#include <array>
#include <charconv>
#include <format>

namespace dgex::market {

namespace {

constexpr std::uint64_t kNamedParticipants = std::uint64_t{1} << 63;

/// The number of bytes of the UTF-8 character at the front; 0 when it is broken.
std::size_t characterSize(std::string_view text)
{
    const auto byte = [&](std::size_t i) { return static_cast<std::uint8_t>(text[i]); };
    const std::uint8_t lead = byte(0);
    const std::size_t size = lead < 0x80         ? 1
                             : lead >> 5 == 0x06 ? 2
                             : lead >> 4 == 0x0E ? 3
                             : lead >> 3 == 0x1E ? 4
                                                 : 0;
    if (size == 0 || size > text.size())
        return 0;
    std::uint32_t point = size == 1 ? lead : lead & (0x7FU >> size);
    for (std::size_t i = 1; i < size; ++i) {
        if (byte(i) >> 6 != 0x02)
            return 0;
        point = point << 6 | (byte(i) & 0x3FU);
    }
    constexpr std::array<std::uint32_t, 5> kLeast{0, 0, 0x80, 0x800, 0x10000};
    const bool surrogate = point >= 0xD800 && point <= 0xDFFF;
    return point < kLeast[size] || point > 0x10FFFF || surrogate ? 0 : size;
}

} // namespace

bool isPlainText(std::string_view text)
{
    while (!text.empty()) {
        const auto first = static_cast<std::uint8_t>(text.front());
        const std::size_t size = characterSize(text);
        if (size == 0 || first < 0x20 || first == 0x7F || first == '"')
            return false;
        text.remove_prefix(size);
    }
    return true;
}

BookCsvFault faultOf(ParseError error)
{
    switch (error) {
    case ParseError::Empty:
        return BookCsvFault::CellMissing;
    case ParseError::NotANumber:
        return BookCsvFault::NotANumber;
    case ParseError::TooManyDecimals:
        return BookCsvFault::NotWholeUnits;
    case ParseError::OutOfRange:
        return BookCsvFault::OutOfRange;
    case ParseError::NotATime:
        return BookCsvFault::NotATime;
    case ParseError::NotOnTheHalfHour:
        return BookCsvFault::NotOnTheHalfHour;
    }
    return BookCsvFault::NotANumber;
}

std::expected<std::int64_t, BookCsvFault> wholeUnits(std::string_view text, const DecimalUnit& unit)
{
    const std::expected<std::int64_t, ParseError> count = parseDecimal(text, unit.decimals);
    if (!count)
        return std::unexpected(faultOf(count.error()));
    if (*count % unit.mantissa != 0)
        return std::unexpected(BookCsvFault::NotWholeUnits);
    return *count / unit.mantissa;
}

std::expected<Lots, BookCsvFault> quantityOf(std::string_view text, const DecimalUnit& lot)
{
    const std::expected<std::int64_t, BookCsvFault> count = wholeUnits(text, lot);
    if (!count)
        return std::unexpected(count.error());
    if (*count < 1 || *count > kOrderLotsMax.count())
        return std::unexpected(BookCsvFault::OutOfRange);
    return Lots{*count};
}

std::expected<Side, BookCsvFault> sideOf(std::string_view text)
{
    if (text == "buy")
        return Side::Buy;
    if (text == "sell")
        return Side::Sell;
    return std::unexpected(text.empty() ? BookCsvFault::CellMissing : BookCsvFault::SideUnknown);
}

std::expected<EnergyClass, BookCsvFault> classOf(std::string_view text)
{
    if (text.empty() || text == "any")
        return EnergyClass::Any;
    if (text == "renewable")
        return EnergyClass::Renewable;
    return std::unexpected(BookCsvFault::ClassUnknown);
}

std::expected<Price, BookCsvFault> limitOf(std::string_view text, Side side, const BookRules& rules)
{
    const Price bound = rules.auction.priceBound;
    if (text.empty())
        return side == Side::Buy ? bound : -bound;
    const std::expected<std::int64_t, BookCsvFault> ticks = wholeUnits(text, rules.tick);
    if (!ticks)
        return std::unexpected(ticks.error());
    if (*ticks > bound.count() || *ticks < -bound.count())
        return std::unexpected(BookCsvFault::OutOfRange);
    return Price{*ticks};
}

NamedParticipant participantNamed(std::string_view name)
{
    std::uint64_t number = 0;
    const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), number);
    const bool canonical = name == "0" || name.front() != '0';
    if (error == std::errc{} && end == name.data() + name.size() && canonical && number < kNamedParticipants)
        return {.participant = ParticipantId{number}, .check = {}};
    Encoder preimage;
    preimage.domain("participant-name").raw(viewOf(name));
    const Hash256 hash = crypto::sha256(preimage.bytes());
    Decoder bits{hash};
    number = kNamedParticipants | bits.u64() >> 1;
    return {.participant = ParticipantId{number}, .check = bits.u64()};
}

std::string_view describe(BookCsvFault fault)
{
    switch (fault) {
    case BookCsvFault::NoHeader:
        return "the header is missing";
    case BookCsvFault::ColumnUnknown:
        return "an unknown column";
    case BookCsvFault::ColumnRepeated:
        return "the column stands twice in the header";
    case BookCsvFault::ColumnMissing:
        return "the column is missing in the header";
    case BookCsvFault::LineTooLong:
        return "the line is too long";
    case BookCsvFault::TooManyRows:
        return "more orders than a book may hold";
    case BookCsvFault::WrongCellCount:
        return "not as many cells as the header has columns";
    case BookCsvFault::CellTooLong:
        return "the cell is too long";
    case BookCsvFault::NotPlainText:
        return "a quotation mark, a control character or broken UTF-8";
    case BookCsvFault::CellMissing:
        return "a value is missing";
    case BookCsvFault::NotANumber:
        return "not a plain decimal number";
    case BookCsvFault::NotWholeUnits:
        return "not a whole number of lots or ticks";
    case BookCsvFault::OutOfRange:
        return "outside the allowed range";
    case BookCsvFault::NotATime:
        return "not a time of the form YYYY-MM-DDTHH:MMZ";
    case BookCsvFault::NotOnTheHalfHour:
        return "not the start of a half hour";
    case BookCsvFault::SideUnknown:
        return "a side that is neither buy nor sell";
    case BookCsvFault::ClassUnknown:
        return "a class that is neither any nor renewable";
    case BookCsvFault::TooManyZones:
        return "more zones than a book may hold";
    case BookCsvFault::IdRepeated:
        return "the id stands in an earlier line already";
    case BookCsvFault::LinkToItself:
        return "a link from a zone to itself";
    case BookCsvFault::LinkRepeated:
        return "the link stands in an earlier line already";
    case BookCsvFault::ParticipantUnclear:
        return "the name cannot be told from another participant's";
    case BookCsvFault::BlockDiffers:
        return "the rows of a block may differ in period and quantity only";
    case BookCsvFault::PeriodRepeated:
        return "the block has the period already";
    case BookCsvFault::ParentUnknown:
        return "no block has the parent's id";
    case BookCsvFault::ParentCircle:
        return "the block is its own ancestor";
    }
    return "unknown fault";
}

std::string toText(const BookCsvError& error)
{
    std::string place = std::format("line {}", error.line);
    if (error.column > 0)
        place += std::format(", column {}", error.column);
    if (!error.columnName.empty())
        place +=
            error.column > 0 ? std::format(" ({})", error.columnName) : std::format(", column {}", error.columnName);
    return std::format("{}: {}", place, describe(error.fault));
}

} // namespace dgex::market
