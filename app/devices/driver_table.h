// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/devices/config_entry.h"
#include "core/ports/services.h"
#include "drivers/device.h"
#include "drivers/echonet/udp_channel.h"
#include "drivers/modbus/modbus_link.h"

#include <expected>
#include <memory>
#include <span>

/// Which drivers there are and how a configuration names them: a TOML file with `version = 1` and one [[device]] table
/// a device, with `name`, `driver` (a row of the table below) and the keys of that driver, which `dgexd devices
/// drivers` prints. A new driver is one file and one row.
namespace dgex::app {

/// What devices of one program share.
struct DeviceContext {
    const ports::Clock& clock;
    drivers::ModbusLinks& links;
    drivers::echonet::Exchanges& exchanges;
};

struct DriverRow {
    std::string_view name;
    std::string_view what;
    std::string_view (*keys)(); ///< Lines for people: what an entry may say, with its defaults.
    /// Null when the entry has a fault.
    std::unique_ptr<drivers::Device> (*make)(ConfigEntry& entry, const DeviceContext& context);
};
[[nodiscard]] std::span<const DriverRow> driverTable();

[[nodiscard]] std::string_view sunSpecKeys();
[[nodiscard]] std::string_view apisKeys();
[[nodiscard]] std::string_view p1Keys();
[[nodiscard]] std::string_view smlKeys();
[[nodiscard]] std::string_view echonetKeys();

std::unique_ptr<drivers::Device> makeSunSpecDevice(ConfigEntry& entry, const DeviceContext& context);
std::unique_ptr<drivers::Device> makeApisDevice(ConfigEntry& entry, const DeviceContext& context);
std::unique_ptr<drivers::Device> makeP1Device(ConfigEntry& entry, const DeviceContext& context);
std::unique_ptr<drivers::Device> makeSmlDevice(ConfigEntry& entry, const DeviceContext& context);
std::unique_ptr<drivers::Device> makeEchonetDevice(ConfigEntry& entry, const DeviceContext& context);

struct NamedDevice {
    std::string name;
    std::string driver;
    std::uint32_t line = 0; ///< Of its table in the configuration.
    std::unique_ptr<drivers::Device> device;
};
/// The devices of a configuration, not yet started; the error is one line for people.
[[nodiscard]] std::expected<std::vector<NamedDevice>, std::string> readDevices(const std::string& file,
                                                                               const DeviceContext& context);

} // namespace dgex::app
