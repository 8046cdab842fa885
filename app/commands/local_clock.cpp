// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commands/local_clock.h"

#include <stdexcept>

namespace dgex::app {

const std::chrono::time_zone* findZone(std::string_view name)
{
    try {
        return std::chrono::locate_zone(name);
    } catch (const std::runtime_error&) {
        return nullptr;
    }
}

const std::chrono::time_zone& ownZone()
{
    try {
        return *std::chrono::current_zone();
    } catch (const std::runtime_error&) {
        return *std::chrono::locate_zone("UTC");
    }
}

void setClock(forecast::HomeProfile& profile, const std::chrono::time_zone& zone, std::chrono::sys_seconds first,
              std::chrono::sys_seconds last)
{
    std::chrono::sys_info info = zone.get_info(first);
    profile.zoneOffsetSeconds = static_cast<std::int32_t>(info.offset.count());
    profile.clockChanges.clear();
    while (info.end < last) {
        info = zone.get_info(info.end);
        profile.clockChanges.push_back({UtcTime::fromSeconds(info.begin.time_since_epoch().count()),
                                        static_cast<std::int32_t>(info.offset.count())});
    }
}

} // namespace dgex::app
