// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ports/devices.h"

namespace dgex::drivers {

/// A battery with one-way efficiency and limits. It follows a command until this expires, then idles.
class SimulatedBattery final : public ports::Battery {
public:
    SimulatedBattery(const ports::BatteryRating& rating, Energy stored, UtcTime start);

    [[nodiscard]] ports::BatteryRating rating() const override { return m_rating; }
    [[nodiscard]] ports::Reading<ports::BatteryState> state() const override;
    /// Power beyond the rating is cut to it. Refused: validFor <= 0.
    ports::CommandResult setPower(Power discharging, std::chrono::milliseconds validFor) override;

    /// Lives through [from, to); the mean power at the terminals in W, + discharging.
    double step(UtcTime from, UtcTime to);
    [[nodiscard]] double stored() const { return m_stored; }
    [[nodiscard]] double charged() const { return m_charged; }
    [[nodiscard]] double discharged() const { return m_discharged; }
    [[nodiscard]] double lost() const { return m_lost; }

private:
    ports::BatteryRating m_rating;
    UtcTime m_now;
    UtcTime m_validUntil;
    double m_command = 0;
    double m_power = 0;
    double m_stored; ///< Wh, here and below.
    double m_charged = 0;
    double m_discharged = 0;
    double m_lost = 0;
};

} // namespace dgex::drivers
