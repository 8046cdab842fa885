// SPDX-License-Identifier: GPL-3.0-or-later
#include "drivers/weather/file_weather.h"

#include "drivers/weather/weather_document.h"

#include <fstream>
#include <iterator>
#include <utility>

namespace dgex::drivers {

namespace {

constexpr std::uintmax_t kSizeMax = 1 << 20;

UtcTime utcOf(std::filesystem::file_time_type time)
{
    const auto since = std::chrono::clock_cast<std::chrono::system_clock>(time).time_since_epoch();
    return UtcTime{std::chrono::duration_cast<std::chrono::milliseconds>(since).count()};
}

} // namespace

FileWeather::FileWeather(std::filesystem::path file, const ports::Clock& clock)
    : m_file(std::move(file))
    , m_clock(clock)
{
}

ports::Reading<WeatherForecast> FileWeather::latest()
{
    const auto fail = [this](const std::string& reason) {
        m_error = m_file.string() + ": " + reason;
        if (m_latest.value)
            m_latest.quality = ports::Quality::Stale;
        return m_latest;
    };
    std::error_code code;
    const auto written = std::filesystem::last_write_time(m_file, code);
    const auto size = code ? 0 : std::filesystem::file_size(m_file, code);
    if (code)
        return fail(code.message());
    if (size > kSizeMax)
        return fail("larger than a weather forecast can be");
    if (m_latest.value && written == m_written)
        return m_latest;
    std::ifstream stream(m_file, std::ios::binary);
    const std::string text{std::istreambuf_iterator<char>(stream), {}};
    auto weather = readWeather(text, utcOf(written));
    if (!weather)
        return fail(weather.error());
    m_written = written;
    m_error.clear();
    m_latest.measuredAt = weather->issuedAt;
    m_latest.receivedAt = m_clock.now();
    m_latest.quality = ports::Quality::Good;
    m_latest.value = std::move(*weather);
    return m_latest;
}

} // namespace dgex::drivers
