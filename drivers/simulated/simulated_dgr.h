// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ports/devices.h"

#include <cstdint>
#include <deque>
#include <string>
#include <vector>

namespace dgex::drivers {

/// What a leg's meter shows is true power x gain + offset + noise, cut to whole quanta; the truth is kept apart.
struct LegMeter {
    double gain = 1;
    double offsetWatts = 0;
    double noiseWatts = 0; ///< Half width; a new value each second.
    double quantumWatts = 1;
    double quantumWattHours = 1; ///< Of its counters.
};

/// A following leg trips when its grid was beyond bound for so long.
struct TripLimit {
    double bound;
    double seconds;
};

struct GridLimits {
    std::vector<TripLimit> overVoltage; ///< Per unit.
    std::vector<TripLimit> underVoltage;
    std::vector<TripLimit> overFrequency; ///< Hz; empty for DC, here and below.
    std::vector<TripLimit> underFrequency;
    double islandSeconds = 2; ///< An island is noticed within this.
    double returnVoltageLow = 0.917;
    double returnVoltageHigh = 1.05;
    double returnHertzLow = 0;
    double returnHertzHigh = 0;
    double returnSeconds = 300;     ///< So long the grid must be good before the leg enters service again ...
    double returnRampSeconds = 300; ///< ... and its power may then rise to the capacity in no less.
};

/// AC 60: IEEE 1547-2018 category II. AC 50: VDE-AR-N 4105. DC: a window of the voltage alone.
[[nodiscard]] GridLimits usualLimits(ports::LegKind kind);

/// When no command came in time.
enum class Reversion : std::uint8_t { ToZero, Hold };

struct LegConfig {
    std::string name;
    ports::LegKind kind = ports::LegKind::Ac50;
    ports::LegRole role = ports::LegRole::GridFollowing;
    bool regulatesLink = false; ///< Keeps the link's voltage; takes no setpoint.
    double capacityIn = 4'000;  ///< W from the terminal into the link, >= 0.
    double capacityOut = 4'000;
    double rampWattsPerSecond = 500;
    std::chrono::milliseconds deadTime{500}; ///< From a command to its first effect.
    double lossFixedWatts = 5;               ///< a of a + b|P| + cP², while the leg runs.
    double lossPerWatt = 0.008;
    double lossPerWattSquared = 8e-7;
    Reversion reversion = Reversion::ToZero;
    LegMeter meter;
    GridLimits limits = usualLimits(ports::LegKind::Ac50); ///< Of a following leg.
};

struct LinkConfig {
    double farads = 0.1;
    double volts = 380;
    double voltsMin = 350; ///< Outside the window every leg stops.
    double voltsMax = 420;
    double restartSeconds = 10;
    double standbyWatts = 3; ///< Of the electronics, drawn at the regulator's terminal.
};

struct SimulatedDgrConfig {
    std::uint64_t seed = 1;
    std::vector<LegConfig> legs; ///< The first is the grid side.
    LinkConfig link;
    /// While nothing is wrong, steps go from event to event with the link's voltage kept exactly, in place of 10 ms:
    /// for many homes. Energies are the same within what the link stores (0.1 Wh).
    bool closedForm = false;
};

/// A grid side (AC 50) and a home side (DC, grid-forming, regulates the link).
[[nodiscard]] SimulatedDgrConfig twoLegDgr(std::uint64_t seed, double capacityWatts);

/// Why a leg does not run.
enum class TripCause : std::uint8_t { None, Voltage, Frequency, Island, Link, Fault };

/// The grid at a leg's terminal.
struct TerminalGrid {
    double perUnit = 1;
    double hertz = 50;
    bool islanded = false;
};

/// True energies of a leg in Wh; in and out as seen from the link.
struct LegTruth {
    double power = 0; ///< W, + from the terminal into the link.
    double in = 0;
    double out = 0;
    double lost = 0;
};

/// A router of several legs on one DC link, by its physics: the link's energy E = C V² / 2 changes by the sum of the
/// legs' powers less their losses, so of n running legs n - 1 are free and exactly one balances, the link
/// regulator. A regulator that reaches its capacity lets the voltage leave its window, which stops every leg. Steps of
/// 10 ms; random numbers come from the seed, time from the caller.
class SimulatedDgr final : public ports::DigitalGridRouter {
public:
    /// Whether the legs can run: at least two, unlike names, exactly one regulator, and it is not off.
    [[nodiscard]] static bool isValid(const SimulatedDgrConfig& config);
    /// Requires: isValid(config).
    SimulatedDgr(SimulatedDgrConfig config, UtcTime start);

    [[nodiscard]] Power capacity() const override;
    [[nodiscard]] ports::Reading<ports::DgrState> state() const override { return m_reading; }
    ports::CommandResult setPower(Power intoHome, std::chrono::milliseconds validFor) override;
    /// Asks a free leg for power, + into the link. Refused: the regulator, a leg off or tripped, validFor <= 0.
    /// NotReachable: while it reboots.
    ports::CommandResult setLegPower(std::size_t leg, double watts, std::chrono::milliseconds validFor);

    void setGrid(std::size_t leg, const TerminalGrid& grid);
    /// The leg stops now, for so long.
    void trip(std::size_t leg, std::chrono::milliseconds length);
    /// Stops, forgets every setpoint and cannot be reached for so long; counters are kept.
    void reboot(std::chrono::milliseconds length);

    /// Lives through [from, to).
    void step(UtcTime from, UtcTime to);

    [[nodiscard]] const SimulatedDgrConfig& config() const { return m_config; }
    [[nodiscard]] LegTruth truth(std::size_t leg) const { return m_legs[leg].truth; }
    [[nodiscard]] TripCause cause(std::size_t leg) const { return m_legs[leg].cause; }
    [[nodiscard]] double linkVolts() const;
    [[nodiscard]] double linkJoules() const { return m_joules; }
    [[nodiscard]] double standbyWattHours() const { return m_standby; }
    /// Wh that the terminals gave and did not get back: losses, standby, and what the link stores more than at first.
    [[nodiscard]] double takenWattHours() const;

private:
    struct Setpoint {
        UtcTime from;
        double watts;
    };
    struct Leg {
        LegTruth truth;
        TerminalGrid grid;
        TripCause cause = TripCause::None;
        double target = 0;
        std::deque<Setpoint> pending; ///< Within their dead time.
        UtcTime validUntil;
        UtcTime blockedUntil;
        std::vector<double> outside; ///< Seconds beyond each limit, in the order of the limits.
        double islanded = 0;
        double good = 0;     ///< Seconds since the grid returned.
        double returned = 0; ///< Share of the capacity that may be used after a trip; 1: all.
        bool runs = false;
        double shownIn = 0;
        double shownOut = 0;
        double shownPower = 0;
    };

    [[nodiscard]] double target(const Leg& leg, const LegConfig& config) const;
    [[nodiscard]] double aim(Leg& leg, const LegConfig& config) const;
    void guard(Leg& leg, const LegConfig& config, double seconds);
    void enterService(Leg& leg, const LegConfig& config, double seconds);
    void stop(Leg& leg, TripCause cause);
    void move(std::size_t index, double to, double seconds);
    void regulate(double missing, double seconds);
    void advance(double seconds);
    [[nodiscard]] bool isQuiet() const;
    /// Until when every leg ramps evenly or stands.
    [[nodiscard]] UtcTime nextEvent(UtcTime to);
    void glide(double seconds);
    void balance(double seconds);
    void watchLink();
    void warmUp(double lostWattHours, double seconds);
    void updateReading();

    SimulatedDgrConfig m_config;
    std::vector<Leg> m_legs;
    std::size_t m_regulator = 0;
    UtcTime m_now;
    UtcTime m_awayUntil;
    UtcTime m_linkBlockedUntil;
    double m_joules = 0;
    double m_integral = 0; ///< W, of the regulator.
    double m_standby = 0;
    double m_celsius = 25;
    ports::Reading<ports::DgrState> m_reading;
};

} // namespace dgex::drivers
