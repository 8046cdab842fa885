// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/time.h"

#include <cstdint>
#include <vector>

namespace dgex::drivers {

struct WeatherConfig {
    std::uint64_t seed = 1;
    double latitudeDegrees = 35.7;
    double longitudeDegrees = 139.7; ///< East; moves solar noon.
};

/// The sun and the clouds over all homes at an instant.
struct Sky {
    double east = 0;        ///< Unit vector to the sun ...
    double equatorward = 0; ///< ... toward the equator ...
    double up = 0;          ///< ... and up; <= 0 at night.
    double direct = 0;      ///< W/m² on a surface facing the sun, through the clouds.
    double diffuse = 0;     ///< W/m² on level ground.
    double clearness = 1;   ///< 1 no clouds, near 0.2 overcast.
};

/// The common weather: cloud cover as smooth random values over days, hours and minutes. A function of seed and time,
/// but for clouds that were added.
class Weather {
public:
    explicit Weather(const WeatherConfig& config);
    [[nodiscard]] Sky at(UtcTime time) const;
    /// The weather as the seed alone gives it, without added clouds.
    [[nodiscard]] Sky naturalAt(UtcTime time) const;
    void addCloud(int depthPermille, UtcTime from, UtcTime to);

private:
    struct Cloud {
        double depth;
        UtcTime from;
        UtcTime to;
    };
    WeatherConfig m_config;
    std::vector<Cloud> m_clouds;
};

/// A PV array under the common sky with its own small clouds.
struct SolarArray {
    std::uint64_t seed = 1;
    double peakWatts = 0;
    double tiltDegrees = 30;
    double azimuthDegrees = 0; ///< 0 toward the equator, + west.
};

/// AC power of arrays of one orientation in W, >= 0 and at most the nameplate.
class SolarModel {
public:
    explicit SolarModel(const SolarArray& array);
    [[nodiscard]] double power(const Sky& sky, UtcTime time) const;

private:
    SolarArray m_array;
    double m_east;
    double m_equatorward;
    double m_up;
};

} // namespace dgex::drivers
