// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commands/policy_config.h"

#include "app/commands/policy_names.h"
#include "core/base/text.h"

#include <algorithm>
#include <format>

namespace dgex::app {

namespace {

constexpr std::int64_t kEnergyMax = 200'000;
constexpr std::int64_t kPowerMax = 1'000'000;
constexpr std::array kDays{"mon", "tue", "wed", "thu", "fri", "sat", "sun"};

int readMinute(ConfigFile& config, const std::string& key)
{
    const std::string text = config.text(key);
    const auto digit = [&](std::size_t at) { return text[at] - '0'; };
    const bool isTime =
        text.size() == 5 && text[2] == ':' && std::ranges::all_of(std::array{0, 1, 3, 4}, [&](int at) {
            return text[static_cast<std::size_t>(at)] >= '0' && text[static_cast<std::size_t>(at)] <= '9';
        });
    const int minute = isTime ? (digit(0) * 10 + digit(1)) * 60 + digit(3) * 10 + digit(4) : -1;
    if (minute < 0 || minute >= 24 * 60 || minute % 30 != 0) {
        config.refuse(key, "a time of day on the half hour is expected, such as \"18:30\"");
        return 0;
    }
    return minute;
}

Period readPeriod(ConfigFile& config, const std::string& key)
{
    const auto period = parsePeriod(config.text(key));
    if (!period)
        config.refuse(key, describe(period.error()));
    return period.value_or(Period{});
}

std::uint8_t readDays(ConfigFile& config, const std::string& key)
{
    if (!config.has(key))
        return 0b111'1111;
    unsigned days = 0;
    for (const std::string& text : config.texts(key)) {
        const auto day = std::ranges::find(kDays, text);
        if (day == kDays.end())
            config.refuse(key, "days are mon, tue, wed, thu, fri, sat, sun");
        else
            days |= 1U << (day - kDays.begin());
    }
    return static_cast<std::uint8_t>(days);
}

policy::ComfortWindow readWindow(ConfigFile& config, const std::string& at)
{
    policy::ComfortWindow window;
    window.name = config.text(at + "name");
    const std::string kind = config.text(at + "kind", "charge");
    if (kind != "charge" && kind != "run")
        config.refuse(at + "kind", "charge or run is expected");
    window.kind = kind == "run" ? policy::LoadKind::Run : policy::LoadKind::Charge;
    window.energy = Energy{config.integer(at + "energy_wh", 1, kEnergyMax)};
    window.powerMax = Power{config.integer(at + "power_w", 1, kPowerMax)};
    window.fromMinute = readMinute(config, at + "from");
    window.byMinute = readMinute(config, at + "by");
    window.weekdays = readDays(config, at + "days");
    window.enabled = config.flag(at + "enabled", true);
    return window;
}

policy::CalendarException readException(ConfigFile& config, const std::string& at)
{
    policy::CalendarException one;
    one.from = readPeriod(config, at + "from");
    one.until = readPeriod(config, at + "until");
    if (config.has(at + "reserve_percent"))
        one.reservePercent = static_cast<int>(config.integer(at + "reserve_percent", 0, 100));
    one.demandPercent = static_cast<int>(config.integer(at + "demand_percent", 0, 1000, 100));
    one.tradingPaused = config.flag(at + "trading_paused", false);
    return one;
}

std::string_view reasonOf(policy::PolicyFault fault)
{
    using policy::PolicyFault;
    switch (fault) {
    case PolicyFault::ExceptionEmpty:
        return "an exception ends before it begins";
    case PolicyFault::WindowName:
        return "two windows have the same name";
    case PolicyFault::WindowTooShort:
        return "a window is too short to bring its energy at its power";
    case PolicyFault::TooMany:
        return "at most 100 windows and 100 exceptions";
    case PolicyFault::ReserveOutOfRange:
    case PolicyFault::RiskOutOfRange:
    case PolicyFault::LimitOutOfRange:
    case PolicyFault::DemandOutOfRange:
    case PolicyFault::WindowTimes:
    case PolicyFault::WindowEnergy:
        break;
    }
    return "out of range";
}

} // namespace

policy::UserPolicy readPolicy(ConfigFile& config)
{
    if (!config.has("policy"))
        return policy::presetPolicy(policy::Preset::Balanced);
    const std::string name = config.text("policy.preset", "balanced");
    const auto preset = presetNamed(name);
    if (!preset)
        config.refuse("policy.preset", "no policy has this name");
    policy::UserPolicy policy = policy::presetPolicy(preset.value_or(policy::Preset::Balanced));
    policy.reservePercent = static_cast<int>(config.integer("policy.reserve_percent", 0, 100, policy.reservePercent));
    policy.riskPercent = static_cast<int>(config.integer("policy.risk_percent", 0, 100, policy.riskPercent));
    policy.buyLimit = config.price("policy.buy_limit", -kPriceMax, kPriceMax, policy.buyLimit);
    policy.sellLimit = config.price("policy.sell_limit", -kPriceMax, kPriceMax, policy.sellLimit);
    policy.tradingPaused = config.flag("policy.trading_paused", false);
    for (std::size_t i = 0; i < config.tables("policy.windows"); ++i)
        policy.windows.push_back(readWindow(config, std::format("policy.windows[{}].", i)));
    for (std::size_t i = 0; i < config.tables("policy.exceptions"); ++i)
        policy.exceptions.push_back(readException(config, std::format("policy.exceptions[{}].", i)));
    if (const auto fault = policy::faultOf(policy))
        config.refuse("policy", reasonOf(*fault));
    return policy;
}

} // namespace dgex::app
