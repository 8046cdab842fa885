// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/exchange/neighbourhood_setup.h"

#include <map>
#include <vector>

namespace dgex::app {

/// The same homes without neighbours: same devices, consumption and noise, batteries by the plain self-use rule, all
/// residual energy exchanged with the utility. What a homeowner would have paid. Thread: one.
class SelfUseReference {
public:
    /// from: when the homes begin to live. setup outlives the reference.
    SelfUseReference(const NeighbourhoodSetup& setup, UtcTime from, std::chrono::milliseconds step);
    /// The share of each battery that is kept for outages, in percent, by home.
    void setReserve(std::size_t home, int percent) { m_reservePercent[home] = percent; }
    /// One step of the devices.
    void advanceTo(UtcTime time, const drivers::EachHome& each);
    /// Money that a home received in a closed period (negative: paid); zero when unknown.
    [[nodiscard]] Money moneyOf(std::size_t home, Period period) const;

private:
    void steer(std::size_t home);
    void closePeriod(Period period);

    const NeighbourhoodSetup& m_setup;
    std::chrono::milliseconds m_step;
    drivers::SimulatedNeighbourhood m_homes;
    std::vector<int> m_reservePercent;
    std::vector<std::optional<Energy>> m_netAtStart;
    std::vector<std::map<Period, Money>> m_money;
};

} // namespace dgex::app
