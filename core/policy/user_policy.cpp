// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/policy/user_policy.h"

#include "core/policy/preset_traits.h"

#include <algorithm>

namespace dgex::policy {

namespace {

constexpr int kHalfHourMinutes = 30;
constexpr int kHalfHoursPerDay = 48;
constexpr int kDemandPercentMax = 1000;
constexpr Energy kWindowEnergyMax{200'000};

bool isPercent(int value)
{
    return value >= 0 && value <= 100;
}

bool isHalfHour(int minute)
{
    return minute >= 0 && minute < kHalfHoursPerDay * kHalfHourMinutes && minute % kHalfHourMinutes == 0;
}

std::optional<PolicyFault> faultOf(const CalendarException& one)
{
    if (one.until <= one.from)
        return PolicyFault::ExceptionEmpty;
    if (one.reservePercent && !isPercent(*one.reservePercent))
        return PolicyFault::ReserveOutOfRange;
    if (one.demandPercent < 0 || one.demandPercent > kDemandPercentMax)
        return PolicyFault::DemandOutOfRange;
    return std::nullopt;
}

std::optional<PolicyFault> faultOf(const ComfortWindow& window)
{
    if (!isHalfHour(window.fromMinute) || !isHalfHour(window.byMinute))
        return PolicyFault::WindowTimes;
    if (window.energy <= Energy{} || window.energy > kWindowEnergyMax || window.powerMax <= Power{})
        return PolicyFault::WindowEnergy;
    const Energy most = energyOver(window.powerMax, Period::kLength, Rounding::Floor);
    if (most * lengthOf(window) < window.energy)
        return PolicyFault::WindowTooShort;
    return std::nullopt;
}

} // namespace

int lengthOf(const ComfortWindow& window)
{
    const int length = (window.byMinute - window.fromMinute) / kHalfHourMinutes;
    return length > 0 ? length : length + kHalfHoursPerDay;
}

CalendarTerms termsIn(const UserPolicy& policy, Period period)
{
    CalendarTerms terms{
        .reservePercent = policy.reservePercent, .demandPercent = 100, .tradingPaused = policy.tradingPaused};
    for (const CalendarException& one : policy.exceptions) {
        if (period < one.from || period >= one.until)
            continue;
        terms.reservePercent = std::max(terms.reservePercent, one.reservePercent.value_or(0));
        terms.tradingPaused = terms.tradingPaused || one.tradingPaused;
        terms.demandPercent = one.demandPercent;
    }
    return terms;
}

std::optional<PolicyFault> faultOf(const UserPolicy& policy)
{
    if (!isPercent(policy.reservePercent))
        return PolicyFault::ReserveOutOfRange;
    if (!isPercent(policy.riskPercent))
        return PolicyFault::RiskOutOfRange;
    for (const Price limit : {policy.buyLimit, policy.sellLimit})
        if (limit > kPriceMax || limit < -kPriceMax)
            return PolicyFault::LimitOutOfRange;
    if (policy.exceptions.size() > kPolicyEntriesMax || policy.windows.size() > kPolicyEntriesMax)
        return PolicyFault::TooMany;
    for (const CalendarException& one : policy.exceptions)
        if (const auto fault = faultOf(one))
            return fault;
    for (const ComfortWindow& window : policy.windows) {
        if (window.name.empty() || std::ranges::count(policy.windows, window.name, &ComfortWindow::name) > 1)
            return PolicyFault::WindowName;
        if (const auto fault = faultOf(window))
            return fault;
    }
    return std::nullopt;
}

PresetTraits traitsOf(Preset preset)
{
    switch (preset) {
    case Preset::Income:
    case Preset::Balanced:
        return {};
    case Preset::SelfSufficiency:
        return {.sellsStored = false, .storesOnlySun = false, .refillsReserve = false, .independencePercent = 200};
    case Preset::RenewableFirst:
        return {.sellsStored = true, .storesOnlySun = true, .refillsReserve = false, .independencePercent = 130};
    case Preset::BackupReserve:
        return {.sellsStored = false, .storesOnlySun = false, .refillsReserve = true, .independencePercent = 100};
    }
    return {};
}

UserPolicy presetPolicy(Preset preset)
{
    UserPolicy policy;
    policy.preset = preset;
    switch (preset) {
    case Preset::Income:
        policy.reservePercent = 5;
        policy.riskPercent = 70;
        break;
    case Preset::Balanced:
        break;
    case Preset::SelfSufficiency:
        policy.reservePercent = 10;
        break;
    case Preset::RenewableFirst:
        policy.riskPercent = 60;
        break;
    case Preset::BackupReserve:
        policy.reservePercent = 60;
        policy.riskPercent = 30;
        break;
    }
    return policy;
}

} // namespace dgex::policy
