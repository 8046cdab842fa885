// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/market/link_csv.h"

#include "core/market/book_csv.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>

namespace dgex::market {

namespace {

constexpr std::array<std::string_view, 3> kColumnNames{"from", "to", "capacity_kwh"};

class LinkReader {
public:
    LinkReader(const DecimalUnit& lot, Book& book)
        : m_lot(lot)
        , m_book(book)
    {
        for (std::size_t zone = 0; zone < book.zones.size(); ++zone)
            m_zones.emplace(book.zones[zone], static_cast<std::uint16_t>(zone));
    }

    std::expected<std::vector<ZoneLink>, BookCsvError> read(std::string_view text)
    {
        constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
        if (text.starts_with(kByteOrderMark))
            text.remove_prefix(kByteOrderMark.size());
        if (text.empty())
            return std::unexpected(fault(BookCsvFault::NoHeader));
        while (!text.empty()) {
            const std::size_t end = std::min(text.find('\n'), text.size());
            std::string_view line = text.substr(0, end);
            if (line.ends_with('\r'))
                line.remove_suffix(1);
            text.remove_prefix(std::min(end + 1, text.size()));
            if (auto taken = takeLine(line); !taken)
                return std::unexpected(taken.error());
            ++m_line;
        }
        return std::move(m_links);
    }

private:
    using Verdict = std::expected<void, BookCsvError>;

    [[nodiscard]] BookCsvError fault(BookCsvFault what, std::size_t column = SIZE_MAX) const
    {
        BookCsvError error{.fault = what, .line = m_line, .column = 0, .columnName = {}};
        if (column < kColumnNames.size()) {
            error.column = m_places[column];
            error.columnName = kColumnNames[column];
        }
        return error;
    }

    Verdict takeLine(std::string_view line)
    {
        if (line.size() > kBookLineSizeMax)
            return std::unexpected(fault(BookCsvFault::LineTooLong));
        m_cells.clear();
        for (std::size_t begin = 0; begin <= line.size();) {
            const std::size_t end = std::min(line.find(',', begin), line.size());
            m_cells.push_back(line.substr(begin, end - begin));
            if (m_cells.back().size() > kBookCellSizeMax || !isPlainText(m_cells.back())) {
                BookCsvError error = fault(m_cells.back().size() > kBookCellSizeMax ? BookCsvFault::CellTooLong
                                                                                    : BookCsvFault::NotPlainText);
                error.column = static_cast<std::uint32_t>(m_cells.size());
                return std::unexpected(error);
            }
            begin = end + 1;
        }
        return m_line == 1 ? takeHeader() : takeLink();
    }

    Verdict takeHeader()
    {
        for (std::uint32_t place = 1; place <= m_cells.size(); ++place) {
            const auto name = std::ranges::find(kColumnNames, m_cells[place - 1]);
            BookCsvError error = fault(BookCsvFault::ColumnUnknown);
            error.column = place;
            error.columnName = m_cells[place - 1];
            if (name == kColumnNames.end())
                return std::unexpected(error);
            error.fault = BookCsvFault::ColumnRepeated;
            std::uint32_t& known = m_places[static_cast<std::size_t>(name - kColumnNames.begin())];
            if (known != 0)
                return std::unexpected(error);
            known = place;
        }
        for (std::size_t column = 0; column < kColumnNames.size(); ++column) {
            if (m_places[column] == 0)
                return std::unexpected(fault(BookCsvFault::ColumnMissing, column));
        }
        return {};
    }

    Verdict takeLink()
    {
        if (m_links.size() == kLinksMax)
            return std::unexpected(fault(BookCsvFault::TooManyRows));
        if (m_cells.size() != kColumnNames.size())
            return std::unexpected(fault(BookCsvFault::WrongCellCount));
        std::array<ZoneId, 2> ends{};
        for (std::size_t column = 0; column < ends.size(); ++column) {
            const std::string name{m_cells[m_places[column] - 1]};
            if (!m_zones.contains(name) && m_zones.size() == kBookZonesMax)
                return std::unexpected(fault(BookCsvFault::TooManyZones, column));
            const auto [zone, added] = m_zones.try_emplace(name, static_cast<std::uint16_t>(m_zones.size()));
            if (added)
                m_book.zones.push_back(name);
            ends[column] = ZoneId{zone->second};
        }
        if (ends[0] == ends[1])
            return std::unexpected(fault(BookCsvFault::LinkToItself));
        if (!m_seen.insert(ends).second)
            return std::unexpected(fault(BookCsvFault::LinkRepeated));
        const auto capacity = wholeUnits(m_cells[m_places[2] - 1], m_lot);
        if (!capacity)
            return std::unexpected(fault(capacity.error(), 2));
        if (*capacity < 0 || *capacity > kLinkLotsMax.count())
            return std::unexpected(fault(BookCsvFault::OutOfRange, 2));
        m_links.push_back({.from = ends[0], .to = ends[1], .capacity = Lots{*capacity}});
        return {};
    }

    const DecimalUnit m_lot;
    Book& m_book;
    std::map<std::string, std::uint16_t> m_zones;
    std::set<std::array<ZoneId, 2>> m_seen;
    std::vector<ZoneLink> m_links;
    std::vector<std::string_view> m_cells;
    std::array<std::uint32_t, 3> m_places{};
    std::uint64_t m_line = 1;
};

} // namespace

std::expected<std::vector<ZoneLink>, BookCsvError> readLinksCsv(std::string_view text, const DecimalUnit& lot,
                                                                Book& book)
{
    return LinkReader(lot, book).read(text);
}

} // namespace dgex::market
