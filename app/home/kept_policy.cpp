// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/home/kept_policy.h"

#include "app/commands/policy_config.h"
#include "app/commands/policy_names.h"
#include "core/base/text.h"

#include <QSaveFile>

#include <sstream>

namespace dgex::app {

namespace {

constexpr std::array kDays{"mon", "tue", "wed", "thu", "fri", "sat", "sun"};

std::string timeOf(int minute)
{
    return std::format("{:02}:{:02}", minute / 60, minute % 60);
}

toml::table toToml(const policy::ComfortWindow& window)
{
    toml::array days;
    for (std::size_t day = 0; day < kDays.size(); ++day)
        if ((window.weekdays >> day & 1U) != 0)
            days.push_back(kDays[day]);
    return toml::table{{"name", window.name},
                       {"kind", window.kind == policy::LoadKind::Run ? "run" : "charge"},
                       {"energy_wh", window.energy.count()},
                       {"power_w", window.powerMax.count()},
                       {"from", timeOf(window.fromMinute)},
                       {"by", timeOf(window.byMinute)},
                       {"days", std::move(days)},
                       {"enabled", window.enabled}};
}

toml::table toToml(const policy::CalendarException& one)
{
    toml::table table{{"from", toText(one.from)},
                      {"until", toText(one.until)},
                      {"demand_percent", one.demandPercent},
                      {"trading_paused", one.tradingPaused}};
    if (one.reservePercent)
        table.insert("reserve_percent", *one.reservePercent);
    return table;
}

template <class Entries>
void insertTables(toml::table& into, std::string_view key, const Entries& entries)
{
    toml::array tables;
    for (const auto& entry : entries)
        tables.push_back(toToml(entry));
    if (!tables.empty())
        into.insert(key, std::move(tables));
}

} // namespace

bool writePolicy(const std::filesystem::path& file, const policy::UserPolicy& policy)
{
    toml::table will{{"preset", std::string{nameOf(policy.preset)}}, {"reserve_percent", policy.reservePercent},
                     {"risk_percent", policy.riskPercent},           {"buy_limit", toText(policy.buyLimit)},
                     {"sell_limit", toText(policy.sellLimit)},       {"trading_paused", policy.tradingPaused}};
    insertTables(will, "windows", policy.windows);
    insertTables(will, "exceptions", policy.exceptions);
    const toml::table table{{"version", 1}, {"policy", std::move(will)}};
    std::ostringstream text;
    text << table << '\n';
    QSaveFile saved{QString::fromStdString(file.string())};
    return saved.open(QIODevice::WriteOnly) && saved.write(QByteArray::fromStdString(text.str())) > 0 && saved.commit();
}

std::expected<std::optional<policy::UserPolicy>, std::string> readKeptPolicy(const std::filesystem::path& file)
{
    std::error_code ignored;
    if (!std::filesystem::exists(file, ignored))
        return std::nullopt;
    auto config = ConfigFile::read(file);
    if (!config)
        return std::unexpected(config.error());
    const policy::UserPolicy policy = readPolicy(*config);
    if (const auto finished = config->finish(); !finished)
        return std::unexpected(finished.error());
    return policy;
}

} // namespace dgex::app
