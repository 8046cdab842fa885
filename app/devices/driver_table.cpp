// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/devices/driver_table.h"

#include <algorithm>
#include <format>

namespace dgex::app {

namespace {

constexpr DriverRow kDrivers[] = {
    {"sunspec", "inverters, batteries, meters and routers that speak SunSpec over Modbus TCP or RTU", sunSpecKeys,
     makeSunSpecDevice},
    {"apis", "DC grid converters of the open APIS system, over HTTP", apisKeys, makeApisDevice},
    {"p1", "smart meters with the customer port P1 (DSMR, ESMR), over a serial line or TCP", p1Keys, makeP1Device},
    {"sml", "smart meters that send SML, over a serial line or TCP", smlKeys, makeSmlDevice},
    {"echonet", "smart meters, PV, batteries and EV chargers that speak ECHONET Lite, over UDP or the B route",
     echonetKeys, makeEchonetDevice},
};

} // namespace

std::span<const DriverRow> driverTable()
{
    return kDrivers;
}

std::expected<std::vector<NamedDevice>, std::string> readDevices(const std::string& file, const DeviceContext& context)
{
    toml::table table;
    try {
        table = toml::parse_file(file);
    } catch (const toml::parse_error& error) {
        const auto line = error.source().begin.line;
        return std::unexpected(
            std::format("{}{}: {}", file, line > 0 ? std::format(":{}", line) : std::string{}, error.description()));
    }
    ConfigEntry root{table, file};
    static_cast<void>(root.integer("version", {1, 1}));
    std::vector<std::string_view> drivers;
    for (const DriverRow& row : kDrivers)
        drivers.push_back(row.name);
    std::vector<NamedDevice> devices;
    for (ConfigEntry& entry : root.tables("device")) {
        NamedDevice named;
        named.name = entry.text("name");
        const DriverRow& row = kDrivers[entry.choice("driver", drivers)];
        named.driver = row.name;
        named.line = entry.line();
        if (std::ranges::contains(devices, named.name, &NamedDevice::name))
            entry.refuse("name", "a name that no other device has");
        if (!entry.fault())
            named.device = row.make(entry, context);
        entry.finish();
        root.adopt(entry);
        if (root.fault())
            return std::unexpected(*root.fault());
        devices.push_back(std::move(named));
    }
    root.finish();
    if (!root.fault() && devices.empty())
        root.refuse("device", "at least one table [[device]]");
    if (root.fault())
        return std::unexpected(*root.fault());
    return devices;
}

} // namespace dgex::app
