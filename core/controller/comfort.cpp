// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/controller/home_controller.h"

#include <algorithm>

namespace dgex::controller {

namespace {

constexpr std::chrono::minutes kReadingAgeMax{2};

} // namespace

Schedule scheduleOf(const policy::Plan& plan, const policy::UserPolicy& policy)
{
    Schedule schedule{plan.window, {}};
    for (const policy::PlannedLoad& one : plan.loads) {
        const policy::FlexibleLoad& load = one.load;
        for (const auto& [period, energy] : one.slots)
            if (period == plan.sheet.round)
                schedule.loads.push_back({policy.windows[load.window].name, load.by, load.kind, energy});
    }
    return schedule;
}

void HomeController::steerCharger(UtcTime now, std::chrono::milliseconds step)
{
    ports::EvCharger* charger = m_parts.devices.charger;
    if (charger == nullptr)
        return;
    const Period period = Period::containing(now);
    if (m_charging != period)
        m_chargerWattMs = 0;
    m_charging = period;
    if (const auto power = charger->power().fresh(now, kReadingAgeMax))
        m_chargerWattMs += power->count() * step.count();
    const auto isCharge = [](const policy::ComfortWindow& window) {
        return window.enabled && window.kind == policy::LoadKind::Charge;
    };
    if (std::ranges::none_of(m_policy.windows, isCharge))
        return; // The car charges as it likes.
    Energy wanted;
    if (const auto schedule = m_schedules.find(period); schedule != m_schedules.end())
        for (const Schedule::Load& load : schedule->second.loads)
            wanted += load.kind == policy::LoadKind::Charge ? load.energy : Energy{};
    const Energy left = std::max(Energy{}, wanted - Energy{m_chargerWattMs / 3'600'000});
    charger->setLimit(meanPower(left, std::max<std::chrono::milliseconds>(period.end() - now, step), Rounding::Floor),
                      step * 3);
}

policy::LoadProgress HomeController::comfortBefore(Round round) const
{
    policy::LoadProgress progress = m_comfort;
    if (const auto schedule = m_schedules.find(round.plus(-1)); schedule != m_schedules.end())
        for (const Schedule::Load& load : schedule->second.loads)
            progress[{load.window, load.by}] += load.energy;
    return progress;
}

void HomeController::closeComfort(Period period)
{
    Energy taken{m_charging == period ? m_chargerWattMs / 3'600'000 : 0};
    if (taken > Energy{})
        m_demand.takeOff(period, taken);
    const auto schedule = m_schedules.find(period);
    if (schedule == m_schedules.end())
        return;
    for (const Schedule::Load& load : schedule->second.loads) {
        const bool charges = load.kind == policy::LoadKind::Charge;
        const Energy had = charges ? std::min(load.energy, taken) : load.energy; // A run starts when it was planned.
        taken -= charges ? had : Energy{};
        m_comfort[{load.window, load.by}] += had;
    }
    m_schedules.erase(m_schedules.begin(), m_schedules.upper_bound(period));
    std::erase_if(m_comfort, [period](const auto& entry) { return entry.first.second < period; });
}

} // namespace dgex::controller
