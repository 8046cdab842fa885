// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/policy/self_use.h"

#include <algorithm>

namespace dgex::policy {

namespace {

/// What the terminals can give before the battery is down to its reserve.
Energy dischargeable(const BatteryInputs& battery, Energy stored, Energy reserve)
{
    const Energy above = std::max(Energy{}, stored - reserve);
    return Energy{divide(Int128{above.count()} * battery.efficiencyPermille, 1000, Rounding::Floor)};
}

/// What the terminals can take before the battery is full.
Energy chargeable(const BatteryInputs& battery, Energy stored)
{
    const Energy room = std::max(Energy{}, battery.capacity - stored);
    return Energy{divide(Int128{room.count()} * 1000, battery.efficiencyPermille, Rounding::Floor)};
}

} // namespace

SelfUseStep selfUseStep(Energy need, Energy stored, const BatteryInputs& battery, Energy reserve)
{
    const Energy most = energyOver(battery.powerMax, Period::kLength, Rounding::Floor);
    if (need >= Energy{}) {
        const Energy given = std::min({need, most, dischargeable(battery, stored, reserve)});
        const std::int64_t taken =
            -divide(Int128{given.count()} * -1000, battery.efficiencyPermille, Rounding::Floor); // rounded up
        return {.storedAtEnd = stored - Energy{taken}, .discharged = given, .rest = need - given};
    }
    const Energy taken = std::min({-need, most, chargeable(battery, stored)});
    const Energy kept{divide(Int128{taken.count()} * battery.efficiencyPermille, 1000, Rounding::Floor)};
    return {.storedAtEnd = stored + kept, .discharged = -taken, .rest = need + taken};
}

SelfUseStep windowStep(Energy need, Energy stored, const BatteryInputs& battery, Energy reserve,
                       const BatteryWindow& window)
{
    const Energy planned = std::clamp(need, window.least, std::max(window.least, window.most));
    const Energy least = need - window.importMost;
    const Energy covered = std::clamp(planned, least, std::max(least, need + window.exportMost));
    SelfUseStep step = selfUseStep(covered, stored, battery, reserve);
    step.rest += need - covered;
    return step;
}

std::vector<SelfUseStep> selfUse(std::span<const Energy> needs, const BatteryInputs& battery, Energy reserve)
{
    std::vector<SelfUseStep> steps;
    steps.reserve(needs.size());
    Energy stored = battery.stored;
    for (const Energy need : needs) {
        steps.push_back(selfUseStep(need, stored, battery, reserve));
        stored = steps.back().storedAtEnd;
    }
    return steps;
}

Energy reserveOf(const BatteryInputs& battery, const UserPolicy& policy)
{
    return Energy{divide(Int128{battery.capacity.count()} * policy.reservePercent, 100, Rounding::HalfAwayFromZero)};
}

Power selfUseBatteryPower(Power needed, const BatteryInputs& battery, Energy reserve, std::chrono::milliseconds step)
{
    DGEX_ASSERT(step.count() > 0 && battery.efficiencyPermille > 0 && battery.efficiencyPermille <= 1000);
    if (needed >= Power{}) {
        const Energy available = dischargeable(battery, battery.stored, reserve);
        return std::min({needed, battery.powerMax, meanPower(available, step, Rounding::Floor)});
    }
    const Energy room = chargeable(battery, battery.stored);
    return -std::min({-needed, battery.powerMax, meanPower(room, step, Rounding::Floor)});
}

Power windowBatteryPower(Power needed, const BatteryInputs& battery, Energy reserve, const BatteryWindow& window,
                         const WindowTime& time)
{
    DGEX_ASSERT(time.left.count() > 0 && time.step.count() > 0);
    const auto overStep = std::min(time.left, time.step);
    const Energy least = window.least - time.discharged;
    const Energy most = window.most - time.discharged;
    const Power low = meanPower(least, window.least > Energy{} ? time.left : overStep, Rounding::TowardZero);
    const Power high = meanPower(most, window.most < Energy{} ? time.left : overStep, Rounding::TowardZero);
    const Power planned = std::clamp(needed, low, std::max(low, high));
    const Power lowest = needed - meanPower(window.importMost, Period::kLength, Rounding::Floor);
    const Power highest = needed + meanPower(window.exportMost, Period::kLength, Rounding::Floor);
    return selfUseBatteryPower(std::clamp(planned, lowest, std::max(lowest, highest)), battery, reserve, time.step);
}

} // namespace dgex::policy
