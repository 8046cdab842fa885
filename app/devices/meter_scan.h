// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "drivers/echonet/udp_channel.h"
#include "drivers/line/byte_line.h"

namespace dgex::app {

/// A meter that was heard sending by itself.
struct FoundMeter {
    drivers::LineEndpoint line;
    std::string driver; ///< "p1" or "sml"
    std::string meter;  ///< Its number, or its make; empty when it says none.
};
/// Listens to serial lines as P1 meters send (115200 baud 8N1, then 9600 baud 7E1) and as SML meters do (9600 baud
/// 8N1), so long each, all lines at once; and to TCP hosts for either. Runs an event loop until it is done.
[[nodiscard]] std::vector<FoundMeter> listenForMeters(const std::vector<drivers::LineEndpoint>& lines,
                                                      std::chrono::milliseconds each);

/// An ECHONET Lite node and its objects.
struct FoundNode {
    std::string host;
    std::vector<drivers::echonet::Eoj> objects;
};
/// Asks these hosts, or all nodes of the local networks when there are none. The error says why nothing could be asked.
/// Runs an event loop until it is done.
[[nodiscard]] std::expected<std::vector<FoundNode>, std::string>
findNodes(const std::vector<std::string>& hosts, const drivers::echonet::UdpChannel::Options& options,
          std::chrono::milliseconds within);

} // namespace dgex::app
