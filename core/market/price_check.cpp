// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/market/price_check.h"

#include "core/market/trade_reduction.h"

#include <algorithm>
#include <map>
#include <tuple>

namespace dgex::market {

namespace {

using Verdict = std::expected<void, PriceFault>;

/// A level whose place in the curves is proven.
struct KnownLevel {
    CurveSums sums;
    CurvePlace place;
    [[nodiscard]] Price worth() const { return sums.least; }
    [[nodiscard]] Lots below() const { return place.bidBelow + place.askedBelow; }
};

/// The committed curves as far as the proof shows them. Lots count from 1.
class ShownCurves {
public:
    static std::optional<ShownCurves> from(const PriceProof& proof)
    {
        ShownCurves curves;
        for (const LevelProof& shown : proof.levels) {
            const CurveSums& sums = shown.level.sums;
            const std::optional<CurvePlace> place = climb(shown.level, shown.path);
            if (!place || place->root != proof.statement.curves || sums.least != sums.greatest)
                return std::nullopt;
            // No sibling on the way may hold a part of the level.
            if (std::ranges::any_of(shown.path, [&](const SumStep<CurveNode>& step) {
                    return step.sibling.sums.least <= sums.least && sums.least <= step.sibling.sums.greatest;
                }))
                return std::nullopt;
            curves.m_levels.push_back({.sums = sums, .place = *place});
        }
        return curves;
    }
    /// The level of a lot of both sides, from the least worth up.
    [[nodiscard]] const KnownLevel* ofLot(Lots lot) const
    {
        return find([&](const KnownLevel& level) {
            return level.below() < lot && lot <= level.below() + level.sums.bid + level.sums.asked;
        });
    }
    /// The level of a bid lot, from the greatest worth down.
    [[nodiscard]] const KnownLevel* ofBid(Lots lot) const
    {
        return find([&](const KnownLevel& level) {
            return level.place.bidAbove < lot && lot <= level.place.bidAbove + level.sums.bid;
        });
    }
    /// The level of an asked lot, from the least worth up.
    [[nodiscard]] const KnownLevel* ofAsk(Lots lot) const
    {
        return find([&](const KnownLevel& level) {
            return level.place.askedBelow < lot && lot <= level.place.askedBelow + level.sums.asked;
        });
    }

private:
    template <class Holds>
    [[nodiscard]] const KnownLevel* find(const Holds& holds) const
    {
        const auto level = std::ranges::find_if(m_levels, holds);
        return level == m_levels.end() ? nullptr : &*level;
    }
    std::vector<KnownLevel> m_levels;
};

/// What price and fills must be.
struct Outcome {
    std::optional<Price> price;
    std::optional<Price> buyerPrice;
    std::optional<std::pair<Price, Price>> interval;
    Lots volume;
    const KnownLevel* bidMargin = nullptr;
    const KnownLevel* askMargin = nullptr;
    /// Where McAfee's rule left out a lot.
    const KnownLevel* reducedBid = nullptr;
    const KnownLevel* reducedAsk = nullptr;
};

bool isLegal(const AuctionRules& rules)
{
    return rules.kDenominator > 0 && rules.kNumerator <= rules.kDenominator && rules.priceBound >= Price{} &&
           rules.priceBound <= kPriceMax && rules.networkFee.abs() <= kPriceMax && rules.pricing <= PricingRule::McAfee;
}

bool isSame(const AuctionRules& a, const AuctionRules& b)
{
    return a.kNumerator == b.kNumerator && a.kDenominator == b.kDenominator && a.priceBound == b.priceBound &&
           a.networkFee == b.networkFee && a.pricing == b.pricing;
}

std::vector<std::tuple<Side, Price, Lots>> mergedOf(const std::vector<BookOrder>& orders)
{
    std::map<std::pair<Side, Price>, Lots> merged;
    for (const BookOrder& order : orders)
        merged[{order.side, order.limit}] += order.quantity;
    std::vector<std::tuple<Side, Price, Lots>> list;
    for (const auto& [place, lots] : merged)
        list.emplace_back(place.first, place.second, lots);
    return list;
}

Verdict compare(const PriceProof& proof, const HomeKnowledge& knowledge)
{
    const PriceStatement& statement = proof.statement;
    const auto differs = [](const auto& known, const auto& shown) { return known && *known != shown; };
    if (!isLegal(statement.terms.rules))
        return std::unexpected(PriceFault::WrongRules);
    if (differs(knowledge.market, statement.terms.market))
        return std::unexpected(PriceFault::OtherMarket);
    if (differs(knowledge.period, statement.terms.period))
        return std::unexpected(PriceFault::OtherPeriod);
    if (knowledge.rules && !isSame(*knowledge.rules, statement.terms.rules))
        return std::unexpected(PriceFault::WrongRules);
    if (differs(knowledge.participant, proof.participant))
        return std::unexpected(PriceFault::OtherParticipant);
    if (differs(knowledge.slots, statement.slots.slots))
        return std::unexpected(PriceFault::OtherSlotCount);
    if (differs(knowledge.commitment, commitmentOf(statement)))
        return std::unexpected(PriceFault::WrongCommitment);
    if (knowledge.orders) {
        std::vector<std::tuple<Side, Price, Lots>> shown;
        for (const OrderProof& order : proof.orders)
            shown.emplace_back(order.side, order.limit, order.asked);
        if (shown != mergedOf(*knowledge.orders))
            return std::unexpected(PriceFault::OtherOrders);
    }
    return {};
}

/// All of the home's orders, and no other in its name, are in the trees.
Verdict checkPresence(const PriceProof& proof)
{
    const PriceStatement& statement = proof.statement;
    std::vector<Hash256> hashes;
    for (const OrderProof& order : proof.orders) {
        const bool first = &order == &proof.orders.front();
        const auto placeOf = [](const OrderProof& at) { return std::tuple{at.side, at.limit}; };
        if (order.asked < Lots{1} || order.filled > order.asked ||
            order.limit.abs() > statement.terms.rules.priceBound ||
            (!first && placeOf(*(&order - 1)) >= placeOf(order)))
            return std::unexpected(PriceFault::OrderMissing);
        const CurveNode leaf = orderNode({.participant = proof.participant,
                                          .side = order.side,
                                          .limit = order.limit,
                                          .asked = order.asked,
                                          .filled = order.filled},
                                         proof.salt, statement.terms.rules.networkFee);
        const std::optional<CurvePlace> place = climb(leaf, order.path);
        if (!place || place->root != statement.curves)
            return std::unexpected(PriceFault::OrderMissing);
        hashes.push_back(leaf.hash);
    }
    if (climb(slotNode(proof.participant, proof.salt, hashes), proof.slotPath) != statement.slots)
        return std::unexpected(PriceFault::SlotMissing);
    if (statement.slots.orders != statement.curves.sums.orders)
        return std::unexpected(PriceFault::OrderCountsDiffer);
    if (statement.curves.sums.orders == 0 && statement.curves != CurveNode{})
        return std::unexpected(PriceFault::OrderCountsDiffer);
    return {};
}

/// Applies McAfee's rule; false when the proof does not show the levels it needs.
bool reduce(Outcome& outcome, const ShownCurves& curves, const CurveSums& all, const AuctionRules& rules)
{
    const Lots next = outcome.volume + Lots{1};
    const KnownLevel* const lastBid = curves.ofBid(outcome.volume);
    const KnownLevel* const lastAsk = curves.ofAsk(outcome.volume);
    const KnownLevel* const nextBid = curves.ofBid(next);
    const KnownLevel* const nextAsk = curves.ofAsk(next);
    if (lastBid == nullptr || lastAsk == nullptr || (nextBid == nullptr) != (all.bid < next) ||
        (nextAsk == nullptr) != (all.asked < next))
        return false;
    MarginalLots lots{.lastBid = lastBid->worth(), .lastAsk = lastAsk->worth(), .nextBid = {}, .nextAsk = {}};
    if (nextBid != nullptr)
        lots.nextBid = nextBid->worth();
    if (nextAsk != nullptr)
        lots.nextAsk = nextAsk->worth();
    const Reduction reduction = reduceTrade(lots, rules);
    if (reduction.reduced) {
        outcome.reducedBid = lastBid;
        outcome.reducedAsk = lastAsk;
    }
    outcome.volume -= reduction.reduced ? Lots{1} : Lots{};
    outcome.price = reduction.sellerPrice;
    outcome.buyerPrice = reduction.buyerPrice;
    return true;
}

/// Price, volume and margins as they follow from the curves.
std::expected<Outcome, PriceFault> outcomeOf(const PriceProof& proof, const ShownCurves& curves)
{
    const CurveSums& all = proof.statement.curves.sums;
    const AuctionRules& rules = proof.statement.terms.rules;
    Outcome outcome;
    if (all.bid.isZero() || all.asked.isZero())
        return outcome;
    const KnownLevel* const least = curves.ofLot(all.bid);
    const KnownLevel* const greatest = curves.ofLot(all.bid + Lots{1});
    if (least == nullptr || greatest == nullptr)
        return std::unexpected(PriceFault::LevelMissing);
    outcome.volume =
        std::min(greatest->sums.bid + greatest->place.bidAbove, greatest->sums.asked + greatest->place.askedBelow);
    if (outcome.volume.isZero())
        return outcome;
    outcome.price = outcome.buyerPrice = priceBetween(least->worth(), greatest->worth(), rules);
    if (rules.pricing == PricingRule::McAfee && !reduce(outcome, curves, all, rules))
        return std::unexpected(PriceFault::LevelMissing);
    if (outcome.volume.isZero()) {
        outcome.price = outcome.buyerPrice = std::nullopt;
        return outcome;
    }
    outcome.interval = {least->worth(), greatest->worth()};
    outcome.bidMargin = curves.ofBid(outcome.volume);
    outcome.askMargin = curves.ofAsk(outcome.volume);
    if (outcome.bidMargin == nullptr || outcome.askMargin == nullptr)
        return std::unexpected(PriceFault::LevelMissing);
    return outcome;
}

Verdict checkOutcome(const PriceStatement& statement, const Outcome& outcome)
{
    const CurveSums& all = statement.curves.sums;
    if (statement.volume != outcome.volume || all.bought != outcome.volume || all.sold != outcome.volume)
        return std::unexpected(PriceFault::WrongVolume);
    if (statement.price != outcome.price || statement.buyerPrice != outcome.buyerPrice)
        return std::unexpected(PriceFault::WrongPrice);
    if (outcome.volume.isZero())
        return {};
    if (outcome.bidMargin->sums.bought != outcome.volume - outcome.bidMargin->place.bidAbove ||
        outcome.askMargin->sums.sold != outcome.volume - outcome.askMargin->place.askedBelow)
        return std::unexpected(PriceFault::WrongFill);
    return {};
}

/// What an order must get.
Lots fillOf(const OrderProof& order, const PriceProof& proof, const Outcome& outcome)
{
    const bool buys = order.side == Side::Buy;
    const CurveTerms& terms = proof.statement.terms;
    const KnownLevel* const margin = buys ? outcome.bidMargin : outcome.askMargin;
    if (margin == nullptr)
        return {};
    const Price worth = buys ? order.limit - terms.rules.networkFee : order.limit;
    if (worth != margin->worth())
        return (worth > margin->worth()) == buys ? order.asked : Lots{};
    const Lots available = buys ? margin->sums.bought : margin->sums.sold;
    const Lots total = buys ? margin->sums.bid : margin->sums.asked;
    const WholeShare share = wholeShare(available, std::min(order.asked, total), total);
    const std::optional<LastLot>& last = buys ? proof.statement.lastBid : proof.statement.lastAsk;
    const TieRule rule{.period = terms.period, .seed = terms.seed, .side = order.side};
    const bool served =
        share.remainder > 0 && last && reaches(*last, share.remainder, tieHash(rule, proof.participant));
    return share.lots + Lots{served ? 1 : 0};
}

Explanation reasonOf(const OrderProof& order, const AuctionRules& rules, const Outcome& outcome)
{
    const bool buys = order.side == Side::Buy;
    const std::optional<Price> price = buys ? outcome.buyerPrice : outcome.price;
    const KnownLevel* const reduced = buys ? outcome.reducedBid : outcome.reducedAsk;
    const KnownLevel* const level = reduced != nullptr ? reduced : buys ? outcome.bidMargin : outcome.askMargin;
    Explanation why{.reason = Reason::Filled, .price = price, .elsewhere = {}, .link = {}, .shared = {}};
    if (order.filled == order.asked)
        return why;
    const Price worth = buys ? order.limit - rules.networkFee : order.limit;
    if (level != nullptr && level->worth() == worth) {
        why.reason = reduced != nullptr ? Reason::TradeReduced : Reason::PartFilledAtMargin;
        why.shared = PartFilledLimit{.limit = order.limit,
                                     .asked = buys ? level->sums.bid : level->sums.asked,
                                     .filled = buys ? level->sums.bought : level->sums.sold};
        return why;
    }
    const bool allows = price && (buys ? worth >= *price : worth <= *price);
    why.reason = price && !allows ? Reason::LimitBeyondPrice : Reason::NoCounterpart;
    return why;
}

} // namespace

std::string_view describe(PriceFault fault)
{
    switch (fault) {
    case PriceFault::WrongRules:
        return "the rules are not those of the market";
    case PriceFault::WrongCommitment:
        return "the statement is not the published one";
    case PriceFault::OtherMarket:
        return "the proof is of another market";
    case PriceFault::OtherPeriod:
        return "the proof is of another period";
    case PriceFault::OtherParticipant:
        return "the proof is another participant's";
    case PriceFault::OtherOrders:
        return "the orders are not those that were sent";
    case PriceFault::OtherSlotCount:
        return "the market has another number of participants";
    case PriceFault::SlotMissing:
        return "the participant and its orders are not among the slots";
    case PriceFault::OrderMissing:
        return "an order is not in the curves";
    case PriceFault::OrderCountsDiffer:
        return "the curves hold another number of orders than the slots";
    case PriceFault::LevelMissing:
        return "a level that the price hangs on is not in the curves";
    case PriceFault::WrongVolume:
        return "the volume does not follow from the curves";
    case PriceFault::WrongPrice:
        return "the price does not follow from the curves";
    case PriceFault::WrongFill:
        return "a fill does not follow from the curves";
    }
    return "unknown fault";
}

std::expected<CheckedPrice, PriceFault> checkPrice(const PriceProof& proof, const HomeKnowledge& knowledge)
{
    if (const Verdict verdict = compare(proof, knowledge); !verdict)
        return std::unexpected(verdict.error());
    if (const Verdict verdict = checkPresence(proof); !verdict)
        return std::unexpected(verdict.error());
    const std::optional<ShownCurves> curves = ShownCurves::from(proof);
    if (!curves)
        return std::unexpected(PriceFault::LevelMissing);
    const std::expected<Outcome, PriceFault> outcome = outcomeOf(proof, *curves);
    if (!outcome)
        return std::unexpected(outcome.error());
    if (const Verdict verdict = checkOutcome(proof.statement, *outcome); !verdict)
        return std::unexpected(verdict.error());

    CheckedPrice checked{.commitment = commitmentOf(proof.statement),
                         .price = outcome->price,
                         .buyerPrice = outcome->buyerPrice,
                         .priceInterval = outcome->interval,
                         .volume = outcome->volume,
                         .fills = {},
                         .reasons = {}};
    for (const OrderProof& order : proof.orders) {
        if (order.filled != fillOf(order, proof, *outcome))
            return std::unexpected(PriceFault::WrongFill);
        checked.fills.push_back({.participant = proof.participant,
                                 .side = order.side,
                                 .limit = order.limit,
                                 .asked = order.asked,
                                 .filled = order.filled});
        checked.reasons.push_back(reasonOf(order, proof.statement.terms.rules, *outcome));
    }
    return checked;
}

} // namespace dgex::market
