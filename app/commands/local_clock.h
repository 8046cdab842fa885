// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/forecast/forecast.h"

#include <chrono>
#include <string_view>

namespace dgex::app {

/// The zone of a name of the IANA database such as Australia/Sydney or UTC; none when the system does not know it.
[[nodiscard]] const std::chrono::time_zone* findZone(std::string_view name);
/// The machine's own zone; UTC when it has none.
[[nodiscard]] const std::chrono::time_zone& ownZone();
/// Gives a home the clock of a zone: its offset at `first` and the clock changes up to `last`.
void setClock(forecast::HomeProfile& profile, const std::chrono::time_zone& zone, std::chrono::sys_seconds first,
              std::chrono::sys_seconds last);

} // namespace dgex::app
