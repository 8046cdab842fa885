// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/time.h"
#include "core/base/units.h"
#include "core/ports/devices.h"
#include "drivers/simulated/demand_model.h"
#include "drivers/simulated/simulated_battery.h"
#include "drivers/simulated/simulated_line.h"
#include "drivers/simulated/solar_model.h"

#include <memory>
#include <optional>
#include <vector>

namespace dgex::drivers {

/// Measured half hours, played back in place of the models. Energies >= 0 in Wh.
struct ReplaySeries {
    Period first;
    std::vector<Energy> demand;
    std::vector<Energy> generation; ///< As many as demand.
};

struct SimulatedHomeConfig {
    std::uint64_t seed = 1;
    Energy dailyDemand{11'000};               ///< About what the home consumes on a mean day.
    Power pvPeak;                             ///< Nameplate; 0: no PV.
    double pvTiltDegrees = 30;                ///< 0 flat, 90 upright.
    double pvAzimuthDegrees = 0;              ///< 0 toward the equator, + west.
    ports::BatteryRating battery;             ///< Capacity 0: no battery.
    Energy batteryStored;                     ///< At the start.
    std::optional<SimulatedDgrConfig> router; ///< The first leg is the neighbourhood's, the second the home's.
    /// Between the controller and the DGR; without delays of its own a step needs no more than one reading.
    SimulatedLineConfig line{.commandDelay = {}, .readingDelay = {}};
    /// Demand and generation in its periods, power constant within a period, so that its energy is exact; outside
    /// it both are 0.
    std::optional<ReplaySeries> replay;
};

/// What really happened in a home since the start, in Wh, unrounded. The balance
/// generated + imported + discharged = consumed + exported + charged + routerLost closes to rounding of doubles.
struct HomeTruth {
    double imported = 0; ///< At the whole connection.
    double exported = 0;
    double consumed = 0;
    double generated = 0;
    double charged = 0; ///< At the battery's terminals.
    double discharged = 0;
    double batteryLost = 0;    ///< Inside the battery.
    double stored = 0;         ///< Inside the battery now.
    double routerImported = 0; ///< At the DGR's grid side.
    double routerExported = 0;
    double routerLost = 0; ///< Drawn by the DGR and not given back.
};

/// A half hour of a home's past.
struct HalfHour {
    Period period;
    Energy demand;
    Energy generation;
};

/// A home whose devices step together: connection = load - generation - battery + DGR losses (what the DGR moves
/// also passes the connection). Load and generation depend on seed and time only, never on commands. Counters are
/// whole watt-hours, rounded down. Thread: one.
class SimulatedHome {
public:
    /// weather outlives the home.
    SimulatedHome(SimulatedHomeConfig config, const Weather& weather, UtcTime start);
    ~SimulatedHome();
    SimulatedHome(const SimulatedHome&) = delete;
    SimulatedHome& operator=(const SimulatedHome&) = delete;

    /// The ports; valid as long as the home. Readings are of the end of the last step.
    [[nodiscard]] ports::HomeDevices devices();
    /// Lives through [from, to) under the sky of its middle. Requires: from is the end of the last step; to > from.
    void step(UtcTime from, UtcTime to, const Sky& sky);

    /// The DGR trips now and cannot be used for so long.
    void tripRouter(std::chrono::milliseconds length);
    /// The DGR cannot be heard or commanded for so long; it goes on by itself until its setpoint expires.
    void loseCommunication(std::chrono::milliseconds length);
    /// The smart meter gives no new reading for so long; it goes on counting.
    void stopMeter(std::chrono::milliseconds length);

    [[nodiscard]] const SimulatedHomeConfig& config() const;
    [[nodiscard]] HomeTruth truth() const;
    /// Half-hour energies by the same models (of the replayed series where it has the period), sampled each minute.
    [[nodiscard]] HalfHour halfHour(Period period) const;

private:
    struct Parts;
    std::unique_ptr<Parts> m_parts;
};

} // namespace dgex::drivers
