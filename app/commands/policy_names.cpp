// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commands/policy_names.h"

#include <array>

namespace dgex::app {

namespace {

using policy::Preset;
constexpr std::array kPresets{Preset::Income, Preset::Balanced, Preset::SelfSufficiency, Preset::RenewableFirst,
                              Preset::BackupReserve};

} // namespace

std::string_view nameOf(Preset preset)
{
    switch (preset) {
    case Preset::Income:
        return "income";
    case Preset::Balanced:
        return "balanced";
    case Preset::SelfSufficiency:
        return "self-sufficiency";
    case Preset::RenewableFirst:
        return "renewable-first";
    case Preset::BackupReserve:
        return "backup-reserve";
    }
    return "?";
}

std::optional<Preset> presetNamed(std::string_view name)
{
    for (const Preset preset : kPresets)
        if (nameOf(preset) == name)
            return preset;
    return std::nullopt;
}

std::vector<std::string> presetNames()
{
    std::vector<std::string> names;
    for (const Preset preset : kPresets)
        names.emplace_back(nameOf(preset));
    return names;
}

std::string_view nameOf(policy::Rule rule)
{
    using policy::Rule;
    switch (rule) {
    case Rule::SellsSurplus:
        return "sells_surplus";
    case Rule::SellsStored:
        return "sells_stored";
    case Rule::BuysNeed:
        return "buys_need";
    case Rule::FillsBattery:
        return "fills_battery";
    case Rule::ClosesPosition:
        return "closes_position";
    case Rule::HoldsReserve:
        return "holds_reserve";
    case Rule::BalancedAlready:
        return "balanced_already";
    case Rule::BelowOneLot:
        return "below_one_lot";
    case Rule::LimitTooTight:
        return "limit_too_tight";
    case Rule::Paused:
        return "paused";
    case Rule::BatteryCovers:
        return "battery_covers";
    case Rule::RouterFull:
        return "router_full";
    case Rule::ServesLoad:
        return "serves_load";
    }
    return "?";
}

} // namespace dgex::app
