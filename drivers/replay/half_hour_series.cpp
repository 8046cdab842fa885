// SPDX-License-Identifier: GPL-3.0-or-later
#include "drivers/replay/half_hour_series.h"

#include "core/base/text.h"

namespace dgex::drivers {

namespace {

constexpr std::int64_t kPeriodsPerDay = 48;

/// Takes the text up to the separator away from `text`; all of it when there is no separator.
std::string_view takeUntil(std::string_view& text, char separator)
{
    const std::size_t at = text.find(separator);
    const std::string_view part = text.substr(0, at);
    text.remove_prefix(at == std::string_view::npos ? text.size() : at + 1);
    return part;
}

std::string_view takeLine(std::string_view& text)
{
    std::string_view line = takeUntil(text, '\n');
    if (line.ends_with('\r'))
        line.remove_suffix(1);
    return line;
}

std::string headerOf(std::span<const SeriesColumn> columns)
{
    std::string header = "time_utc";
    for (const SeriesColumn& column : columns) {
        header += ',';
        header += column.name;
    }
    return header;
}

class SeriesParser {
public:
    SeriesParser(const std::string& file, std::span<const SeriesColumn> columns)
        : m_file(file)
        , m_columns(columns)
    {
        m_series.columns.resize(columns.size());
    }

    std::expected<HalfHourSeries, CommunityError> parse(std::string_view text)
    {
        if (takeLine(text) != headerOf(m_columns))
            return std::unexpected(error(CommunityFault::BadHeader, "expected " + headerOf(m_columns)));
        while (!text.empty()) {
            ++m_line;
            if (const auto row = takeRow(takeLine(text)); !row)
                return std::unexpected(row.error());
        }
        if (m_series.size() == 0)
            return std::unexpected(error(CommunityFault::BadRow, "no rows"));
        return std::move(m_series);
    }

private:
    [[nodiscard]] CommunityError error(CommunityFault fault, std::string detail) const
    {
        return {.fault = fault, .file = m_file, .line = m_line, .detail = std::move(detail)};
    }

    std::expected<void, CommunityError> takeRow(std::string_view row)
    {
        const std::string_view time = takeUntil(row, ',');
        const auto period = parsePeriod(time);
        if (!period)
            return std::unexpected(
                error(CommunityFault::BadTime, std::string{time} + ": " + std::string{describe(period.error())}));
        if (m_series.size() == 0)
            m_series.first = *period;
        const std::int64_t ahead = period->since(m_series.end());
        if (ahead != 0) {
            const CommunityFault fault = ahead > 0     ? CommunityFault::GapInTime
                                         : ahead == -1 ? CommunityFault::DoubledRow
                                                       : CommunityFault::TimeBackwards;
            return std::unexpected(error(fault, std::string{time}));
        }
        for (std::size_t i = 0; i < m_columns.size(); ++i) {
            const bool last = i + 1 == m_columns.size();
            const std::size_t comma = row.find(',');
            if (last != (comma == std::string_view::npos))
                return std::unexpected(
                    error(CommunityFault::BadRow, "not " + std::to_string(m_columns.size() + 1) + " columns"));
            if (const auto cell = takeCell(takeUntil(row, ','), i); !cell)
                return std::unexpected(cell.error());
        }
        return {};
    }

    std::expected<void, CommunityError> takeCell(std::string_view cell, std::size_t index)
    {
        const SeriesColumn& column = m_columns[index];
        if (cell.empty()) {
            m_series.columns[index].emplace_back(std::nullopt);
            return {};
        }
        const auto value = parseDecimal(cell, column.decimals);
        if (!value || *value < column.low || *value > column.high) {
            const ParseError why = value ? ParseError::OutOfRange : value.error();
            return std::unexpected(error(CommunityFault::BadValue, std::string{column.name} + " " + std::string{cell} +
                                                                       ": " + std::string{describe(why)}));
        }
        m_series.columns[index].emplace_back(*value);
        return {};
    }

    std::string m_file;
    std::span<const SeriesColumn> m_columns;
    HalfHourSeries m_series;
    int m_line = 1;
};

bool isWeekend(Period period, std::int32_t zoneOffsetSeconds)
{
    const std::int64_t day =
        divide(Int128{period.startSeconds()} + zoneOffsetSeconds, 86'400, Rounding::Floor); // 1970-01-01: Thursday
    return ((day + 3) % 7 + 7) % 7 >= 5;
}

} // namespace

std::expected<HalfHourSeries, CommunityError> parseSeries(std::string_view text, const std::string& file,
                                                          std::span<const SeriesColumn> columns)
{
    return SeriesParser{file, columns}.parse(text);
}

std::expected<std::size_t, CommunityError> fillMissing(HalfHourSeries& series, const std::string& file,
                                                       std::int32_t zoneOffsetSeconds)
{
    std::size_t filled = 0;
    const auto size = static_cast<std::int64_t>(series.size());
    for (auto& column : series.columns) {
        const auto known = column;
        const auto search = [&](std::int64_t index, std::int64_t step, bool likeOnly) -> std::optional<std::int64_t> {
            const bool weekend = isWeekend(series.first.plus(index), zoneOffsetSeconds);
            for (std::int64_t i = index + step; i >= 0 && i < size; i += step) {
                const auto& value = known[static_cast<std::size_t>(i)];
                if (value && (!likeOnly || isWeekend(series.first.plus(i), zoneOffsetSeconds) == weekend))
                    return value;
            }
            return std::nullopt;
        };
        for (std::int64_t i = 0; i < size; ++i) {
            auto& value = column[static_cast<std::size_t>(i)];
            if (value)
                continue;
            for (const bool likeOnly : {true, false})
                for (const std::int64_t step : {-kPeriodsPerDay, kPeriodsPerDay})
                    value = value ? value : search(i, step, likeOnly);
            if (!value)
                return std::unexpected(CommunityError{.fault = CommunityFault::NothingToFill,
                                                      .file = file,
                                                      .line = static_cast<int>(i) + 2,
                                                      .detail = dgex::toText(series.first.plus(i))});
            ++filled;
        }
    }
    return filled;
}

} // namespace dgex::drivers
