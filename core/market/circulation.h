// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/quantity.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace dgex::market {

/// One directed arc of a circulation and what a unit of flow on it means, weightiest first.
struct FlowArc {
    std::uint32_t from = 0;
    std::uint32_t to = 0;
    std::int64_t capacity = 0;
    /// To be made least. |cost| <= kFlowCostMax.
    std::int64_t cost = 0;
    /// Then to be made greatest: the flow on arcs that count as volume.
    bool countsAsVolume = false;
    /// Then to be made least: the flow on arcs that count as length.
    bool countsAsLength = false;
    /// Then to be made least: flow times draw. Below 2^24.
    std::uint32_t draw = 0;
};

inline constexpr std::int64_t kFlowCostMax = 200'000'000;
inline constexpr std::uint32_t kFlowDrawEnd = 1U << 24;
inline constexpr std::uint32_t kFlowNodesMax = 4'000'000;

/// What a circulation is asked for. Node 0 is the reference: its potential is 0.
struct FlowProblem {
    std::uint32_t nodeCount = 1;
    /// In the order of preference: whatever is still open after cost, volume, length and draw, an earlier arc carries
    /// as much as it can.
    std::vector<FlowArc> arcs;
    /// How many nodes one simple cycle can meet whose arcs cost, and whose arcs are drawn, at most: the nodes but those
    /// that are only ever passed between two of them. 0 means nodeCount.
    std::uint32_t cycleNodes = 0;
    /// Nodes that take their greatest potential when nothing bounds them from below.
    std::vector<std::uint32_t> pinned;
};

/// The one best circulation, and all potentials that support it.
struct Flow {
    std::vector<std::int64_t> arcs;
    /// By node: the least and the greatest potential; none where nothing bounds it. A vector of potentials supports the
    /// flow if potential(to) <= potential(from) + cost wherever flow can be added and >= wherever it can be taken
    /// away. Both vectors do so themselves, and so does every floor of a mix of them.
    std::vector<std::optional<std::int64_t>> least;
    std::vector<std::optional<std::int64_t>> greatest;
};

/// Finds the circulation of least cost, greatest volume, least length, least draw, and then of the order of its arcs:
/// exactly one is best, so the answer does not depend on how it is found.
///
/// Method: one network simplex on the four amounts as one whole number (each unit outweighs all that one simple cycle
/// can change below it; two circulations differ by simple cycles), then, only where an optimal cycle is left, arc by
/// arc. Potentials are shortest ways in the residual graph, hence whole numbers; they are the same for every optimal
/// circulation.
/// Requires: 0 <= capacity < 2^62, every cycle of negative cost of bounded capacity,
/// nodeCount <= kFlowNodesMax, cycleNodes <= 2^16 (the amounts as one number then stay below 2^124).
[[nodiscard]] Flow bestFlow(const FlowProblem& problem);

} // namespace dgex::market
