// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/market/circulation.h"

#include <span>

namespace dgex::market {

/// Settles what an optimal circulation leaves open: along cycles of the arcs in `even`, where flow changes at no cost,
/// every arc in turn takes as much flow as it can, and keeps it. Afterwards no cycle is left.
/// Requires: `even` is ascending, its arcs have room for flow, and both ends differ.
void settleByOrder(const FlowProblem& problem, std::span<const std::uint32_t> even, std::vector<std::int64_t>& flow);

} // namespace dgex::market
