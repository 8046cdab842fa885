// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/market/csv_cell.h"
#include "core/market/market.h"

#include <expected>
#include <string_view>
#include <vector>

namespace dgex::market {

/// Reads the directed links of a book: from,to,capacity_kwh in any order of columns, one link a line, format as of
/// BookCsvReader. A zone that the book does not know is added to its zones; an empty cell is the default zone.
/// The capacity is a whole number of lots from 0 to kLinkLotsMax. Two lines for one link are refused.
[[nodiscard]] std::expected<std::vector<ZoneLink>, BookCsvError> readLinksCsv(std::string_view text,
                                                                              const DecimalUnit& lot, Book& book);

} // namespace dgex::market
