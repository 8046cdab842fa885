// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "drivers/replay/community_data.h"

#include <optional>
#include <span>

namespace dgex::drivers {

struct SeriesColumn {
    std::string_view name;
    int decimals = 0;      ///< Of the unit in which values are counted.
    std::int64_t low = 0;  ///< Smallest count that makes sense.
    std::int64_t high = 0; ///< Largest.
};

/// Consecutive half hours of one file: a row of counts for each column.
struct HalfHourSeries {
    Period first;
    std::vector<std::vector<std::optional<std::int64_t>>> columns;
    [[nodiscard]] std::size_t size() const { return columns.empty() ? 0 : columns.front().size(); }
    [[nodiscard]] Period end() const { return first.plus(static_cast<std::int64_t>(size())); }
};

/// Parses the text of one CSV file with the header time_utc and these columns. The data begin on line 2.
[[nodiscard]] std::expected<HalfHourSeries, CommunityError> parseSeries(std::string_view text, const std::string& file,
                                                                        std::span<const SeriesColumn> columns);

/// Fills the missing values of all columns in place and returns how many there were.
[[nodiscard]] std::expected<std::size_t, CommunityError> fillMissing(HalfHourSeries& series, const std::string& file,
                                                                     std::int32_t zoneOffsetSeconds);

} // namespace dgex::drivers
