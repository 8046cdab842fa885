// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ports/devices.h"

#include <expected>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

/// Metered half hours of real homes, read from a folder to be replayed:
///   homes.toml  version = 1; table `utility` with currency (ISO 4217), retail_adder and feed_in (currency per kWh);
///               one table a home, named like its series, with pv_kwp, battery_kwh (usable) and battery_kw.
///   NAME.csv    time_utc,demand_wh,pv_wh   start of the half hour and whole Wh in it. pv_wh is what the roof of this
///               home gave: it is already scaled to its pv_kwp and is used as it is.
///   price.csv   time_utc,price_per_kwh     the utility's energy price; retail = price + retail_adder.
/// Rows are consecutive half hours. An empty cell is missing, never 0. An unknown key is an error.
namespace dgex::drivers {

enum class CommunityFault {
    CannotRead,
    TooLarge,
    NotToml,
    UnknownKey,
    MissingKey,
    BadValue,
    NoHomes,
    BadHeader,
    BadRow,        ///< Not the columns that the header promises.
    BadTime,       ///< Not YYYY-MM-DDTHH:MMZ on the half hour.
    DoubledRow,    ///< The time of the row before.
    TimeBackwards, ///< Before the row before.
    GapInTime,     ///< More than one half hour after the row before.
    NothingToFill, ///< A missing value with no known one at its time of day.
    NoCommonTime,  ///< The series do not overlap.
};
[[nodiscard]] std::string_view describe(CommunityFault fault);

struct CommunityError {
    CommunityFault fault = CommunityFault::CannotRead;
    std::string file; ///< Name inside the folder.
    int line = 0;     ///< From 1; 0 when the whole file is meant.
    std::string detail;
};
/// "price.csv:12: the time of the row before, 2023-01-02T15:00Z"
[[nodiscard]] std::string toText(const CommunityError& error);

struct CommunityHome {
    std::string name;
    Power pvPeak;                 ///< 0: no photovoltaics.
    ports::BatteryRating battery; ///< Capacity 0: none.
    std::vector<Energy> demand;
    std::vector<Energy> pv;
};

struct Community {
    std::string currency;
    Price retailAdder;
    Price feedIn;
    Period first;                     ///< The series below all start here and are equally long.
    std::vector<Price> energy;        ///< The utility's energy price without the adder.
    std::vector<CommunityHome> homes; ///< Sorted by name.
    std::size_t filledPeriods = 0;    ///< Missing cells that were filled.
    [[nodiscard]] std::size_t size() const { return energy.size(); }
    [[nodiscard]] Price retailAt(std::size_t index) const { return energy[index] + retailAdder; }
};

struct CommunityOptions {
    std::int32_t zoneOffsetSeconds = 32'400; ///< Local time minus UTC, to tell weekends when filling.
    std::size_t fileBytesMax = std::size_t{64} << 20;
};

/// Reads a folder. A missing value becomes that of the same half hour of the last like day (weekday or weekend) that
/// has one, at the start of a series that of the next like day, failing that of the nearest day. The series are cut
/// to the half hours that all of them cover.
[[nodiscard]] std::expected<Community, CommunityError> readCommunity(const std::filesystem::path& folder,
                                                                     const CommunityOptions& options = {});

} // namespace dgex::drivers
