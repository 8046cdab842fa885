// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/delivery/equal_amount.h"

#include "core/base/assert.h"
#include "core/delivery/completion.h"

#include <algorithm>

namespace dgex::delivery {

namespace {

using std::chrono::milliseconds;

constexpr std::int64_t kClaimPerWattHour = 1'000'000;
constexpr std::int64_t kPlausibleMax = 1'000'000'000; ///< Wh and W.
constexpr milliseconds kLeastReadingAge{10'000};
constexpr milliseconds kLeastLifetime{10'000};
constexpr milliseconds kLeastJump{6'000}; ///< The device may lag behind what was asked by this and two steps.

Power scaled(Power power, std::int64_t numerator, std::int64_t denominator)
{
    return Power{divide(Int128{power.count()} * numerator, denominator, Rounding::TowardZero)};
}

/// Power in proportion to weights, exactly; weights all 0: to the contracts.
std::vector<Energy> shares(std::int64_t total, const EqualAmountState& state)
{
    std::vector<Energy> asked;
    std::vector<Energy> contracted;
    Power sum;
    for (const ContractControl& control : state.contracts) {
        asked.emplace_back(control.asked.count());
        contracted.push_back(control.contract.energy.abs());
        sum += control.asked;
    }
    return splitByWeights(Energy{total}, sum.isZero() ? contracted : asked);
}

/// Books what the DGR moved since the last step to the contracts, as they were asked for.
void attribute(EqualAmountState& state, Energy total)
{
    Energy before;
    for (const ContractControl& control : state.contracts)
        before += control.moved;
    if (total > before) {
        const std::vector<Energy> gained = shares((total - before).count() * kClaimPerWattHour, state);
        for (std::size_t i = 0; i < gained.size(); ++i)
            state.contracts[i].claim += gained[i].count();
    }
    std::vector<Energy> claims;
    for (const ContractControl& control : state.contracts)
        claims.emplace_back(control.claim);
    const std::vector<Energy> moved = splitByWeights(total, claims);
    for (std::size_t i = 0; i < moved.size(); ++i)
        state.contracts[i].moved = moved[i];
}

/// Progress takes up to two steps to be seen, so silence is at least three.
milliseconds silenceOf(const EqualAmountRules& rules)
{
    return std::max(rules.silentAfter, rules.controlStep * 3);
}

/// Where the partner should be by now, if it goes on as it said.
struct Outlook {
    Energy moved;
    bool standsStill = false; ///< It moves next to nothing of what the schedule says.
};

Outlook outlookOf(const EqualAmountState& state, Energy contracted, const Progress& partner, UtcTime now)
{
    const milliseconds age = std::clamp(now - partner.measuredAt, milliseconds{0}, silenceOf(state.rules));
    const Energy byPower = energyOver(partner.power, age, Rounding::HalfAwayFromZero);
    if (partner.power * 8 < scheduledPower(state.period, contracted, partner.measuredAt))
        return {partner.moved + byPower, true};
    const Energy bySchedule =
        scheduledEnergy(state.period, contracted, now) - scheduledEnergy(state.period, contracted, partner.measuredAt);
    return {partner.moved + std::max(byPower, bySchedule), false};
}

/// The schedule's mean power over the next step with a correction. Both sides catch up after the larger of their
/// lags, so that they do it alike; the one that leads gives way.
Power wanted(const EqualAmountState& state, const ContractControl& control, Energy moved, Energy lead, UtcTime now)
{
    const EqualAmountRules& rules = state.rules;
    const Energy contracted = control.contract.energy.abs();
    const Energy ownLag = scheduledEnergy(state.period, contracted, now) - moved;
    const Energy lag = ownLag < Energy{} ? ownLag : std::max(ownLag, ownLag + lead);
    const milliseconds time = std::max(rules.controlStep, std::min(rules.correctionTime, state.period.end() - now));
    Power power = meanScheduledPower(state.period, contracted, now, rules.controlStep);
    if (lag.abs() > rules.deadBand) {
        const Energy error = lag > Energy{} ? lag - rules.deadBand : lag + rules.deadBand;
        const Power limit = scaled(plateauPower(contracted), rules.correctionPermille, 1000);
        power += std::min(limit, meanPower(error, time, Rounding::TowardZero));
    }
    if (lead > rules.againWith)
        power -= meanPower(lead - rules.againWith, std::max(rules.controlStep, rules.followTime), Rounding::TowardZero);
    return std::max(Power{}, power);
}

/// What a partner can say in earnest.
std::optional<Progress> plausible(std::optional<Progress> partner, UtcTime now)
{
    if (partner) {
        partner->moved = std::clamp(partner->moved, Energy{}, Energy{kPlausibleMax});
        partner->power = std::clamp(partner->power, Power{}, Power{kPlausibleMax});
        partner->measuredAt = std::min(partner->measuredAt, now);
    }
    return partner;
}

/// What this home may do beside its partner: sets whether it waits for it.
Power allowed(const EqualAmountState& state, ContractControl& control, const Progress& own,
              const std::optional<Progress>& partner, UtcTime now)
{
    if (!partner) {
        control.waiting = control.hasWaited = true;
        return {};
    }
    const EqualAmountRules& rules = state.rules;
    const Energy contracted = control.contract.energy.abs();
    const Energy moved = own.moved + energyOver(own.power, now - own.measuredAt, Rounding::HalfAwayFromZero);
    const Outlook outlook = outlookOf(state, contracted, *partner, now);
    const Energy lead = moved - outlook.moved;
    const bool isAhead = lead > (control.waiting ? rules.againWith : rules.behindBy);
    Power power = wanted(state, control, moved, lead, now);
    bool isHeld = isAhead;
    if (outlook.standsStill) {
        const milliseconds time = std::max(rules.controlStep, rules.followTime);
        const Power follow = partner->power + meanPower(rules.behindBy - lead, time, Rounding::TowardZero);
        isHeld = isHeld || follow < power;
        power = std::min(power, std::max(Power{}, follow));
    }
    const milliseconds age = now - partner->measuredAt;
    const milliseconds silentAfter = silenceOf(rules);
    const bool isSilent = age > silentAfter;
    if (isSilent) {
        const milliseconds left = std::max(milliseconds{0}, silentAfter + rules.silentRamp - age);
        power = std::min(power, scaled(power, left.count(), std::max<std::int64_t>(1, rules.silentRamp.count())));
    }
    control.waiting = isHeld || isSilent;
    control.hasWaited = control.hasWaited || control.waiting;
    return power;
}

/// The own device does not do what it was asked for; ramps and dead times are below this.
bool fallsShort(const ContractControl& control, Power measured)
{
    return control.asked * 5 >= plateauPower(control.contract.energy).abs() && measured * 4 < control.asked;
}

/// Limits the rise of power, from what was asked and, loosely, from what the device really does.
Power withoutJump(const EqualAmountRules& rules, const ContractControl& control, Power power, Power measured)
{
    const Power plateau = plateauPower(control.contract.energy).abs();
    const std::int64_t riseTime = std::max<std::int64_t>(1, rules.riseTime.count());
    const Power rise = scaled(plateau, rules.controlStep.count(), riseTime);
    const Power jump = scaled(plateau, std::max(rules.controlStep * 2, kLeastJump).count(), riseTime);
    return std::min({power, control.asked + rise, measured + jump});
}

void limitToCapacity(EqualAmountState& state)
{
    Power sum;
    for (const ContractControl& control : state.contracts)
        sum += control.asked;
    if (sum <= state.capacity)
        return;
    const std::vector<Energy> cut = shares(state.capacity.count(), state);
    for (std::size_t i = 0; i < cut.size(); ++i)
        state.contracts[i].asked = Power{cut[i].count()};
}

/// Whether the counter stands although the power shown would have moved it.
bool isFrozen(EqualAmountState& state, Energy total, Power power, UtcTime now)
{
    if (!state.standingSince || total != state.standingAt) {
        state.standingAt = total;
        state.standingSince = now;
    }
    const milliseconds stood = std::min<milliseconds>(now - *state.standingSince, Period::kLength);
    return energyOver(power, stood, Rounding::TowardZero) > state.rules.frozenAfter;
}

void failWhile(EqualAmountState& state, bool isRunning)
{
    for (ContractControl& control : state.contracts)
        control.hasFailed = control.hasFailed || isRunning;
}

} // namespace

milliseconds readingAgeMax(const EqualAmountRules& rules)
{
    return std::max(kLeastReadingAge, rules.controlStep * 3 / 2);
}

milliseconds setpointLifetime(const EqualAmountRules& rules)
{
    return std::max(kLeastLifetime, rules.controlStep * 7 / 2);
}

EqualAmountState beginEqualAmount(Period period, const std::vector<HomeContract>& contracts, Power capacity,
                                  const EqualAmountRules& rules)
{
    DGEX_ASSERT(capacity >= Power{} && rules.controlStep.count() > 0);
    EqualAmountState state{.period = period, .capacity = capacity, .rules = rules, .contracts = {}};
    for (const HomeContract& contract : contracts) {
        DGEX_ASSERT(!contract.energy.isZero());
        DGEX_ASSERT((contract.energy > Energy{}) == (contracts.front().energy > Energy{}));
        ContractControl control;
        control.contract = contract;
        state.contracts.push_back(control);
    }
    return state;
}

EqualAmountOutput stepEqualAmount(EqualAmountState state, const EqualAmountInput& input)
{
    DGEX_ASSERT(input.partners.size() == state.contracts.size());
    EqualAmountOutput output{.state = {}, .setpoint = {}, .progress = {}};
    output.progress.resize(state.contracts.size());
    const bool isRunning = input.now >= state.period.start() && input.now < state.period.end();
    if (state.contracts.empty() || !input.moved) {
        failWhile(state, isRunning);
        output.state = std::move(state);
        return output;
    }
    const std::int64_t direction = state.contracts.front().contract.energy > Energy{} ? 1 : -1;
    attribute(state, std::max(Energy{}, *input.moved * direction));

    std::vector<Power> measured;
    if (input.power) {
        const Power power = std::clamp(*input.power * direction, Power{}, Power{kPlausibleMax});
        for (const Energy part : shares(power.count(), state))
            measured.emplace_back(part.count());
    } else {
        for (const ContractControl& control : state.contracts)
            measured.push_back(control.asked);
    }
    const UtcTime measuredAt = std::min(input.measuredAt.value_or(input.now), input.now);
    Power sum;
    for (const Power power : measured)
        sum += power;
    const bool frozen = input.power && isFrozen(state, *input.moved, sum, measuredAt);
    if (frozen)
        failWhile(state, isRunning);
    for (std::size_t i = 0; i < state.contracts.size(); ++i) {
        ContractControl& control = state.contracts[i];
        const Progress own{control.moved, frozen ? Power{} : measured[i], frozen ? input.now : measuredAt};
        output.progress[i] = own;
        control.hasFailed = control.hasFailed || fallsShort(control, measured[i]);
        const Power power = allowed(state, control, own, plausible(input.partners[i], input.now), input.now);
        control.asked = isRunning && !frozen ? withoutJump(state.rules, control, power, measured[i]) : Power{};
    }
    limitToCapacity(state);
    for (const ContractControl& control : state.contracts)
        output.setpoint += control.asked * direction;
    output.state = std::move(state);
    return output;
}

} // namespace dgex::delivery
