// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/delivery/equal_amount.h"

#include "core/base/assert.h"
#include "core/delivery/completion.h"

#include <algorithm>

namespace dgex::delivery {

namespace {

using std::chrono::milliseconds;

constexpr std::int64_t kClaimPerWattHour = 1'000'000;

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

/// What the own schedule asks for: its mean power over the next step and the correction of the tracking error.
Power wanted(const EqualAmountState& state, const ContractControl& control, UtcTime now)
{
    const EqualAmountRules& rules = state.rules;
    const Energy contracted = control.contract.energy.abs();
    const Power schedule = meanScheduledPower(state.period, contracted, now, rules.controlStep);
    Energy error = scheduledEnergy(state.period, contracted, now) - control.moved;
    if (error.abs() <= rules.deadBand)
        return schedule;
    error -= error > Energy{} ? rules.deadBand : -rules.deadBand;
    const milliseconds time = std::max(rules.controlStep, std::min(rules.correctionTime, state.period.end() - now));
    const Power limit = scaled(plateauPower(contracted), rules.correctionPermille, 1000);
    const Power correction = std::min(limit, meanPower(error, time, Rounding::TowardZero));
    return std::max(Power{}, schedule + correction);
}

/// Where the partner should be by now, if it went on as it said.
Energy expectedOf(const EqualAmountState& state, Energy contracted, const Progress& partner, UtcTime now)
{
    const milliseconds age = std::clamp(now - partner.measuredAt, milliseconds{0}, state.rules.silentAfter);
    const Energy byPower = energyOver(partner.power, age, Rounding::HalfAwayFromZero);
    const bool keepsUp = partner.power * 2 >= scheduledPower(state.period, contracted, partner.measuredAt);
    if (!keepsUp)
        return partner.moved + byPower;
    const Energy bySchedule =
        scheduledEnergy(state.period, contracted, now) - scheduledEnergy(state.period, contracted, partner.measuredAt);
    return partner.moved + std::max(byPower, bySchedule);
}

/// What a partner can say in earnest.
std::optional<Progress> plausible(std::optional<Progress> partner, UtcTime now)
{
    constexpr std::int64_t kMost = 1'000'000'000;
    if (partner) {
        partner->moved = std::clamp(partner->moved, Energy{}, Energy{kMost});
        partner->power = std::clamp(partner->power, Power{}, Power{kMost});
        partner->measuredAt = std::min(partner->measuredAt, now);
    }
    return partner;
}

/// What the partner lets this home do: sets whether it is waited for.
Power allowed(const EqualAmountState& state, ContractControl& control, const std::optional<Progress>& partner,
              UtcTime now)
{
    const EqualAmountRules& rules = state.rules;
    const Energy contracted = control.contract.energy.abs();
    Power power = wanted(state, control, now);
    bool isBehind = false;
    if (partner) {
        const Energy lead = control.moved - expectedOf(state, contracted, *partner, now);
        isBehind = lead > (control.waiting ? rules.againWith : rules.behindBy);
        if (isBehind) {
            const milliseconds time = std::max(rules.controlStep, rules.correctionTime / 4);
            const Power back = partner->power - meanPower(lead, time, Rounding::TowardZero);
            power = std::min(power, std::max(Power{}, back));
        }
    }
    const milliseconds age = now - (partner ? partner->measuredAt : state.period.start());
    const bool isSilent = age > rules.silentAfter;
    if (isSilent) {
        const milliseconds left = std::max(milliseconds{0}, rules.silentAfter + rules.silentRamp - age);
        power = std::min(power, scaled(power, left.count(), std::max<std::int64_t>(1, rules.silentRamp.count())));
    }
    control.waiting = isBehind || isSilent;
    control.hasWaited = control.hasWaited || control.waiting;
    const Power rise =
        scaled(plateauPower(contracted), rules.controlStep.count(), std::max<std::int64_t>(1, rules.riseTime.count()));
    return std::min(power, control.asked + rise);
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

} // namespace

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
    if (state.contracts.empty() || !input.moved) {
        output.state = std::move(state);
        return output;
    }
    const std::int64_t direction = state.contracts.front().contract.energy > Energy{} ? 1 : -1;
    attribute(state, std::max(Energy{}, *input.moved * direction));

    if (input.power) {
        const Power power = std::max(Power{}, *input.power * direction);
        const std::vector<Energy> parts = shares(power.count(), state);
        for (std::size_t i = 0; i < parts.size(); ++i)
            output.progress[i] = Progress{state.contracts[i].moved, Power{parts[i].count()}, input.now};
    } else {
        for (std::size_t i = 0; i < state.contracts.size(); ++i)
            output.progress[i] = Progress{state.contracts[i].moved, state.contracts[i].asked, input.now};
    }

    const bool isRunning = input.now >= state.period.start() && input.now < state.period.end();
    for (std::size_t i = 0; i < state.contracts.size(); ++i) {
        ContractControl& control = state.contracts[i];
        control.asked =
            isRunning ? allowed(state, control, plausible(input.partners[i], input.now), input.now) : Power{};
    }
    limitToCapacity(state);
    for (const ContractControl& control : state.contracts)
        output.setpoint += control.asked * direction;
    output.state = std::move(state);
    return output;
}

} // namespace dgex::delivery
