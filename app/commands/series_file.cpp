// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commands/series_file.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <format>
#include <fstream>
#include <map>
#include <optional>
#include <span>

namespace dgex::app {

namespace {

using std::chrono::local_seconds;
using std::chrono::seconds;
using std::chrono::sys_seconds;

constexpr double kWattHoursMax = 1e9;
constexpr std::int64_t kHalfHoursMax = std::int64_t{48} * 366 * 50;

std::vector<std::string_view> cellsOf(std::string_view line)
{
    std::vector<std::string_view> cells;
    while (true) {
        const std::size_t comma = line.find(',');
        cells.push_back(line.substr(0, comma));
        if (comma == std::string_view::npos)
            return cells;
        line.remove_prefix(comma + 1);
    }
}

std::optional<int> numberAt(std::string_view text, std::size_t from, std::size_t length)
{
    int value = 0;
    const std::string_view digits = text.substr(from, length);
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    if (error != std::errc{} || end != digits.data() + digits.size() || digits.size() != length || digits[0] == '-')
        return std::nullopt;
    return value;
}

/// The wall clock that a cell shows; none when it is not the start of a half hour.
std::optional<local_seconds> parseClock(std::string_view text)
{
    if (text.ends_with('Z'))
        text.remove_suffix(1);
    if (text.size() == 19 && text.substr(16) == ":00")
        text.remove_suffix(3);
    if (text.size() != 16 || text[4] != '-' || text[7] != '-' || (text[10] != ' ' && text[10] != 'T') ||
        text[13] != ':')
        return std::nullopt;
    const auto year = numberAt(text, 0, 4);
    const auto month = numberAt(text, 5, 2);
    const auto day = numberAt(text, 8, 2);
    const auto hour = numberAt(text, 11, 2);
    const auto minute = numberAt(text, 14, 2);
    if (!year || !month || !day || !hour || !minute || *hour > 23 || (*minute != 0 && *minute != 30))
        return std::nullopt;
    const std::chrono::year_month_day date{std::chrono::year{*year}, std::chrono::month{static_cast<unsigned>(*month)},
                                           std::chrono::day{static_cast<unsigned>(*day)}};
    if (!date.ok())
        return std::nullopt;
    return std::chrono::local_days{date} + std::chrono::hours{*hour} + std::chrono::minutes{*minute};
}

Period periodOf(sys_seconds time)
{
    return Period::containing(UtcTime::fromSeconds(time.time_since_epoch().count()));
}

/// Collects the rows of one file.
class Rows {
public:
    Rows(const std::chrono::time_zone& zone, bool local)
        : m_zone(zone)
        , m_local(local)
    {
    }

    void add(local_seconds clock, std::optional<Energy> value)
    {
        if (!m_local) {
            put(periodOf(sys_seconds{clock.time_since_epoch()}), value);
            return;
        }
        const std::chrono::local_info info = m_zone.get_info(clock);
        if (info.result == std::chrono::local_info::nonexistent) {
            ++m_series.skippedHours;
            return;
        }
        const sys_seconds first{clock.time_since_epoch() - info.first.offset};
        if (info.result == std::chrono::local_info::unique) {
            put(periodOf(first), value);
            return;
        }
        m_repeated[clock].push_back(value);
    }

    [[nodiscard]] std::expected<MeteredSeries, std::string> finish()
    {
        for (const auto& [clock, values] : m_repeated) {
            const std::chrono::local_info info = m_zone.get_info(clock);
            const std::array offsets{info.first.offset, info.second.offset};
            if (values.size() == 1)
                ++m_series.repeatedHours;
            for (std::size_t i = 0; i < offsets.size(); ++i)
                put(periodOf(sys_seconds{clock.time_since_epoch() - offsets[i]}),
                    values.size() > 1 ? values[i] : std::nullopt);
        }
        if (m_values.empty())
            return std::unexpected(std::string{"no rows"});
        forecast::History& history = m_series.history;
        history.first = m_values.begin()->first;
        const std::int64_t count = m_values.rbegin()->first.since(history.first) + 1;
        if (count > kHalfHoursMax)
            return std::unexpected(std::string{"spans more than 50 years"});
        history.values.resize(static_cast<std::size_t>(count));
        for (const auto& [period, value] : m_values)
            history.values[static_cast<std::size_t>(period.since(history.first))] = value;
        takeClock();
        return std::move(m_series);
    }

    void countNegative() { ++m_series.negative; }

private:
    void put(Period period, std::optional<Energy> value)
    {
        const auto [at, isNew] = m_values.insert_or_assign(period, value);
        if (!isNew)
            ++m_series.doubledRows;
    }

    void takeClock()
    {
        const sys_seconds start{seconds{m_series.history.first.startSeconds()}};
        const sys_seconds end{seconds{m_series.history.end().startSeconds()}};
        setClock(m_series.profile, m_zone, start, end + std::chrono::days{7});
    }

    const std::chrono::time_zone& m_zone;
    bool m_local;
    MeteredSeries m_series;
    std::map<Period, std::optional<Energy>> m_values;
    std::map<local_seconds, std::vector<std::optional<Energy>>> m_repeated;
};

std::expected<std::optional<double>, std::string> parseCell(std::string_view cell)
{
    if (cell.empty())
        return std::optional<double>{};
    double value = 0;
    const auto [end, error] = std::from_chars(cell.data(), cell.data() + cell.size(), value);
    if (error != std::errc{} || end != cell.data() + cell.size() || !(std::abs(value) <= kWattHoursMax))
        return std::unexpected(std::format("{}: not a number of watt-hours", cell.substr(0, 40)));
    return value;
}

} // namespace

std::expected<MeteredSeries, std::string> readSeries(const std::string& file, std::string_view column,
                                                     const std::chrono::time_zone& zone)
{
    std::ifstream stream(file, std::ios::binary);
    std::string line;
    if (!stream || !std::getline(stream, line))
        return std::unexpected(file + ": cannot be read");
    const auto trim = [&line] {
        if (line.ends_with('\r'))
            line.pop_back();
    };
    trim();
    const std::vector<std::string_view> names = cellsOf(line);
    const auto at = static_cast<std::size_t>(std::ranges::find(names, column) - names.begin());
    if (names.front() != "time_local" && names.front() != "time_utc")
        return std::unexpected(file + ":1: the first column must be time_local or time_utc");
    if (at == names.size())
        return std::unexpected(std::format("{}:1: no column {}", file, column));
    const std::size_t columns = names.size();
    Rows rows(zone, names.front() == "time_local");
    for (int number = 2; std::getline(stream, line); ++number) {
        trim();
        if (line.empty())
            continue;
        const auto where = std::format("{}:{}: ", file, number);
        const std::vector<std::string_view> cells = cellsOf(line);
        if (cells.size() != columns)
            return std::unexpected(std::format("{}{} columns instead of {}", where, cells.size(), columns));
        const auto clock = parseClock(cells.front());
        if (!clock)
            return std::unexpected(std::format("{}{}: not the start of a half hour", where, cells.front()));
        const auto value = parseCell(cells[at]);
        if (!value)
            return std::unexpected(std::format("{}{} {}", where, column, value.error()));
        if (*value && **value < 0)
            rows.countNegative();
        const bool known = *value && **value >= 0;
        rows.add(*clock, known ? std::optional{Energy{std::llround(**value)}} : std::nullopt);
    }
    auto series = rows.finish();
    if (!series)
        return std::unexpected(file + ": " + series.error());
    return series;
}

std::vector<Period> localMidnights(const forecast::History& history, const std::chrono::time_zone& zone)
{
    std::vector<Period> midnights;
    const sys_seconds start{seconds{history.first.startSeconds()}};
    const sys_seconds end{seconds{history.end().startSeconds()}};
    for (auto day = std::chrono::floor<std::chrono::days>(zone.to_local(start)); true; day += std::chrono::days{1}) {
        const sys_seconds midnight = zone.to_sys(local_seconds{day}, std::chrono::choose::earliest);
        if (midnight >= end)
            return midnights;
        const std::int64_t at = midnight.time_since_epoch().count();
        if (midnight >= start && Period::isStart(at))
            midnights.emplace_back(at);
    }
}

} // namespace dgex::app
