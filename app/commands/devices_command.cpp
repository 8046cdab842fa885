// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commands/commands.h"
#include "app/devices/device_scan.h"
#include "app/devices/driver_table.h"
#include "app/devices/event_wait.h"
#include "app/devices/meter_scan.h"
#include "app/system_clock.h"
#include "core/base/text.h"
#include "drivers/echonet/properties.h"
#include "drivers/sunspec/model_table.h"

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
    std::vector<std::string> listens;
    std::vector<std::string> echonets;
    int echonetPort = 3'610;
    std::string echonetBind{"0.0.0.0"};
    int listenSeconds = 12;
    std::vector<int> units{1, 2, 3, 126, 200, 240};
    int baud = 9'600;
    int answerMs = 1'000;
    bool asJson = false;
};

struct ReadArguments {
    std::string file;
    int times = 1;
    int everySeconds = 5;
    int waitSeconds = 90;
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

/// What a scan found, and the lines that can be asked.
struct Found {
    std::vector<FoundUnit> units;
    std::vector<FoundNode> nodes;
    std::vector<FoundMeter> meters;
    [[nodiscard]] bool isNothing() const { return units.empty() && nodes.empty() && meters.empty(); }
};

std::string nameOf(const drivers::echonet::Eoj& object)
{
    const std::string_view known = drivers::echonet::className(object.classCode());
    return std::string{known.empty() ? "unknown to DGEX" : known};
}

void printJson(const Found& found)
{
    Json units = Json::array();
    for (const FoundUnit& unit : found.units)
        units.push_back({{"at", unit.endpoint.text()},
                         {"unit", unit.unit},
                         {"maker", unit.maker},
                         {"model", unit.model},
                         {"serial_number", unit.serialNumber},
                         {"models", unit.models}});
    Json nodes = Json::array();
    for (const FoundNode& node : found.nodes) {
        Json objects = Json::array();
        for (const auto& object : node.objects)
            objects.push_back({{"object", toText(object)}, {"name", nameOf(object)}});
        nodes.push_back({{"host", node.host}, {"objects", objects}});
    }
    Json meters = Json::array();
    for (const FoundMeter& meter : found.meters)
        meters.push_back({{"at", meter.line.text()},
                          {"driver", meter.driver},
                          {"meter", meter.meter},
                          {"baud", meter.line.path.empty() ? Json() : Json(meter.line.baud)}});
    std::println(
        "{}",
        Json{{"devices", units}, {"echonet", nodes}, {"meters", meters}, {"serial_lines", drivers::serialLines()}}.dump(
            2));
}

void printText(const Found& found)
{
    for (const FoundUnit& unit : found.units) {
        std::println("{} unit {}: {} {}, serial number {}", unit.endpoint.text(), unit.unit, unit.maker, unit.model,
                     unit.serialNumber);
        for (const std::uint16_t id : unit.models) {
            const drivers::ModelDef* def = drivers::findModel(id);
            std::println("  {:>5}  {}", id, def != nullptr ? def->name : "unknown to DGEX");
        }
    }
    for (const FoundNode& node : found.nodes) {
        std::println("{}: ECHONET Lite", node.host);
        for (const auto& object : node.objects)
            std::println("  {}  {}", toText(object), nameOf(object));
    }
    for (const FoundMeter& meter : found.meters)
        std::println("{}: {} meter {}{}", meter.line.text(), meter.driver, meter.meter,
                     meter.line.path.empty() ? "" : std::format(", {} baud", meter.line.baud));
    for (const std::string& line : drivers::serialLines())
        std::println("{}: a serial line (--serial asks it by Modbus, --listen hears meters that send)", line);
}

/// Where the options say to ask by Modbus; none when one is wrong.
std::optional<ScanRequest> modbusRequest(const ScanArguments& arguments)
{
    ScanRequest request;
    for (const std::string& host : arguments.hosts) {
        const auto endpoint = endpointOf(host);
        if (!endpoint) {
            std::println(stderr, "dgexd: --host {}: HOST or HOST:PORT is expected", host);
            return std::nullopt;
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
    request.units = arguments.units;
    request.answerWithin = std::chrono::milliseconds{arguments.answerMs};
    return request;
}

/// Serial lines and HOST:PORT to listen to; none when one is wrong.
std::optional<std::vector<drivers::LineEndpoint>> linesOf(const ScanArguments& arguments)
{
    std::vector<drivers::LineEndpoint> lines;
    for (const std::string& text : arguments.listens) {
        drivers::LineEndpoint line;
        if (const auto host = text.contains(':') ? endpointOf(text) : std::nullopt) {
            line.host = host->host;
            line.port = host->port;
        } else if (text.starts_with('/')) {
            line.path = text;
        } else {
            std::println(stderr, "dgexd: --listen {}: a serial line like /dev/ttyUSB0 or HOST:PORT is expected", text);
            return std::nullopt;
        }
        lines.push_back(line);
    }
    return lines;
}

/// All nodes are asked when nothing else is; that they cannot be asked is then no error.
std::optional<std::vector<FoundNode>> askNodes(const ScanArguments& arguments, bool askAll)
{
    if (arguments.echonets.empty() && !askAll)
        return std::vector<FoundNode>{};
    if (askAll)
        std::println(stderr, "dgexd: asking ECHONET Lite nodes");
    auto nodes = findNodes(arguments.echonets, {arguments.echonetBind, arguments.echonetPort},
                           std::chrono::milliseconds{std::max(arguments.answerMs, askAll ? 3'000 : 0)});
    if (!nodes)
        std::println(stderr, "dgexd: {}", nodes.error());
    if (!nodes && !askAll)
        return std::nullopt;
    return nodes.value_or(std::vector<FoundNode>{});
}

ExitCode scan(const ScanArguments& arguments)
{
    auto request = modbusRequest(arguments);
    const auto lines = linesOf(arguments);
    if (!request || !lines)
        return kUsage;
    const bool askAll =
        request->endpoints.empty() && request->networks.empty() && lines->empty() && arguments.echonets.empty();
    if (askAll)
        request->networks = localNetworks();
    for (const std::string& network : request->networks)
        std::println(stderr, "dgexd: asking {}", network);
    const SystemClock clock;
    auto units = scanForUnits(*request, clock);
    if (!units) {
        std::println(stderr, "dgexd: {}", units.error());
        return kUsage;
    }
    auto nodes = askNodes(arguments, askAll);
    if (!nodes)
        return kUsage;
    const Found found{std::move(*units), std::move(*nodes),
                      listenForMeters(*lines, std::chrono::seconds{arguments.listenSeconds})};
    if (arguments.asJson)
        printJson(found);
    else
        printText(found);
    if (found.isNothing())
        std::println(stderr, "dgexd: no device answered");
    return found.isNothing() ? kRefused : kGood;
}

void printDrivers()
{
    std::println(
        "A configuration is a TOML file: version = 1, then one [[device]] table a device with\n"
        "  name (of your choice), driver, and the keys of its driver; a key with a value here may be left out.");
    for (const DriverRow& row : driverTable())
        std::print("\ndriver = \"{}\": {}\n{}", row.name, row.what, row.keys());
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
    waitUntil(
        [&] {
            return std::ranges::all_of(*devices, [](const NamedDevice& named) { return named.device->hasSettled(); });
        },
        std::chrono::seconds{arguments.waitSeconds});
    for (int i = 0; i < arguments.times; ++i) {
        if (i > 0)
            waitUntil([] { return false; }, std::chrono::seconds{arguments.everySeconds});
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
        "scan",
        "Lists devices: SunSpec and ECHONET Lite on the local networks, or where the options say; serial lines");
    scanning->add_option("--host", toScan->hosts, "HOST or HOST:PORT of a Modbus TCP device; may be repeated");
    scanning->add_option("--net", toScan->networks, "Network to search on port 502, like 192.168.1.0/24");
    scanning->add_option("--serial", toScan->serials, "Serial line to ask, like /dev/ttyUSB0");
    scanning->add_option("--baud", toScan->baud, "Speed of the serial lines")->check(CLI::Range(1'200, 921'600));
    scanning->add_option("--echonet", toScan->echonets, "IPv4 address of an ECHONET Lite node; may be repeated");
    scanning->add_option("--echonet-port", toScan->echonetPort, "UDP port of ECHONET Lite at both ends")
        ->check(CLI::Range(1, 65'535))
        ->capture_default_str();
    scanning->add_option("--echonet-bind", toScan->echonetBind, "Own address for ECHONET Lite")->capture_default_str();
    scanning->add_option("--listen", toScan->listens,
                         "Serial line like /dev/ttyUSB0, or HOST:PORT, to hear P1 and SML meters on; may be repeated");
    scanning->add_option("--listen-seconds", toScan->listenSeconds, "How long to listen in each of three ways")
        ->check(CLI::Range(1, 600))
        ->capture_default_str();
    scanning->add_option("--units", toScan->units, "Unit ids to ask, 1 to 247")
        ->delimiter(',')
        ->check(CLI::Range(1, 247));
    scanning->add_option("--answer-ms", toScan->answerMs, "How long a unit may take to answer")
        ->check(CLI::Range(50, 60'000));
    scanning->add_flag("--json", toScan->asJson, "Print one JSON object");
    scanning->callback([toScan, &exitCode] { exitCode = scan(*toScan); });

    CLI::App* drivers = devices->add_subcommand("drivers", "Prints which drivers there are and the keys of an entry");
    drivers->callback([&exitCode] {
        printDrivers();
        exitCode = kGood;
    });

    auto toRead = std::make_shared<ReadArguments>();
    CLI::App* reading = devices->add_subcommand(
        "read", "Shows the live values of configured devices with unit, age and quality; 1 when one gave none");
    reading->add_option("CONFIG", toRead->file, "TOML file with one [[device]] table a device")->required();
    reading->add_option("--times", toRead->times, "How often to print")->check(CLI::Range(1, 1'000'000));
    reading->add_option("--every", toRead->everySeconds, "Seconds between two prints")->check(CLI::Range(1, 86'400));
    reading->add_option("--wait", toRead->waitSeconds, "Seconds to wait at longest for the first values")
        ->check(CLI::Range(1, 600));
    reading->add_flag("--json", toRead->asJson, "Print JSON: one object, or one a line with --times");
    reading->callback([toRead, &exitCode] { exitCode = read(*toRead); });
}

} // namespace dgex::app
