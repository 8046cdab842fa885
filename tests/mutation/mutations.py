# SPDX-License-Identifier: GPL-3.0-or-later
"""The mutations of the clearing rule: each a place in a source that must be there once, and what to put there.

Changes that cannot change a result (such as counting the margin as better before it is shared) are left out.
"""

from typing import NamedTuple


class Mutation(NamedTuple):
    file: str
    what: str
    old: str
    new: str


def of(file, *changes):
    return [Mutation(f"core/market/{file}", *change) for change in changes]


MUTATIONS = [
    *of(
        "clearing.cpp",
        (
            "skip the merge",
            "fills.back().asked += order.quantity;\n            continue;",
            "",
        ),
        (
            "merge without adding",
            "fills.back().asked += order.quantity;",
            "",
        ),
        (
            "do not sort before the merge",
            "std::ranges::sort(orders, {}, place);",
            "void();",
        ),
        (
            "the fee has the other sign",
            "fill.side == Side::Buy ? fill.limit - fee : fill.limit;\n}\n\n/// Whether",
            "fill.side == Side::Buy ? fill.limit + fee : fill.limit;\n}\n\n/// Whether",
        ),
        (
            "bids: the cheaper is better",
            "side == Side::Buy ? worth > than : worth < than",
            "side == Side::Buy ? worth < than : worth < than",
        ),
        (
            "asks: the dearer is better",
            "side == Side::Buy ? worth > than : worth < than",
            "side == Side::Buy ? worth > than : worth > than",
        ),
        (
            "round the price up",
            "divide(share, rules.kDenominator, Rounding::Floor)",
            "divide(share + rules.kDenominator - 1, rules.kDenominator, Rounding::Floor)",
        ),
        (
            "round the price to the nearest",
            "divide(share, rules.kDenominator, Rounding::Floor)",
            "divide(share, rules.kDenominator, Rounding::HalfAwayFromZero)",
        ),
        (
            "measure k from the other end",
            "return least + Price{",
            "return greatest - Price{",
        ),
        (
            "leave the margin unserved",
            "shareProRata(claims, margin.available, rule);",
            "",
        ),
        (
            "serve the margin whole",
            "shareProRata(claims, margin.available, rule);",
            "for (Claim& claim : claims) claim.filled = claim.asked;",
        ),
        (
            "draw both sides' lots alike",
            ".seed = seed, .side = Side::Sell}",
            ".seed = seed, .side = Side::Buy}",
        ),
        (
            "draw without the seed",
            "margins.bids, fee, {.period = period, .seed = seed,",
            "margins.bids, fee, {.period = period, .seed = {},",
        ),
        (
            "leave the better orders unserved",
            "fills[i].filled = fills[i].asked;",
            "",
        ),
        (
            "an interval of one price",
            "result.priceInterval = {least, worth};",
            "result.priceInterval = {worth, worth};",
        ),
        (
            "welfare without the fee",
            "fill.limit - fee : -fill.limit;",
            "fill.limit : -fill.limit;",
        ),
        (
            "a price without a trade",
            "if (result.volume.isZero())\n        return result;\n\n    const Price least",
            "const Price least",
        ),
        (
            "volume of the better asks alone",
            "result.volume = asks.better + sold;",
            "result.volume = asks.better;",
        ),
        (
            "reduce no lot",
            "result.volume -= Lots{1};",
            "",
        ),
        (
            "reduce one side alone",
            "margins.asks = withoutLastLot(",
            "(void)withoutLastLot(",
        ),
        (
            "swap the prices of the reduction",
            "result.price = reduction.sellerPrice;",
            "result.price = reduction.buyerPrice;",
        ),
        (
            "take the next lot from the wrong step",
            "std::optional{worth} : steps.worse",
            "std::optional{worth} : steps.better",
        ),
        (
            "take the last lot from the margin always",
            "margin.available.isZero() ? *steps.better : worth",
            "worth",
        ),
        (
            "take the farthest step",
            "(&place == &found.better) == isBetter",
            "(&place == &found.better) != isBetter",
        ),
        (
            "pay-as-bid at the uniform price",
            "if (rules.pricing == PricingRule::PayAsBid)\n        return side",
            "if (false)\n        return side",
        ),
        (
            "no surplus for pay-as-bid",
            "return clearing.welfare;",
            "return 0;",
        ),
        (
            "the seed without the round",
            ".i64(round.startSeconds()).raw(previousResultRoot)",
            ".raw(previousResultRoot)",
        ),
    ),
    *of(
        "trade_reduction.cpp",
        (
            "round the middle up",
            "divide(sum, 2, Rounding::Floor)",
            "divide(sum + 1, 2, Rounding::Floor)",
        ),
        (
            "round the middle toward zero",
            "divide(sum, 2, Rounding::Floor)",
            "divide(sum, 2, Rounding::TowardZero)",
        ),
        (
            "the ask must be below the middle",
            "lots.lastAsk <= price",
            "lots.lastAsk < price",
        ),
        (
            "the middle must be below the bid",
            "price <= lots.lastBid",
            "price < lots.lastBid",
        ),
        (
            "a bound without the fee",
            "rules.priceBound + rules.networkFee.abs()",
            "rules.priceBound",
        ),
        (
            "never trade all",
            "return {.reduced = false, .buyerPrice = price, .sellerPrice = price};",
            "return {.reduced = true, .buyerPrice = price, .sellerPrice = price};",
        ),
    ),
    *of(
        "crossing.cpp",
        (
            "stop a lot early",
            "below + cells[cell] <= wanted",
            "below + cells[cell] < wanted",
        ),
        (
            "the least price is the greatest",
            "if (place.below == wanted) {\n        std::size_t cell",
            "if (false) {\n        std::size_t cell",
        ),
        (
            "look one cell too low for the least price",
            "while (cell > 0 && cells[cell - 1] == 0)",
            "while (cell > 1 && cells[cell - 2] == 0)",
        ),
        (
            "sorted: stop a lot early",
            "if (through > bought) {",
            "if (through >= bought) {",
        ),
        (
            "sorted: the least price is the greatest",
            ".least = atStart ? last : order.key()",
            ".least = order.key()",
        ),
        (
            "sorted: forget lots of equal worth",
            "if (order.key() != last)\n            below = through;",
            "below = through;",
        ),
        (
            "asks take all of their limit",
            "const Lots sold = std::min(crossing.excess, asks);",
            "const Lots sold = asks;",
        ),
        (
            "bids take all of their limit",
            "std::min(bids, asks + bids - crossing.excess)",
            "bids",
        ),
        (
            "trust the window always",
            "if (!known ||",
            "if (false && !known ||",
        ),
        (
            "trust the window's first cell",
            "|| (place.below == wanted && place.below == cells[0])",
            "",
        ),
        (
            "clamp to one cell too few",
            "static_cast<std::int32_t>(ladder.cells) - 1;",
            "static_cast<std::int32_t>(ladder.cells) - 2;",
        ),
        (
            "count orders outside the steps",
            "cell < ladder.cells)\n            cells[cell]",
            "true)\n            cells[cell % ladder.cells]",
        ),
        (
            "forget the lots below the fine steps",
            "crossingOn(orders, fine, m_cells, step.below, wanted)",
            "crossingOn(orders, fine, m_cells, 0, wanted)",
        ),
        (
            "look for the greatest at the bound too",
            "order.key() < bound && order.quantity() > 0",
            "order.key() <= bound && order.quantity() > 0",
        ),
        (
            "count all as bought",
            "(order.sells() ? sold : bought)",
            "(order.sells() ? bought : bought)",
        ),
    ),
    *of(
        "pro_rata.cpp",
        (
            "round shares up",
            "Lots{product / divisor}",
            "Lots{product / divisor + (product % divisor != 0)}",
        ),
        (
            "no remainder",
            "static_cast<std::int64_t>(product % divisor)",
            "0",
        ),
        (
            "wide products: no remainder",
            "static_cast<std::int64_t>(wide % total.count())",
            "0",
        ),
        (
            "the least remainder first",
            "std::greater{}, &Rest::remainder",
            "std::less{}, &Rest::remainder",
        ),
        (
            "the greatest hash first",
            "std::tie(a.hash, claims[a.claim].participant) <",
            "std::tie(a.hash, claims[a.claim].participant) >",
        ),
        (
            "one lot less to ties",
            "left - served, rule",
            "left - served - 1, rule",
        ),
        (
            "keep the lots left",
            "if (!left.isZero())\n",
            "if (false)\n",
        ),
        (
            "hash without the side",
            "preimage.u8(static_cast<std::uint8_t>(rule.side));",
            "",
        ),
        (
            "hash without the period",
            ".i64(rule.period.startSeconds());",
            ";",
        ),
        (
            "hash without the participant",
            ".u64(participant.number)",
            "",
        ),
        (
            "a full margin gets nothing",
            "available.isZero() ? Lots{} : claim.asked",
            "Lots{}",
        ),
        (
            "the last lot reaches all of its remainder",
            "tieHash <= last.tieHash",
            "true",
        ),
        (
            "the last lot does not reach itself",
            "tieHash <= last.tieHash",
            "tieHash < last.tieHash",
        ),
    ),
    *of(
        "packed_market.cpp",
        (
            "skip the merge",
            "place(orders[first]) == place(order); ++first",
            "place(orders[first]) == place(order) && merged.isZero(); ++first",
        ),
        (
            "sells above the price trade",
            "(distance ^ sells) - sells",
            "distance",
        ),
        (
            "the margin counts as better",
            "(better > 0 ? ~0U : 0U)",
            "(better >= 0 ? ~0U : 0U)",
        ),
        (
            "miss the margin",
            "seen |= distance == 0 ? 1U : 0U;",
            "",
        ),
        (
            "a fee of the other sign",
            "order.limit - rules.networkFee",
            "order.limit + rules.networkFee",
        ),
        (
            "swap the shares of the sides",
            "m_atMargin, bids, bought,",
            "m_atMargin, bids, std::min(sold, bids.asked),",
        ),
        (
            "reduce to the most eager bid",
            "lastBid = std::min(lastBid, key);",
            "lastBid = lastBid == UINT32_MAX ? key : std::max(lastBid, key);",
        ),
        (
            "reduce to the most eager ask",
            "lastAsk = std::max(lastAsk, key);",
            "lastAsk = lastAsk == 0 ? key : std::min(lastAsk, key);",
        ),
        (
            "the next lot of what trades whole",
            "if (filled[i] == order.quantity())",
            "if (false)",
        ),
        (
            "take two lots",
            "traded - Lots{1}, rule",
            "traded - std::min(traded, Lots{2}), rule",
        ),
        (
            "take no lot of the asks",
            "takeLot(market, lots.lastAsk, rule, filled);",
            "",
        ),
        (
            "a reduced limit without its fee",
            "lots.lastBid + rules.networkFee",
            "lots.lastBid",
        ),
        (
            "a price although all is reduced",
            "if (!clearing.volume.isZero())",
            "if (true)",
        ),
        (
            "volume of both sides",
            "Lots{both.count() / 2}",
            "Lots{both.count()}",
        ),
    ),
    *of(
        "price_check.cpp",
        (
            "accept other orders",
            "if (shown != mergedOf(*knowledge.orders))",
            "if (false)",
        ),
        (
            "accept another commitment",
            "if (differs(knowledge.commitment, commitmentOf(statement)))",
            "if (false)",
        ),
        (
            "accept a missing slot",
            "if (climb(slotNode(proof.participant, proof.salt, hashes), proof.slotPath) != statement.slots)",
            "if (false)",
        ),
        (
            "accept other counts",
            "if (statement.slots.orders != statement.curves.sums.orders)",
            "if (false)",
        ),
        (
            "accept an order outside the curves",
            "if (!place || place->root != statement.curves)\n            return "
            "std::unexpected(PriceFault::OrderMissing);",
            "",
        ),
        (
            "accept a level outside the curves",
            "!place || place->root != proof.statement.curves ||",
            "!place ||",
        ),
        (
            "accept a wrong price",
            "if (statement.price != outcome.price || statement.buyerPrice != outcome.buyerPrice)",
            "if (false)",
        ),
        (
            "accept a wrong volume",
            "if (statement.volume != outcome.volume || all.bought != outcome.volume || all.sold "
            "!= outcome.volume)",
            "if (false)",
        ),
        (
            "accept a wrong fill",
            "if (order.filled != fillOf(order, proof, *outcome))",
            "if (false)",
        ),
    ),
    *of(
        "curve_tree.cpp",
        (
            "worths may fall",
            "a.greatest > b.least || (a.greatest == b.least && !oneLevel)",
            "a.greatest == b.least && !oneLevel",
        ),
        (
            "a level may be torn",
            "a.greatest > b.least || (a.greatest == b.least && !oneLevel)",
            "a.greatest > b.least",
        ),
        (
            "negative lots are possible",
            "part >= Lots{} && part <= whole",
            "part <= whole",
        ),
        (
            "the leaf does not name its fill",
            ".i64(order.filled.count());",
            ";",
        ),
        (
            "the leaf is not salted",
            "preimage.domain(\"curve-order\").raw(salt)",
            "preimage.domain(\"curve-order\")",
        ),
        (
            "sums above are not counted",
            "place.bidBelow : place.bidAbove",
            "place.bidBelow : place.bidBelow",
        ),
    ),
]
