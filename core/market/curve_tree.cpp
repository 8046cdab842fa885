// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/market/curve_tree.h"

#include "core/base/encoding.h"
#include "core/crypto/hash.h"
#include "core/market/crossing.h"

namespace dgex::market {

namespace {

constexpr Lots kLotsMax{std::int64_t{1} << 62};

bool isPart(Lots part, Lots whole)
{
    return part >= Lots{} && part <= whole && whole <= kLotsMax;
}

void add(Encoder& preimage, const CurveNode& node)
{
    preimage.u64(node.sums.orders).i64(node.sums.least.count()).i64(node.sums.greatest.count());
    preimage.i64(node.sums.bid.count()).i64(node.sums.asked.count());
    preimage.i64(node.sums.bought.count()).i64(node.sums.sold.count()).raw(node.hash);
}

void add(Encoder& preimage, const SlotNode& node)
{
    preimage.u64(node.slots).u64(node.orders).raw(node.hash);
}

} // namespace

bool isPossible(const CurveSums& sums)
{
    return sums.orders >= 1 && sums.orders <= kMarketOrdersMax && sums.least <= sums.greatest &&
           sums.least >= -kPriceMax * 2 && sums.greatest <= kPriceMax * 2 && isPart(sums.bought, sums.bid) &&
           isPart(sums.sold, sums.asked) && sums.bid <= kLotsMax - sums.asked;
}

CurveNode orderNode(const Fill& order, const Hash256& salt, Price networkFee)
{
    const bool buys = order.side == Side::Buy;
    const Price worth = buys ? order.limit - networkFee : order.limit;
    Encoder preimage;
    preimage.domain("curve-order").raw(salt).u64(order.participant.number).u8(static_cast<std::uint8_t>(order.side));
    preimage.i64(order.limit.count()).i64(order.asked.count()).i64(order.filled.count());
    return {.sums = {.orders = 1,
                     .least = worth,
                     .greatest = worth,
                     .bid = buys ? order.asked : Lots{},
                     .asked = buys ? Lots{} : order.asked,
                     .bought = buys ? order.filled : Lots{},
                     .sold = buys ? Lots{} : order.filled},
            .hash = crypto::sha256(preimage.bytes())};
}

std::optional<CurveNode> join(const CurveNode& left, const CurveNode& right)
{
    const CurveSums& a = left.sums;
    const CurveSums& b = right.sums;
    if (!isPossible(a) || !isPossible(b))
        return std::nullopt;
    const bool oneLevel = a.least == b.greatest;
    if (a.greatest > b.least || (a.greatest == b.least && !oneLevel))
        return std::nullopt;
    const CurveSums sums{.orders = a.orders + b.orders,
                         .least = a.least,
                         .greatest = b.greatest,
                         .bid = a.bid + b.bid,
                         .asked = a.asked + b.asked,
                         .bought = a.bought + b.bought,
                         .sold = a.sold + b.sold};
    if (!isPossible(sums))
        return std::nullopt;
    Encoder preimage;
    preimage.domain("curve-node");
    add(preimage, left);
    add(preimage, right);
    return CurveNode{.sums = sums, .hash = crypto::sha256(preimage.bytes())};
}

std::optional<CurvePlace> climb(const CurveNode& node, std::span<const SumStep<CurveNode>> path)
{
    if (!isPossible(node.sums))
        return std::nullopt;
    CurvePlace place{.root = node, .bidBelow = {}, .askedBelow = {}, .bidAbove = {}, .askedAbove = {}};
    for (const SumStep<CurveNode>& step : path) {
        const CurveNode& other = step.sibling;
        const auto parent = step.siblingIsLeft ? join(other, place.root) : join(place.root, other);
        if (!parent)
            return std::nullopt;
        (step.siblingIsLeft ? place.bidBelow : place.bidAbove) += other.sums.bid;
        (step.siblingIsLeft ? place.askedBelow : place.askedAbove) += other.sums.asked;
        place.root = *parent;
    }
    return place;
}

SlotNode slotNode(ParticipantId participant, const Hash256& salt, std::span<const Hash256> orders)
{
    Encoder preimage;
    preimage.domain("curve-slot").raw(salt).u64(participant.number).u32(static_cast<std::uint32_t>(orders.size()));
    for (const Hash256& order : orders)
        preimage.raw(order);
    return {.slots = 1, .orders = orders.size(), .hash = crypto::sha256(preimage.bytes())};
}

std::optional<SlotNode> join(const SlotNode& left, const SlotNode& right)
{
    const auto isPossibleSlot = [](const SlotNode& node) {
        return node.slots >= 1 && node.slots <= kMarketOrdersMax && node.orders <= kMarketOrdersMax;
    };
    if (!isPossibleSlot(left) || !isPossibleSlot(right))
        return std::nullopt;
    Encoder preimage;
    preimage.domain("curve-slots");
    add(preimage, left);
    add(preimage, right);
    const SlotNode parent{.slots = left.slots + right.slots,
                          .orders = left.orders + right.orders,
                          .hash = crypto::sha256(preimage.bytes())};
    return isPossibleSlot(parent) ? std::optional{parent} : std::nullopt;
}

std::optional<SlotNode> climb(const SlotNode& node, std::span<const SumStep<SlotNode>> path)
{
    SlotNode root = node;
    for (const SumStep<SlotNode>& step : path) {
        const auto parent = step.siblingIsLeft ? join(step.sibling, root) : join(root, step.sibling);
        if (!parent)
            return std::nullopt;
        root = *parent;
    }
    return root;
}

} // namespace dgex::market
