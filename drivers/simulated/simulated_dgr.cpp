// SPDX-License-Identifier: GPL-3.0-or-later
#include "drivers/simulated/simulated_dgr.h"

#include "core/base/assert.h"
#include "drivers/simulated/counter.h"
#include "drivers/simulated/noise.h"

#include <algorithm>
#include <set>

namespace dgex::drivers {

namespace {

constexpr std::chrono::milliseconds kSlice{10};
constexpr double kRegulatorGain = 20;      ///< 1/s, power per energy missing in the link.
constexpr double kRegulatorIntegral = 100; ///< 1/s²
constexpr double kRegulatorWattsPerSecond = 50'000;
constexpr double kAmbientCelsius = 25;
constexpr double kCelsiusPerLostWatt = 0.25;
constexpr double kWarmUpSeconds = 900;

double joulesAt(const LinkConfig& link, double volts)
{
    return link.farads * volts * volts / 2;
}

double lossOf(const LegConfig& leg, double from, double to)
{
    const double squares = (from * from + from * to + to * to) / 3;
    return leg.lossFixedWatts + leg.lossPerWatt * std::abs(from + to) / 2 + leg.lossPerWattSquared * squares;
}

bool isGood(const GridLimits& limits, const TerminalGrid& grid)
{
    const bool hasFrequency = limits.returnHertzHigh > 0;
    return !grid.islanded && grid.perUnit >= limits.returnVoltageLow && grid.perUnit <= limits.returnVoltageHigh &&
           (!hasFrequency || (grid.hertz >= limits.returnHertzLow && grid.hertz <= limits.returnHertzHigh));
}

std::size_t limitCount(const GridLimits& limits)
{
    return limits.overVoltage.size() + limits.underVoltage.size() + limits.overFrequency.size() +
           limits.underFrequency.size();
}

} // namespace

GridLimits usualLimits(ports::LegKind kind)
{
    GridLimits limits;
    switch (kind) {
    case ports::LegKind::Ac60:
        limits.overVoltage = {{1.20, 0.16}, {1.10, 2}};
        limits.underVoltage = {{0.45, 0.16}, {0.70, 10}};
        limits.overFrequency = {{62.0, 0.16}, {61.2, 300}};
        limits.underFrequency = {{56.5, 0.16}, {58.5, 300}};
        limits.returnHertzLow = 59.5;
        limits.returnHertzHigh = 60.1;
        break;
    case ports::LegKind::Ac50:
        limits.overVoltage = {{1.25, 0.1}, {1.10, 60}};
        limits.underVoltage = {{0.45, 0.3}, {0.80, 3}};
        limits.overFrequency = {{51.5, 0.1}};
        limits.underFrequency = {{47.5, 0.1}};
        limits.returnVoltageLow = 0.85;
        limits.returnVoltageHigh = 1.10;
        limits.returnHertzLow = 47.5;
        limits.returnHertzHigh = 50.1;
        limits.returnSeconds = 60;
        limits.returnRampSeconds = 600;
        break;
    case ports::LegKind::Dc:
        limits.overVoltage = {{1.10, 0.1}};
        limits.underVoltage = {{0.85, 0.1}};
        break;
    }
    return limits;
}

SimulatedDgrConfig twoLegDgr(std::uint64_t seed, double capacityWatts)
{
    SimulatedDgrConfig config;
    config.seed = seed;
    LegConfig grid;
    grid.name = "neighbourhood";
    grid.capacityIn = capacityWatts;
    grid.capacityOut = capacityWatts;
    LegConfig home = grid;
    home.name = "home";
    home.kind = ports::LegKind::Dc;
    home.role = ports::LegRole::GridForming;
    home.regulatesLink = true;
    // It carries the losses of both legs beside what the grid side moves.
    home.capacityIn = capacityWatts * 1.1 + 50;
    home.capacityOut = home.capacityIn;
    config.legs = {grid, home};
    return config;
}

bool SimulatedDgr::isValid(const SimulatedDgrConfig& config)
{
    std::set<std::string> names;
    int regulators = 0;
    for (const LegConfig& leg : config.legs) {
        names.insert(leg.name);
        if (leg.capacityIn < 0 || leg.capacityOut < 0 || leg.rampWattsPerSecond <= 0 || leg.deadTime.count() < 0)
            return false;
        if (leg.regulatesLink && leg.role == ports::LegRole::Off)
            return false;
        regulators += leg.regulatesLink ? 1 : 0;
    }
    const LinkConfig& link = config.link;
    return config.legs.size() >= 2 && names.size() == config.legs.size() && regulators == 1 &&
           !config.legs.front().regulatesLink && link.farads > 0 && link.voltsMin < link.volts &&
           link.volts < link.voltsMax;
}

SimulatedDgr::SimulatedDgr(SimulatedDgrConfig config, UtcTime start)
    : m_config(std::move(config))
    , m_now(start)
    , m_awayUntil(start)
    , m_linkBlockedUntil(start)
{
    DGEX_ASSERT(isValid(m_config));
    m_joules = joulesAt(m_config.link, m_config.link.volts);
    for (const LegConfig& config_ : m_config.legs) {
        Leg& leg = m_legs.emplace_back();
        leg.grid.hertz = config_.kind == ports::LegKind::Ac60 ? 60 : 50;
        leg.validUntil = leg.blockedUntil = start;
        leg.outside.resize(limitCount(config_.limits));
        leg.returned = 1;
        if (config_.regulatesLink)
            m_regulator = m_legs.size() - 1;
    }
    m_reading.value.emplace();
    updateReading();
}

Power SimulatedDgr::capacity() const
{
    const LegConfig& grid = m_config.legs.front();
    return wholeWatts(std::min(grid.capacityIn, grid.capacityOut));
}

double SimulatedDgr::linkVolts() const
{
    return std::sqrt(2 * m_joules / m_config.link.farads);
}

ports::CommandResult SimulatedDgr::setPower(Power intoHome, std::chrono::milliseconds validFor)
{
    return setLegPower(0, static_cast<double>(intoHome.count()), validFor);
}

ports::CommandResult SimulatedDgr::setLegPower(std::size_t index, double watts, std::chrono::milliseconds validFor)
{
    DGEX_ASSERT(index < m_legs.size());
    if (m_now < m_awayUntil)
        return ports::CommandResult::NotReachable;
    const LegConfig& config = m_config.legs[index];
    Leg& leg = m_legs[index];
    const bool canRun = leg.cause == TripCause::None && m_legs[m_regulator].cause == TripCause::None;
    if (config.regulatesLink || config.role == ports::LegRole::Off || !canRun || validFor.count() <= 0)
        return ports::CommandResult::Refused;
    leg.pending.push_back({m_now + config.deadTime, std::clamp(watts, -config.capacityOut, config.capacityIn)});
    leg.validUntil = m_now + validFor;
    return ports::CommandResult::Accepted;
}

void SimulatedDgr::setGrid(std::size_t leg, const TerminalGrid& grid)
{
    m_legs[leg].grid = grid;
}

void SimulatedDgr::trip(std::size_t leg, std::chrono::milliseconds length)
{
    stop(m_legs[leg], TripCause::Fault);
    m_legs[leg].blockedUntil = m_now + length;
    updateReading();
}

void SimulatedDgr::reboot(std::chrono::milliseconds length)
{
    for (Leg& leg : m_legs) {
        stop(leg, TripCause::Fault);
        leg.blockedUntil = m_now + length;
    }
    m_awayUntil = m_now + length;
    m_integral = 0;
    updateReading();
}

double SimulatedDgr::target(const Leg& leg, const LegConfig& config) const
{
    return m_now >= leg.validUntil && config.reversion == Reversion::ToZero ? 0 : leg.target;
}

/// The target within what the leg may do after a trip.
double SimulatedDgr::aim(Leg& leg, const LegConfig& config) const
{
    for (; !leg.pending.empty() && leg.pending.front().from <= m_now; leg.pending.pop_front())
        leg.target = leg.pending.front().watts;
    return std::clamp(target(leg, config), -config.capacityOut * leg.returned, config.capacityIn * leg.returned);
}

void SimulatedDgr::stop(Leg& leg, TripCause cause)
{
    leg.cause = cause;
    leg.truth.power = 0;
    leg.shownPower = 0;
    leg.target = 0;
    leg.pending.clear();
    leg.validUntil = m_now;
    leg.runs = false;
    leg.good = 0;
    leg.returned = 0;
}

/// The protection of a following leg.
void SimulatedDgr::guard(Leg& leg, const LegConfig& config, double seconds)
{
    std::size_t place = 0;
    const auto watch = [&](const std::vector<TripLimit>& limits, auto isOutside, TripCause cause) {
        for (const TripLimit& limit : limits) {
            double& outside = leg.outside[place++];
            outside = isOutside(limit.bound) ? outside + seconds : 0;
            if (outside >= limit.seconds && leg.cause == TripCause::None)
                stop(leg, cause);
        }
    };
    const TerminalGrid& grid = leg.grid;
    watch(config.limits.overVoltage, [&](double bound) { return grid.perUnit > bound; }, TripCause::Voltage);
    watch(config.limits.underVoltage, [&](double bound) { return grid.perUnit < bound; }, TripCause::Voltage);
    watch(config.limits.overFrequency, [&](double bound) { return grid.hertz > bound; }, TripCause::Frequency);
    watch(config.limits.underFrequency, [&](double bound) { return grid.hertz < bound; }, TripCause::Frequency);
    leg.islanded = grid.islanded ? leg.islanded + seconds : 0;
    if (leg.islanded >= config.limits.islandSeconds && leg.cause == TripCause::None)
        stop(leg, TripCause::Island);
}

void SimulatedDgr::enterService(Leg& leg, const LegConfig& config, double seconds)
{
    if (leg.cause == TripCause::None) {
        leg.returned = std::min(1.0, leg.returned + seconds / config.limits.returnRampSeconds);
        return;
    }
    if (m_now < leg.blockedUntil || m_now < m_linkBlockedUntil)
        return;
    const bool byGrid =
        leg.cause == TripCause::Voltage || leg.cause == TripCause::Frequency || leg.cause == TripCause::Island;
    leg.good = isGood(config.limits, leg.grid) ? leg.good + seconds : 0;
    if (byGrid && leg.good < config.limits.returnSeconds)
        return;
    leg.returned = byGrid ? 0 : 1;
    leg.cause = TripCause::None;
}

/// A leg goes evenly from its present power to another.
void SimulatedDgr::move(std::size_t index, double to, double seconds)
{
    Leg& leg = m_legs[index];
    const LegConfig& config = m_config.legs[index];
    const double from = leg.truth.power;
    const double mean = (from + to) / 2;
    const double loss = lossOf(config, from, to);
    const double hours = seconds / 3600;
    (mean > 0 ? leg.truth.in : leg.truth.out) += std::abs(mean) * hours;
    leg.truth.lost += loss * hours;
    leg.truth.power = to;
    m_joules += (mean - loss) * seconds;
    const std::uint64_t seed = seedFor(m_config.seed, index + 1);
    const double noise = config.meter.noiseWatts * (2 * unitAt(seed, m_now.milliseconds() / 1000) - 1);
    const double shown = mean * config.meter.gain + config.meter.offsetWatts + noise;
    (shown > 0 ? leg.shownIn : leg.shownOut) += std::abs(shown) * hours;
    leg.shownPower = shown;
}

/// The regulator makes up for the energy that the link missed when the slice began.
void SimulatedDgr::regulate(double missing, double seconds)
{
    Leg& leg = m_legs[m_regulator];
    const LegConfig& config = m_config.legs[m_regulator];
    const double wanted = kRegulatorGain * missing + m_integral + kRegulatorIntegral * missing * seconds;
    const double limited = std::clamp(wanted, -config.capacityOut, config.capacityIn);
    const double most = kRegulatorWattsPerSecond * seconds;
    const double next = std::clamp(limited, leg.truth.power - most, leg.truth.power + most);
    if (next == wanted)
        m_integral += kRegulatorIntegral * missing * seconds;
    move(m_regulator, next, seconds);
}

void SimulatedDgr::watchLink()
{
    const double volts = linkVolts();
    if (volts >= m_config.link.voltsMin && volts <= m_config.link.voltsMax)
        return;
    for (Leg& leg : m_legs)
        stop(leg, TripCause::Link);
    m_linkBlockedUntil =
        m_now + std::chrono::milliseconds{static_cast<std::int64_t>(m_config.link.restartSeconds * 1000)};
    m_integral = 0;
    // What is left flows through the precharge resistor from or to the regulator's terminal; nothing is lost in it.
    const double difference = (joulesAt(m_config.link, m_config.link.volts) - m_joules) / 3600;
    LegTruth& truth = m_legs[m_regulator].truth;
    (difference > 0 ? truth.in : truth.out) += std::abs(difference);
    m_joules = joulesAt(m_config.link, m_config.link.volts);
}

void SimulatedDgr::advance(double seconds)
{
    bool anyRuns = false;
    const double missing = joulesAt(m_config.link, m_config.link.volts) - m_joules;
    for (std::size_t i = 0; i < m_legs.size(); ++i) {
        Leg& leg = m_legs[i];
        const LegConfig& config = m_config.legs[i];
        if (config.role == ports::LegRole::Off)
            continue;
        if (config.role == ports::LegRole::GridFollowing)
            guard(leg, config, seconds);
        enterService(leg, config, seconds);
        if (i == m_regulator)
            continue;
        const bool canRun = leg.cause == TripCause::None && m_legs[m_regulator].cause == TripCause::None;
        const double goal = canRun ? aim(leg, config) : 0;
        leg.runs = canRun && (goal != 0 || leg.truth.power != 0);
        leg.shownPower = leg.runs ? leg.shownPower : 0;
        if (!leg.runs) {
            leg.truth.power = 0;
            continue;
        }
        anyRuns = true;
        const double most = config.rampWattsPerSecond * seconds;
        move(i, leg.truth.power + std::clamp(goal - leg.truth.power, -most, most), seconds);
    }
    Leg& regulator = m_legs[m_regulator];
    regulator.runs = regulator.cause == TripCause::None && (anyRuns || std::abs(missing) > 1);
    if (regulator.runs) {
        regulate(missing, seconds);
    } else {
        regulator.truth.power = 0;
        regulator.shownPower = 0;
        m_integral = 0;
    }
    m_standby += m_config.link.standbyWatts * seconds / 3600;
    watchLink();
}

bool SimulatedDgr::isQuiet() const
{
    for (std::size_t i = 0; i < m_legs.size(); ++i) {
        const LegConfig& config = m_config.legs[i];
        const Leg& leg = m_legs[i];
        const bool follows = config.role == ports::LegRole::GridFollowing;
        if (leg.cause != TripCause::None || leg.returned < 1 || (follows && !isGood(config.limits, leg.grid)))
            return false;
    }
    return true;
}

UtcTime SimulatedDgr::nextEvent(UtcTime to)
{
    UtcTime next = to;
    for (std::size_t i = 0; i < m_legs.size(); ++i) {
        const LegConfig& config = m_config.legs[i];
        Leg& leg = m_legs[i];
        if (i == m_regulator || config.role == ports::LegRole::Off)
            continue;
        const double goal = aim(leg, config);
        if (!leg.pending.empty())
            next = std::min(next, leg.pending.front().from);
        if (leg.validUntil > m_now)
            next = std::min(next, leg.validUntil);
        const double here = leg.truth.power;
        const double reached = here * goal < 0 ? 0 : goal;
        const double needed = std::abs(reached - here) * 1000 / config.rampWattsPerSecond;
        if (needed > 0 && needed < static_cast<double>((next - m_now).count()))
            next = m_now + std::chrono::milliseconds{static_cast<std::int64_t>(std::ceil(needed))};
    }
    return next;
}

/// The regulator gives what the others and its own losses take, and what the link misses.
void SimulatedDgr::balance(double seconds)
{
    Leg& leg = m_legs[m_regulator];
    const LegConfig& config = m_config.legs[m_regulator];
    const double needed = (joulesAt(m_config.link, m_config.link.volts) - m_joules) / seconds;
    double watts = needed;
    for (int i = 0; i < 4; ++i)
        watts = needed + lossOf(config, watts, watts);
    watts = std::clamp(watts, -config.capacityOut, config.capacityIn);
    leg.truth.power = watts;
    m_integral = watts;
    move(m_regulator, watts, seconds);
}

void SimulatedDgr::glide(double seconds)
{
    bool anyRuns = false;
    for (std::size_t i = 0; i < m_legs.size(); ++i) {
        const LegConfig& config = m_config.legs[i];
        Leg& leg = m_legs[i];
        std::ranges::fill(leg.outside, 0.0);
        leg.islanded = 0;
        if (i == m_regulator || config.role == ports::LegRole::Off)
            continue;
        const double here = leg.truth.power;
        const double goal = aim(leg, config);
        leg.runs = goal != 0 || here != 0;
        leg.shownPower = leg.runs ? leg.shownPower : 0;
        if (!leg.runs)
            continue;
        anyRuns = true;
        const double reached = here * goal < 0 ? 0 : goal;
        const double most = config.rampWattsPerSecond * seconds;
        move(i, here + std::clamp(reached - here, -most, most), seconds);
    }
    Leg& regulator = m_legs[m_regulator];
    regulator.runs = anyRuns;
    if (anyRuns) {
        balance(seconds);
    } else {
        regulator.truth.power = 0;
        regulator.shownPower = 0;
        m_integral = 0;
    }
    m_standby += m_config.link.standbyWatts * seconds / 3600;
    watchLink();
}

double SimulatedDgr::takenWattHours() const
{
    double taken = m_standby;
    for (const Leg& leg : m_legs)
        taken += leg.truth.in - leg.truth.out;
    return taken;
}

void SimulatedDgr::warmUp(double lostWattHours, double seconds)
{
    const double aim = kAmbientCelsius + kCelsiusPerLostWatt * lostWattHours * 3600 / seconds;
    m_celsius += (aim - m_celsius) * std::min(1.0, seconds / kWarmUpSeconds);
}

void SimulatedDgr::step(UtcTime from, UtcTime to)
{
    DGEX_ASSERT(from == m_now && to > from);
    const double takenBefore = takenWattHours();
    while (m_now < to) {
        const bool glides = m_config.closedForm && isQuiet();
        const UtcTime next = glides ? nextEvent(to) : std::min(to, m_now + kSlice);
        const double seconds = static_cast<double>((next - m_now).count()) / 1000;
        if (glides)
            glide(seconds);
        else
            advance(seconds);
        m_now = next;
    }
    warmUp(takenWattHours() - takenBefore, static_cast<double>((to - from).count()) / 1000);
    updateReading();
}

void SimulatedDgr::updateReading()
{
    if (m_now < m_awayUntil) {
        m_reading.value->mode = ports::DgrMode::Lost;
        m_reading.quality = ports::Quality::Stale;
        return;
    }
    const auto quanta = [](double value, double quantum) { return std::floor(value / quantum + 1e-6) * quantum; };
    ports::DgrState state;
    double lost = m_standby;
    for (std::size_t i = 0; i < m_legs.size(); ++i) {
        const LegConfig& config = m_config.legs[i];
        const Leg& leg = m_legs[i];
        lost += leg.truth.lost;
        const double power = std::round(leg.shownPower / config.meter.quantumWatts) * config.meter.quantumWatts;
        const bool isOff = config.role == ports::LegRole::Off || leg.cause != TripCause::None;
        // The port counts every leg + into the home.
        state.legs.push_back({config.name, config.kind, isOff ? ports::LegRole::Off : config.role,
                              wholeWatts(i == 0 ? power : -power),
                              wholeWatts(std::min(config.capacityIn, config.capacityOut))});
    }
    const Leg& grid = m_legs.front();
    const LegMeter& meter = m_config.legs.front().meter;
    const bool tripped = grid.cause != TripCause::None || m_legs[m_regulator].cause != TripCause::None;
    state.mode = tripped ? ports::DgrMode::Tripped : grid.runs ? ports::DgrMode::Delivering : ports::DgrMode::Idle;
    state.setpoint = wholeWatts(target(grid, m_config.legs.front()));
    state.power = state.legs.front().power;
    state.imported = wholeWattHours(quanta(grid.shownIn, meter.quantumWattHours));
    state.exported = wholeWattHours(quanta(grid.shownOut, meter.quantumWattHours));
    state.lost = wholeWattHours(lost);
    state.temperatureDeciCelsius = static_cast<int>(std::lround(m_celsius * 10));
    m_reading = {std::move(state), m_now, m_now, ports::Quality::Good};
}

} // namespace dgex::drivers
