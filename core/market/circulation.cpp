// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/market/circulation.h"

#include "core/base/assert.h"
#include "core/market/flow_order.h"
#include "core/market/network_simplex.h"
#include "core/market/residual_graph.h"

#include <algorithm>
#include <bit>
#include <span>

namespace dgex::market {

namespace {

/// The four amounts as one number; see bestFlow.
struct Weights {
    Int128 cost = 0;
    Int128 volume = 0;
    Int128 length = 0;
    /// Costs more than any simple path.
    Int128 artificial = 0;
    /// What the artificial arcs count for in ticks.
    std::int64_t artificialCost = 0;
};

Int128 powerOfTwoAbove(Int128 value)
{
    Int128 power = 1;
    while (power <= value)
        power *= 2;
    return power;
}

Weights weightsOf(const FlowProblem& problem)
{
    std::uint32_t draw = 0;
    std::int64_t cost = 0;
    bool length = false;
    for (const FlowArc& arc : problem.arcs) {
        DGEX_ASSERT(arc.capacity >= 0 && arc.draw < kFlowDrawEnd);
        DGEX_ASSERT(arc.cost <= kFlowCostMax && arc.cost >= -kFlowCostMax);
        draw = std::max(draw, arc.draw);
        cost = std::max(cost, arc.cost < 0 ? -arc.cost : arc.cost);
        length = length || arc.countsAsLength;
    }
    // A simple cycle meets a node once and so uses at most two arcs at each.
    const Int128 arcs = Int128{2} * (problem.cycleNodes == 0 ? problem.nodeCount : problem.cycleNodes) + 2;
    Weights weights;
    weights.length = powerOfTwoAbove(arcs * draw);
    weights.volume = length ? powerOfTwoAbove(arcs * weights.length + arcs * draw) : weights.length;
    weights.cost = powerOfTwoAbove(arcs * (weights.volume + (length ? weights.length : 0) + draw));
    const Int128 ticks = arcs * cost + 1;
    weights.artificialCost = static_cast<std::int64_t>(ticks);
    weights.artificial = ticks * weights.cost;
    return weights;
}

Int128 weigh(const FlowArc& arc, const Weights& weights)
{
    return weights.cost * arc.cost - (arc.countsAsVolume ? weights.volume : 0) +
           (arc.countsAsLength ? weights.length : 0) + arc.draw;
}

/// The indices of the arcs that can carry anything.
std::vector<std::uint32_t> usableArcs(const FlowProblem& problem)
{
    std::vector<std::uint32_t> usable;
    usable.reserve(problem.arcs.size());
    for (std::uint32_t i = 0; i < problem.arcs.size(); ++i) {
        if (problem.arcs[i].capacity > 0 && problem.arcs[i].from != problem.arcs[i].to)
            usable.push_back(i);
    }
    return usable;
}

/// Takes the arcs in strides, so that neighbours in the list (the arcs of one order, as a rule) do not stand in one
/// block of the simplex.
std::vector<std::uint32_t> spread(const std::vector<std::uint32_t>& arcs)
{
    constexpr std::size_t kStrides = 512;
    std::vector<std::uint32_t> mixed;
    mixed.reserve(arcs.size());
    const std::size_t stride = arcs.size() / kStrides + 1;
    for (std::size_t first = 0; first < stride; ++first) {
        for (std::size_t i = first; i < arcs.size(); i += stride)
            mixed.push_back(arcs[i]);
    }
    return mixed;
}

/// Potentials in ticks of the simplex' tree.
template <class Cost>
std::vector<std::int64_t> treePotentials(const NetworkSimplex<Cost>& simplex, const FlowProblem& problem,
                                         std::span<const std::uint32_t> usable, std::int64_t artificialCost)
{
    std::vector<std::int64_t> potential(problem.nodeCount, 0);
    simplex.walkTree([&](std::uint32_t node, std::uint32_t parent, std::uint32_t arc, bool upward) {
        const std::int64_t cost = arc < usable.size() ? problem.arcs[usable[arc]].cost : artificialCost;
        potential[node] = potential[parent] + (upward ? -cost : cost);
    });
    return potential;
}

template <class Cost>
Flow solve(const FlowProblem& problem, const Weights& weights)
{
    const std::vector<std::uint32_t> usable = spread(usableArcs(problem));
    std::vector<SimplexArc<Cost>> arcs;
    arcs.reserve(usable.size());
    for (const std::uint32_t i : usable) {
        const FlowArc& arc = problem.arcs[i];
        arcs.push_back(
            {.from = arc.from, .to = arc.to, .capacity = arc.capacity, .cost = static_cast<Cost>(weigh(arc, weights))});
    }
    NetworkSimplex<Cost> simplex(problem.nodeCount, arcs, static_cast<Cost>(weights.artificial));
    simplex.solve();

    Flow result;
    result.arcs.assign(problem.arcs.size(), 0);
    std::vector<std::uint32_t> even; // Arcs on which flow can change at no cost.
    for (std::size_t i = 0; i < usable.size(); ++i) {
        result.arcs[usable[i]] = simplex.flow(i);
        if (simplex.reducedCost(i) == 0)
            even.push_back(usable[i]);
    }
    std::ranges::sort(even);
    settleByOrder(problem, even, result.arcs);

    const std::vector<std::int64_t> potential = treePotentials(simplex, problem, usable, weights.artificialCost);
    const ResidualGraph residual(problem, result.arcs);
    result.greatest = residual.greatestPotentials(potential);
    result.least = residual.leastPotentials(potential, result.greatest);
    return result;
}

} // namespace

Flow bestFlow(const FlowProblem& problem)
{
    DGEX_ASSERT(problem.nodeCount >= 1 && problem.nodeCount <= kFlowNodesMax);
    const Weights weights = weightsOf(problem);
    // Potentials stay below twice the artificial cost, reduced costs below four times.
    DGEX_ASSERT(weights.artificial < Int128{1} << 124);
    constexpr Int128 kNarrow = Int128{1} << 60;
    return weights.artificial < kNarrow ? solve<std::int64_t>(problem, weights) : solve<Int128>(problem, weights);
}

} // namespace dgex::market
