// SPDX-License-Identifier: GPL-3.0-or-later
#include "drivers/simulated/simulated_battery.h"

#include "core/base/assert.h"
#include "drivers/simulated/counter.h"

#include <algorithm>

namespace dgex::drivers {

SimulatedBattery::SimulatedBattery(const ports::BatteryRating& rating, Energy stored, UtcTime start)
    : m_rating(rating)
    , m_now(start)
    , m_validUntil(start)
    , m_stored(static_cast<double>(std::clamp(stored, Energy{}, rating.capacity).count()))
{
    DGEX_ASSERT(rating.capacity >= Energy{} && rating.powerMax >= Power{});
    DGEX_ASSERT(rating.efficiencyPermille > 0 && rating.efficiencyPermille <= 1000);
}

ports::Reading<ports::BatteryState> SimulatedBattery::state() const
{
    const ports::BatteryState state{wholeWattHours(m_stored), wholeWatts(m_power), wholeWattHours(m_charged),
                                    wholeWattHours(m_discharged)};
    return {state, m_now, m_now, ports::Quality::Good};
}

ports::CommandResult SimulatedBattery::setPower(Power discharging, std::chrono::milliseconds validFor)
{
    if (validFor.count() <= 0)
        return ports::CommandResult::Refused;
    m_command = static_cast<double>(std::clamp(discharging, -m_rating.powerMax, m_rating.powerMax).count());
    m_validUntil = m_now + validFor;
    return ports::CommandResult::Accepted;
}

double SimulatedBattery::step(UtcTime from, UtcTime to)
{
    m_now = to;
    const auto length = static_cast<double>((to - from).count());
    const auto active =
        static_cast<double>(std::clamp<std::int64_t>((m_validUntil - from).count(), 0, (to - from).count()));
    const double asked = m_command * active / kMillisecondsPerHour;
    const double efficiency = m_rating.efficiencyPermille / 1000.0;
    const double room = static_cast<double>(m_rating.capacity.count()) - m_stored;
    const double energy = std::clamp(asked, -room / efficiency, m_stored * efficiency);
    const double inside = energy > 0 ? energy / efficiency : energy * efficiency;
    m_stored = std::clamp(m_stored - inside, 0.0, static_cast<double>(m_rating.capacity.count()));
    m_lost += inside - energy;
    (energy > 0 ? m_discharged : m_charged) += std::abs(energy);
    m_power = energy * kMillisecondsPerHour / length;
    return m_power;
}

} // namespace dgex::drivers
