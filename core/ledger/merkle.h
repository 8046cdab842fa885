// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/bytes.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

namespace dgex::ledger {

// The Merkle tree of RFC 6962, section 2.1: leaves SHA-256(0x00, leaf), nodes SHA-256(0x01, left, right).

[[nodiscard]] Hash256 leafHash(ByteView leaf);
[[nodiscard]] Hash256 nodeHash(const Hash256& left, const Hash256& right);
/// The root of the tree without leaves: SHA-256 of nothing.
[[nodiscard]] Hash256 emptyRoot();

/// An append-only tree that remembers only its right edge: 64 hashes at most, cheap to copy, no proofs.
class MerkleFrontier {
public:
    MerkleFrontier() = default;
    /// The right edge of a tree of that size: the roots of its complete subtrees, largest first. None unless there are
    /// as many as the size has binary ones.
    [[nodiscard]] static std::optional<MerkleFrontier> from(std::uint64_t size, std::vector<Hash256> peaks);

    void append(const Hash256& leaf);
    [[nodiscard]] std::uint64_t size() const { return m_size; }
    [[nodiscard]] Hash256 root() const;
    /// Roots of the complete subtrees, largest first.
    [[nodiscard]] const std::vector<Hash256>& peaks() const { return m_peaks; }
    friend bool operator==(const MerkleFrontier&, const MerkleFrontier&) = default;

private:
    std::uint64_t m_size = 0;
    std::vector<Hash256> m_peaks; ///< Roots of the complete subtrees, largest first.
};

/// Where a tree keeps its nodes outside memory. Node i of level k is the root of the leaves [i 2^k, (i + 1) 2^k).
class NodeShelf {
public:
    virtual ~NodeShelf() = default;
    /// Every node comes once; those of one level in their order.
    virtual void put(std::size_t level, std::uint64_t index, const Hash256& node) = 0;
    [[nodiscard]] virtual Hash256 get(std::size_t level, std::uint64_t index) const = 0;
};

/// An append-only tree that remembers every node and proves things: 64 bytes per leaf, in memory or on a shelf.
/// Thread: none of its own; concurrent const use is fine.
class MerkleTree {
public:
    MerkleTree() = default;
    /// Copies share the shelf: append to one of them only.
    explicit MerkleTree(std::shared_ptr<NodeShelf> shelf)
        : m_shelf(std::move(shelf))
    {
    }
    void append(const Hash256& leaf);
    [[nodiscard]] std::uint64_t size() const { return m_size; }
    [[nodiscard]] Hash256 root() const { return rootAt(size()); }
    /// The root of the first leaves. Requires: treeSize <= size().
    [[nodiscard]] Hash256 rootAt(std::uint64_t treeSize) const;
    /// The right edge of the first leaves. Requires: treeSize <= size().
    [[nodiscard]] MerkleFrontier frontierAt(std::uint64_t treeSize) const;
    /// Requires: index < size().
    [[nodiscard]] Hash256 leaf(std::uint64_t index) const { return node(0, index); }
    /// RFC 6962 section 2.1.1. Requires: index < treeSize <= size().
    [[nodiscard]] std::vector<Hash256> inclusionProof(std::uint64_t index, std::uint64_t treeSize) const;
    /// RFC 6962 section 2.1.2: that the first oldSize leaves of the first newSize ones are unchanged.
    /// Requires: 1 <= oldSize <= newSize <= size().
    [[nodiscard]] std::vector<Hash256> consistencyProof(std::uint64_t oldSize, std::uint64_t newSize) const;

private:
    [[nodiscard]] Hash256 rangeRoot(std::uint64_t begin, std::uint64_t end) const;
    [[nodiscard]] Hash256 node(std::size_t level, std::uint64_t index) const
    {
        return m_shelf ? m_shelf->get(level, index) : m_levels.at(level).at(index);
    }

    std::uint64_t m_size = 0;
    std::vector<Hash256> m_edge;                ///< The last node of every level.
    std::vector<std::vector<Hash256>> m_levels; ///< As on a shelf; empty with one.
    std::shared_ptr<NodeShelf> m_shelf;
};

/// Whether a leaf hash stands at an index of the tree with that size and root.
[[nodiscard]] bool verifyInclusion(const Hash256& leaf, std::uint64_t index, std::uint64_t treeSize,
                                   const std::vector<Hash256>& proof, const Hash256& root);
/// Whether the old tree is the beginning of the new one. An empty old tree begins every tree (with an empty proof).
[[nodiscard]] bool verifyConsistency(std::uint64_t oldSize, const Hash256& oldRoot, std::uint64_t newSize,
                                     const Hash256& newRoot, const std::vector<Hash256>& proof);

} // namespace dgex::ledger
