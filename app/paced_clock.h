// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ports/services.h"

#include <chrono>
#include <cstdint>

namespace dgex::app {

/// The system's clock, or a market time that runs faster than it from a common start: so that several processes try
/// out half hours in seconds. Thread: any.
class PacedClock final : public ports::Clock {
public:
    PacedClock() = default;
    /// At system time wall the market's time is market; then it runs speed times as fast. speed >= 1.
    PacedClock(UtcTime wall, UtcTime market, std::int64_t speed)
        : m_wall(wall)
        , m_market(market)
        , m_speed(speed)
    {
    }
    [[nodiscard]] UtcTime now() const override
    {
        const UtcTime wall = systemNow();
        return m_speed == 0 ? wall : m_market + (wall - m_wall) * m_speed;
    }
    /// How long a span of market time lasts.
    [[nodiscard]] std::chrono::milliseconds lasting(std::chrono::milliseconds span) const
    {
        return m_speed == 0 ? span : span / m_speed;
    }
    [[nodiscard]] static UtcTime systemNow()
    {
        const auto sinceEpoch = std::chrono::system_clock::now().time_since_epoch();
        return UtcTime{std::chrono::duration_cast<std::chrono::milliseconds>(sinceEpoch).count()};
    }

private:
    UtcTime m_wall;
    UtcTime m_market;
    std::int64_t m_speed = 0;
};

} // namespace dgex::app
