// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/market/book.h"
#include "core/market/csv_cell.h"

#include <array>
#include <expected>
#include <map>
#include <string>
#include <string_view>

namespace dgex::market {

inline constexpr std::size_t kBookLineSizeMax = 1024;
inline constexpr std::size_t kBookCellSizeMax = 128;
inline constexpr std::size_t kBookRowsMax = 50'000'000;
inline constexpr std::size_t kBookZonesMax = 4'096;

/// Tells whether two names have one number, in 16 bytes a name: 63 bits of a hash are compared by 64 others. The names
/// lie in many small tables, so that growing one takes little memory.
class NameNumbers {
public:
    /// False when another name has the number.
    [[nodiscard]] bool add(std::uint64_t number, std::uint64_t check);

private:
    struct Entry {
        std::uint64_t number = 0; ///< 0: free.
        std::uint64_t check = 0;
    };
    struct Table {
        std::vector<Entry> entries;
        std::size_t size = 0;
    };
    static Entry& placeOf(Table& table, std::uint64_t number);
    static void grow(Table& table);
    static constexpr std::size_t kTables = 256;
    std::array<Table, kTables> m_tables;
};

/// Reads an order book in pieces of any size, bounded in memory by the orders it holds.
///
/// The header names the columns in any order: id, participant, period, side, quantity_kwh, price, class, zone; class
/// and zone may be left out. Cells stand between commas without quotation marks; lines end in LF or CR LF; a byte order
/// mark is skipped. period is YYYY-MM-DDTHH:MMZ, side buy or sell, quantity_kwh a whole number of lots, price a whole
/// number of ticks or empty for a market order, class any (also when empty) or renewable, zone any text.
/// Participants are numbered by participantNamed, so that ties do not depend on the rest of the book.
///
/// After an error the reader must not be used further.
class BookCsvReader {
public:
    explicit BookCsvReader(const BookRules& rules);
    [[nodiscard]] std::expected<void, BookCsvError> feed(std::string_view bytes);
    /// Ends the input; the last line needs no line break.
    [[nodiscard]] std::expected<Book, BookCsvError> finish() &&;

private:
    enum Column : std::size_t { Id, Participant, PeriodStart, SideName, Quantity, Limit, Class, Zone, Count };
    using Verdict = std::expected<void, BookCsvError>;

    Verdict takeLine(std::string_view line);
    Verdict takeHeader(std::string_view line);
    Verdict takeRow();
    Verdict splitCells(std::string_view line);
    std::expected<ParticipantId, BookCsvFault> participantOf(std::string_view name);
    std::expected<std::uint16_t, BookCsvFault> zoneOf(std::string_view name);
    [[nodiscard]] std::string_view cell(Column column) const;
    [[nodiscard]] std::unexpected<BookCsvError> refuse(BookCsvFault fault) const;
    [[nodiscard]] std::unexpected<BookCsvError> refuse(BookCsvFault fault, Column column) const;

    BookRules m_rules;
    Book m_book;
    std::uint64_t m_line = 0;
    std::string m_rest;
    std::vector<std::string_view> m_cells;
    /// Where each column stands in a line, from 1; 0 when it is left out.
    std::array<std::uint32_t, Count> m_places{};
    std::uint32_t m_width = 0;
    std::map<std::string, std::uint16_t, std::less<>> m_zones;
    NameNumbers m_names;
};

/// Reads a whole book at once.
[[nodiscard]] std::expected<Book, BookCsvError> readBookCsv(std::string_view text, const BookRules& rules);

} // namespace dgex::market
