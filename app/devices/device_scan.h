// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ports/services.h"
#include "drivers/modbus/modbus_link.h"

#include <expected>

namespace dgex::app {

/// A SunSpec unit that answered.
struct FoundUnit {
    drivers::ModbusEndpoint endpoint;
    int unit = 0;
    std::vector<std::uint16_t> models;
    std::string maker;
    std::string model;
    std::string serialNumber;
};

struct ScanRequest {
    std::vector<drivers::ModbusEndpoint> endpoints; ///< Asked whether or not they look open.
    std::vector<std::string> networks;              ///< "192.168.1.0/24", at most 1,022 hosts each; port 502.
    std::vector<int> units;
    std::chrono::milliseconds answerWithin{1'000};
};

/// Asks every endpoint and every host of the networks that accepts a connection, one request at a time per host, all
/// hosts at once. The error names a network that is none. Runs an event loop until it is done.
[[nodiscard]] std::expected<std::vector<FoundUnit>, std::string> scanForUnits(const ScanRequest& request,
                                                                              const ports::Clock& clock);

/// The IPv4 networks of this machine that are small enough to scan.
[[nodiscard]] std::vector<std::string> localNetworks();

} // namespace dgex::app
