// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/time.h"

namespace dgex::app {

/// The local midnight at or before a time. Requires: time plus offset is not before 1970.
[[nodiscard]] constexpr UtcTime localMidnight(UtcTime time, std::int32_t zoneOffsetSeconds)
{
    constexpr std::int64_t day = 86'400;
    return UtcTime::fromSeconds(time.seconds() - (time.seconds() + zoneOffsetSeconds) % day);
}

} // namespace dgex::app
