// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/market/curve_tree.h"
#include "core/market/pro_rata.h"

#include <expected>
#include <string_view>

namespace dgex::market {

/// What a market was cleared under.
struct CurveTerms {
    MarketId market;
    Period period;
    ZoneId zone;
    EnergyClass energyClass = EnergyClass::Any;
    AuctionRules rules;
    Hash256 seed{};
};

/// All that is published of one market's curves: the operator's claim, which its commitment stands for.
///
/// Commitment: SHA-256 over "DGEX/curve-commitment/v1" 0 and the encoding of this, in the order of the fields: market
/// (16 bytes), i64 period, u16 zone, u8 class, u32 k numerator, u32 k denominator, i64 price bound, i64 fee, u8 pricing
/// rule, seed (32 bytes), price and buyer price (each u8 1 and i64, or u8 0), i64 volume, the root of the curves (u64
/// orders, i64 least, greatest, bid, asked, bought, sold, hash), the root of the slots (u64 slots, u64 orders, hash),
/// last bid lot and last ask lot (each u8 1, i64 remainder and hash, or u8 0).
///
/// Why this catches a lie. Every participant owns one slot, also without orders, and the number of slots is public.
/// Suppose that each participant of the public number checks its file against one commitment and finds it good. Then:
/// - Its slot names it and its orders and lies in the tree of slots. Slots of different participants are different
/// leaves,
///   and the tree has as many as there are participants: so there is no slot of anybody else, and the tree's number of
///   orders is the true one.
/// - Each of its orders lies in the tree of the curves, with its side, limit, quantity and fill. Different orders are
///   different leaves (the leaf names participant, side and limit), and that tree has the same number of leaves: so
///   there is no other order in the curves. Every sum on the way of every leaf was added up from its parts and no part
///   is negative: so all sums are those of the true orders. An order dropped fails its owner's way, one invented fails
///   the count or the slot of the participant in whose name it stands, one shifted or changed in size fails both.
/// - Worths rise from left to right on every way and a level is one node, so the sums left and right of a level are
///   supply and demand at its price, and price and volume follow from few levels as the rule says.
/// - Each fill is checked by its owner: whole above the margin, none below, and at the margin its share of the level's
/// sums
///   and a lot more exactly for those up to the committed last lot. The fills add up to the volume on both sides, so
///   the last lot cannot be moved without somebody's fill or the sum being wrong.
/// So any lie about the curves, the price or a fill is found by the owner of an order or slot that it touches; a home
/// that checks alone knows its own part, and that price and volume follow from the committed curves.
///
/// What a home learns of others: sums over price levels and parts of levels beside its own way, and how many orders
/// unnamed slots beside its own have. Beside a level of few orders such a sum may be one order's; whose it is stays
/// hidden, for leaves are salted and stand in the order of their hashes. Salts must not be guessable by other homes and
/// must be the same for all who compute the commitment; a home checks with its own.
struct PriceStatement {
    CurveTerms terms;
    std::optional<Price> price;
    std::optional<Price> buyerPrice;
    Lots volume;
    /// Without orders: sums and hash of zeros.
    CurveNode curves;
    SlotNode slots;
    /// The last that got one of the lots left at a margin; none when none was left.
    std::optional<LastLot> lastBid;
    std::optional<LastLot> lastAsk;
};
[[nodiscard]] Hash256 commitmentOf(const PriceStatement& statement);

/// A level that price and fills hang on.
struct LevelProof {
    CurveNode level;
    CurvePath path;
};

struct OrderProof {
    Side side = Side::Buy;
    Price limit;
    Lots asked;
    Lots filled;
    CurvePath path;
};

/// What a home gets of one market.
struct PriceProof {
    PriceStatement statement;
    std::vector<LevelProof> levels;
    ParticipantId participant;
    Hash256 salt{};
    SlotPath slotPath;
    /// All merged orders of the participant, by side, then limit.
    std::vector<OrderProof> orders;
};

inline constexpr std::size_t kProofLevelsMax = 8;
inline constexpr std::size_t kProofPathMax = 96;
inline constexpr std::size_t kProofOrdersMax = 4'096;

/// "DGEX/price-proof/v1" 0, the statement as above, then participant, salt, slot path, orders, levels: fixed
/// fields, big-endian, lists behind a u32 count, a path step as u8 1 when the sibling is left, and the sibling.
[[nodiscard]] Bytes encode(const PriceProof& proof);
/// None unless the bytes are exactly what encode makes of a proof within the bounds above.
[[nodiscard]] std::optional<PriceProof> decodePriceProof(ByteView bytes);

/// A participant of a market. Its salt hides its orders.
struct SlotOwner {
    ParticipantId participant;
    Hash256 salt{};
};

/// The salt of one market from a participant's secret: SHA-256 over "DGEX/price-salt/v1" 0, secret (32 bytes), u64
/// participant, i64 period.
[[nodiscard]] Hash256 slotSalt(const Hash256& secret, ParticipantId participant, Period period);

/// The trees of one cleared market, from which an authority makes every home's proof.
class PriceCurves {
public:
    /// Requires: the clearing is that of clear() under the terms; owners ascend by participant, all different, at
    /// least one, and hold every participant of the clearing.
    PriceCurves(const CurveTerms& terms, const Clearing& clearing, std::span<const SlotOwner> owners);
    [[nodiscard]] const PriceStatement& statement() const { return m_statement; }
    [[nodiscard]] Hash256 commitment() const { return commitmentOf(m_statement); }
    /// None when the participant owns no slot.
    [[nodiscard]] std::optional<PriceProof> proofFor(ParticipantId participant) const;

private:
    struct Slot {
        SlotOwner owner;
        std::size_t firstOrder = 0; ///< Index into the fills.
        std::size_t orders = 0;
        std::size_t leaf = 0; ///< Index into the tree of slots.
    };
    void addOrders(const Clearing& clearing);
    void addSlots(const Clearing& clearing, std::span<const SlotOwner> owners);
    void addLevels();
    [[nodiscard]] std::optional<LastLot> lastLot(Side side) const;

    PriceStatement m_statement;
    std::vector<Fill> m_fills;
    std::vector<Hash256> m_salts;      ///< By fill.
    std::vector<std::size_t> m_leaves; ///< By fill: index into the tree of the curves.
    std::optional<SumTree<CurveNode>> m_curves;
    std::optional<SumTree<SlotNode>> m_slotTree;
    std::vector<Slot> m_slots; ///< By participant.
    std::vector<LevelProof> m_levels;
};

/// The commitment of one market: what a MarketResult holds. As PriceCurves, without keeping the trees.
[[nodiscard]] Hash256 curveCommitment(const CurveTerms& terms, const Clearing& clearing,
                                      std::span<const SlotOwner> owners);

} // namespace dgex::market
