// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/bytes.h"
#include "core/market/clearing.h"
#include "core/market/sum_tree.h"

#include <optional>
#include <span>
#include <vector>

namespace dgex::market {

/// What a part of a market's curves adds up to.
struct CurveSums {
    std::uint64_t orders = 0; ///< Merged orders.
    Price least;              ///< The worth of its first level: the limit as a seller sees it, a bid less the fee.
    Price greatest;           ///< The worth of its last level.
    Lots bid;
    Lots asked;
    Lots bought;
    Lots sold;
    friend bool operator==(const CurveSums&, const CurveSums&) = default;
};

/// A node of the tree of the curves.
struct CurveNode {
    CurveSums sums;
    Hash256 hash{};
    friend bool operator==(const CurveNode&, const CurveNode&) = default;
};
using CurvePath = std::vector<SumStep<CurveNode>>;

/// Nobody's sums pass these bounds: at least one order, worths in order and in range, no negative lots, no more traded
/// than wanted, at most 2^62 lots (kMarketOrdersMax).
[[nodiscard]] bool isPossible(const CurveSums& sums);

/// The leaf of one merged order. Hash: SHA-256 over "DGEX/curve-order/v1" 0, salt (32 bytes), u64 participant, u8 side,
/// i64 limit, i64 asked, i64 filled.
[[nodiscard]] CurveNode orderNode(const Fill& order, const Hash256& salt, Price networkFee);

/// The parent of two nodes. Hash: SHA-256 over "DGEX/curve-node/v1" 0 and, for left and right, u64 orders, i64 least,
/// greatest, bid, asked, bought, sold, and its hash. None when a part is not possible, when worths fall from left to
/// right, or when a level that goes on in the other part is not alone in both: so a level's orders are one whole node.
[[nodiscard]] std::optional<CurveNode> join(const CurveNode& left, const CurveNode& right);

/// Where a node stands in the curves: the root that its path leads to, and the sums on both sides of it.
struct CurvePlace {
    CurveNode root;
    Lots bidBelow;
    Lots askedBelow;
    Lots bidAbove;
    Lots askedAbove;
};
/// None when the parts on the way do not fit.
[[nodiscard]] std::optional<CurvePlace> climb(const CurveNode& node, std::span<const SumStep<CurveNode>> path);

/// A node of the tree of the participants: how many slots and how many merged orders it holds.
struct SlotNode {
    std::uint64_t slots = 0;
    std::uint64_t orders = 0;
    Hash256 hash{};
    friend bool operator==(const SlotNode&, const SlotNode&) = default;
};
using SlotPath = std::vector<SumStep<SlotNode>>;

/// The leaf of one participant. Hash: SHA-256 over "DGEX/curve-slot/v1" 0, salt, u64 participant, u32 count, hashes of
/// its order nodes by (side, limit).
[[nodiscard]] SlotNode slotNode(ParticipantId participant, const Hash256& salt, std::span<const Hash256> orders);
/// The parent of two. Hash: SHA-256 over "DGEX/curve-slots/v1" 0 and, for left and right, u64 slots, u64 orders, hash.
/// None when a part has no slot or either count passes kMarketOrdersMax.
[[nodiscard]] std::optional<SlotNode> join(const SlotNode& left, const SlotNode& right);
[[nodiscard]] std::optional<SlotNode> climb(const SlotNode& node, std::span<const SumStep<SlotNode>> path);

} // namespace dgex::market
