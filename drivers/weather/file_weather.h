// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ports/services.h"
#include "core/ports/weather.h"

#include <filesystem>
#include <string>

namespace dgex::drivers {

/// A weather forecast in a file that something else renews (see readWeather for its forms). Issued when the file was
/// written last. A file that cannot be read any more leaves the last forecast as it is, stale. The clock must outlive
/// it. Thread: one at a time.
class FileWeather final : public ports::WeatherSource {
public:
    FileWeather(std::filesystem::path file, const ports::Clock& clock);
    [[nodiscard]] ports::Reading<WeatherForecast> latest() override;
    [[nodiscard]] const std::string& error() const override { return m_error; }

private:
    std::filesystem::path m_file;
    const ports::Clock& m_clock;
    std::filesystem::file_time_type m_written{};
    ports::Reading<WeatherForecast> m_latest;
    std::string m_error;
};

} // namespace dgex::drivers
