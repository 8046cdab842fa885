// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commands/commands.h"
#include "app/devices/device_scan.h"
#include "app/devices/driver_table.h"
#include "app/system_clock.h"
#include "core/base/text.h"
#include "drivers/sunspec/model_table.h"

#include <QEventLoop>
#include <QTimer>

#include <nlohmann/json.hpp>

#include <algorithm>
#include <memory>
#include <print>

namespace dgex::app {

namespace {

using Json = nlohmann::ordered_json;

struct ScanArguments {
    std::vector<std::string> hosts;
    std::vector<std::string> serials;
    std::vector<std::string> networks;
    std::vector<int> units{1, 2, 3, 126, 200, 240};
    int baud = 9'600;
    int answerMs = 1'000;
    bool asJson = false;
};

struct ReadArguments {
    std::string file;
    int times = 1;
    int everySeconds = 5;
    int waitSeconds = 20;
    bool asJson = false;
};

std::string_view nameOf(ports::Quality quality)
{
    constexpr std::string_view kNames[] = {"good", "estimated", "stale", "invalid"};
    return kNames[static_cast<std::size_t>(quality)];
}

std::optional<drivers::ModbusEndpoint> endpointOf(const std::string& host)
{
    drivers::ModbusEndpoint endpoint;
    const std::size_t colon = host.find(':');
    endpoint.host = host.substr(0, colon);
    if (colon != std::string::npos) {
        const auto port = parseDecimal(host.substr(colon + 1), 0);
        if (!port || *port < 1 || *port > 65'535)
            return std::nullopt;
        endpoint.port = static_cast<int>(*port);
    }
    return endpoint.host.empty() ? std::nullopt : std::optional(endpoint);
}

void print(const std::vector<FoundUnit>& units, bool asJson)
{
    Json list = Json::array();
    for (const FoundUnit& unit : units) {
        list.push_back({{"at", unit.endpoint.text()},
                        {"unit", unit.unit},
                        {"maker", unit.maker},
                        {"model", unit.model},
                        {"serial_number", unit.serialNumber},
                        {"models", unit.models}});
        if (asJson)
            continue;
        std::println("{} unit {}: {} {}, serial number {}", unit.endpoint.text(), unit.unit, unit.maker, unit.model,
                     unit.serialNumber);
        for (const std::uint16_t id : unit.models) {
            const drivers::ModelDef* def = drivers::findModel(id);
            std::println("  {:>5}  {}", id, def != nullptr ? def->name : "unknown to DGEX");
        }
    }
    if (asJson)
        std::println("{}", Json{{"devices", list}, {"serial_lines", drivers::serialLines()}}.dump(2));
    else
        for (const std::string& line : drivers::serialLines())
            std::println("{}: a serial line (ask it with --serial)", line);
}

ExitCode scan(const ScanArguments& arguments)
{
    ScanRequest request;
    for (const std::string& host : arguments.hosts) {
        const auto endpoint = endpointOf(host);
        if (!endpoint) {
            std::println(stderr, "dgexd: --host {}: HOST or HOST:PORT is expected", host);
            return kUsage;
        }
        request.endpoints.push_back(*endpoint);
    }
    for (const std::string& path : arguments.serials) {
        drivers::ModbusEndpoint endpoint;
        endpoint.path = path;
        endpoint.baud = arguments.baud;
        request.endpoints.push_back(endpoint);
    }
    request.networks = arguments.networks;
    if (request.endpoints.empty() && request.networks.empty())
        request.networks = localNetworks();
    for (const std::string& network : request.networks)
        std::println(stderr, "dgexd: asking {}", network);
    request.units = arguments.units;
    request.answerWithin = std::chrono::milliseconds{arguments.answerMs};
    const SystemClock clock;
    const auto found = scanForUnits(request, clock);
    if (!found) {
        std::println(stderr, "dgexd: {}", found.error());
        return kUsage;
    }
    print(*found, arguments.asJson);
    if (found->empty())
        std::println(stderr, "dgexd: no SunSpec device answered");
    return found->empty() ? kRefused : kGood;
}

Json toJson(const NamedDevice& named, UtcTime now)
{
    const drivers::DeviceHealth health = named.device->health();
    Json device{{"name", named.name},          {"driver", named.driver},      {"reachable", health.isReachable},
                {"rejected", health.rejected}, {"failures", health.failures}, {"fault", health.fault}};
    device["values"] = Json::array();
    for (const drivers::LiveValue& value : named.device->values()) {
        device["values"].push_back({{"name", value.name},
                                    {"value", value.text},
                                    {"unit", value.unit},
                                    {"measured_at", toText(value.measuredAt)},
                                    {"age_ms", (now - value.measuredAt).count()},
                                    {"quality", nameOf(value.quality)}});
    }
    return device;
}

void print(const NamedDevice& named, UtcTime now)
{
    const drivers::DeviceHealth health = named.device->health();
    std::println("{} ({}): {}, {} rejected, {} failed{}{}", named.name, named.driver,
                 health.isReachable ? "reachable" : "NOT REACHABLE", health.rejected, health.failures,
                 health.fault.empty() ? "" : ", last fault: ", health.fault);
    for (const drivers::LiveValue& value : named.device->values())
        std::println("  {:<28} {:>18} {:<5} {:>7} s  {}", value.name, value.text, value.unit,
                     formatDecimal((now - value.measuredAt).count() / 100, 1), nameOf(value.quality));
}

void runFor(std::chrono::milliseconds time, const std::function<bool()>& isDone)
{
    QEventLoop loop;
    QTimer check;
    QObject::connect(&check, &QTimer::timeout, &loop, [&] {
        if (isDone())
            loop.quit();
    });
    check.start(20);
    QTimer::singleShot(time, &loop, &QEventLoop::quit);
    loop.exec();
}

ExitCode read(const ReadArguments& arguments)
{
    const SystemClock clock;
    drivers::ModbusLinks links;
    drivers::echonet::Exchanges exchanges;
    auto devices = readDevices(arguments.file, {clock, links, exchanges});
    if (!devices) {
        std::println(stderr, "dgexd: {}", devices.error());
        return kUsage;
    }
    for (const NamedDevice& named : *devices)
        named.device->start();
    runFor(std::chrono::seconds{arguments.waitSeconds}, [&] {
        return std::ranges::all_of(*devices, [](const NamedDevice& named) { return named.device->hasSettled(); });
    });
    for (int i = 0; i < arguments.times; ++i) {
        if (i > 0)
            runFor(std::chrono::seconds{arguments.everySeconds}, [] { return false; });
        const UtcTime now = clock.now();
        Json all{{"at", toText(now)}, {"devices", Json::array()}};
        for (const NamedDevice& named : *devices) {
            if (arguments.asJson)
                all["devices"].push_back(toJson(named, now));
            else
                print(named, now);
        }
        if (arguments.asJson)
            std::println("{}", all.dump(arguments.times > 1 ? -1 : 2));
        std::fflush(stdout);
    }
    const bool areAllGood = std::ranges::all_of(*devices, [](const NamedDevice& named) {
        return named.device->health().isReachable && !named.device->values().empty();
    });
    return areAllGood ? kGood : kRefused;
}

} // namespace

void addDevicesCommand(CLI::App& program, int& exitCode)
{
    CLI::App* devices = program.add_subcommand("devices", "Finds and reads the devices of a home");
    devices->require_subcommand(1);

    auto toScan = std::make_shared<ScanArguments>();
    CLI::App* scanning = devices->add_subcommand(
        "scan", "Lists SunSpec devices: on the local networks, or where the options say, and the serial lines");
    scanning->add_option("--host", toScan->hosts, "HOST or HOST:PORT of a Modbus TCP device; may be repeated");
    scanning->add_option("--net", toScan->networks, "Network to search on port 502, like 192.168.1.0/24");
    scanning->add_option("--serial", toScan->serials, "Serial line to ask, like /dev/ttyUSB0");
    scanning->add_option("--baud", toScan->baud, "Speed of the serial lines")->check(CLI::Range(1'200, 921'600));
    scanning->add_option("--units", toScan->units, "Unit ids to ask, 1 to 247")
        ->delimiter(',')
        ->check(CLI::Range(1, 247));
    scanning->add_option("--answer-ms", toScan->answerMs, "How long a unit may take to answer")
        ->check(CLI::Range(50, 60'000));
    scanning->add_flag("--json", toScan->asJson, "Print one JSON object");
    scanning->callback([toScan, &exitCode] { exitCode = scan(*toScan); });

    auto toRead = std::make_shared<ReadArguments>();
    CLI::App* reading = devices->add_subcommand(
        "read", "Shows the live values of configured devices with unit, age and quality; 1 when one gave none");
    reading->add_option("CONFIG", toRead->file, "TOML file with one [[device]] table a device")->required();
    reading->add_option("--times", toRead->times, "How often to print")->check(CLI::Range(1, 1'000'000));
    reading->add_option("--every", toRead->everySeconds, "Seconds between two prints")->check(CLI::Range(1, 86'400));
    reading->add_option("--wait", toRead->waitSeconds, "Seconds to wait for the first values")
        ->check(CLI::Range(1, 600));
    reading->add_flag("--json", toRead->asJson, "Print JSON: one object, or one a line with --times");
    reading->callback([toRead, &exitCode] { exitCode = read(*toRead); });
}

} // namespace dgex::app
