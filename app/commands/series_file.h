// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/commands/local_clock.h"
#include "core/forecast/forecast.h"

#include <chrono>
#include <expected>
#include <string>
#include <string_view>

namespace dgex::app {

/// One column of a file of half hours, with the clock it is read by.
struct MeteredSeries {
    forecast::History history;
    forecast::HomeProfile profile; ///< Its clock changes are those of the zone over the years of the history.
    std::size_t doubledRows = 0;   ///< Half hours that came twice; the last one holds.
    std::size_t skippedHours = 0;  ///< Rows at a local time that a clock change skips; left out.
    std::size_t repeatedHours =
        0;                    ///< Rows at a local time that comes twice but stands there once; left out as missing.
    std::size_t negative = 0; ///< Values below 0; missing.
};

/// Reads the column `column` (Wh in half an hour, decimals allowed; an empty cell is missing) of a CSV file whose first
/// column is time_local (wall clock in `zone`) or time_utc. Times are YYYY-MM-DD HH:MM, with T for the space, seconds
/// and Z as they come. Rows may be left out; the order is by time. Errors name the file and the line.
[[nodiscard]] std::expected<MeteredSeries, std::string> readSeries(const std::string& file, std::string_view column,
                                                                   const std::chrono::time_zone& zone);

/// The local midnights of a series, ascending.
[[nodiscard]] std::vector<Period> localMidnights(const forecast::History& history, const std::chrono::time_zone& zone);

} // namespace dgex::app
