// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/views/bill_line.h"

#include <filesystem>

namespace dgex::app {

/// Settled half hours of a home in a file of its own, for the bills of months: the ledger's nodes forget what homes may
/// have read. One line each, `period,bought_lots,sold_lots,from_utility_wh,to_utility_wh,trades,fees,imbalance,utility`
/// with money in its smallest unit; a later line of a half hour corrects an earlier one. Lines that cannot be read,
/// such as one cut short by a power failure, are left out. Thread: one.
class BillFile {
public:
    /// Half hours kept in memory: 13 months.
    static constexpr std::size_t kLinesMax = 396 * 48;

    explicit BillFile(std::filesystem::path file);
    [[nodiscard]] const BillLines& lines() const { return m_lines; }
    /// False when the line could not be written; it is kept in memory nevertheless.
    bool take(Period period, const BillLine& line);

private:
    std::filesystem::path m_file;
    BillLines m_lines;
    bool m_isCut = false; ///< The last line has no end.
};

} // namespace dgex::app
