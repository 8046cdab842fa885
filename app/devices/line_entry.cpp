// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/devices/line_entry.h"

namespace dgex::app {

drivers::LineEndpoint lineOf(ConfigEntry& entry, int baud)
{
    drivers::LineEndpoint line;
    if (entry.has("serial")) {
        line.path = entry.text("serial");
        line.baud = static_cast<int>(entry.integer("baud", {300, 921'600}, baud));
        line.dataBits = static_cast<int>(entry.integer("data_bits", {7, 8}, 8));
        line.parity = static_cast<drivers::Parity>(entry.choice("parity", {"none", "even", "odd"}, 0));
        line.stopBits = static_cast<int>(entry.integer("stop_bits", {1, 2}, 1));
    } else {
        line.host = entry.text("host");
        line.port = static_cast<int>(entry.integer("port", {1, 65'535}));
    }
    return line;
}

} // namespace dgex::app
