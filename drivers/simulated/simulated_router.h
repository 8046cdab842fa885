// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ports/devices.h"

#include <cstdint>

namespace dgex::drivers {

struct SimulatedRouterConfig {
    std::uint64_t seed = 1;
    Power capacity{4'000}; ///< Of the grid side, each direction.
    double rampWattsPerSecond = 500;
    std::chrono::milliseconds deadTime{500}; ///< From a command to its first effect.
    double lossFixedWatts = 8;               ///< a of a + b|P| + cP², while it runs.
    double lossPerWatt = 0.015;              ///< b
    double lossPerWattSquared = 1.5e-6;      ///< c
    double standbyWatts = 3;                 ///< While it rests (no setpoint, no power) or is tripped.
    double meterGain = 1.0;                  ///< What its grid-side meter shows is true power x gain + offset + noise.
    double meterOffsetWatts = 0;             ///< While it runs.
    double meterNoiseWatts = 4;              ///< Half width of the noise of the shown power.
    int tripsPerYear = 0;                    ///< Random trips, each of tripLength.
    std::chrono::milliseconds tripLength{300'000};
};

/// A router with a grid-following AC leg toward the neighbourhood and a DC leg toward the home. A setpoint takes
/// effect after the dead time at the ramp, and expires to 0 by the ramp. After a trip it rests until a new setpoint.
class SimulatedRouter final : public ports::DigitalGridRouter {
public:
    SimulatedRouter(const SimulatedRouterConfig& config, UtcTime start);

    [[nodiscard]] Power capacity() const override { return m_config.capacity; }
    /// Stale, mode Lost and otherwise unchanged while communication is lost.
    [[nodiscard]] ports::Reading<ports::DgrState> state() const override { return m_reading; }
    /// Power beyond the capacity is cut to it. Refused: tripped, or validFor <= 0. NotReachable: communication lost.
    ports::CommandResult setPower(Power intoHome, std::chrono::milliseconds validFor) override;

    void trip(std::chrono::milliseconds length);
    void loseCommunication(std::chrono::milliseconds length);

    /// Lives through [from, to); the energy lost in it in Wh.
    double step(UtcTime from, UtcTime to);
    /// Conversion loss at a true grid-side power while running, W.
    [[nodiscard]] double lossAt(double watts) const;
    [[nodiscard]] double truePower() const { return m_power; }
    [[nodiscard]] double trueImported() const { return m_imported; }
    [[nodiscard]] double trueExported() const { return m_exported; }
    [[nodiscard]] double trueLost() const { return m_lost; }

private:
    /// The setpoint in effect at a time from now on, as far as is known now.
    [[nodiscard]] double targetAt(UtcTime time) const;
    [[nodiscard]] bool isRunning() const;
    void rampTo(double target, double seconds);
    void move(double to, double seconds, bool runs);
    void updateReading();

    SimulatedRouterConfig m_config;
    UtcTime m_now;
    double m_target = 0;  ///< The setpoint in effect, W.
    double m_pending = 0; ///< The setpoint within its dead time.
    UtcTime m_pendingFrom;
    UtcTime m_validUntil;
    UtcTime m_trippedUntil;
    UtcTime m_lostUntil;
    double m_power = 0;
    double m_temperature = 25;
    double m_imported = 0; ///< Wh, here and below.
    double m_exported = 0;
    double m_lost = 0;
    double m_shownImported = 0;
    double m_shownExported = 0;
    ports::Reading<ports::DgrState> m_reading;
};

} // namespace dgex::drivers
