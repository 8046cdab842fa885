// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/encoding.h"
#include "core/crypto/hash.h"
#include "core/market/price_proof.h"

namespace dgex::market {

namespace {

constexpr std::string_view kFileType = "price-proof";
constexpr std::size_t kCurveNodeSize = 7 * 8 + 32;
constexpr std::size_t kSlotNodeSize = 2 * 8 + 32;

void put(Encoder& out, const std::optional<Price>& price)
{
    out.u8(price ? 1 : 0);
    if (price)
        out.i64(price->count());
}

void put(Encoder& out, const std::optional<LastLot>& last)
{
    out.u8(last ? 1 : 0);
    if (last)
        out.i64(last->remainder).raw(last->tieHash);
}

void put(Encoder& out, const CurveNode& node)
{
    out.u64(node.sums.orders).i64(node.sums.least.count()).i64(node.sums.greatest.count());
    out.i64(node.sums.bid.count()).i64(node.sums.asked.count());
    out.i64(node.sums.bought.count()).i64(node.sums.sold.count()).raw(node.hash);
}

void put(Encoder& out, const SlotNode& node)
{
    out.u64(node.slots).u64(node.orders).raw(node.hash);
}

template <class Node>
void put(Encoder& out, const std::vector<SumStep<Node>>& path)
{
    out.u32(static_cast<std::uint32_t>(path.size()));
    for (const SumStep<Node>& step : path) {
        out.u8(step.siblingIsLeft ? 1 : 0);
        put(out, step.sibling);
    }
}

void put(Encoder& out, const PriceStatement& statement)
{
    const CurveTerms& terms = statement.terms;
    out.raw(terms.market.bytes).i64(terms.period.startSeconds()).u16(terms.zone.number);
    out.u8(static_cast<std::uint8_t>(terms.energyClass));
    out.u32(terms.rules.kNumerator).u32(terms.rules.kDenominator);
    out.i64(terms.rules.priceBound.count()).i64(terms.rules.networkFee.count());
    out.u8(static_cast<std::uint8_t>(terms.rules.pricing)).raw(terms.seed);
    put(out, statement.price);
    put(out, statement.buyerPrice);
    out.i64(statement.volume.count());
    put(out, statement.curves);
    put(out, statement.slots);
    put(out, statement.lastBid);
    put(out, statement.lastAsk);
}

/// A flag of 0 or 1; anything else fails.
bool takeFlag(Decoder& in)
{
    const std::uint8_t flag = in.u8();
    if (flag > 1)
        in.fail();
    return flag == 1;
}

Lots takeLots(Decoder& in)
{
    const std::int64_t count = in.i64();
    if (count < 0)
        in.fail();
    return Lots{count};
}

Price takePrice(Decoder& in)
{
    const std::int64_t count = in.i64();
    const std::int64_t bound = 4 * kPriceMax.count(); // A worth may have a fee in it.
    if (count < -bound || count > bound)
        in.fail();
    return in.ok() ? Price{count} : Price{};
}

std::optional<Price> takeOptionalPrice(Decoder& in)
{
    return takeFlag(in) ? std::optional{takePrice(in)} : std::nullopt;
}

std::optional<LastLot> takeLastLot(Decoder& in)
{
    if (!takeFlag(in))
        return std::nullopt;
    const std::int64_t remainder = in.i64();
    if (remainder < 0)
        in.fail();
    return LastLot{.remainder = remainder, .tieHash = in.array<32>()};
}

CurveNode takeNode(Decoder& in, const CurveNode*)
{
    CurveNode node;
    node.sums.orders = in.u64();
    node.sums.least = takePrice(in);
    node.sums.greatest = takePrice(in);
    node.sums.bid = takeLots(in);
    node.sums.asked = takeLots(in);
    node.sums.bought = takeLots(in);
    node.sums.sold = takeLots(in);
    node.hash = in.array<32>();
    return node;
}

SlotNode takeNode(Decoder& in, const SlotNode*)
{
    const std::uint64_t slots = in.u64();
    const std::uint64_t orders = in.u64();
    return {.slots = slots, .orders = orders, .hash = in.array<32>()};
}

template <class Node>
void takePath(Decoder& in, std::vector<SumStep<Node>>& path, std::size_t nodeSize)
{
    const std::uint32_t count = in.listCount(kProofPathMax, nodeSize + 1);
    for (std::uint32_t i = 0; i < count && in.ok(); ++i) {
        const bool left = takeFlag(in);
        path.push_back({.sibling = takeNode(in, static_cast<const Node*>(nullptr)), .siblingIsLeft = left});
    }
}

void takeTerms(Decoder& in, CurveTerms& terms)
{
    terms.market.bytes = in.array<16>();
    const std::int64_t seconds = in.i64();
    if (seconds < 0 || !Period::isStart(seconds))
        in.fail();
    else
        terms.period = Period{seconds};
    terms.zone.number = in.u16();
    terms.energyClass = takeFlag(in) ? EnergyClass::Renewable : EnergyClass::Any;
    terms.rules.kNumerator = in.u32();
    terms.rules.kDenominator = in.u32();
    terms.rules.priceBound = takePrice(in);
    terms.rules.networkFee = takePrice(in);
    const std::uint8_t pricing = in.u8();
    if (pricing > static_cast<std::uint8_t>(PricingRule::McAfee))
        in.fail();
    terms.rules.pricing = static_cast<PricingRule>(pricing);
    terms.seed = in.array<32>();
}

void takeStatement(Decoder& in, PriceStatement& statement)
{
    takeTerms(in, statement.terms);
    statement.price = takeOptionalPrice(in);
    statement.buyerPrice = takeOptionalPrice(in);
    statement.volume = takeLots(in);
    statement.curves = takeNode(in, static_cast<const CurveNode*>(nullptr));
    statement.slots = takeNode(in, static_cast<const SlotNode*>(nullptr));
    statement.lastBid = takeLastLot(in);
    statement.lastAsk = takeLastLot(in);
}

void takeOrders(Decoder& in, std::vector<OrderProof>& orders)
{
    const std::uint32_t count = in.listCount(kProofOrdersMax, 1 + 3 * 8 + 4);
    for (std::uint32_t i = 0; i < count && in.ok(); ++i) {
        OrderProof& order = orders.emplace_back();
        order.side = takeFlag(in) ? Side::Sell : Side::Buy;
        order.limit = takePrice(in);
        order.asked = takeLots(in);
        order.filled = takeLots(in);
        takePath(in, order.path, kCurveNodeSize);
    }
}

} // namespace

Hash256 commitmentOf(const PriceStatement& statement)
{
    Encoder preimage;
    preimage.domain("curve-commitment");
    put(preimage, statement);
    return crypto::sha256(preimage.bytes());
}

Bytes encode(const PriceProof& proof)
{
    Encoder out;
    out.domain(kFileType);
    put(out, proof.statement);
    out.u64(proof.participant.number).raw(proof.salt);
    put(out, proof.slotPath);
    out.u32(static_cast<std::uint32_t>(proof.orders.size()));
    for (const OrderProof& order : proof.orders) {
        out.u8(static_cast<std::uint8_t>(order.side)).i64(order.limit.count());
        out.i64(order.asked.count()).i64(order.filled.count());
        put(out, order.path);
    }
    out.u32(static_cast<std::uint32_t>(proof.levels.size()));
    for (const LevelProof& level : proof.levels) {
        put(out, level.level);
        put(out, level.path);
    }
    return out.take();
}

std::optional<PriceProof> decodePriceProof(ByteView bytes)
{
    Decoder in(bytes);
    PriceProof proof;
    in.domain(kFileType);
    takeStatement(in, proof.statement);
    proof.participant = ParticipantId{in.u64()};
    proof.salt = in.array<32>();
    takePath(in, proof.slotPath, kSlotNodeSize);
    takeOrders(in, proof.orders);
    const std::uint32_t levels = in.listCount(kProofLevelsMax, kCurveNodeSize + 4);
    for (std::uint32_t i = 0; i < levels && in.ok(); ++i) {
        LevelProof& level = proof.levels.emplace_back();
        level.level = takeNode(in, static_cast<const CurveNode*>(nullptr));
        takePath(in, level.path, kCurveNodeSize);
    }
    return in.finished() ? std::optional{std::move(proof)} : std::nullopt;
}

} // namespace dgex::market
