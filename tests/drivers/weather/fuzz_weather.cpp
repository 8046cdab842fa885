// SPDX-License-Identifier: GPL-3.0-or-later
#include "drivers/weather/weather_document.h"

#include <cstddef>
#include <cstdint>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const auto weather =
        dgex::drivers::readWeather({reinterpret_cast<const char*>(data), size}, dgex::UtcTime{1'700'000'000'000});
    if (weather && (weather->periods.empty() || weather->periods.size() > 1502))
        __builtin_trap();
    if (!weather && weather.error().empty())
        __builtin_trap();
    return 0;
}
