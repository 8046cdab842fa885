// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/time.h"
#include "core/base/units.h"

#include <cstdint>
#include <optional>

namespace dgex::ports {

enum class Quality : std::uint8_t { Good, Estimated, Stale, Invalid };

/// A value from a device with its age. No value is absent, never 0.
template <class Value>
struct Reading {
    std::optional<Value> value;
    UtcTime measuredAt;
    UtcTime receivedAt;
    Quality quality = Quality::Invalid;
    /// The value, when it is there and was measured at most ageMax before now.
    [[nodiscard]] std::optional<Value> fresh(UtcTime now, std::chrono::milliseconds ageMax) const
    {
        return value && quality != Quality::Invalid && now - measuredAt <= ageMax ? value : std::nullopt;
    }
};

/// How a device took a command. The effect is checked by measurement.
enum class CommandResult { Accepted, Refused, NotReachable };

/// What measurement says of the command that stands.
enum class CommandEffect : std::uint8_t {
    None,         ///< No command stands, or the device does not tell.
    Pending,      ///< Too early to say.
    Following,    ///< Measured power is what was asked for.
    NotFollowing, ///< It is not, although there was time.
    Unknown       ///< There is no fresh measurement.
};

} // namespace dgex::ports
