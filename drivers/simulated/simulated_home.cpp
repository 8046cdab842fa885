// SPDX-License-Identifier: GPL-3.0-or-later
#include "drivers/simulated/simulated_home.h"

#include "core/base/assert.h"
#include "drivers/simulated/counter.h"
#include "drivers/simulated/noise.h"

#include <algorithm>
#include <array>

namespace dgex::drivers {

namespace {

template <class Value>
ports::Reading<Value> goodReading(Value value, UtcTime time)
{
    return {value, time, time, ports::Quality::Good};
}

class Meter final : public ports::MeterSource {
public:
    [[nodiscard]] ports::Reading<ports::MeterCounters> counters() const override { return m_counters; }
    [[nodiscard]] ports::Reading<Power> power() const override { return m_power; }
    void show(double imported, double exported, double watts, UtcTime time)
    {
        if (time < m_stoppedUntil) {
            m_counters.quality = ports::Quality::Stale;
            m_power.quality = ports::Quality::Stale;
            return;
        }
        m_counters = goodReading(ports::MeterCounters{wholeWattHours(imported), wholeWattHours(exported)}, time);
        m_power = goodReading(wholeWatts(watts), time);
    }
    void stop(UtcTime until)
    {
        m_stoppedUntil = std::max(m_stoppedUntil, until);
        m_counters.quality = ports::Quality::Stale;
        m_power.quality = ports::Quality::Stale;
    }

private:
    ports::Reading<ports::MeterCounters> m_counters;
    ports::Reading<Power> m_power;
    UtcTime m_stoppedUntil;
};

class Load final : public ports::LoadMeter {
public:
    [[nodiscard]] ports::Reading<Energy> consumed() const override { return m_consumed; }
    [[nodiscard]] ports::Reading<Power> power() const override { return m_power; }
    void show(double consumed, double watts, UtcTime time)
    {
        m_consumed = goodReading(wholeWattHours(consumed), time);
        m_power = goodReading(wholeWatts(watts), time);
    }

private:
    ports::Reading<Energy> m_consumed;
    ports::Reading<Power> m_power;
};

class Pv final : public ports::PvInverter {
public:
    explicit Pv(Power peak)
        : m_peak(peak)
    {
    }
    [[nodiscard]] ports::Reading<Energy> generated() const override { return m_generated; }
    [[nodiscard]] ports::Reading<Power> power() const override { return m_power; }
    [[nodiscard]] Power peak() const override { return m_peak; }
    void show(double generated, double watts, UtcTime time)
    {
        m_generated = goodReading(wholeWattHours(generated), time);
        m_power = goodReading(wholeWatts(watts), time);
    }

private:
    Power m_peak;
    ports::Reading<Energy> m_generated;
    ports::Reading<Power> m_power;
};

SolarArray arrayOf(const SimulatedHomeConfig& config)
{
    return {.seed = seedFor(config.seed, 10),
            .peakWatts = static_cast<double>(config.pvPeak.count()),
            .tiltDegrees = config.pvTiltDegrees,
            .azimuthDegrees = config.pvAzimuthDegrees};
}

/// Wh of a period in a replayed series; 0 outside it.
Energy replayed(const ReplaySeries& series, const std::vector<Energy>& energies, Period period)
{
    const std::int64_t index = period.since(series.first);
    const bool isInside = index >= 0 && index < static_cast<std::int64_t>(energies.size());
    return isInside ? energies[static_cast<std::size_t>(index)] : Energy{};
}

} // namespace

struct SimulatedHome::Parts {
    Parts(SimulatedHomeConfig theConfig, const Weather& theWeather, UtcTime start)
        : config(std::move(theConfig))
        , weather(theWeather)
        , demand(newDemand())
        , solar(arrayOf(config))
        , pv(config.pvPeak)
        , battery(config.battery, config.batteryStored, start)
        , now(start)
    {
        if (config.router) {
            dgr.emplace(*config.router, start);
            line.emplace(*dgr, config.line, start);
        }
    }
    [[nodiscard]] DemandModel newDemand() const
    {
        return {seedFor(config.seed, 12), static_cast<double>(config.dailyDemand.count())};
    }

    SimulatedHomeConfig config;
    const Weather& weather;
    DemandModel demand;
    SolarModel solar;
    Meter meter;
    Load load;
    Pv pv;
    SimulatedBattery battery;
    std::optional<SimulatedDgr> dgr;
    std::optional<SimulatedLine> line;
    UtcTime now;
    HomeTruth truth;
};

SimulatedHome::SimulatedHome(SimulatedHomeConfig config, const Weather& weather, UtcTime start)
{
    DGEX_ASSERT(!config.replay || config.replay->demand.size() == config.replay->generation.size());
    DGEX_ASSERT(config.dailyDemand >= Energy{} && config.pvPeak >= Power{});
    m_parts = std::make_unique<Parts>(std::move(config), weather, start);
    m_parts->meter.show(0, 0, 0, start);
    m_parts->load.show(0, 0, start);
    m_parts->pv.show(0, 0, start);
}

SimulatedHome::~SimulatedHome() = default;

ports::HomeDevices SimulatedHome::devices()
{
    Parts& parts = *m_parts;
    ports::HomeDevices devices;
    devices.meter = &parts.meter;
    devices.load = &parts.load;
    devices.pv = parts.config.pvPeak.isZero() ? nullptr : &parts.pv;
    devices.battery = parts.config.battery.capacity.isZero() ? nullptr : &parts.battery;
    devices.router = parts.line ? &*parts.line : nullptr;
    return devices;
}

void SimulatedHome::step(UtcTime from, UtcTime to, const Sky& sky)
{
    Parts& parts = *m_parts;
    DGEX_ASSERT(from == parts.now && to > from);
    const UtcTime middle = from + (to - from) / 2;
    const double hours = static_cast<double>((to - from).count()) / kMillisecondsPerHour;
    double load = 0;
    double generation = 0;
    if (parts.config.replay) {
        const ReplaySeries& replay = *parts.config.replay;
        const Period period = Period::containing(middle);
        load = 2.0 * static_cast<double>(replayed(replay, replay.demand, period).count());
        generation = 2.0 * static_cast<double>(replayed(replay, replay.generation, period).count());
    } else {
        load = parts.demand.power(middle);
        generation = parts.solar.power(sky, middle);
    }
    const double battery = parts.battery.step(from, to);
    double taken = 0;
    if (parts.dgr) {
        const double before = parts.dgr->takenWattHours();
        parts.line->step(from, to);
        taken = (parts.dgr->takenWattHours() - before) / hours;
    }
    const double net = load - generation - battery + taken;

    HomeTruth& truth = parts.truth;
    (net > 0 ? truth.imported : truth.exported) += std::abs(net) * hours;
    truth.consumed += load * hours;
    truth.generated += generation * hours;
    parts.now = to;
    parts.meter.show(truth.imported, truth.exported, net, to);
    parts.load.show(truth.consumed, load, to);
    parts.pv.show(truth.generated, generation, to);
}

void SimulatedHome::tripRouter(std::chrono::milliseconds length)
{
    if (m_parts->dgr)
        m_parts->dgr->trip(0, length);
}

void SimulatedHome::loseCommunication(std::chrono::milliseconds length)
{
    if (m_parts->line)
        m_parts->line->cut(length);
}

void SimulatedHome::stopMeter(std::chrono::milliseconds length)
{
    m_parts->meter.stop(m_parts->now + length);
}

const SimulatedHomeConfig& SimulatedHome::config() const
{
    return m_parts->config;
}

HomeTruth SimulatedHome::truth() const
{
    HomeTruth truth = m_parts->truth;
    truth.charged = m_parts->battery.charged();
    truth.discharged = m_parts->battery.discharged();
    truth.batteryLost = m_parts->battery.lost();
    truth.stored = m_parts->battery.stored();
    if (m_parts->dgr) {
        truth.routerImported = m_parts->dgr->truth(0).in;
        truth.routerExported = m_parts->dgr->truth(0).out;
        truth.routerLost = m_parts->dgr->takenWattHours();
    }
    return truth;
}

HalfHour SimulatedHome::halfHour(Period period) const
{
    if (m_parts->config.replay) {
        const ReplaySeries& replay = *m_parts->config.replay;
        return {period, replayed(replay, replay.demand, period), replayed(replay, replay.generation, period)};
    }
    DemandModel demand = m_parts->newDemand();
    double consumed = 0;
    double generated = 0;
    for (int minute = 0; minute < 30; ++minute) {
        const UtcTime time = period.start() + std::chrono::seconds{minute * 60 + 30};
        consumed += demand.power(time) / 60;
        generated += m_parts->solar.power(m_parts->weather.naturalAt(time), time) / 60;
    }
    return {period, Energy{static_cast<std::int64_t>(std::llround(consumed))},
            Energy{static_cast<std::int64_t>(std::llround(generated))}};
}

} // namespace dgex::drivers
