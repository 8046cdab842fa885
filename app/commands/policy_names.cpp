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

std::string_view nameOf(policy::ChangedInput input)
{
    using policy::ChangedInput;
    switch (input) {
    case ChangedInput::Trading:
        return "trading_resumed";
    case ChangedInput::Need:
        return "more_need_wh";
    case ChangedInput::OwnerLimit:
        return "owner_limit";
    case ChangedInput::Value:
        return "value";
    case ChangedInput::Router:
        return "router_w";
    case ChangedInput::Stored:
        return "stored_wh";
    case ChangedInput::Reserve:
        return "reserve_wh";
    case ChangedInput::OwnOpposite:
        return "no_own_opposite_orders";
    case ChangedInput::UtilityPrice:
        return "retail";
    }
    return "?";
}

std::string_view nameOf(forecast::Method method)
{
    using forecast::Method;
    switch (method) {
    case Method::TypicalProfile:
        return "typical_profile";
    case Method::Persistence:
        return "persistence";
    case Method::EmpiricalQuantiles:
        return "empirical_quantiles";
    case Method::Blend:
        return "blend";
    }
    return "?";
}

} // namespace dgex::app
