// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ports/devices.h"

namespace dgex::drivers {

/// Adds up power over time for devices that count no energy. A gap of more than a minute is left out.
class PowerSum {
public:
    void add(std::optional<Power> power, UtcTime at);
    [[nodiscard]] Energy energy() const; ///< Rounded down.

private:
    std::int64_t m_wattMilliseconds = 0;
    Power m_last;
    std::optional<UtcTime> m_lastAt;
};

/// What a home consumes, where nothing meters that: net import at the connection + generation + net discharge - losses
/// of the router. Devices without counters count by their power, which makes the reading Estimated. The counters of
/// several devices are never of one instant, so the sum may dip by some watt-hours: it is then held. Thread: one.
class DerivedLoad final : public ports::LoadMeter {
public:
    /// The devices outlive it. Requires: a meter.
    explicit DerivedLoad(const ports::HomeDevices& home);
    /// Takes new readings; call about every second.
    void step(UtcTime now);
    [[nodiscard]] ports::Reading<Energy> consumed() const override { return m_consumed; }
    [[nodiscard]] ports::Reading<Power> power() const override { return m_power; }

private:
    void addUp(UtcTime now);
    void sumEnergy();
    void sumPower();

    ports::HomeDevices m_home;
    PowerSum m_generated;
    PowerSum m_discharged; ///< Net.
    bool m_pvCounts = false;
    bool m_batteryCounts = false;
    std::optional<Energy> m_highest;
    ports::Reading<Energy> m_consumed;
    ports::Reading<Power> m_power;
};

} // namespace dgex::drivers
