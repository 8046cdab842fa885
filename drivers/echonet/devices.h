// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "drivers/command_keeper.h"
#include "drivers/echonet/unit.h"

/// The ports of a home over ECHONET Lite objects. Thread: that of their event loop.
///
/// ECHONET Lite has no timer that ends a command. What bounds one is an amount of energy: a battery or charger that
/// takes a charging or discharging amount (AA and AB, E7 and E8) stops by itself when that is through, so every write
/// carries the energy of one reversion time. Where it takes none, commands are refused unless that is accepted.
namespace dgex::drivers::echonet {

struct ControlOptions {
    KeeperRules keeper = {};
    bool mayLackReversion = false;
    std::uint8_t release = 0x46; ///< Mode (DA) that a withdrawn command leaves: 46 automatic, 44 standby, 42 charging.
};

/// What a unit is to the home, and the whole device behind one entry of a configuration.
class EchonetDevice : public Device {
public:
    EchonetDevice(std::shared_ptr<Exchange> exchange, const ports::Clock& clock, const UnitOptions& options)
        : m_unit(std::move(exchange), clock, options)
    {
    }
    void start() override { m_unit.start(); }
    [[nodiscard]] bool hasSettled() const override { return m_unit.hasSettled(); }
    [[nodiscard]] std::vector<LiveValue> values() const override { return m_unit.values(); }
    [[nodiscard]] DeviceHealth health() const override { return m_unit.health(); }

protected:
    Unit m_unit;
};

/// Class 0288. Power from E7; counters from E0 and E3, or else from D0. Without coefficient (D3) it is 1, without unit
/// (E1) the configured one; with neither unit there are no counters.
class EchonetMeter final : public EchonetDevice, public ports::MeterSource {
public:
    using EchonetDevice::EchonetDevice;
    void offer(ports::HomeDevices& home) override { home.meter = this; }
    [[nodiscard]] ports::Reading<ports::MeterCounters> counters() const override;
    [[nodiscard]] ports::Reading<Power> power() const override;
};

/// Keeps one command alive in a unit.
class Control {
public:
    using Writes = std::function<std::vector<Property>(const CommandKeeper::Action&)>;
    Control(Unit& unit, const KeeperRules& rules, std::function<std::optional<Power>()> measured, Writes writes);
    ports::CommandResult set(Power power, std::chrono::milliseconds validFor);
    [[nodiscard]] ports::CommandEffect effect() const { return m_keeper.effect(); }

private:
    void step();

    Unit& m_unit;
    CommandKeeper m_keeper;
    std::function<std::optional<Power>()> m_measured;
    Writes m_writes;
    QTimer m_timer;
};

/// Class 0279. Limits by A1 (watts) or A0 (percent of the rated power, E8).
class EchonetPv final : public EchonetDevice, public ports::PvInverter {
public:
    EchonetPv(std::shared_ptr<Exchange> exchange, const ports::Clock& clock, const UnitOptions& options, Power peak,
              const ControlOptions& control);
    void offer(ports::HomeDevices& home) override { home.pv = this; }
    [[nodiscard]] ports::Reading<Energy> generated() const override;
    [[nodiscard]] ports::Reading<Power> power() const override;
    [[nodiscard]] Power peak() const override;
    ports::CommandResult setLimit(Power limit, std::chrono::milliseconds validFor) override;
    [[nodiscard]] ports::CommandEffect effect() const override { return m_control.effect(); }

private:
    Power m_peak; ///< 0: what the device says.
    ControlOptions m_options;
    Control m_control;
};

/// Class 027D, or a vehicle behind 027E. Commands set power (EB, EC) and amount, then the mode (DA).
class EchonetBattery final : public EchonetDevice, public ports::Battery {
public:
    /// rating: capacity or power 0 mean what the device says.
    EchonetBattery(std::shared_ptr<Exchange> exchange, const ports::Clock& clock, const UnitOptions& options,
                   const ports::BatteryRating& rating, const ControlOptions& control);
    void offer(ports::HomeDevices& home) override { home.battery = this; }
    [[nodiscard]] ports::BatteryRating rating() const override;
    /// Estimated while the device has no counters: charged and discharged are then 0.
    [[nodiscard]] ports::Reading<ports::BatteryState> state() const override;
    /// Refused: no mode can be set, no power can be set and it is neither 0 nor about the greatest, or nothing bounds
    /// the command.
    ports::CommandResult setPower(Power discharging, std::chrono::milliseconds validFor) override;
    [[nodiscard]] ports::CommandEffect effect() const override { return m_control.effect(); }

private:
    [[nodiscard]] std::vector<Property> writes(const CommandKeeper::Action& action) const;

    ports::BatteryRating m_rating;
    ControlOptions m_options;
    Control m_control;
};

/// Classes 02A1 and 027E. A limit sets the charging power (EB) or current (ED) and an amount, then the mode (DA).
class EchonetCharger final : public EchonetDevice, public ports::EvCharger {
public:
    EchonetCharger(std::shared_ptr<Exchange> exchange, const ports::Clock& clock, const UnitOptions& options,
                   const ControlOptions& control);
    void offer(ports::HomeDevices& home) override { home.charger = this; }
    [[nodiscard]] ports::Reading<Power> power() const override; ///< + charging
    ports::CommandResult setLimit(Power limit, std::chrono::milliseconds validFor) override;
    [[nodiscard]] ports::CommandEffect effect() const { return m_control.effect(); }

private:
    [[nodiscard]] std::vector<Property> writes(const CommandKeeper::Action& action) const;

    ControlOptions m_options;
    Control m_control;
};

} // namespace dgex::drivers::echonet
