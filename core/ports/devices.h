// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ports/reading.h"

#include <string>
#include <vector>

/// The devices of a home as the controller sees them. Readings are the latest that arrived and never wait.
/// Commands expire after validFor: the device then goes back to its own safe behaviour.
/// Sign: + into the home; battery: + discharging. Thread: that of the home's controller.
namespace dgex::ports {

/// Cumulative counters of the smart meter at the whole connection; they never decrease except at a rollover.
struct MeterCounters {
    Energy imported;
    Energy exported;
};

class MeterSource {
public:
    virtual ~MeterSource() = default;
    [[nodiscard]] virtual Reading<MeterCounters> counters() const = 0;
    /// Net power at the connection, + import.
    [[nodiscard]] virtual Reading<Power> power() const = 0;
};

/// Consumption of the home behind the meter, without battery, PV and DGR losses.
class LoadMeter {
public:
    virtual ~LoadMeter() = default;
    [[nodiscard]] virtual Reading<Energy> consumed() const = 0; ///< Cumulative.
    [[nodiscard]] virtual Reading<Power> power() const = 0;
};

class PvInverter {
public:
    virtual ~PvInverter() = default;
    [[nodiscard]] virtual Reading<Energy> generated() const = 0; ///< Cumulative, gross.
    [[nodiscard]] virtual Reading<Power> power() const = 0;      ///< >= 0
    [[nodiscard]] virtual Power peak() const = 0;                ///< Nameplate.
    /// Caps the power; Refused by inverters that cannot be capped.
    virtual CommandResult setLimit(Power, std::chrono::milliseconds) { return CommandResult::Refused; }
    [[nodiscard]] virtual CommandEffect effect() const { return CommandEffect::None; }
};

struct BatteryState {
    Energy stored;     ///< Usable energy inside now.
    Power power;       ///< At its terminals, + discharging.
    Energy charged;    ///< Cumulative at its terminals.
    Energy discharged; ///< Cumulative at its terminals.
};

struct BatteryRating {
    Energy capacity;              ///< Usable; 0 means that there is none.
    Power powerMax;               ///< Charge and discharge.
    int efficiencyPermille = 950; ///< One way.
};

class Battery {
public:
    virtual ~Battery() = default;
    [[nodiscard]] virtual BatteryRating rating() const = 0;
    [[nodiscard]] virtual Reading<BatteryState> state() const = 0;
    virtual CommandResult setPower(Power discharging, std::chrono::milliseconds validFor) = 0;
    [[nodiscard]] virtual CommandEffect effect() const { return CommandEffect::None; }
};

enum class LegKind : std::uint8_t { Ac50, Ac60, Dc };
enum class LegRole : std::uint8_t { Off, GridFollowing, GridForming };
enum class DgrMode : std::uint8_t { Idle, Delivering, Tripped, Lost };

struct LegState {
    std::string name;
    LegKind kind = LegKind::Ac50;
    LegRole role = LegRole::GridFollowing;
    Power power;    ///< Measured at the leg, + into the home.
    Power capacity; ///< Each direction.
};

struct DgrState {
    DgrMode mode = DgrMode::Idle;
    Power setpoint;  ///< Grid side, + into the home.
    Power power;     ///< Measured at the grid side, + into the home.
    Energy imported; ///< Cumulative at the grid side.
    Energy exported; ///< Cumulative at the grid side.
    Energy lost;     ///< Cumulative conversion losses, which belong to the home.
    int temperatureDeciCelsius = 250;
    std::vector<LegState> legs;
};

/// A multi-leg power router. The leg toward the neighbourhood is the grid side.
class DigitalGridRouter {
public:
    virtual ~DigitalGridRouter() = default;
    [[nodiscard]] virtual Power capacity() const = 0; ///< Of the grid side, each direction.
    [[nodiscard]] virtual Reading<DgrState> state() const = 0;
    /// Asks for power at the grid side, + into the home, reached by the device's own ramp. Without a new command
    /// within validFor it ramps to zero by itself.
    virtual CommandResult setPower(Power intoHome, std::chrono::milliseconds validFor) = 0;
    [[nodiscard]] virtual CommandEffect effect() const { return CommandEffect::None; }
};

class EvCharger {
public:
    virtual ~EvCharger() = default;
    [[nodiscard]] virtual Reading<Power> power() const = 0;
    virtual CommandResult setLimit(Power limit, std::chrono::milliseconds validFor) = 0;
};

/// The devices of one home; the pointers of absent devices are null. Not owned.
struct HomeDevices {
    MeterSource* meter = nullptr;
    LoadMeter* load = nullptr;
    PvInverter* pv = nullptr;
    Battery* battery = nullptr;
    DigitalGridRouter* router = nullptr;
    EvCharger* charger = nullptr;
};

} // namespace dgex::ports
