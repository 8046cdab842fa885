// SPDX-License-Identifier: GPL-3.0-or-later
#include "drivers/simulated/solar_model.h"

#include "drivers/simulated/noise.h"

#include <algorithm>
#include <numbers>

namespace dgex::drivers {

namespace {

constexpr double kDegree = std::numbers::pi / 180;
constexpr double kDaySeconds = 86'400;
constexpr double kSolarConstant = 1'353; ///< W/m²
constexpr double kPerformance = 0.88;    ///< From irradiance to AC power: heat, dirt, cables, inverter.

double secondsOf(UtcTime time)
{
    return static_cast<double>(time.milliseconds()) / 1000;
}

/// Share of the sky that clouds cover, [0, 1]: whole days, weather fronts, single clouds.
double cloudCover(std::uint64_t seed, double seconds)
{
    const double mix = 0.5 * smoothAt(seedFor(seed, 1), seconds, kDaySeconds) +
                       0.35 * smoothAt(seedFor(seed, 2), seconds, 10'800) +
                       0.15 * smoothAt(seedFor(seed, 3), seconds, 600);
    const double x = std::clamp((mix - 0.3) / 0.45, 0.0, 1.0);
    return x * x * (3 - 2 * x);
}

} // namespace

Weather::Weather(const WeatherConfig& config)
    : m_config(config)
{
}

Sky Weather::naturalAt(UtcTime time) const
{
    const double seconds = secondsOf(time);
    const double dayOfYear = std::fmod(seconds / kDaySeconds, 365.2425);
    const double declination = 23.44 * kDegree * std::sin(2 * std::numbers::pi * (284 + dayOfYear) / 365.2425);
    const double hourAngle =
        2 * std::numbers::pi * (std::fmod(seconds, kDaySeconds) / kDaySeconds + m_config.longitudeDegrees / 360 - 0.5);
    const double latitude = m_config.latitudeDegrees * kDegree;
    Sky sky;
    sky.up =
        std::sin(latitude) * std::sin(declination) + std::cos(latitude) * std::cos(declination) * std::cos(hourAngle);
    sky.east = -std::cos(declination) * std::sin(hourAngle);
    const double south =
        std::sin(latitude) * std::cos(declination) * std::cos(hourAngle) - std::cos(latitude) * std::sin(declination);
    sky.equatorward = m_config.latitudeDegrees < 0 ? -south : south;

    const double cover = cloudCover(m_config.seed, seconds);
    sky.clearness = 1 - 0.8 * cover;
    if (sky.up <= 0)
        return sky;
    const double airMass = 1 / (sky.up + 0.05);
    const double clear = kSolarConstant * std::pow(0.7, std::pow(airMass, 0.678));
    const double open = 1 - cover;
    sky.direct = clear * open * std::sqrt(open);
    sky.diffuse = clear * sky.up * (0.12 + 0.16 * cover);
    return sky;
}

Sky Weather::at(UtcTime time) const
{
    Sky sky = naturalAt(time);
    double open = 1;
    for (const Cloud& cloud : m_clouds) {
        if (cloud.from <= time && time < cloud.to)
            open = std::min(open, 1 - cloud.depth);
    }
    sky.direct *= open;
    sky.diffuse *= open;
    sky.clearness *= open;
    return sky;
}

void Weather::addCloud(int depthPermille, UtcTime from, UtcTime to)
{
    std::erase_if(m_clouds, [&](const Cloud& cloud) { return cloud.to <= from; });
    m_clouds.push_back({std::clamp(depthPermille, 0, 1000) / 1000.0, from, to});
}

SolarModel::SolarModel(const SolarArray& array)
    : m_array(array)
    , m_east(-std::sin(array.azimuthDegrees * kDegree) * std::sin(array.tiltDegrees * kDegree))
    , m_equatorward(std::cos(array.azimuthDegrees * kDegree) * std::sin(array.tiltDegrees * kDegree))
    , m_up(std::cos(array.tiltDegrees * kDegree))
{
}

double SolarModel::power(const Sky& sky, UtcTime time) const
{
    if (sky.up <= 0 || m_array.peakWatts <= 0)
        return 0;
    const double facing = sky.east * m_east + sky.equatorward * m_equatorward + sky.up * m_up;
    const double irradiance = sky.direct * std::max(0.0, facing) + sky.diffuse * (1 + m_up) / 2;
    const double ownClouds = 1 - 0.15 * smoothAt(m_array.seed, secondsOf(time), 900);
    const double power = m_array.peakWatts * irradiance / 1000 * kPerformance * ownClouds;
    return std::clamp(power, 0.0, m_array.peakWatts);
}

} // namespace dgex::drivers
