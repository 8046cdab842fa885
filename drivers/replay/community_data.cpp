// SPDX-License-Identifier: GPL-3.0-or-later
#include "drivers/replay/community_data.h"

#include "drivers/replay/community_homes.h"
#include "drivers/replay/half_hour_series.h"

#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>
#include <ranges>
#include <span>

namespace dgex::drivers {

namespace {

constexpr std::int64_t kEnergyMax = 1'000'000; // Wh in a half hour

std::expected<std::string, CommunityError> readFile(const std::filesystem::path& folder, const std::string& name,
                                                    const CommunityOptions& options)
{
    const CommunityError unreadable{.fault = CommunityFault::CannotRead, .file = name, .line = 0, .detail = {}};
    std::error_code code;
    const std::filesystem::path path = folder / name;
    const auto size = std::filesystem::file_size(path, code);
    if (code)
        return std::unexpected(unreadable);
    if (size > options.fileBytesMax)
        return std::unexpected(
            CommunityError{.fault = CommunityFault::TooLarge, .file = name, .line = 0, .detail = {}});
    std::ifstream stream{path, std::ios::binary};
    std::string text{std::istreambuf_iterator<char>{stream}, {}};
    if (stream.bad() || text.size() != size)
        return std::unexpected(unreadable);
    return text;
}

std::expected<HalfHourSeries, CommunityError> readSeries(const std::filesystem::path& folder, const std::string& name,
                                                         std::span<const SeriesColumn> columns,
                                                         const CommunityOptions& options, std::size_t& filled)
{
    const auto text = readFile(folder, name, options);
    if (!text)
        return std::unexpected(text.error());
    auto series = parseSeries(*text, name, columns);
    if (!series)
        return series;
    const auto count = fillMissing(*series, name, options.zoneOffsetSeconds);
    if (!count)
        return std::unexpected(count.error());
    filled += *count;
    return series;
}

template <class Amount>
std::vector<Amount> cut(const HalfHourSeries& series, std::size_t column, Period first, Period end)
{
    std::vector<Amount> amounts;
    for (Period period = first; period < end; period = period.plus(1))
        amounts.push_back(Amount{*series.columns[column][static_cast<std::size_t>(period.since(series.first))]});
    return amounts;
}

} // namespace

std::string_view describe(CommunityFault fault)
{
    switch (fault) {
    case CommunityFault::CannotRead:
        return "the file cannot be read";
    case CommunityFault::TooLarge:
        return "the file is too large";
    case CommunityFault::NotToml:
        return "not valid TOML";
    case CommunityFault::UnknownKey:
        return "unknown key";
    case CommunityFault::MissingKey:
        return "a key is missing";
    case CommunityFault::BadValue:
        return "a value that makes no sense";
    case CommunityFault::NoHomes:
        return "no home is listed";
    case CommunityFault::BadHeader:
        return "wrong header";
    case CommunityFault::BadRow:
        return "malformed row";
    case CommunityFault::BadTime:
        return "malformed time";
    case CommunityFault::DoubledRow:
        return "the time of the row before";
    case CommunityFault::TimeBackwards:
        return "a time before the row before";
    case CommunityFault::GapInTime:
        return "half hours are left out before this row";
    case CommunityFault::NothingToFill:
        return "a missing value, and no other day has one at this time";
    case CommunityFault::NoCommonTime:
        return "the series have no half hour in common";
    }
    return "unknown error";
}

std::string toText(const CommunityError& error)
{
    std::string text = error.file;
    if (error.line > 0)
        text += ":" + std::to_string(error.line);
    text += ": ";
    text += describe(error.fault);
    if (!error.detail.empty())
        text += ", " + error.detail;
    return text;
}

std::expected<Community, CommunityError> readCommunity(const std::filesystem::path& folder,
                                                       const CommunityOptions& options)
{
    const auto text = readFile(folder, "homes.toml", options);
    if (!text)
        return std::unexpected(text.error());
    auto community = parseHomes(*text, "homes.toml");
    if (!community)
        return community;
    const SeriesColumn price{.name = "price_per_kwh", .decimals = 2, .low = -10'000'000, .high = 10'000'000};
    const std::array<SeriesColumn, 2> energies{
        SeriesColumn{.name = "demand_wh", .decimals = 0, .low = 0, .high = kEnergyMax},
        SeriesColumn{.name = "pv_wh", .decimals = 0, .low = 0, .high = kEnergyMax}};
    std::vector<HalfHourSeries> all;
    auto prices = readSeries(folder, "price.csv", std::span{&price, 1}, options, community->filledPeriods);
    if (!prices)
        return std::unexpected(prices.error());
    all.push_back(std::move(*prices));
    for (const CommunityHome& home : community->homes) {
        auto series = readSeries(folder, home.name + ".csv", energies, options, community->filledPeriods);
        if (!series)
            return std::unexpected(series.error());
        all.push_back(std::move(*series));
    }
    const Period first = std::ranges::max_element(all, {}, &HalfHourSeries::first)->first;
    const Period end = std::ranges::min(all | std::views::transform(&HalfHourSeries::end));
    if (end <= first)
        return std::unexpected(
            CommunityError{.fault = CommunityFault::NoCommonTime, .file = "homes.toml", .line = 0, .detail = {}});
    community->first = first;
    community->energy = cut<Price>(all.front(), 0, first, end);
    for (std::size_t i = 0; i < community->homes.size(); ++i) {
        community->homes[i].demand = cut<Energy>(all[i + 1], 0, first, end);
        community->homes[i].pv = cut<Energy>(all[i + 1], 1, first, end);
    }
    return community;
}

} // namespace dgex::drivers
