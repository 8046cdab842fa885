// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/market/book_csv.h"

#include "core/base/assert.h"
#include "core/base/text.h"

#include <algorithm>
#include <format>
#include <numeric>

namespace dgex::market {

namespace {

constexpr std::array<std::string_view, 8> kColumnNames{"id",           "participant", "period", "side",
                                                       "quantity_kwh", "price",       "class",  "zone"};
/// The columns before this one are needed.
constexpr std::size_t kFirstOptional = 6;
constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

} // namespace

bool NameNumbers::add(std::uint64_t number, std::uint64_t check)
{
    DGEX_ASSERT(number != 0);
    Table& table = m_tables[number % kTables];
    if (table.entries.size() * 4 / 5 <= table.size)
        grow(table);
    Entry& entry = placeOf(table, number);
    if (entry.number == number)
        return entry.check == check;
    entry = {.number = number, .check = check};
    ++table.size;
    return true;
}

NameNumbers::Entry& NameNumbers::placeOf(Table& table, std::uint64_t number)
{
    std::vector<Entry>& entries = table.entries;
    std::size_t place = number / kTables % entries.size();
    while (entries[place].number != 0 && entries[place].number != number)
        place = place + 1 == entries.size() ? 0 : place + 1;
    return entries[place];
}

void NameNumbers::grow(Table& table)
{
    std::vector<Entry> old(table.entries.size() * 5 / 4 + 16);
    old.swap(table.entries);
    for (const Entry& entry : old) {
        if (entry.number != 0)
            placeOf(table, entry.number) = entry;
    }
}

BookCsvReader::BookCsvReader(const BookRules& rules)
    : m_rules(rules)
{
}

std::expected<void, BookCsvError> BookCsvReader::feed(std::string_view bytes)
{
    while (!bytes.empty()) {
        const std::size_t end = bytes.find('\n');
        const std::string_view piece = bytes.substr(0, end);
        if (m_rest.size() + piece.size() > kBookLineSizeMax) {
            ++m_line;
            return refuse(BookCsvFault::LineTooLong);
        }
        if (end == std::string_view::npos) {
            m_rest += piece;
            return {};
        }
        m_rest += piece;
        if (const Verdict verdict = takeLine(m_rest); !verdict)
            return verdict;
        m_rest.clear();
        bytes.remove_prefix(end + 1);
    }
    return {};
}

std::expected<Book, BookCsvError> BookCsvReader::finish() &&
{
    if (!m_rest.empty()) {
        if (const Verdict verdict = takeLine(m_rest); !verdict)
            return std::unexpected(verdict.error());
    }
    if (m_line == 0) {
        m_line = 1;
        return refuse(BookCsvFault::NoHeader);
    }
    if (const std::optional<std::size_t> row = firstRepeated(m_book.ids)) {
        m_line = *row + 2;
        return refuse(BookCsvFault::IdRepeated, Id);
    }
    return std::move(m_book);
}

BookCsvReader::Verdict BookCsvReader::takeLine(std::string_view line)
{
    ++m_line;
    if (line.ends_with('\r'))
        line.remove_suffix(1);
    if (m_line == 1)
        return takeHeader(line.starts_with(kByteOrderMark) ? line.substr(kByteOrderMark.size()) : line);
    if (m_book.orders.size() == kBookRowsMax)
        return refuse(BookCsvFault::TooManyRows);
    if (const Verdict verdict = splitCells(line); !verdict)
        return verdict;
    if (m_cells.size() != m_width)
        return refuse(BookCsvFault::WrongCellCount);
    return takeRow();
}

BookCsvReader::Verdict BookCsvReader::takeHeader(std::string_view line)
{
    static_assert(kColumnNames.size() == Count && kFirstOptional == Class);
    if (line.empty())
        return refuse(BookCsvFault::NoHeader);
    if (const Verdict verdict = splitCells(line); !verdict)
        return verdict;
    m_width = static_cast<std::uint32_t>(m_cells.size());
    for (std::uint32_t place = 1; place <= m_width; ++place) {
        const std::string_view name = m_cells[place - 1];
        const auto column = static_cast<std::size_t>(std::ranges::find(kColumnNames, name) - kColumnNames.begin());
        const auto wrong = [&](BookCsvFault fault) {
            return std::unexpected(
                BookCsvError{.fault = fault, .line = m_line, .column = place, .columnName = std::string{name}});
        };
        if (column == Count)
            return wrong(BookCsvFault::ColumnUnknown);
        if (m_places[column] != 0)
            return wrong(BookCsvFault::ColumnRepeated);
        m_places[column] = place;
    }
    for (std::size_t column = 0; column < kFirstOptional; ++column) {
        if (m_places[column] == 0)
            return refuse(BookCsvFault::ColumnMissing, static_cast<Column>(column));
    }
    return {};
}

BookCsvReader::Verdict BookCsvReader::splitCells(std::string_view line)
{
    m_cells.clear();
    for (std::size_t begin = 0; begin <= line.size();) {
        const std::size_t end = std::min(line.find(',', begin), line.size());
        const std::string_view text = line.substr(begin, end - begin);
        m_cells.push_back(text);
        const bool tooLong = text.size() > kBookCellSizeMax;
        if (tooLong || !isPlainText(text)) {
            BookCsvError error = refuse(tooLong ? BookCsvFault::CellTooLong : BookCsvFault::NotPlainText).error();
            error.column = static_cast<std::uint32_t>(m_cells.size());
            const auto place = std::ranges::find(m_places, error.column);
            if (place != m_places.end())
                error.columnName = kColumnNames[static_cast<std::size_t>(place - m_places.begin())];
            return std::unexpected(error);
        }
        begin = end + 1;
    }
    return {};
}

BookCsvReader::Verdict BookCsvReader::takeRow()
{
    if (cell(Id).empty())
        return refuse(BookCsvFault::CellMissing, Id);
    const auto participant = participantOf(cell(Participant));
    if (!participant)
        return refuse(participant.error(), Participant);
    const auto period = parsePeriod(cell(PeriodStart));
    if (!period)
        return refuse(faultOf(period.error()), PeriodStart);
    const auto side = sideOf(cell(SideName));
    if (!side)
        return refuse(side.error(), SideName);
    const auto quantity = quantityOf(cell(Quantity), m_rules.lot);
    if (!quantity)
        return refuse(quantity.error(), Quantity);
    const auto limit = limitOf(cell(Limit), *side, m_rules);
    if (!limit)
        return refuse(limit.error(), Limit);
    const auto energyClass = classOf(cell(Class));
    if (!energyClass)
        return refuse(energyClass.error(), Class);
    const auto zone = zoneOf(cell(Zone));
    if (!zone)
        return refuse(zone.error(), Zone);
    m_book.ids.add(cell(Id));
    m_book.orders.push_back({.participant = *participant,
                             .period = *period,
                             .quantity = *quantity,
                             .limit = *limit,
                             .side = *side,
                             .energyClass = *energyClass,
                             .zone = *zone});
    return {};
}

std::expected<ParticipantId, BookCsvFault> BookCsvReader::participantOf(std::string_view name)
{
    if (name.empty())
        return std::unexpected(BookCsvFault::CellMissing);
    const NamedParticipant named = participantNamed(name);
    if (named.check && !m_names.add(named.participant.number, *named.check))
        return std::unexpected(BookCsvFault::ParticipantUnclear);
    return named.participant;
}

std::expected<std::uint16_t, BookCsvFault> BookCsvReader::zoneOf(std::string_view name)
{
    if (const auto known = m_zones.find(name); known != m_zones.end())
        return known->second;
    if (m_zones.size() == kBookZonesMax)
        return std::unexpected(BookCsvFault::TooManyZones);
    const auto number = static_cast<std::uint16_t>(m_zones.size());
    m_zones.emplace(name, number);
    m_book.zones.emplace_back(name);
    return number;
}

std::string_view BookCsvReader::cell(Column column) const
{
    return m_places[column] == 0 ? std::string_view{} : m_cells[m_places[column] - 1];
}

std::unexpected<BookCsvError> BookCsvReader::refuse(BookCsvFault fault) const
{
    return std::unexpected(BookCsvError{.fault = fault, .line = m_line, .column = 0, .columnName = {}});
}

std::unexpected<BookCsvError> BookCsvReader::refuse(BookCsvFault fault, Column column) const
{
    return std::unexpected(BookCsvError{
        .fault = fault, .line = m_line, .column = m_places[column], .columnName = std::string{kColumnNames[column]}});
}

std::expected<Book, BookCsvError> readBookCsv(std::string_view text, const BookRules& rules)
{
    BookCsvReader reader(rules);
    if (const auto fed = reader.feed(text); !fed)
        return std::unexpected(fed.error());
    return std::move(reader).finish();
}

} // namespace dgex::market
