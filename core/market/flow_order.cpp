// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/market/flow_order.h"

#include <algorithm>
#include <limits>
#include <numeric>

namespace dgex::market {

namespace {

constexpr std::uint32_t kNone = std::numeric_limits<std::uint32_t>::max();

/// An arc at a node and its other end.
struct Step {
    std::uint32_t arc = 0;
    std::uint32_t to = 0;
};

/// Sets of nodes that grow together.
class NodeSets {
public:
    explicit NodeSets(std::uint32_t size)
        : m_above(size)
    {
        std::iota(m_above.begin(), m_above.end(), std::uint32_t{0});
    }
    std::uint32_t find(std::uint32_t node)
    {
        while (m_above[node] != node)
            node = m_above[node] = m_above[m_above[node]];
        return node;
    }
    /// False when they were one set already.
    bool unite(std::uint32_t a, std::uint32_t b)
    {
        a = find(a);
        b = find(b);
        m_above[a] = b;
        return a != b;
    }

private:
    std::vector<std::uint32_t> m_above;
};

/// Strongly connected parts of a graph (R. Tarjan, "Depth-first search and linear graph algorithms", 1972), without
/// recursion.
class StrongParts {
public:
    explicit StrongParts(const std::vector<std::vector<std::uint32_t>>& next)
        : m_next(next)
        , m_index(next.size(), kNone)
        , m_low(next.size(), 0)
        , m_part(next.size(), kNone)
    {
        for (std::uint32_t node = 0; node < next.size(); ++node) {
            if (m_index[node] == kNone)
                search(node);
        }
    }
    [[nodiscard]] std::uint32_t part(std::uint32_t node) const { return m_part[node]; }

private:
    struct Visit {
        std::uint32_t node;
        std::size_t edge;
    };

    void open(std::uint32_t node)
    {
        m_index[node] = m_low[node] = m_count++;
        m_path.push_back(node);
        m_visits.push_back({.node = node, .edge = 0});
    }

    void close(std::uint32_t node)
    {
        m_visits.pop_back();
        if (!m_visits.empty())
            m_low[m_visits.back().node] = std::min(m_low[m_visits.back().node], m_low[node]);
        if (m_low[node] != m_index[node])
            return;
        std::uint32_t member = kNone;
        do {
            member = m_path.back();
            m_path.pop_back();
            m_part[member] = node;
        } while (member != node);
    }

    void search(std::uint32_t start)
    {
        open(start);
        while (!m_visits.empty()) {
            Visit& visit = m_visits.back();
            const std::uint32_t node = visit.node;
            if (visit.edge == m_next[node].size()) {
                close(node);
                continue;
            }
            const std::uint32_t to = m_next[node][visit.edge++];
            if (m_index[to] == kNone)
                open(to);
            else if (m_part[to] == kNone)
                m_low[node] = std::min(m_low[node], m_index[to]);
        }
    }

    const std::vector<std::vector<std::uint32_t>>& m_next;
    std::vector<std::uint32_t> m_index;
    std::vector<std::uint32_t> m_low;
    std::vector<std::uint32_t> m_part;
    std::vector<std::uint32_t> m_path;
    std::vector<Visit> m_visits;
    std::uint32_t m_count = 0;
};

/// The even arcs that may lie on a cycle of more than one arc and its own way back.
std::vector<std::uint32_t> openArcs(const FlowProblem& problem, std::span<const std::uint32_t> even,
                                    const std::vector<std::int64_t>& flow)
{
    NodeSets sets(problem.nodeCount);
    std::vector<bool> cyclic(problem.nodeCount, false);
    const auto isFree = [&](std::uint32_t i) { return flow[i] > 0 && flow[i] < problem.arcs[i].capacity; };
    std::vector<std::uint32_t> closing; // Ends of cycles of arcs that are free both ways.
    for (const std::uint32_t i : even) {
        if (isFree(i) && !sets.unite(problem.arcs[i].from, problem.arcs[i].to))
            closing.push_back(problem.arcs[i].from);
    }
    std::vector<std::vector<std::uint32_t>> next(problem.nodeCount);
    for (const std::uint32_t i : even) {
        if (isFree(i))
            continue;
        const FlowArc& arc = problem.arcs[i];
        const std::uint32_t from = sets.find(flow[i] == 0 ? arc.from : arc.to);
        const std::uint32_t to = sets.find(flow[i] == 0 ? arc.to : arc.from);
        if (from == to)
            closing.push_back(from);
        else
            next[from].push_back(to);
    }
    const StrongParts parts(next);
    const auto partOf = [&](std::uint32_t node) { return parts.part(sets.find(node)); };
    for (const std::uint32_t node : closing)
        cyclic[partOf(node)] = true;
    for (std::uint32_t node = 0; node < next.size(); ++node) {
        for (const std::uint32_t to : next[node])
            cyclic[parts.part(node)] = cyclic[parts.part(node)] || parts.part(node) == parts.part(to);
    }
    std::vector<std::uint32_t> open;
    std::ranges::copy_if(even, std::back_inserter(open), [&](std::uint32_t i) {
        const std::uint32_t part = partOf(problem.arcs[i].from);
        return cyclic[part] && part == partOf(problem.arcs[i].to);
    });
    return open;
}

class OrderSettler {
public:
    OrderSettler(const FlowProblem& problem, std::span<const std::uint32_t> open, std::vector<std::int64_t>& flow)
        : m_problem(problem)
        , m_flow(flow)
        , m_steps(problem.nodeCount)
        , m_seen(problem.nodeCount, 0)
        , m_settled(problem.arcs.size(), false)
        , m_cameBy(problem.nodeCount, kNone)
    {
        for (const std::uint32_t i : open) {
            m_steps[problem.arcs[i].from].push_back({.arc = i, .to = problem.arcs[i].to});
            m_steps[problem.arcs[i].to].push_back({.arc = i, .to = problem.arcs[i].from});
        }
    }

    void settle(std::uint32_t arc)
    {
        m_settled[arc] = true;
        const FlowArc& settled = m_problem.arcs[arc];
        while (m_flow[arc] < settled.capacity && findWay(settled.to, settled.from)) {
            std::int64_t amount = settled.capacity - m_flow[arc];
            for (std::uint32_t node = settled.from; node != settled.to; node = otherEnd(m_cameBy[node], node))
                amount = std::min(amount, roomInto(node, m_cameBy[node]));
            m_flow[arc] += amount;
            for (std::uint32_t node = settled.from; node != settled.to; node = otherEnd(m_cameBy[node], node)) {
                const std::uint32_t used = m_cameBy[node];
                m_flow[used] += m_problem.arcs[used].to == node ? amount : -amount;
            }
        }
    }

private:
    [[nodiscard]] std::uint32_t otherEnd(std::uint32_t arc, std::uint32_t node) const
    {
        return m_problem.arcs[arc].from == node ? m_problem.arcs[arc].to : m_problem.arcs[arc].from;
    }

    /// How much more can flow into a node on an arc.
    [[nodiscard]] std::int64_t roomInto(std::uint32_t node, std::uint32_t arc) const
    {
        return m_problem.arcs[arc].to == node ? m_problem.arcs[arc].capacity - m_flow[arc] : m_flow[arc];
    }

    /// The shortest way for more flow over arcs that are not settled; m_cameBy leads back from its end.
    bool findWay(std::uint32_t start, std::uint32_t goal)
    {
        ++m_search;
        m_queue.assign(1, start);
        m_seen[start] = m_search;
        for (std::size_t i = 0; i < m_queue.size(); ++i) {
            for (const Step& step : m_steps[m_queue[i]]) {
                if (m_settled[step.arc] || m_seen[step.to] == m_search || roomInto(step.to, step.arc) == 0)
                    continue;
                m_seen[step.to] = m_search;
                m_cameBy[step.to] = step.arc;
                if (step.to == goal)
                    return true;
                m_queue.push_back(step.to);
            }
        }
        return false;
    }

    const FlowProblem& m_problem;
    std::vector<std::int64_t>& m_flow;
    std::vector<std::vector<Step>> m_steps;
    std::vector<std::uint32_t> m_seen;
    std::vector<bool> m_settled;
    std::vector<std::uint32_t> m_queue;
    std::vector<std::uint32_t> m_cameBy;
    std::uint32_t m_search = 0;
};

} // namespace

void settleByOrder(const FlowProblem& problem, std::span<const std::uint32_t> even, std::vector<std::int64_t>& flow)
{
    const std::vector<std::uint32_t> open = openArcs(problem, even, flow);
    if (open.empty())
        return;
    OrderSettler settler(problem, open, flow);
    for (const std::uint32_t arc : open)
        settler.settle(arc);
}

} // namespace dgex::market
