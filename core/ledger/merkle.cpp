// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ledger/merkle.h"

#include "core/base/assert.h"
#include "core/crypto/hash.h"

#include <algorithm>
#include <bit>
#include <utility>

namespace dgex::ledger {

namespace {

constexpr std::uint8_t kLeafPrefix[] = {0x00};
constexpr std::uint8_t kNodePrefix[] = {0x01};

/// The largest power of two below size. Requires: size >= 2.
std::uint64_t splitOf(std::uint64_t size)
{
    return std::bit_floor(size - 1);
}

} // namespace

Hash256 leafHash(ByteView leaf)
{
    return crypto::sha256(kLeafPrefix, leaf);
}

Hash256 nodeHash(const Hash256& left, const Hash256& right)
{
    std::array<std::uint8_t, 64> both;
    std::ranges::copy(left, both.begin());
    std::ranges::copy(right, both.begin() + 32);
    return crypto::sha256(kNodePrefix, both);
}

Hash256 emptyRoot()
{
    return crypto::sha256({});
}

std::optional<MerkleFrontier> MerkleFrontier::from(std::uint64_t size, std::vector<Hash256> peaks)
{
    if (peaks.size() != static_cast<std::size_t>(std::popcount(size)))
        return std::nullopt;
    MerkleFrontier frontier;
    frontier.m_size = size;
    frontier.m_peaks = std::move(peaks);
    return frontier;
}

void MerkleFrontier::append(const Hash256& leaf)
{
    Hash256 peak = leaf;
    for (std::uint64_t rest = m_size; (rest & 1) != 0; rest >>= 1) {
        peak = nodeHash(m_peaks.back(), peak);
        m_peaks.pop_back();
    }
    m_peaks.push_back(peak);
    ++m_size;
}

Hash256 MerkleFrontier::root() const
{
    if (m_peaks.empty())
        return emptyRoot();
    Hash256 root = m_peaks.back();
    for (std::size_t i = m_peaks.size() - 1; i > 0; --i)
        root = nodeHash(m_peaks[i - 1], root);
    return root;
}

void MerkleTree::append(const Hash256& leaf)
{
    Hash256 node = leaf;
    std::uint64_t index = m_size++;
    for (std::size_t level = 0;; ++level, index /= 2) {
        if (level == m_edge.size()) {
            m_edge.emplace_back();
            if (!m_shelf)
                m_levels.emplace_back();
        }
        if (m_shelf)
            m_shelf->put(level, index, node);
        else
            m_levels[level].push_back(node);
        const Hash256 left = std::exchange(m_edge[level], node);
        if (index % 2 == 0)
            return;
        node = nodeHash(left, node);
    }
}

Hash256 MerkleTree::rootAt(std::uint64_t treeSize) const
{
    DGEX_ASSERT(treeSize <= size());
    return treeSize == 0 ? emptyRoot() : rangeRoot(0, treeSize);
}

MerkleFrontier MerkleTree::frontierAt(std::uint64_t treeSize) const
{
    DGEX_ASSERT(treeSize <= size());
    std::vector<Hash256> peaks;
    std::uint64_t begin = 0;
    while (begin < treeSize) {
        const std::uint64_t count = std::bit_floor(treeSize - begin);
        peaks.push_back(rangeRoot(begin, begin + count));
        begin += count;
    }
    return MerkleFrontier::from(treeSize, std::move(peaks)).value();
}

Hash256 MerkleTree::rangeRoot(std::uint64_t begin, std::uint64_t end) const
{
    const std::uint64_t count = end - begin;
    if (std::has_single_bit(count)) {
        const auto level = static_cast<std::size_t>(std::countr_zero(count));
        return node(level, begin >> level);
    }
    const std::uint64_t split = begin + splitOf(count);
    return nodeHash(rangeRoot(begin, split), rangeRoot(split, end));
}

std::vector<Hash256> MerkleTree::inclusionProof(std::uint64_t index, std::uint64_t treeSize) const
{
    DGEX_ASSERT(index < treeSize && treeSize <= size());
    std::vector<Hash256> proof;
    std::uint64_t begin = 0;
    std::uint64_t end = treeSize;
    while (end - begin > 1) {
        const std::uint64_t split = begin + splitOf(end - begin);
        if (index < split) {
            proof.push_back(rangeRoot(split, end));
            end = split;
        } else {
            proof.push_back(rangeRoot(begin, split));
            begin = split;
        }
    }
    std::ranges::reverse(proof);
    return proof;
}

std::vector<Hash256> MerkleTree::consistencyProof(std::uint64_t oldSize, std::uint64_t newSize) const
{
    DGEX_ASSERT(oldSize >= 1 && oldSize <= newSize && newSize <= size());
    std::vector<Hash256> proof;
    std::uint64_t begin = 0;
    std::uint64_t end = newSize;
    while (end != oldSize) {
        const std::uint64_t split = begin + splitOf(end - begin);
        if (oldSize <= split) {
            proof.push_back(rangeRoot(split, end));
            end = split;
        } else {
            proof.push_back(rangeRoot(begin, split));
            begin = split;
        }
    }
    // A complete old tree is known to the verifier; otherwise the proof starts from its last subtree.
    if (begin != 0)
        proof.push_back(rangeRoot(begin, end));
    std::ranges::reverse(proof);
    return proof;
}

bool verifyInclusion(const Hash256& leaf, std::uint64_t index, std::uint64_t treeSize,
                     const std::vector<Hash256>& proof, const Hash256& root)
{
    if (index >= treeSize)
        return false;
    std::uint64_t position = index;
    std::uint64_t last = treeSize - 1;
    Hash256 hash = leaf;
    for (const Hash256& sibling : proof) {
        if (last == 0)
            return false;
        if ((position & 1) != 0 || position == last) {
            hash = nodeHash(sibling, hash);
            while ((position & 1) == 0 && position != 0) {
                position >>= 1;
                last >>= 1;
            }
        } else {
            hash = nodeHash(hash, sibling);
        }
        position >>= 1;
        last >>= 1;
    }
    return last == 0 && hash == root;
}

bool verifyConsistency(std::uint64_t oldSize, const Hash256& oldRoot, std::uint64_t newSize, const Hash256& newRoot,
                       const std::vector<Hash256>& proof)
{
    if (oldSize > newSize)
        return false;
    if (oldSize == 0)
        return proof.empty() && oldRoot == emptyRoot() && (newSize != 0 || newRoot == oldRoot);
    if (oldSize == newSize)
        return proof.empty() && oldRoot == newRoot;
    const bool oldIsComplete = std::has_single_bit(oldSize);
    if (!oldIsComplete && proof.empty())
        return false;
    std::uint64_t position = oldSize - 1;
    std::uint64_t last = newSize - 1;
    while ((position & 1) != 0) {
        position >>= 1;
        last >>= 1;
    }
    auto next = proof.begin();
    Hash256 oldHash = oldIsComplete ? oldRoot : *next++;
    Hash256 newHash = oldHash;
    for (; next != proof.end(); ++next) {
        if (last == 0)
            return false;
        if ((position & 1) != 0 || position == last) {
            oldHash = nodeHash(*next, oldHash);
            newHash = nodeHash(*next, newHash);
            while ((position & 1) == 0 && position != 0) {
                position >>= 1;
                last >>= 1;
            }
        } else {
            newHash = nodeHash(newHash, *next);
        }
        position >>= 1;
        last >>= 1;
    }
    return last == 0 && oldHash == oldRoot && newHash == newRoot;
}

} // namespace dgex::ledger
