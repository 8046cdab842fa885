// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commands/home_config.h"

#include "app/commands/local_clock.h"
#include "app/commands/policy_config.h"
#include "core/api/https_client.h"
#include "core/base/text.h"

#include <algorithm>

namespace dgex::app {

namespace {

constexpr std::int64_t kCapacityMax = 10'000'000;
constexpr std::int64_t kSpeedMax = 3600;
constexpr std::int64_t kHousesMax = 1000;
constexpr std::int64_t kWallMax = 32'503'680'000'000; // The year 3000.

std::string endpoint(ConfigFile& config, std::string_view key, std::string text)
{
    if (!api::isEndpoint(text))
        config.refuse(key, "https://host:port is expected");
    return text;
}

PacedClock readClock(ConfigFile& config)
{
    if (!config.has("clock"))
        return {};
    const UtcTime wall{config.integer("clock.wall_ms", 0, kWallMax)};
    const auto market = parsePeriod(config.text("clock.market"));
    if (!market)
        config.refuse("clock.market", describe(market.error()));
    return {wall, market.value_or(Period{}).start(), config.integer("clock.speed", 1, kSpeedMax)};
}

/// An angle in thousandths of a degree.
std::int32_t angle(ConfigFile& config, std::string_view key, std::string fallback, std::int64_t degreesMax)
{
    const auto angle = parseDecimal(config.text(key, std::move(fallback)), 3);
    if (!angle || *angle < -degreesMax * 1000 || *angle > degreesMax * 1000)
        config.refuse(key, "degrees with at most three decimals in quotation marks are expected");
    return static_cast<std::int32_t>(angle.value_or(0));
}

forecast::HomeProfile readProfile(ConfigFile& config)
{
    forecast::HomeProfile profile;
    profile.yearlyDemand = Energy{config.integer("profile.yearly_demand_kwh", 1, 1'000'000, 4'000) * 1'000};
    using namespace std::chrono_literals;
    const std::string name = config.text("profile.zone", "");
    const std::chrono::time_zone* const zone = name.empty() ? &ownZone() : findZone(name);
    if (zone == nullptr)
        config.refuse("profile.zone", "a zone of the IANA database such as Europe/Berlin is expected");
    else
        setClock(profile, *zone, std::chrono::sys_days{2000y / 1 / 1}, std::chrono::sys_days{2100y / 1 / 1});
    profile.latitudeMilliDegrees = angle(config, "profile.latitude", "35.680", 90);
    profile.longitudeMilliDegrees = angle(config, "profile.longitude", "139.690", 180);
    return profile;
}

} // namespace

bool isWebAddress(std::string_view text)
{
    return text.starts_with("http://") || text.starts_with("https://");
}

std::expected<HomeConfig, std::string> readHomeConfig(const std::string& file)
{
    auto config = ConfigFile::read(file);
    if (!config)
        return std::unexpected(config.error());
    HomeConfig home;
    home.name = config->text("name");
    home.meter = config->text("meter");
    home.connectionCapacity = Power{config->integer("connection_capacity_w", 1, kCapacityMax)};
    home.identity = identityPaths(*config);
    home.admission = config->path("admission");
    home.enrol = endpoint(*config, "enrol", config->text("enrol"));
    for (const std::string& node : config->texts("nodes"))
        home.nodes.push_back(endpoint(*config, "nodes", node));
    const auto fee = parseDecimal(config->text("network_fee", "0"), 2);
    if (fee && *fee >= 0)
        home.networkFee = Price{*fee};
    else
        config->refuse("network_fee", "a price with at most two decimals in quotation marks is expected");
    home.currency = config->text("currency", "JPY");
    if (home.currency.size() != 3 ||
        !std::ranges::all_of(home.currency, [](char one) { return one >= 'A' && one <= 'Z'; }))
        config->refuse("currency", "three capital letters of ISO 4217 are expected");
    if (config->has("fuse_w"))
        home.fuse = Power{config->integer("fuse_w", 1, kCapacityMax)};
    home.policy = readPolicy(*config);
    home.seed = static_cast<std::uint64_t>(config->integer("simulation.seed", 1, 1'000'000'000, 1));
    home.house = static_cast<std::size_t>(config->integer("simulation.home", 0, kHousesMax, 0));
    home.devices = config->has("devices") ? config->path("devices").string() : "";
    if (!home.devices.empty() && config->integer("clock.speed", 1, kSpeedMax, 1) != 1)
        config->refuse("clock.speed", "devices live at the speed of the world: 1 is expected");
    home.profile = readProfile(*config);
    home.weather = config->text("weather", "");
    if (!home.weather.empty() && !isWebAddress(home.weather))
        home.weather = config->path("weather").string();
    home.step = std::chrono::seconds{config->integer("control_step_s", 1, 5, 2)};
    home.clock = readClock(*config);
    if (auto finished = config->finish(); !finished)
        return std::unexpected(finished.error());
    return home;
}

} // namespace dgex::app
