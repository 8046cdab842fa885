// SPDX-License-Identifier: GPL-3.0-or-later
#include "drivers/simulated/simulated_neighbourhood.h"

#include "core/base/assert.h"
#include "drivers/simulated/noise.h"

#include <cmath>

namespace dgex::drivers {

namespace {

/// A number between low and high that is a multiple of grain.
std::int64_t pick(std::uint64_t seed, std::int64_t place, double low, double high, std::int64_t grain)
{
    return std::llround(between(seed, place, low, high) / static_cast<double>(grain)) * grain;
}

/// Two legs of half the losses each.
SimulatedDgrConfig streetDgr(std::uint64_t seed)
{
    const std::int64_t capacity = pick(seed, 11, 3'000, 6'000, 500);
    SimulatedDgrConfig router = homeDgr(seedFor(seed, 11), Power{capacity});
    router.legs.front().meter.gain = between(seed, 12, 0.998, 1.002);
    const double fixed = between(seed, 13, 3, 6);
    const double perWatt = between(seed, 14, 0.006, 0.01);
    for (LegConfig& leg : router.legs) {
        leg.lossFixedWatts = fixed;
        leg.lossPerWatt = perWatt;
    }
    return router;
}

} // namespace

SimulatedDgrConfig homeDgr(std::uint64_t seed, Power capacity)
{
    SimulatedDgrConfig router = twoLegDgr(seed, static_cast<double>(capacity.count()));
    router.closedForm = true;
    router.legs.front().meter.noiseWatts = 4;
    return router;
}

std::vector<SimulatedHomeConfig> syntheticHomes(std::size_t count, std::uint64_t seed)
{
    std::vector<SimulatedHomeConfig> homes;
    homes.reserve(count);
    for (std::size_t i = 0; i < count; ++i) {
        const std::uint64_t own = seedFor(seedFor(seed, 20), i);
        SimulatedHomeConfig home;
        home.seed = own;
        home.dailyDemand = Energy{pick(own, 1, 7'000, 17'000, 100)};
        const bool hasPv = unitAt(own, 2) < 0.6;
        if (hasPv) {
            home.pvPeak = Power{pick(own, 3, 3'000, 7'500, 100)};
            home.pvTiltDegrees = between(own, 4, 18, 35);
            home.pvAzimuthDegrees = between(own, 5, -35, 35);
        }
        if (hasPv && unitAt(own, 6) < 0.6) {
            home.battery.capacity = Energy{pick(own, 7, 4'000, 13'500, 500)};
            home.battery.powerMax = Power{pick(own, 8, 2'000, 5'000, 500)};
            home.battery.efficiencyPermille = static_cast<int>(pick(own, 9, 940, 970, 1));
            home.batteryStored = Energy{home.battery.capacity.count() * pick(own, 10, 30, 60, 1) / 100};
        }
        home.router = streetDgr(own);
        homes.push_back(home);
    }
    return homes;
}

SimulatedNeighbourhood::SimulatedNeighbourhood(SimulatedNeighbourhoodConfig config)
    : m_step(config.step)
    , m_start(config.start)
    , m_now(config.start)
    , m_weather(std::make_unique<Weather>(config.weather))
{
    DGEX_ASSERT(m_step.count() > 0 && Period::kLength % m_step == std::chrono::milliseconds{0});
    DGEX_ASSERT(m_start.milliseconds() % m_step.count() == 0);
    for (SimulatedHomeConfig& home : config.homes) {
        home.line.pollEvery = m_step;
        m_homes.push_back(std::make_unique<SimulatedHome>(std::move(home), *m_weather, m_start));
    }
}

void SimulatedNeighbourhood::advanceTo(UtcTime time)
{
    advanceTo(time, [](std::size_t count, const std::function<void(std::size_t)>& work) {
        for (std::size_t i = 0; i < count; ++i)
            work(i);
    });
}

void SimulatedNeighbourhood::advanceTo(UtcTime time, const EachHome& each)
{
    while (m_now + m_step <= time) {
        const UtcTime next = m_now + m_step;
        const Sky sky = m_weather->at(m_now + m_step / 2);
        each(m_homes.size(), [&](std::size_t home) { m_homes[home]->step(m_now, next, sky); });
        m_now = next;
    }
}

ports::HomeDevices SimulatedNeighbourhood::devices(std::size_t home)
{
    return m_homes.at(home)->devices();
}

const SimulatedHomeConfig& SimulatedNeighbourhood::homeConfig(std::size_t home) const
{
    return m_homes.at(home)->config();
}

HomeTruth SimulatedNeighbourhood::truth(std::size_t home) const
{
    return m_homes.at(home)->truth();
}

std::vector<HalfHour> SimulatedNeighbourhood::history(std::size_t home, int days) const
{
    const SimulatedHome& source = *m_homes.at(home);
    const Period end = Period::containing(m_start);
    std::vector<HalfHour> result;
    for (Period period = end.plus(-std::int64_t{48} * days); period < end; period = period.plus(1)) {
        const auto& replay = source.config().replay;
        const std::int64_t index = replay ? period.since(replay->first) : 0;
        if (!replay || (index >= 0 && index < static_cast<std::int64_t>(replay->demand.size())))
            result.push_back(source.halfHour(period));
    }
    return result;
}

void SimulatedNeighbourhood::tripRouter(std::size_t home, std::chrono::milliseconds length)
{
    m_homes.at(home)->tripRouter(length);
}

void SimulatedNeighbourhood::loseCommunication(std::size_t home, std::chrono::milliseconds length)
{
    m_homes.at(home)->loseCommunication(length);
}

void SimulatedNeighbourhood::stopMeter(std::size_t home, std::chrono::milliseconds length)
{
    m_homes.at(home)->stopMeter(length);
}

void SimulatedNeighbourhood::addCloud(int depthPermille, std::chrono::milliseconds length)
{
    m_weather->addCloud(depthPermille, m_now, m_now + length);
}

} // namespace dgex::drivers
