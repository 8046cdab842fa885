// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/market/price_proof.h"

#include "core/base/assert.h"
#include "core/base/encoding.h"
#include "core/crypto/hash.h"

#include <algorithm>
#include <map>
#include <numeric>
#include <set>

namespace dgex::market {

namespace {

struct Level {
    Lots bid;
    Lots asked;
    Lots bought;
    Lots sold;
};
using Levels = std::map<Price, Level>;

Price worthOf(const Fill& fill, Price fee)
{
    return fill.side == Side::Buy ? fill.limit - fee : fill.limit;
}

Levels levelsOf(std::span<const Fill> fills, Price fee)
{
    Levels levels;
    for (const Fill& fill : fills) {
        Level& level = levels[worthOf(fill, fee)];
        (fill.side == Side::Buy ? level.bid : level.asked) += fill.asked;
        (fill.side == Side::Buy ? level.bought : level.sold) += fill.filled;
    }
    return levels;
}

/// Takes the levels of the wanted lots (counted from 1) while walking over levels, each adding what lots() says.
template <class Range, class LotsOf>
void takeLevels(std::set<Price>& taken, const Range& levels, std::initializer_list<Lots> wanted, const LotsOf& lotsOf)
{
    Lots before;
    for (const auto& [worth, level] : levels) {
        const Lots through = before + lotsOf(level);
        if (std::ranges::any_of(wanted, [&](Lots lot) { return lot > before && lot <= through; }))
            taken.insert(worth);
        before = through;
    }
}

/// The volume before any reduction.
Lots crossingVolume(const Levels& levels)
{
    Lots demand;
    for (const auto& [worth, level] : levels)
        demand += level.bid;
    Lots supply;
    Lots volume;
    for (const auto& [worth, level] : levels) {
        supply += level.asked;
        volume = std::max(volume, std::min(demand, supply));
        demand -= level.bid;
    }
    return volume;
}

/// The levels that a check needs.
std::set<Price> shownLevels(const Levels& levels, Lots volume)
{
    const Lots demand = std::accumulate(levels.begin(), levels.end(), Lots{},
                                        [](Lots sum, const auto& entry) { return sum + entry.second.bid; });
    const Lots crossing = crossingVolume(levels);
    const Lots next = crossing + Lots{1};
    const std::map<Price, Level, std::greater<>> falling(levels.begin(), levels.end());
    std::set<Price> taken;
    takeLevels(taken, levels, {demand, demand + Lots{1}}, [](const Level& level) { return level.bid + level.asked; });
    takeLevels(taken, levels, {volume, crossing, next}, [](const Level& level) { return level.asked; });
    takeLevels(taken, falling, {volume, crossing, next}, [](const Level& level) { return level.bid; });
    return taken;
}

} // namespace

PriceCurves::PriceCurves(const CurveTerms& terms, const Clearing& clearing, std::span<const SlotOwner> owners)
{
    m_statement.terms = terms;
    m_statement.price = clearing.price;
    m_statement.buyerPrice = clearing.buyerPrice;
    m_statement.volume = clearing.volume;
    m_fills = clearing.fills;
    DGEX_ASSERT(!owners.empty());
    addSlots(clearing, owners);
    if (m_fills.empty())
        return;
    addOrders(clearing);
    addLevels();
    m_statement.lastBid = lastLot(Side::Buy);
    m_statement.lastAsk = lastLot(Side::Sell);
}

void PriceCurves::addSlots(const Clearing& clearing, std::span<const SlotOwner> owners)
{
    std::size_t next = 0;
    std::vector<SlotNode> nodes;
    for (const SlotOwner& owner : owners) {
        DGEX_ASSERT(m_slots.empty() || m_slots.back().owner.participant < owner.participant);
        Slot slot{.owner = owner, .firstOrder = next, .orders = 0, .leaf = 0};
        std::vector<Hash256> hashes;
        for (; next < clearing.fills.size() && clearing.fills[next].participant == owner.participant; ++next) {
            hashes.push_back(orderNode(clearing.fills[next], owner.salt, m_statement.terms.rules.networkFee).hash);
            m_salts.push_back(owner.salt);
        }
        slot.orders = hashes.size();
        m_slots.push_back(slot);
        nodes.push_back(slotNode(owner.participant, owner.salt, hashes));
    }
    DGEX_ASSERT(next == clearing.fills.size());
    std::vector<std::size_t> order(nodes.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::sort(order, {}, [&](std::size_t slot) { return nodes[slot].hash; });
    std::vector<SlotNode> leaves;
    for (const std::size_t slot : order) {
        m_slots[slot].leaf = leaves.size();
        leaves.push_back(nodes[slot]);
    }
    m_slotTree.emplace(
        std::move(leaves), [](std::size_t first, std::size_t last) { return first + (last - first) / 2; },
        [](const SlotNode& left, const SlotNode& right) { return join(left, right).value(); });
    m_statement.slots = m_slotTree->root();
}

void PriceCurves::addOrders(const Clearing& clearing)
{
    std::vector<CurveNode> nodes;
    nodes.reserve(clearing.fills.size());
    for (std::size_t i = 0; i < clearing.fills.size(); ++i)
        nodes.push_back(orderNode(clearing.fills[i], m_salts[i], m_statement.terms.rules.networkFee));
    std::vector<std::size_t> order(nodes.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::sort(order, {}, [&](std::size_t i) { return std::pair{nodes[i].sums.least, nodes[i].hash}; });
    std::vector<CurveNode> leaves;
    leaves.reserve(nodes.size());
    m_leaves.resize(nodes.size());
    for (const std::size_t i : order) {
        m_leaves[i] = leaves.size();
        leaves.push_back(nodes[i]);
    }
    std::vector<Price> worths;
    std::ranges::transform(leaves, std::back_inserter(worths), [](const CurveNode& leaf) { return leaf.sums.least; });
    // A range of several levels is cut between two of them, as near to its middle as it goes.
    const auto split = [&](std::size_t first, std::size_t last) {
        const std::size_t middle = first + (last - first) / 2;
        if (worths[first] == worths[last - 1])
            return middle;
        const auto begin = worths.begin() + static_cast<std::ptrdiff_t>(first);
        const auto end = worths.begin() + static_cast<std::ptrdiff_t>(last);
        const auto level = std::equal_range(begin, end, worths[middle]);
        const auto low = static_cast<std::size_t>(level.first - worths.begin());
        const auto high = static_cast<std::size_t>(level.second - worths.begin());
        return low > first && (high == last || middle - low <= high - middle) ? low : high;
    };
    m_curves.emplace(std::move(leaves), split,
                     [](const CurveNode& left, const CurveNode& right) { return join(left, right).value(); });
    m_statement.curves = m_curves->root();
}

void PriceCurves::addLevels()
{
    const Price fee = m_statement.terms.rules.networkFee;
    std::set<Price> shown = shownLevels(levelsOf(m_fills, fee), m_statement.volume);
    for (std::size_t i = 0; i < m_fills.size(); ++i) {
        const Price worth = worthOf(m_fills[i], fee);
        if (shown.erase(worth) == 0)
            continue;
        std::size_t node = m_leaves[i];
        while (!m_curves->isRoot(node)) {
            const CurveSums& sums = m_curves->node(m_curves->parent(node)).sums;
            if (sums.least != sums.greatest)
                break;
            node = m_curves->parent(node);
        }
        m_levels.push_back({.level = m_curves->node(node), .path = m_curves->path(node)});
    }
    std::ranges::sort(m_levels, {}, [](const LevelProof& proof) { return proof.level.sums.least; });
}

std::optional<LastLot> PriceCurves::lastLot(Side side) const
{
    const TieRule rule{.period = m_statement.terms.period, .seed = m_statement.terms.seed, .side = side};
    const Price fee = m_statement.terms.rules.networkFee;
    const Levels levels = levelsOf(m_fills, fee);
    std::optional<LastLot> last;
    for (const Fill& fill : m_fills) {
        if (fill.side != side)
            continue;
        const Level& level = levels.at(worthOf(fill, fee));
        const bool buys = side == Side::Buy;
        const Lots total = buys ? level.bid : level.asked;
        const WholeShare share = wholeShare(buys ? level.bought : level.sold, fill.asked, total);
        if (fill.filled == share.lots)
            continue;
        const LastLot claim{.remainder = share.remainder, .tieHash = tieHash(rule, fill.participant)};
        if (!last || reaches(claim, last->remainder, last->tieHash))
            last = claim;
    }
    return last;
}

std::optional<PriceProof> PriceCurves::proofFor(ParticipantId participant) const
{
    const auto slot = std::ranges::lower_bound(m_slots, participant, {},
                                               [](const Slot& candidate) { return candidate.owner.participant; });
    if (slot == m_slots.end() || slot->owner.participant != participant)
        return std::nullopt;
    PriceProof proof{.statement = m_statement,
                     .levels = m_levels,
                     .participant = participant,
                     .salt = slot->owner.salt,
                     .slotPath = m_slotTree->path(slot->leaf),
                     .orders = {}};
    for (std::size_t i = slot->firstOrder; i < slot->firstOrder + slot->orders; ++i) {
        const Fill& fill = m_fills[i];
        proof.orders.push_back({.side = fill.side,
                                .limit = fill.limit,
                                .asked = fill.asked,
                                .filled = fill.filled,
                                .path = m_curves->path(m_leaves[i])});
    }
    return proof;
}

Hash256 slotSalt(const Hash256& secret, ParticipantId participant, Period period)
{
    Encoder preimage;
    preimage.domain("price-salt").raw(secret).u64(participant.number).i64(period.startSeconds());
    return crypto::sha256(preimage.bytes());
}

Hash256 curveCommitment(const CurveTerms& terms, const Clearing& clearing, std::span<const SlotOwner> owners)
{
    return PriceCurves(terms, clearing, owners).commitment();
}

} // namespace dgex::market
