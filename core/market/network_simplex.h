// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

namespace dgex::market {

/// A directed arc with room for whole lots. Requires: capacity >= 1.
template <class Cost>
struct SimplexArc {
    std::uint32_t from = 0;
    std::uint32_t to = 0;
    std::int64_t capacity = 0;
    Cost cost{};
};

/// The primal network simplex method for a circulation of least cost, whole numbers only (Ahuja, Magnanti, Orlin,
/// "Network Flows", 1993, chapter 11): block search for the entering arc, strongly feasible trees against cycling.
///
/// Node 0 is the root. Every other node starts on an arc of its own to the root that costs `artificialCost`, which no
/// optimal circulation uses. Potentials satisfy potential(to) <= potential(from) + cost wherever flow can be added,
/// and potential(root) = 0.
/// Requires: artificialCost exceeds the cost of every simple path, and node count times the greatest cost plus
/// artificialCost fits Cost.
template <class Cost>
class NetworkSimplex {
public:
    NetworkSimplex(std::uint32_t nodeCount, std::span<const SimplexArc<Cost>> arcs, Cost artificialCost)
        : m_realArcs(static_cast<std::uint32_t>(arcs.size()))
        , m_nodes(nodeCount)
    {
        const std::size_t size = arcs.size() + nodeCount - 1;
        m_arcs.reserve(size);
        m_arcs.assign(arcs.begin(), arcs.end());
        for (std::uint32_t node = 1; node < nodeCount; ++node)
            m_arcs.push_back({.from = node, .to = 0, .capacity = kUnbounded, .cost = artificialCost});
        m_flow.assign(size, 0);
        m_state.assign(size, kAtZero);
        for (std::uint32_t node = 1; node < nodeCount; ++node)
            hangOnRoot(node, m_realArcs + node - 1, -artificialCost);
        m_block = std::max<std::uint32_t>(20, static_cast<std::uint32_t>(3 * squareRoot(arcs.size())));
    }

    /// Pivots until the circulation is optimal.
    void solve()
    {
        std::uint32_t entering = 0;
        while (findEntering(entering))
            pivot(entering);
    }

    [[nodiscard]] std::int64_t flow(std::size_t arc) const { return m_flow[arc]; }
    [[nodiscard]] const Cost& potential(std::uint32_t node) const { return m_nodes[node].potential; }
    [[nodiscard]] Cost reducedCost(std::size_t arc) const
    {
        const SimplexArc<Cost>& a = m_arcs[arc];
        return a.cost + m_nodes[a.from].potential - m_nodes[a.to].potential;
    }

    /// Calls visit(node, parent, arc, upward) for every node but the root, parents first. upward: the arc leads from
    /// the node to its parent. Arcs from the number of real arcs on are the artificial ones.
    template <class Visit>
    void walkTree(Visit visit) const
    {
        std::vector<std::uint32_t> stack{0};
        while (!stack.empty()) {
            const std::uint32_t node = stack.back();
            stack.pop_back();
            for (std::uint32_t child = m_nodes[node].firstChild; child != kNone; child = m_nodes[child].next) {
                visit(child, node, m_nodes[child].arc, m_nodes[child].upward);
                stack.push_back(child);
            }
        }
    }

private:
    static constexpr std::int64_t kUnbounded = std::numeric_limits<std::int64_t>::max();
    static constexpr std::uint32_t kNone = std::numeric_limits<std::uint32_t>::max();
    static constexpr std::int8_t kAtZero = 1;
    static constexpr std::int8_t kInTree = 0;
    static constexpr std::int8_t kAtCapacity = -1;

    struct Node {
        std::uint32_t parent = kNone;
        std::uint32_t arc = kNone; ///< To the parent.
        std::uint32_t depth = 0;
        bool upward = true;
        std::uint32_t firstChild = kNone;
        std::uint32_t next = kNone; ///< Sibling.
        std::uint32_t previous = kNone;
        Cost potential{};
    };

    /// Where the flow of a pivot is stopped.
    struct Leaving {
        std::int64_t amount = 0;
        std::uint32_t node = kNone; ///< The lower end of the leaving arc; none when the entering arc itself stops.
        bool onFirstSide = false;
    };

    static std::uint64_t squareRoot(std::uint64_t value)
    {
        std::uint64_t root = 0;
        while ((root + 1) * (root + 1) <= value)
            ++root;
        return root;
    }

    void attach(std::uint32_t node, std::uint32_t parent)
    {
        Node& n = m_nodes[node];
        n.parent = parent;
        n.previous = kNone;
        n.next = m_nodes[parent].firstChild;
        if (n.next != kNone)
            m_nodes[n.next].previous = node;
        m_nodes[parent].firstChild = node;
    }

    void detach(std::uint32_t node)
    {
        const Node& n = m_nodes[node];
        if (n.previous != kNone)
            m_nodes[n.previous].next = n.next;
        else
            m_nodes[n.parent].firstChild = n.next;
        if (n.next != kNone)
            m_nodes[n.next].previous = n.previous;
    }

    void hangOnRoot(std::uint32_t node, std::uint32_t arc, Cost potential)
    {
        Node& n = m_nodes[node];
        n.arc = arc;
        n.upward = true;
        n.depth = 1;
        n.potential = potential;
        m_state[arc] = kInTree;
        attach(node, 0);
    }

    /// The most promising arc of the first block that has any.
    bool findEntering(std::uint32_t& entering)
    {
        Cost best{};
        std::uint32_t inBlock = m_block;
        for (std::uint32_t looked = 0; looked < m_realArcs; ++looked) {
            const std::uint32_t arc = m_nextArc;
            m_nextArc = arc + 1 == m_realArcs ? 0 : arc + 1;
            if (m_state[arc] != kInTree) {
                const Cost reduced = m_state[arc] == kAtZero ? reducedCost(arc) : -reducedCost(arc);
                if (reduced < best) {
                    best = reduced;
                    entering = arc;
                }
            }
            if (--inBlock == 0) {
                if (best < 0)
                    return true;
                inBlock = m_block;
            }
        }
        return best < 0;
    }

    std::uint32_t commonAncestor(std::uint32_t a, std::uint32_t b) const
    {
        while (a != b) {
            if (m_nodes[a].depth >= m_nodes[b].depth)
                a = m_nodes[a].parent;
            else
                b = m_nodes[b].parent;
        }
        return a;
    }

    /// How much more can flow on a node's tree arc, toward the parent or away from it.
    std::int64_t room(const Node& node, bool towardParent) const
    {
        const std::int64_t flow = m_flow[node.arc];
        return node.upward == towardParent ? m_arcs[node.arc].capacity - flow : flow;
    }

    /// Flow goes first -> second on the entering arc and returns through the tree. Of several arcs that stop it, the
    /// last one met on the way from the apex leaves, which keeps the tree strongly feasible.
    Leaving findLeaving(std::uint32_t arc, std::uint32_t first, std::uint32_t second, std::uint32_t apex) const
    {
        Leaving leaving{.amount = m_arcs[arc].capacity, .node = kNone, .onFirstSide = false};
        for (std::uint32_t node = first; node != apex; node = m_nodes[node].parent) {
            if (const std::int64_t free = room(m_nodes[node], false); free < leaving.amount)
                leaving = {.amount = free, .node = node, .onFirstSide = true};
        }
        for (std::uint32_t node = second; node != apex; node = m_nodes[node].parent) {
            if (const std::int64_t free = room(m_nodes[node], true); free <= leaving.amount)
                leaving = {.amount = free, .node = node, .onFirstSide = false};
        }
        return leaving;
    }

    void push(std::uint32_t node, std::uint32_t apex, bool towardParent, std::int64_t amount)
    {
        for (; node != apex; node = m_nodes[node].parent)
            m_flow[m_nodes[node].arc] += m_nodes[node].upward == towardParent ? amount : -amount;
    }

    void pivot(std::uint32_t arc)
    {
        const SimplexArc<Cost>& entering = m_arcs[arc];
        const bool grows = m_state[arc] == kAtZero;
        const std::uint32_t first = grows ? entering.from : entering.to;
        const std::uint32_t second = grows ? entering.to : entering.from;
        const std::uint32_t apex = commonAncestor(first, second);
        const Leaving leaving = findLeaving(arc, first, second, apex);
        if (leaving.amount > 0) {
            m_flow[arc] += grows ? leaving.amount : -leaving.amount;
            push(first, apex, false, leaving.amount);
            push(second, apex, true, leaving.amount);
        }
        if (leaving.node == kNone) {
            m_state[arc] = static_cast<std::int8_t>(-m_state[arc]);
            return;
        }
        const std::uint32_t out = m_nodes[leaving.node].arc;
        m_state[out] = m_flow[out] == 0 ? kAtZero : kAtCapacity;
        m_state[arc] = kInTree;
        rehang(arc, leaving.onFirstSide ? first : second, leaving.onFirstSide ? second : first, leaving.node);
    }

    /// Hangs the part of the tree below `cut` on the entering arc instead: inner -> outer.
    void rehang(std::uint32_t arc, std::uint32_t inner, std::uint32_t outer, std::uint32_t cut)
    {
        const Cost reduced = reducedCost(arc);
        const Cost shift = m_arcs[arc].from == inner ? -reduced : reduced;
        std::uint32_t parent = outer;
        std::uint32_t link = arc;
        bool upward = m_arcs[arc].from == inner;
        for (std::uint32_t node = inner;;) {
            const Node old = m_nodes[node];
            detach(node);
            attach(node, parent);
            m_nodes[node].arc = link;
            m_nodes[node].upward = upward;
            if (node == cut)
                break;
            parent = node;
            link = old.arc;
            upward = !old.upward;
            node = old.parent;
        }
        moveSubtree(inner, shift);
    }

    void moveSubtree(std::uint32_t top, Cost shift)
    {
        m_stack.assign(1, top);
        while (!m_stack.empty()) {
            Node& node = m_nodes[m_stack.back()];
            m_stack.pop_back();
            node.potential += shift;
            node.depth = m_nodes[node.parent].depth + 1;
            for (std::uint32_t child = node.firstChild; child != kNone; child = m_nodes[child].next)
                m_stack.push_back(child);
        }
    }

    std::uint32_t m_realArcs;
    std::uint32_t m_block = 0;
    std::uint32_t m_nextArc = 0;
    std::vector<SimplexArc<Cost>> m_arcs;
    std::vector<std::int64_t> m_flow;
    std::vector<std::int8_t> m_state;
    std::vector<Node> m_nodes;
    std::vector<std::uint32_t> m_stack;
};

} // namespace dgex::market
