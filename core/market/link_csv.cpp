// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/market/link_csv.h"

#include "core/market/csv_table.h"
#include "core/market/zone_names.h"

#include <array>
#include <set>

namespace dgex::market {

namespace {

enum Column : std::size_t { From, To, Capacity };
constexpr std::array<CsvTable::Column, 3> kColumns{{{.name = "from"}, {.name = "to"}, {.name = "capacity_kwh"}}};

} // namespace

std::expected<std::vector<ZoneLink>, BookCsvError> readLinksCsv(std::string_view text, const DecimalUnit& lot,
                                                                Book& book)
{
    CsvTable table(text, kColumns);
    ZoneNames zones(book.zones);
    std::set<std::array<ZoneId, 2>> seen;
    std::vector<ZoneLink> links;
    for (auto more = table.next(); !more || *more; more = table.next()) {
        if (!more)
            return std::unexpected(more.error());
        if (links.size() == kLinksMax)
            return std::unexpected(table.fault(BookCsvFault::TooManyRows));
        std::array<ZoneId, 2> ends{};
        for (const Column column : {From, To}) {
            const auto zone = zones.numberOf(table[column]);
            if (!zone)
                return std::unexpected(table.fault(BookCsvFault::TooManyZones, column));
            ends[column] = *zone;
        }
        if (ends[0] == ends[1])
            return std::unexpected(table.fault(BookCsvFault::LinkToItself));
        if (!seen.insert(ends).second)
            return std::unexpected(table.fault(BookCsvFault::LinkRepeated));
        const auto capacity = wholeUnits(table[Capacity], lot);
        if (!capacity)
            return std::unexpected(table.fault(capacity.error(), Capacity));
        if (*capacity < 0 || *capacity > kLinkLotsMax.count())
            return std::unexpected(table.fault(BookCsvFault::OutOfRange, Capacity));
        links.push_back({.from = ends[0], .to = ends[1], .capacity = Lots{*capacity}});
    }
    return links;
}

} // namespace dgex::market
