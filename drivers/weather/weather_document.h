// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/weather.h"

#include <expected>
#include <string>
#include <string_view>

namespace dgex::drivers {

/// Reads a weather forecast in one of three forms; the text says itself which:
///
/// - CSV: header time_utc and any of pv_wh, irradiance_w_m2, cloud_percent, temperature_c; one row for each half hour,
///   times as 2025-02-14T12:30Z, an empty cell for what is not known.
/// - JSON, {"half_hourly": {"time": [...], "pv_wh": [...], ...}}: the same as arrays, with null for what is not known.
/// - JSON as the Open-Meteo service answers (`hourly=shortwave_radiation,cloud_cover,temperature_2m`):
///   {"utc_offset_seconds": 0, "hourly": {"time": ["2025-02-14T12:00", ...], ...}}. Its radiation is the mean of the
///   hour before its time, the others hold at their time; an hour gives both its half hours.
///
/// At most 1500 half hours without gaps in time. The error is one sentence that names the line (CSV) or the key and
/// the place in its array. Pure.
[[nodiscard]] std::expected<WeatherForecast, std::string> readWeather(std::string_view text, UtcTime issuedAt);

} // namespace dgex::drivers
