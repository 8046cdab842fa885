// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/market/circulation.h"

#include <span>

namespace dgex::market {

/// Where the flow of an optimal circulation can still change; see bestFlow. Keeps references to its arguments.
class ResidualGraph {
public:
    ResidualGraph(const FlowProblem& problem, const std::vector<std::int64_t>& flow);

    using Potentials = std::vector<std::optional<std::int64_t>>;
    /// The greatest potential of every node: the shortest way from node 0.
    /// Requires: `potential` supports the flow.
    [[nodiscard]] Potentials greatestPotentials(std::span<const std::int64_t> potential) const;
    /// The least potential of every node: minus the shortest way to node 0, the pinned nodes at `greatest` if they
    /// have none.
    [[nodiscard]] Potentials leastPotentials(std::span<const std::int64_t> potential, const Potentials& greatest) const;

private:
    enum class Direction { FromStart, ToStart };
    /// Reduced lengths of the shortest ways between the starts and every node; kNoWay where there is none.
    [[nodiscard]] std::vector<std::int64_t> shortestWays(std::span<const std::uint32_t> starts, Direction direction,
                                                         std::span<const std::int64_t> potential) const;

    const FlowProblem& m_problem;
    const std::vector<std::int64_t>& m_flow;
    /// The arcs at node n: m_atNode[m_first[n]] up to m_first[n + 1].
    std::vector<std::uint32_t> m_first;
    std::vector<std::uint32_t> m_atNode;
};

} // namespace dgex::market
