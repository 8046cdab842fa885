// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/devices/config_entry.h"
#include "drivers/line/byte_line.h"

namespace dgex::app {

/// Where a device's bytes come from: `host` and `port`, or `serial` with `baud`, `data_bits` = 7 | 8, `parity` =
/// "none" | "even" | "odd" and `stop_bits` = 1 | 2.
[[nodiscard]] drivers::LineEndpoint lineOf(ConfigEntry& entry, int baud);

} // namespace dgex::app
