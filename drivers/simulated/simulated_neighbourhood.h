// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "drivers/simulated/simulated_home.h"

#include <cstddef>
#include <functional>
#include <memory>
#include <vector>

namespace dgex::drivers {

struct SimulatedNeighbourhoodConfig {
    UtcTime start;                         ///< On a multiple of step.
    std::chrono::milliseconds step{5'000}; ///< Divides a half hour. Each home's line polls its DGR once a step.
    WeatherConfig weather{};
    std::vector<SimulatedHomeConfig> homes{};
};

/// Calls work(0) to work(count - 1), each once, on any threads, and waits for all.
using EachHome = std::function<void(std::size_t count, const std::function<void(std::size_t)>& work)>;

/// A DGR of two legs in closed form.
[[nodiscard]] SimulatedDgrConfig homeDgr(std::uint64_t seed, Power capacity);

/// Different homes of one street: sizes, habits, some with PV (about 3 of 5), some of these with a battery, all with a
/// DGR. The same seed gives the same homes; the first n of more homes are the same.
[[nodiscard]] std::vector<SimulatedHomeConfig> syntheticHomes(std::size_t count, std::uint64_t seed);

/// Homes under a common weather, on a clock of their own that only advanceTo moves. The same configuration, commands
/// and faults give the same readings bit for bit; demand and generation are the same whatever the commands.
/// Thread: one.
class SimulatedNeighbourhood {
public:
    explicit SimulatedNeighbourhood(SimulatedNeighbourhoodConfig config);

    [[nodiscard]] UtcTime now() const { return m_now; }
    /// Steps all homes while a whole step fits before or at time.
    void advanceTo(UtcTime time);
    /// The same, by the caller's threads.
    void advanceTo(UtcTime time, const EachHome& each);

    [[nodiscard]] std::size_t homeCount() const { return m_homes.size(); }
    /// Requires: home < homeCount(), here and below.
    [[nodiscard]] ports::HomeDevices devices(std::size_t home);
    [[nodiscard]] const SimulatedHomeConfig& homeConfig(std::size_t home) const;
    [[nodiscard]] HomeTruth truth(std::size_t home) const;
    /// The half hours of the days before the start, oldest first, by the same models as the live ones. A replayed home
    /// has only those that its series has.
    [[nodiscard]] std::vector<HalfHour> history(std::size_t home, int days) const;

    void tripRouter(std::size_t home, std::chrono::milliseconds length);
    void loseCommunication(std::size_t home, std::chrono::milliseconds length);
    void stopMeter(std::size_t home, std::chrono::milliseconds length);
    /// From now on, for so long, this share (0 to 1000) of everybody's sun is gone.
    void addCloud(int depthPermille, std::chrono::milliseconds length);
    [[nodiscard]] const Weather& weather() const { return *m_weather; }

private:
    std::chrono::milliseconds m_step;
    UtcTime m_start;
    UtcTime m_now;
    std::unique_ptr<Weather> m_weather;
    std::vector<std::unique_ptr<SimulatedHome>> m_homes;
};

} // namespace dgex::drivers
