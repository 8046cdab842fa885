// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/market/block.h"
#include "core/market/csv_cell.h"

#include <expected>
#include <string>
#include <string_view>
#include <vector>

namespace dgex::market {

/// Blocks of a book.
struct ListedBlocks {
    /// Zones numbered as in Book::zones.
    std::vector<BlockOrder> blocks;
    /// By the order of blocks; all different.
    std::vector<std::string> ids;
};

/// Reads the blocks of a book: a row for each period of a block with the columns of BookCsvReader, and two more, which
/// may be left out: min_ratio, the least accepted ratio above 0 and up to 1 with at most 9 decimals (empty: 1, all or
/// nothing), and parent, the id of another block. Rows of one id make one block and differ in period and quantity only.
/// A block that may be accepted in part has as many parts as all its quantities divide by in lots; min_ratio is rounded
/// up to whole parts.
/// A zone that the book does not know is added to its zones.
[[nodiscard]] std::expected<ListedBlocks, BookCsvError> readBlocksCsv(std::string_view text, const BookRules& rules,
                                                                      Book& book);

} // namespace dgex::market
