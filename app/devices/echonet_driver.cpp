// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/devices/driver_table.h"
#include "app/devices/line_entry.h"
#include "drivers/echonet/devices.h"
#include "drivers/echonet/sk_channel.h"

#include <QHostAddress>

#include <filesystem>
#include <fstream>

namespace dgex::app {

namespace {

using namespace drivers;
using namespace drivers::echonet;

constexpr std::string_view kClasses[] = {"0288", "0279", "027D", "027E", "02A1"};
constexpr std::uint8_t kClassCodes[] = {0x88, 0x79, 0x7D, 0x7E, 0xA1};

enum class Role : std::uint8_t { Meter, Pv, Battery, Charger };

std::string addressOf(ConfigEntry& entry, std::string_view key, std::optional<std::string> fallback)
{
    const std::string text = entry.text(key, std::move(fallback));
    const QHostAddress address(QString::fromStdString(text));
    if (address.protocol() != QAbstractSocket::IPv4Protocol)
        entry.refuse(key, "an IPv4 address like \"192.168.1.20\"");
    return text;
}

/// Two lines of a file that only its owner reads; refuses the entry otherwise.
SkSecret secretOf(ConfigEntry& entry)
{
    const std::filesystem::path file = entry.path("route_b_file");
    std::error_code error;
    const auto mode = std::filesystem::status(file, error).permissions();
    constexpr auto kOthers = std::filesystem::perms::group_all | std::filesystem::perms::others_all;
    std::ifstream lines(file);
    std::string id;
    std::string password;
    std::getline(lines, id);
    std::getline(lines, password);
    SkSecret secret{std::move(id), std::move(password)};
    if (error || (mode & kOthers) != std::filesystem::perms::none)
        entry.refuse("route_b_file", "a file that only its owner may read (chmod 600)");
    else if (!secret.isWellFormed())
        entry.refuse("route_b_file", "a file with the identifier (32 hexadecimal digits) in its first line and the "
                                     "password (12 letters or digits) in its second");
    return secret;
}

std::shared_ptr<Exchange> exchangeOf(ConfigEntry& entry, const DeviceContext& context, UnitOptions& options)
{
    ExchangeTiming timing;
    timing.answerWithin = std::chrono::milliseconds{entry.integer("answer_ms", {100, 60'000}, 5'000)};
    if (!entry.has("serial")) {
        options.peer = addressOf(entry, "host", {});
        UdpChannel::Options udp;
        udp.bind = addressOf(entry, "bind", udp.bind);
        udp.port = static_cast<int>(entry.integer("port", {1, 65'535}, udp.port));
        return context.exchanges.at(udp, timing);
    }
    const LineEndpoint line = lineOf(entry, 115'200);
    SkSessionOptions session;
    session.hasSides = entry.choice("dongle", {"bp35a1", "bp35c0"}, 0) == 1;
    session.secret = secretOf(entry);
    options.peer = kMeterPeer;
    LineTiming lineTiming;
    lineTiming.silentMax = std::chrono::minutes{20}; // A dongle that searches for its meter is silent for minutes.
    return std::make_shared<Exchange>(std::make_unique<SkChannel>(line, lineTiming, std::move(session), context.clock),
                                      timing);
}

Eoj objectOf(ConfigEntry& entry, Role role)
{
    constexpr std::size_t kByRole[] = {0, 1, 2, 4};
    const std::size_t given =
        entry.choice("class", {std::begin(kClasses), std::end(kClasses)}, kByRole[static_cast<std::size_t>(role)]);
    const bool fits = given == kByRole[static_cast<std::size_t>(role)] ||
                      (given == 3 && (role == Role::Battery || role == Role::Charger));
    if (!fits)
        entry.refuse("class", "a class of the role (\"027E\" is a battery or a charger)");
    return {0x02, kClassCodes[given], static_cast<std::uint8_t>(entry.integer("instance", {1, 127}, 1))};
}

UnitOptions unitOptionsOf(ConfigEntry& entry, Role role)
{
    UnitOptions options;
    const bool isCommanded = role == Role::Battery || role == Role::Charger;
    options.object = objectOf(entry, role);
    options.pollEvery = std::chrono::seconds{entry.integer("poll_seconds", {1, 600}, isCommanded ? 3 : 10)};
    options.staleAfter = options.pollEvery * 3 + std::chrono::seconds{15};
    options.powerMaxWatts = static_cast<double>(entry.integer("power_max_w", {1, 1'000'000'000}, 100'000));
    options.frozenAfter = std::chrono::seconds{entry.integer("frozen_after_seconds", {0, 86'400}, 600)};
    if (role == Role::Meter && entry.has("energy_unit_kwh"))
        options.unitExponent =
            7 - static_cast<int>(entry.choice("energy_unit_kwh",
                                              {"10000", "1000", "100", "10", "1", "0.1", "0.01", "0.001", "0.0001"}));
    return options;
}

ControlOptions controlOf(ConfigEntry& entry, Role role)
{
    constexpr std::uint8_t kReleases[] = {0x46, 0x44, 0x42};
    ControlOptions control;
    control.keeper.reversion = std::chrono::seconds{entry.integer("reversion_seconds", {2, 3'600}, 60)};
    control.mayLackReversion = entry.flag("allow_without_reversion", false);
    control.release = kReleases[entry.choice("release", {"auto", "standby", "charge"}, role == Role::Charger ? 1 : 0)];
    return control;
}

} // namespace

std::string_view echonetKeys()
{
    return R"(  role = "meter" | "pv" | "battery" | "charger"      what the device is to the home
  host (IPv4 address), bind = "0.0.0.0" and port = 3610 (its own end; 3610 is what devices answer to)
  or, for a meter by the B route: serial = "/dev/ttyUSB0", baud = 115200, dongle = "bp35a1" | "bp35c0",
      route_b_file (two lines: identifier and password; nobody else may read it)
  class = "0288" | "0279" | "027D" | "027E" | "02A1" (by the role, if not given), instance = 1
  poll_seconds = 10 (battery, charger: 3), answer_ms = 5000, power_max_w = 100000 (more is absurd)
  frozen_after_seconds = 600 (0: never)
  meter: energy_unit_kwh = "0.1" and so on, for a meter that does not tell its unit
  pv: peak_w       battery: capacity_wh, power_w
  pv, battery, charger: reversion_seconds = 60, allow_without_reversion = false,
      release = "auto" | "standby" | "charge" (the mode that a command leaves; charger: "standby")
)";
}

std::unique_ptr<Device> makeEchonetDevice(ConfigEntry& entry, const DeviceContext& context)
{
    constexpr std::int64_t kWattsMax = 1'000'000'000;
    const auto role = static_cast<Role>(entry.choice("role", {"meter", "pv", "battery", "charger"}));
    UnitOptions options = unitOptionsOf(entry, role);
    if (role != Role::Meter && entry.has("serial"))
        entry.refuse("serial", "no such key (by the B route there is only the meter)");
    if (entry.fault())
        return nullptr;
    const auto exchange = exchangeOf(entry, context, options);
    const ControlOptions control = role == Role::Meter ? ControlOptions{} : controlOf(entry, role);
    const Power peak{role == Role::Pv ? entry.integer("peak_w", {0, kWattsMax}, 0) : 0};
    ports::BatteryRating rating;
    if (role == Role::Battery) {
        rating.capacity = Energy{entry.integer("capacity_wh", {0, kWattsMax}, 0)};
        rating.powerMax = Power{entry.integer("power_w", {0, kWattsMax}, 0)};
    }
    if (entry.fault())
        return nullptr;
    switch (role) {
    case Role::Meter:
        return std::make_unique<EchonetMeter>(exchange, context.clock, options);
    case Role::Pv:
        return std::make_unique<EchonetPv>(exchange, context.clock, options, peak, control);
    case Role::Battery:
        return std::make_unique<EchonetBattery>(exchange, context.clock, options, rating, control);
    case Role::Charger:
        break;
    }
    return std::make_unique<EchonetCharger>(exchange, context.clock, options, control);
}

} // namespace dgex::app
