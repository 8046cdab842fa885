// SPDX-License-Identifier: GPL-3.0-or-later
#include "drivers/simulated/simulated_router.h"

#include "core/base/assert.h"
#include "drivers/simulated/counter.h"
#include "drivers/simulated/noise.h"

#include <algorithm>

namespace dgex::drivers {

namespace {

constexpr double kYearMilliseconds = 365.25 * 86'400'000;
constexpr double kWarmUpSeconds = 600;       ///< Time constant of the temperature.
constexpr double kDegreesPerLostWatt = 0.25; ///< In the long run.
constexpr double kAmbient = 25;

} // namespace

SimulatedRouter::SimulatedRouter(const SimulatedRouterConfig& config, UtcTime start)
    : m_config(config)
    , m_now(start)
    , m_pendingFrom(start)
    , m_validUntil(start)
    , m_trippedUntil(start)
    , m_lostUntil(start)
{
    DGEX_ASSERT(config.capacity >= Power{} && config.rampWattsPerSecond > 0 && config.deadTime.count() >= 0);
    m_reading.value.emplace();
    m_reading.value->legs = {
        {"neighbourhood", ports::LegKind::Ac50, ports::LegRole::GridFollowing, Power{}, config.capacity},
        {"home", ports::LegKind::Dc, ports::LegRole::GridForming, Power{}, config.capacity}};
    updateReading();
}

ports::CommandResult SimulatedRouter::setPower(Power intoHome, std::chrono::milliseconds validFor)
{
    if (m_now < m_lostUntil)
        return ports::CommandResult::NotReachable;
    if (m_now < m_trippedUntil || validFor.count() <= 0)
        return ports::CommandResult::Refused;
    // A setpoint whose dead time is over by now stands until the new one takes effect.
    m_target = targetAt(m_now);
    m_pending = static_cast<double>(std::clamp(intoHome, -m_config.capacity, m_config.capacity).count());
    m_pendingFrom = m_now + m_config.deadTime;
    m_validUntil = m_now + validFor;
    return ports::CommandResult::Accepted;
}

void SimulatedRouter::trip(std::chrono::milliseconds length)
{
    m_trippedUntil = std::max(m_trippedUntil, m_now + length);
    m_validUntil = m_now;
    m_target = 0;
    m_pending = 0;
    m_power = 0;
    updateReading();
}

void SimulatedRouter::loseCommunication(std::chrono::milliseconds length)
{
    m_lostUntil = std::max(m_lostUntil, m_now + length);
    updateReading();
}

double SimulatedRouter::lossAt(double watts) const
{
    return m_config.lossFixedWatts + m_config.lossPerWatt * std::abs(watts) +
           m_config.lossPerWattSquared * watts * watts;
}

double SimulatedRouter::targetAt(UtcTime time) const
{
    if (time >= m_validUntil)
        return 0;
    return time >= m_pendingFrom ? m_pending : m_target;
}

bool SimulatedRouter::isRunning() const
{
    return m_power != 0 || targetAt(m_now) != 0;
}

/// Power goes evenly from its present value to another of no other sign.
void SimulatedRouter::move(double to, double seconds, bool runs)
{
    if (seconds <= 0)
        return;
    const double from = m_power;
    const double hours = seconds / 3600;
    const double mean = (from + to) / 2;
    const double squares = (from * from + from * to + to * to) / 3;
    (mean > 0 ? m_imported : m_exported) += std::abs(mean) * hours;
    m_lost += hours * (runs ? m_config.lossFixedWatts + m_config.lossPerWatt * std::abs(mean) +
                                  m_config.lossPerWattSquared * squares
                            : m_config.standbyWatts);
    const double shown = runs ? mean * m_config.meterGain + m_config.meterOffsetWatts : 0;
    (shown > 0 ? m_shownImported : m_shownExported) += std::abs(shown) * hours;
    m_power = to;
}

void SimulatedRouter::rampTo(double target, double seconds)
{
    while (seconds > 0) {
        if (m_power == target) {
            move(target, seconds, target != 0);
            return;
        }
        const bool crossesZero = (m_power < 0 && target > 0) || (m_power > 0 && target < 0);
        const double goal = crossesZero ? 0 : target;
        const double needed = std::abs(goal - m_power) / m_config.rampWattsPerSecond;
        const double taken = std::min(needed, seconds);
        move(taken < needed ? m_power + (goal - m_power) * taken / needed : goal, taken, true);
        seconds -= taken;
    }
}

double SimulatedRouter::step(UtcTime from, UtcTime to)
{
    const double lostBefore = m_lost;
    const double chance = m_config.tripsPerYear * static_cast<double>((to - from).count()) / kYearMilliseconds;
    if (chance > 0 && unitAt(seedFor(m_config.seed, 1), from.milliseconds()) < chance)
        trip(m_config.tripLength);
    UtcTime at = from;
    while (at < to) {
        UtcTime next = to;
        for (const UtcTime event : {m_pendingFrom, m_validUntil, m_trippedUntil}) {
            if (event > at)
                next = std::min(next, event);
        }
        const double seconds = static_cast<double>((next - at).count()) / 1000;
        if (at < m_trippedUntil)
            move(0, seconds, false);
        else
            rampTo(targetAt(at), seconds);
        at = next;
    }
    m_now = to;
    const double seconds = static_cast<double>((to - from).count()) / 1000;
    const double lossWatts = (m_lost - lostBefore) * 3600 / seconds;
    const double aim = kAmbient + kDegreesPerLostWatt * lossWatts;
    m_temperature += (aim - m_temperature) * std::min(1.0, seconds / kWarmUpSeconds);
    updateReading();
    return m_lost - lostBefore;
}

void SimulatedRouter::updateReading()
{
    ports::DgrState& state = *m_reading.value;
    if (m_now < m_lostUntil) {
        state.mode = ports::DgrMode::Lost;
        m_reading.quality = ports::Quality::Stale;
        return;
    }
    const bool tripped = m_now < m_trippedUntil;
    const bool runs = !tripped && isRunning();
    const double noise = m_config.meterNoiseWatts * (2 * unitAt(seedFor(m_config.seed, 2), m_now.milliseconds()) - 1);
    const double shown = runs ? m_power * m_config.meterGain + m_config.meterOffsetWatts + noise : 0;
    state.mode = tripped ? ports::DgrMode::Tripped : runs ? ports::DgrMode::Delivering : ports::DgrMode::Idle;
    state.setpoint = wholeWatts(targetAt(m_now));
    state.power = wholeWatts(shown);
    state.imported = wholeWattHours(m_shownImported);
    state.exported = wholeWattHours(m_shownExported);
    state.lost = wholeWattHours(m_lost);
    state.temperatureDeciCelsius = static_cast<int>(std::lround(m_temperature * 10));
    state.legs[0].role = tripped ? ports::LegRole::Off : ports::LegRole::GridFollowing;
    state.legs[0].power = state.power;
    state.legs[1].role = tripped ? ports::LegRole::Off : ports::LegRole::GridForming;
    state.legs[1].power = wholeWatts(shown - (runs ? lossAt(m_power) : m_config.standbyWatts));
    m_reading.measuredAt = m_now;
    m_reading.receivedAt = m_now;
    m_reading.quality = ports::Quality::Good;
}

} // namespace dgex::drivers
