// SPDX-License-Identifier: GPL-3.0-or-later
#include "drivers/weather/weather_document.h"

#include "core/base/text.h"
#include "drivers/replay/half_hour_series.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <format>
#include <utility>

namespace dgex::drivers {

namespace {

constexpr std::size_t kHalfHoursMax = 1500;
constexpr int kDecimals = 3;
constexpr double kThousand = 1000;

enum Column : std::size_t { Pv, Irradiance, Cloud, Temperature };

struct KnownColumn {
    SeriesColumn series;        ///< Our name; counts of a thousandth.
    std::string_view openMeteo; ///< The service's name; empty when it has none.
};
constexpr std::array<KnownColumn, 4> kColumns{{
    {{"pv_wh", kDecimals, 0, 1'000'000'000}, ""},
    {{"irradiance_w_m2", kDecimals, 0, 1'500'000}, "shortwave_radiation"},
    {{"cloud_percent", kDecimals, 0, 100'000}, "cloud_cover"},
    {{"temperature_c", kDecimals, -90'000, 60'000}, "temperature_2m"},
}};

std::int64_t wholeOf(std::int64_t thousandths)
{
    return divide(thousandths, 1000, Rounding::HalfAwayFromZero);
}

void put(WeatherHalfHour& half, std::size_t column, std::int64_t thousandths)
{
    switch (column) {
    case Pv:
        half.pv = Energy{wholeOf(thousandths)};
        break;
    case Irradiance:
        half.irradiance = static_cast<std::int32_t>(wholeOf(thousandths));
        break;
    case Cloud:
        half.cloudPermille = static_cast<std::int32_t>(divide(thousandths, 100, Rounding::HalfAwayFromZero));
        break;
    default:
        half.temperatureMilliC = static_cast<std::int32_t>(thousandths);
    }
}

std::expected<WeatherForecast, std::string> readCsv(std::string_view text, UtcTime issuedAt)
{
    std::string_view header = text.substr(0, text.find('\n'));
    if (header.ends_with('\r'))
        header.remove_suffix(1);
    std::vector<SeriesColumn> columns;
    std::vector<std::size_t> known;
    constexpr std::string_view kTime = "time_utc";
    bool isFine = header.starts_with(kTime);
    header.remove_prefix(std::min(kTime.size(), header.size()));
    while (isFine && header.starts_with(',')) {
        header.remove_prefix(1);
        const std::string_view name = header.substr(0, header.find(','));
        const auto found =
            std::ranges::find(kColumns, name, [](const KnownColumn& column) { return column.series.name; });
        isFine = found != kColumns.end();
        if (isFine) {
            columns.push_back(found->series);
            known.push_back(static_cast<std::size_t>(found - kColumns.begin()));
        }
        header.remove_prefix(name.size());
    }
    if (!isFine || columns.empty())
        return std::unexpected(std::string("line 1: expected the header time_utc with any of pv_wh, irradiance_w_m2, "
                                           "cloud_percent, temperature_c"));
    const auto series = parseSeries(text, "", columns);
    if (!series)
        return std::unexpected(std::format("line {}: {}", series.error().line, series.error().detail));
    if (series->size() > kHalfHoursMax)
        return std::unexpected(std::format("more than {} half hours", kHalfHoursMax));
    WeatherForecast weather{.issuedAt = issuedAt, .first = series->first, .periods = {}};
    weather.periods.resize(series->size());
    for (std::size_t c = 0; c < known.size(); ++c)
        for (std::size_t i = 0; i < weather.periods.size(); ++i)
            if (const auto value = series->columns[c][i])
                put(weather.periods[i], known[c], *value);
    return weather;
}

/// Times and values of a JSON object of arrays.
class Arrays {
public:
    Arrays(const nlohmann::json& arrays, std::string name, bool isHourly, std::int64_t offsetSeconds)
        : m_arrays(arrays)
        , m_name(std::move(name))
        , m_step(isHourly ? 2 : 1)
        , m_offset(offsetSeconds)
    {
    }

    std::expected<WeatherForecast, std::string> read(UtcTime issuedAt)
    {
        if (const auto times = readTimes(); !times)
            return std::unexpected(times.error());
        m_weather.issuedAt = issuedAt;
        // What an hour's time stands for may lie before it.
        const std::int64_t before = m_step == 2 ? 2 : 0;
        m_weather.first = m_first.plus(-before);
        m_weather.periods.resize(m_count * static_cast<std::size_t>(m_step) + static_cast<std::size_t>(before));
        bool any = false;
        for (std::size_t column = 0; column < kColumns.size(); ++column) {
            const auto taken = readColumn(column);
            if (!taken)
                return std::unexpected(taken.error());
            any = any || *taken;
        }
        if (!any)
            return std::unexpected(m_name + ": no array is known here");
        return std::move(m_weather);
    }

private:
    std::expected<void, std::string> readTimes()
    {
        const auto times = m_arrays.find("time");
        if (times == m_arrays.end() || !times->is_array() || times->empty() ||
            times->size() * static_cast<std::size_t>(m_step) > kHalfHoursMax)
            return std::unexpected(
                std::format("{}.time: expected an array for 1 to {} half hours", m_name, kHalfHoursMax));
        m_count = times->size();
        for (std::size_t i = 0; i < m_count; ++i) {
            std::string text = (*times)[i].is_string() ? (*times)[i].get<std::string>() : std::string();
            if (!text.ends_with('Z'))
                text += 'Z';
            const auto period = parsePeriod(text);
            if (!period || !Period::isStart(m_offset))
                return std::unexpected(
                    std::format("{}.time[{}]: {}", m_name, i,
                                period ? "the zone is not on the half hour" : std::string(describe(period.error()))));
            const Period utc{period->startSeconds() - m_offset};
            if (i == 0)
                m_first = utc;
            if (utc.since(m_first) != static_cast<std::int64_t>(i) * m_step)
                return std::unexpected(std::format("{}.time[{}]: does not follow the one before", m_name, i));
        }
        return {};
    }

    /// False when the array is not there.
    std::expected<bool, std::string> readColumn(std::size_t column)
    {
        const bool isHourly = m_step == 2;
        const SeriesColumn& series = kColumns[column].series;
        const std::string name{isHourly ? kColumns[column].openMeteo : series.name};
        const auto values = name.empty() ? m_arrays.end() : m_arrays.find(name);
        if (values == m_arrays.end())
            return false;
        if (!values->is_array() || values->size() != m_count)
            return std::unexpected(std::format("{}.{}: expected an array of {} values", m_name, name, m_count));
        for (std::size_t i = 0; i < m_count; ++i) {
            const nlohmann::json& value = (*values)[i];
            if (value.is_null())
                continue;
            const double thousandths = value.is_number() ? value.get<double>() * kThousand : std::nan("");
            if (!(thousandths >= static_cast<double>(series.low) && thousandths <= static_cast<double>(series.high)))
                return std::unexpected(std::format("{}.{}[{}]: expected a number from {} to {}", m_name, name, i,
                                                   series.low / 1000, series.high / 1000));
            const auto at = i * static_cast<std::size_t>(m_step) + (isHourly && column != Irradiance ? 2 : 0);
            for (std::size_t half = at; half < at + static_cast<std::size_t>(m_step); ++half)
                put(m_weather.periods[half], column, std::llround(thousandths));
        }
        return true;
    }

    const nlohmann::json& m_arrays;
    std::string m_name;
    std::int64_t m_step = 1; ///< Half hours of one value.
    std::int64_t m_offset = 0;
    std::size_t m_count = 0;
    Period m_first;
    WeatherForecast m_weather;
};

std::expected<WeatherForecast, std::string> readJson(std::string_view text, UtcTime issuedAt)
{
    const auto document = nlohmann::json::parse(text, nullptr, false);
    if (!document.is_object())
        return std::unexpected(std::string("this is neither CSV nor JSON"));
    if (const auto halves = document.find("half_hourly"); halves != document.end() && halves->is_object())
        return Arrays{*halves, "half_hourly", false, 0}.read(issuedAt);
    const auto hours = document.find("hourly");
    if (hours == document.end() || !hours->is_object())
        return std::unexpected(std::string("expected an object half_hourly or hourly"));
    const auto offset = document.find("utc_offset_seconds");
    if (offset != document.end() && (!offset->is_number_integer() || std::abs(offset->get<std::int64_t>()) > 86'400))
        return std::unexpected(std::string("utc_offset_seconds: expected seconds of at most a day"));
    return Arrays{*hours, "hourly", true, offset == document.end() ? 0 : offset->get<std::int64_t>()}.read(issuedAt);
}

} // namespace

std::expected<WeatherForecast, std::string> readWeather(std::string_view text, UtcTime issuedAt)
{
    const std::size_t begin = text.find_first_not_of(" \t\r\n");
    return begin != std::string_view::npos && text[begin] == '{' ? readJson(text, issuedAt) : readCsv(text, issuedAt);
}

} // namespace dgex::drivers
