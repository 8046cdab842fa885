// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ports/devices.h"

#include <cstdint>
#include <string>
#include <vector>

namespace dgex::drivers {

/// One measured value as it is shown to people and in lists.
struct LiveValue {
    std::string name;
    std::string text;
    std::string unit;
    UtcTime measuredAt;
    UtcTime receivedAt;
    ports::Quality quality = ports::Quality::Invalid; ///< Judged now, so that a driver that stopped looks stale.
};

struct DeviceHealth {
    bool isReachable = false;
    std::uint64_t rejected = 0; ///< Samples and points that the plausibility gates refused.
    std::uint64_t failures = 0; ///< Requests without a usable answer.
    std::string fault;          ///< The last one; empty when there was none.
};

/// A device that somebody owns, driven from the event loop of its thread.
class Device {
public:
    virtual ~Device() = default;
    virtual void start() = 0;
    /// Whether everything that it measures has been asked for once, with an answer or without.
    [[nodiscard]] virtual bool hasSettled() const = 0;
    [[nodiscard]] virtual std::vector<LiveValue> values() const = 0;
    [[nodiscard]] virtual DeviceHealth health() const = 0;
    /// Takes the places in a home that the device fills.
    virtual void offer(ports::HomeDevices& home) = 0;
};

} // namespace dgex::drivers
