// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/assert.h"

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace dgex::market {

/// One step from a node toward the root: the other child of its parent.
template <class Node>
struct SumStep {
    Node sibling;
    bool siblingIsLeft = false;
    friend bool operator==(const SumStep&, const SumStep&) = default;
};

/// A binary tree over leaves in order, whose every node is made from its children by join(left, right) and whose
/// ranges are halved by split(first, last), which gives a place strictly between. Requires: at least one leaf.
template <class Node>
class SumTree {
public:
    template <class Split, class Join>
    SumTree(std::vector<Node> leaves, const Split& split, const Join& join)
        : m_nodes(std::move(leaves))
    {
        DGEX_ASSERT(!m_nodes.empty() && m_nodes.size() < UINT32_MAX / 2);
        const std::size_t leafCount = m_nodes.size();
        m_nodes.reserve(2 * leafCount);
        m_links.resize(leafCount);
        m_root = build(0, leafCount, split, join);
    }
    [[nodiscard]] const Node& root() const { return m_nodes[m_root]; }
    [[nodiscard]] const Node& node(std::size_t index) const { return m_nodes[index]; }
    [[nodiscard]] bool isRoot(std::size_t index) const { return index == m_root; }
    [[nodiscard]] std::size_t parent(std::size_t index) const { return m_links[index].parent; }
    /// The way from a node to the root; leaves have the indices of the list they came in.
    [[nodiscard]] std::vector<SumStep<Node>> path(std::size_t index) const
    {
        std::vector<SumStep<Node>> steps;
        for (; index != m_root; index = m_links[index].parent)
            steps.push_back({.sibling = m_nodes[m_links[index].sibling], .siblingIsLeft = m_links[index].isRight});
        return steps;
    }

private:
    struct Link {
        std::size_t parent = 0;
        std::size_t sibling = 0;
        bool isRight = false;
    };

    template <class Split, class Join>
    std::size_t build(std::size_t first, std::size_t last, const Split& split, const Join& join)
    {
        if (last - first == 1)
            return first;
        const std::size_t middle = split(first, last);
        DGEX_ASSERT(first < middle && middle < last);
        const std::size_t left = build(first, middle, split, join);
        const std::size_t right = build(middle, last, split, join);
        const std::size_t parent = m_nodes.size();
        m_nodes.push_back(join(m_nodes[left], m_nodes[right]));
        m_links.push_back({});
        m_links[left] = {.parent = parent, .sibling = right, .isRight = false};
        m_links[right] = {.parent = parent, .sibling = left, .isRight = true};
        return parent;
    }

    std::vector<Node> m_nodes;
    std::vector<Link> m_links;
    std::size_t m_root = 0;
};

} // namespace dgex::market
