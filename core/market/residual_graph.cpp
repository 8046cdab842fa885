// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/market/residual_graph.h"

#include "core/base/assert.h"

#include <algorithm>
#include <limits>
#include <queue>
#include <utility>

namespace dgex::market {

namespace {

constexpr std::int64_t kNoWay = std::numeric_limits<std::int64_t>::max();

} // namespace

ResidualGraph::ResidualGraph(const FlowProblem& problem, const std::vector<std::int64_t>& flow)
    : m_problem(problem)
    , m_flow(flow)
    , m_first(problem.nodeCount + 1, 0)
    , m_atNode(2 * problem.arcs.size())
{
    for (const FlowArc& arc : problem.arcs) {
        ++m_first[arc.from];
        ++m_first[arc.to];
    }
    std::uint32_t end = 0;
    for (std::uint32_t& first : m_first)
        first = end += first;
    for (std::uint32_t i = 0; i < problem.arcs.size(); ++i) {
        m_atNode[--m_first[problem.arcs[i].from]] = i;
        m_atNode[--m_first[problem.arcs[i].to]] = i;
    }
}

std::vector<std::int64_t> ResidualGraph::shortestWays(std::span<const std::uint32_t> starts, Direction direction,
                                                      std::span<const std::int64_t> potential) const
{
    using Entry = std::pair<std::int64_t, std::uint32_t>;
    std::vector<std::int64_t> way(m_problem.nodeCount, kNoWay);
    std::priority_queue<Entry, std::vector<Entry>, std::greater<>> open;
    for (const std::uint32_t start : starts) {
        way[start] = 0;
        open.emplace(0, start);
    }
    while (!open.empty()) {
        const auto [length, node] = open.top();
        open.pop();
        if (length > way[node])
            continue;
        for (std::uint32_t i = m_first[node]; i < m_first[node + 1]; ++i) {
            const FlowArc& arc = m_problem.arcs[m_atNode[i]];
            const bool along = (arc.from == node) == (direction == Direction::FromStart);
            const std::int64_t flow = m_flow[m_atNode[i]];
            if (along ? flow == arc.capacity : flow == 0)
                continue;
            const std::int64_t reduced = arc.cost + potential[arc.from] - potential[arc.to];
            const std::int64_t step = along ? reduced : -reduced;
            DGEX_ASSERT(step >= 0);
            const std::uint32_t next = arc.from == node ? arc.to : arc.from;
            if (length + step < way[next]) {
                way[next] = length + step;
                open.emplace(way[next], next);
            }
        }
    }
    return way;
}

ResidualGraph::Potentials ResidualGraph::greatestPotentials(std::span<const std::int64_t> potential) const
{
    constexpr std::uint32_t kRoot = 0;
    const std::vector<std::int64_t> way = shortestWays({&kRoot, 1}, Direction::FromStart, potential);
    Potentials greatest(way.size());
    for (std::size_t i = 0; i < way.size(); ++i) {
        if (way[i] != kNoWay)
            greatest[i] = way[i] + potential[i] - potential[kRoot];
    }
    return greatest;
}

ResidualGraph::Potentials ResidualGraph::leastPotentials(std::span<const std::int64_t> potential,
                                                         const Potentials& greatest) const
{
    std::vector<std::uint32_t> starts{0};
    std::vector<std::int64_t> way = shortestWays(starts, Direction::ToStart, potential);
    std::vector<std::int64_t> base(potential.begin(), potential.end());
    std::ranges::copy_if(m_problem.pinned, std::back_inserter(starts),
                         [&](std::uint32_t node) { return way[node] == kNoWay && greatest[node]; });
    if (starts.size() > 1) {
        // The greatest potentials meet every pin; what they do not reach is lifted out of their way.
        std::int64_t lift = 0;
        for (std::size_t i = 0; i < base.size(); ++i)
            lift = std::max(lift, greatest[i] ? *greatest[i] - base[i] : 0);
        for (std::size_t i = 0; i < base.size(); ++i)
            base[i] = greatest[i] ? *greatest[i] : base[i] + lift;
        way = shortestWays(starts, Direction::ToStart, base);
    }
    Potentials least(way.size());
    for (std::size_t i = 0; i < way.size(); ++i) {
        if (way[i] != kNoWay)
            least[i] = base[i] - base[0] - way[i];
    }
    return least;
}

} // namespace dgex::market
