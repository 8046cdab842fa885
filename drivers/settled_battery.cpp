// SPDX-License-Identifier: GPL-3.0-or-later
#include "drivers/settled_battery.h"

#include <algorithm>

namespace dgex::drivers {

bool SettledBattery::isSeen(UtcTime now) const
{
    const UtcTime settledAt = m_changedAt + m_options.settle;
    const UtcTime measuredAt = std::min(m_meter.power().measuredAt, m_battery.state().measuredAt);
    return measuredAt >= settledAt || now - m_changedAt >= m_options.holdMax;
}

ports::CommandResult SettledBattery::setPower(Power discharging, std::chrono::milliseconds validFor)
{
    const UtcTime now = m_clock.now();
    if (m_power && !isSeen(now))
        return m_battery.setPower(*m_power, validFor);
    const auto result = m_battery.setPower(discharging, validFor);
    if (result != ports::CommandResult::Accepted) {
        m_power.reset();
        return result;
    }
    if (m_power != discharging)
        m_changedAt = now;
    m_power = discharging;
    return result;
}

} // namespace dgex::drivers
