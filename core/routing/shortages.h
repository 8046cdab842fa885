// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/routing/leg_router.h"

namespace dgex::routing {

/// The full legs that keep a cell from getting more, given the flows of a routing: those at the border of everything
/// that could still send power to the cell, and to which an exporter with undelivered energy has a way.
[[nodiscard]] std::vector<std::size_t> bindingLegs(const Network& network, const Routing& routing, std::size_t cell);

} // namespace dgex::routing
