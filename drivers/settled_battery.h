// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ports/devices.h"
#include "core/ports/services.h"

namespace dgex::drivers {

struct SettledBatteryOptions {
    std::chrono::milliseconds settle{2'000};   ///< From a new command to its full effect.
    std::chrono::milliseconds holdMax{60'000}; ///< A change waits no longer than this for readings.
};

/// A battery that is steered by a meter which tells late. Whoever computes a command from a reading of the meter and
/// one of the battery that are of different instants answers what was answered already, and swings. So a change of the
/// command waits until both have measured what the last change did; meanwhile the last command is kept alive. The
/// battery, the meter and the clock outlive it. Thread: one.
class SettledBattery final : public ports::Battery {
public:
    SettledBattery(ports::Battery& battery, const ports::MeterSource& meter, const ports::Clock& clock,
                   const SettledBatteryOptions& options = {})
        : m_battery(battery)
        , m_meter(meter)
        , m_clock(clock)
        , m_options(options)
    {
    }
    [[nodiscard]] ports::BatteryRating rating() const override { return m_battery.rating(); }
    [[nodiscard]] ports::Reading<ports::BatteryState> state() const override { return m_battery.state(); }
    [[nodiscard]] ports::CommandEffect effect() const override { return m_battery.effect(); }
    ports::CommandResult setPower(Power discharging, std::chrono::milliseconds validFor) override;

private:
    [[nodiscard]] bool isSeen(UtcTime now) const;

    ports::Battery& m_battery;
    const ports::MeterSource& m_meter;
    const ports::Clock& m_clock;
    SettledBatteryOptions m_options;
    std::optional<Power> m_power;
    UtcTime m_changedAt;
};

} // namespace dgex::drivers
