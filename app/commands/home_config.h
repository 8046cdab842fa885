// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/commands/identity_file.h"
#include "app/paced_clock.h"
#include "core/base/units.h"
#include "core/forecast/forecast.h"
#include "core/policy/user_policy.h"

#include <expected>
#include <string>
#include <vector>

namespace dgex::app {

/// The configuration of a home's controller (`dgexd enrol join`, `dgexd home`). Keys, those in parentheses optional:
///   version = 1
///   name, meter, connection_capacity_w     what the home asks to be enrolled with
///   key, (secret), certificate, authority  see identity_file.h; joining writes the certificate
///   admission                              what the operator's authority signed; joining writes it
///   enrol = "https://host:port"            where the home asks
///   nodes = ["https://host:port", ...]     authorities or gateways, at best two or more
///   (fuse_w)                               what the connection's fuse carries, each direction
///   [policy]                               the owner's will, see policy_config.h
///   (network_fee) = "0.00"                 of the market's rules, in currency units per kWh
///   (simulation.seed), (simulation.home)   the simulated devices: street and house
///   (devices) = "devices.toml"             the home's own devices (see driver_table.h); none: a simulated house
///   (profile.yearly_demand_kwh) = 4000, (profile.latitude) = "35.680", (profile.longitude) = "139.690"
///                                          what is known of a home with devices before it has a past
///   (profile.zone) = "Europe/Berlin"       whose clock the home lives by; else the machine's own
///   (weather)                              a weather forecast: a file, or http(s):// of a service (see readWeather)
///   (control_step_s) = 2                   seconds between commands to the devices, 1 to 5
///   (currency) = "JPY"                     of all prices, ISO 4217
///   (clock.wall_ms), (clock.market), (clock.speed)  a faster clock, see paced_clock.h
struct HomeConfig {
    std::string name;
    std::string meter;
    Power connectionCapacity;
    IdentityPaths identity;
    std::filesystem::path admission;
    std::string enrol;
    std::vector<std::string> nodes;
    Price networkFee;
    std::string currency{"JPY"};
    std::optional<Power> fuse;
    policy::UserPolicy policy;
    std::uint64_t seed = 1;
    std::size_t house = 0;
    std::string devices; ///< Empty: simulated. A path.
    forecast::HomeProfile profile;
    std::string weather; ///< Empty: none. A URL or a path.
    std::chrono::milliseconds step{2'000};
    PacedClock clock;
};
/// Whether a weather source is asked by HTTP.
[[nodiscard]] bool isWebAddress(std::string_view text);
[[nodiscard]] std::expected<HomeConfig, std::string> readHomeConfig(const std::string& file);

} // namespace dgex::app
