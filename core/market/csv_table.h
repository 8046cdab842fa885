// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/market/csv_cell.h"

#include <cstdint>
#include <expected>
#include <span>
#include <string_view>
#include <vector>

namespace dgex::market {

/// Reads a small table beside an order book row by row; format as of BookCsvReader, columns in any order.
class CsvTable {
public:
    struct Column {
        std::string_view name;
        bool mayBeLeftOut = false;
    };
    /// The text and the columns outlive the table.
    CsvTable(std::string_view text, std::span<const Column> columns);

    /// Goes to the header, then to the next row; false at the end of the text.
    [[nodiscard]] std::expected<bool, BookCsvError> next();
    /// A cell of the row by the index of its column; empty when the column is left out.
    [[nodiscard]] std::string_view operator[](std::size_t column) const;
    /// An error of the row, or of one of its cells.
    [[nodiscard]] BookCsvError fault(BookCsvFault what) const;
    [[nodiscard]] BookCsvError fault(BookCsvFault what, std::size_t column) const;

private:
    [[nodiscard]] std::expected<void, BookCsvError> splitLine();
    [[nodiscard]] std::expected<void, BookCsvError> takeHeader();

    std::string_view m_text;
    std::span<const Column> m_columns;
    std::vector<std::uint32_t> m_places; ///< By column: where it stands in a line, from 1; 0 when it is left out.
    std::vector<std::string_view> m_cells;
    std::size_t m_width = 0;
    std::uint64_t m_line = 0;
};

} // namespace dgex::market
