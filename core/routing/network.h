// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/units.h"

#include <cstdint>
#include <string>
#include <vector>

namespace dgex::routing {

/// Which way a leg may carry power, as seen from its cell.
enum class LegDirection : std::uint8_t { Both, IntoCell, OutOfCell };

/// A leg joins the DC link of one router to one cell. Power and losses are counted at the cell's side:
/// loss(P) = lossShare P + lossPerWattSquared P^2, in watts. Out of its cell a leg takes P and gives the DC link
/// P - loss(P); into its cell it gives P and takes P + loss(P) from the DC link.
struct NetworkLeg {
    std::string name;
    std::size_t router = 0; ///< Index into Network::routers.
    std::size_t cell = 0;   ///< Index into Network::cells.
    Power capacity;         ///< > 0, either way, at the cell's side; at most 10^9 W.
    LegDirection direction = LegDirection::Both;
    double lossShare = 0;          ///< 0 <= share < 1
    double lossPerWattSquared = 0; ///< >= 0; loss at full capacity stays below the capacity.
};

/// Cells, within which energy moves freely, and the Digital Grid Routers between them.
struct Network {
    std::vector<std::string> cells;
    std::vector<std::string> routers;
    std::vector<NetworkLeg> legs;
};

} // namespace dgex::routing
