// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cmath>
#include <cstdint>

/// Random values as functions of seed and place, the same on every run (the mixing of SplitMix64).
namespace dgex::drivers {

[[nodiscard]] constexpr std::uint64_t mixed(std::uint64_t value)
{
    value += 0x9e3779b97f4a7c15;
    value = (value ^ (value >> 30)) * 0xbf58476d1ce4e5b9;
    value = (value ^ (value >> 27)) * 0x94d049bb133111eb;
    return value ^ (value >> 31);
}

/// A seed of its own for each purpose.
[[nodiscard]] constexpr std::uint64_t seedFor(std::uint64_t seed, std::uint64_t purpose)
{
    return mixed(mixed(seed) ^ purpose);
}

/// In [0, 1).
[[nodiscard]] constexpr double unitAt(std::uint64_t seed, std::int64_t place)
{
    return static_cast<double>(seedFor(seed, static_cast<std::uint64_t>(place)) >> 11) * 0x1p-53;
}

/// In [low, high).
[[nodiscard]] constexpr double between(std::uint64_t seed, std::int64_t place, double low, double high)
{
    return low + (high - low) * unitAt(seed, place);
}

/// Smooth in time, in [0, 1): random values every cell seconds and a soft step between them.
[[nodiscard]] inline double smoothAt(std::uint64_t seed, double seconds, double cellSeconds)
{
    const double place = seconds / cellSeconds;
    const double cell = std::floor(place);
    const double x = place - cell;
    const auto index = static_cast<std::int64_t>(cell);
    const double a = unitAt(seed, index);
    const double b = unitAt(seed, index + 1);
    return a + (b - a) * x * x * (3 - 2 * x);
}

} // namespace dgex::drivers
