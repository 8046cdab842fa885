// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/market/csv_table.h"

#include "core/market/book_csv.h"

#include <algorithm>

namespace dgex::market {

CsvTable::CsvTable(std::string_view text, std::span<const Column> columns)
    : m_text(text)
    , m_columns(columns)
    , m_places(columns.size(), 0)
{
    constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
    if (m_text.starts_with(kByteOrderMark))
        m_text.remove_prefix(kByteOrderMark.size());
}

std::expected<bool, BookCsvError> CsvTable::next()
{
    ++m_line;
    if (m_line == 1) {
        if (m_text.empty())
            return std::unexpected(fault(BookCsvFault::NoHeader));
        if (auto header = splitLine().and_then([this] { return takeHeader(); }); !header)
            return std::unexpected(header.error());
        ++m_line;
    }
    if (m_text.empty())
        return false;
    if (auto split = splitLine(); !split)
        return std::unexpected(split.error());
    if (m_cells.size() != m_width)
        return std::unexpected(fault(BookCsvFault::WrongCellCount));
    return true;
}

std::string_view CsvTable::operator[](std::size_t column) const
{
    return m_places[column] == 0 ? std::string_view{} : m_cells[m_places[column] - 1];
}

BookCsvError CsvTable::fault(BookCsvFault what) const
{
    return {.fault = what, .line = m_line, .column = 0, .columnName = {}};
}

BookCsvError CsvTable::fault(BookCsvFault what, std::size_t column) const
{
    return {
        .fault = what, .line = m_line, .column = m_places[column], .columnName = std::string{m_columns[column].name}};
}

std::expected<void, BookCsvError> CsvTable::splitLine()
{
    const std::size_t length = std::min(m_text.find('\n'), m_text.size());
    std::string_view line = m_text.substr(0, length);
    m_text.remove_prefix(std::min(length + 1, m_text.size()));
    if (line.ends_with('\r'))
        line.remove_suffix(1);
    if (line.size() > kBookLineSizeMax)
        return std::unexpected(fault(BookCsvFault::LineTooLong));
    m_cells.clear();
    for (std::size_t begin = 0; begin <= line.size();) {
        const std::size_t end = std::min(line.find(',', begin), line.size());
        const std::string_view cell = line.substr(begin, end - begin);
        m_cells.push_back(cell);
        const bool tooLong = cell.size() > kBookCellSizeMax;
        if (tooLong || !isPlainText(cell)) {
            BookCsvError error = fault(tooLong ? BookCsvFault::CellTooLong : BookCsvFault::NotPlainText);
            error.column = static_cast<std::uint32_t>(m_cells.size());
            return std::unexpected(error);
        }
        begin = end + 1;
    }
    return {};
}

std::expected<void, BookCsvError> CsvTable::takeHeader()
{
    m_width = m_cells.size();
    for (std::uint32_t place = 1; place <= m_width; ++place) {
        const std::string_view name = m_cells[place - 1];
        const auto column = std::ranges::find(m_columns, name, &Column::name);
        BookCsvError error = fault(BookCsvFault::ColumnUnknown);
        error.column = place;
        error.columnName = name;
        if (column == m_columns.end())
            return std::unexpected(error);
        error.fault = BookCsvFault::ColumnRepeated;
        std::uint32_t& known = m_places[static_cast<std::size_t>(column - m_columns.begin())];
        if (known != 0)
            return std::unexpected(error);
        known = place;
    }
    for (std::size_t column = 0; column < m_columns.size(); ++column) {
        if (m_places[column] == 0 && !m_columns[column].mayBeLeftOut)
            return std::unexpected(fault(BookCsvFault::ColumnMissing, column));
    }
    return {};
}

} // namespace dgex::market
