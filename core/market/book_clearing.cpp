// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/market/book_clearing.h"

#include "core/base/assert.h"
#include "core/market/book_steps.h"
#include "core/market/market_clearing.h"
#include "core/market/packed_reasons.h"
#include "core/market/pro_rata.h"

#include <algorithm>
#include <map>
#include <numeric>
#include <tuple>

namespace dgex::market {

namespace {

using Rows = std::span<std::uint32_t>;
using ReadRows = std::span<const std::uint32_t>;

auto placeOf(const ListedOrder& order)
{
    return std::tuple{order.period, order.participant, order.side, order.limit};
}

/// All rows by period, participant, side, limit and id: buys before sells.
std::vector<std::uint32_t> sortedRows(const Book& book)
{
    DGEX_ASSERT(book.orders.size() < UINT32_MAX);
    std::vector<std::uint32_t> rows(book.orders.size());
    std::iota(rows.begin(), rows.end(), std::uint32_t{0});
    std::ranges::sort(rows, [&](std::uint32_t a, std::uint32_t b) {
        const auto order = placeOf(book.orders[a]) <=> placeOf(book.orders[b]);
        return order == 0 ? book.ids[a] < book.ids[b] : order < 0;
    });
    return rows;
}

using Crossings = std::map<ParticipantId, SelfCrossing>;

Crossings crossingParticipants(const Book& book, std::span<const std::uint32_t> rows)
{
    Crossings crossing;
    for (std::size_t i = 1; i < rows.size(); ++i) {
        const ListedOrder buy = book.orders[rows[i - 1]];
        const ListedOrder sell = book.orders[rows[i]];
        if (buy.period == sell.period && buy.participant == sell.participant && buy.side == Side::Buy &&
            sell.side == Side::Sell && buy.limit >= sell.limit)
            crossing.try_emplace(buy.participant,
                                 SelfCrossing{.period = buy.period, .buy = buy.limit, .sell = sell.limit});
    }
    return crossing;
}

/// Whether some period has orders of two zones or of both classes.
bool hasMixedPeriod(const Book& book)
{
    std::map<Period, std::pair<std::uint16_t, EnergyClass>> kinds;
    for (std::size_t i = 0; i < book.orders.size(); ++i) {
        const ListedOrder order = book.orders[i];
        const std::pair kind{order.zone, order.energyClass};
        if (kinds.try_emplace(order.period, kind).first->second != kind)
            return true;
    }
    return false;
}

/// The rank of every zone by its name.
std::vector<std::uint16_t> zoneRanks(const std::vector<std::string>& zones)
{
    std::vector<std::uint16_t> byName(zones.size());
    std::iota(byName.begin(), byName.end(), std::uint16_t{0});
    std::ranges::sort(byName, {}, [&](std::uint16_t zone) -> const std::string& { return zones[zone]; });
    std::vector<std::uint16_t> ranks(zones.size());
    for (std::size_t rank = 0; rank < byName.size(); ++rank)
        ranks[byName[rank]] = static_cast<std::uint16_t>(rank);
    return ranks;
}

/// What rows that are merged into one get together.
struct MergedFill {
    Lots asked;
    Lots filled;
    Explanation why;
};

/// Clears the periods of a book one by one.
class BookAuction {
public:
    BookAuction(const Book& book, std::span<const ZoneLink> links, const BookRules& rules)
        : m_book(book)
        , m_rules(rules)
        , m_ranks(zoneRanks(book.zones))
        , m_zones(book.zones.size())
    {
        for (std::size_t zone = 0; zone < m_ranks.size(); ++zone)
            m_zones[m_ranks[zone]] = static_cast<std::uint16_t>(zone);
        for (const ZoneLink& link : links)
            m_links.push_back({.from = ZoneId{m_ranks[link.from.number]},
                               .to = ZoneId{m_ranks[link.to.number]},
                               .capacity = link.capacity});
        m_result.outcomes = OutcomeList(book.orders.size());
    }

    void refuse(std::uint32_t row, const SelfCrossing& crossing)
    {
        const Explanation why{.reason = Reason::CrossesItself,
                              .price = {},
                              .elsewhere = {},
                              .link = {},
                              .shared = {},
                              .crossing = crossing};
        m_result.outcomes.set(row, {.filled = Lots{}, .reason = Reason::CrossesItself, .explanation = numberOf(why)});
    }

    /// Requires: rows of one period.
    void clearPeriod(Rows rows)
    {
        m_numbers.clear();
        if (rows.empty())
            return;
        const bool onePlace = isOnePlace(rows);
        if (onePlace) {
            if (const std::optional<PackedRows> market = packed(rows)) {
                takePacked(rows, *market);
                return;
            }
        }
        if (onePlace && m_rules.auction.pricing == PricingRule::McAfee) {
            sortByPlace(rows);
            take(rows, clearMarket(marketOf(rows), m_rules.auction, m_rules.seed));
            return;
        }
        clearBySteps(rows);
    }

    /// Requires: rows of all periods, one after the other.
    void clearWith(Rows rows, std::span<const BlockOrder> blocks)
    {
        sortByPlace(rows);
        std::vector<BlockOrder> ranked(blocks.begin(), blocks.end());
        for (BlockOrder& block : ranked)
            block.zone = ZoneId{m_ranks[block.zone.number]};
        BlockSolution solution = solveBlocks(marketOf(rows), ranked, m_rules.auction, m_rules.seed);
        take(rows, solution.clearing.market);
        m_result.blocks = BookBlocks{.fills = std::move(solution.clearing.blockFills),
                                     .welfare = solution.clearing.market.welfare / kWattHoursPerLot,
                                     .bound = solution.bound / kWattHoursPerLot,
                                     .solverWork = solution.solverWork,
                                     .clearings = solution.clearings};
    }

    /// Adds a row without a trade for every zone and class that has none yet in the period.
    void listAlso(std::span<const std::uint32_t> rows)
    {
        for (const std::uint32_t row : rows) {
            const ListedOrder order = m_book.orders[row];
            const bool listed =
                std::any_of(m_result.periods.rbegin(), m_result.periods.rend(), [&](const PeriodClearing& period) {
                    return period.period == order.period && period.zone == order.zone &&
                           period.energyClass == order.energyClass;
                });
            if (!listed)
                m_result.periods.push_back({.period = order.period,
                                            .zone = order.zone,
                                            .energyClass = order.energyClass,
                                            .price = {},
                                            .buyerPrice = {},
                                            .priceInterval = {},
                                            .bought = {},
                                            .sold = {}});
        }
    }

    [[nodiscard]] BookClearing take()
    {
        std::ranges::sort(m_result.periods, {}, [&](const PeriodClearing& period) {
            return std::tuple{period.period, m_ranks[period.zone], period.energyClass};
        });
        return std::move(m_result);
    }

private:
    /// Sorts rows that stand by period, participant, side and limit as fills stand.
    void sortByPlace(Rows rows) const
    {
        std::ranges::stable_sort(rows, {}, [&](std::uint32_t row) {
            const ListedOrder order = m_book.orders[row];
            return std::tuple{order.period, m_ranks[order.zone], order.energyClass};
        });
    }

    [[nodiscard]] bool isOnePlace(Rows rows) const
    {
        const ListedOrder first = m_book.orders[rows.front()];
        return std::ranges::all_of(rows, [&](std::uint32_t row) {
            const ListedOrder order = m_book.orders[row];
            return order.zone == first.zone && order.energyClass == first.energyClass;
        });
    }

    /// The end of the rows from `first` on that are merged into one.
    [[nodiscard]] std::size_t endOfMerged(ReadRows rows, std::size_t first) const
    {
        std::size_t end = first + 1;
        while (end < rows.size() && placeOf(m_book.orders[rows[end]]) == placeOf(m_book.orders[rows[first]]))
            ++end;
        return end;
    }

    [[nodiscard]] Lots askedBy(ReadRows rows) const
    {
        Lots asked;
        for (const std::uint32_t row : rows)
            asked += m_book.orders[row].quantity;
        return asked;
    }

    /// The merged orders of rows, packed straight from the list.
    struct PackedRows {
        std::vector<PackedOrder> orders;
        PackedSummary summary;
        std::vector<std::uint32_t> first; ///< Index of each order's first row; empty when none are merged.
    };

    /// None when a merged order is too large.
    [[nodiscard]] std::optional<PackedRows> packed(Rows rows) const
    {
        PackedRows market;
        market.orders.reserve(rows.size());
        for (std::size_t first = 0, end = 0; first < rows.size(); first = end) {
            end = endOfMerged(rows, first);
            const Lots merged = askedBy(rows.subspan(first, end - first));
            if (merged.count() > PackedOrder::kQuantityMax)
                return std::nullopt;
            if (end - first > 1 && market.first.empty()) {
                market.first.resize(market.orders.size());
                std::iota(market.first.begin(), market.first.end(), std::uint32_t{0});
            }
            if (end - first > 1 || !market.first.empty())
                market.first.push_back(static_cast<std::uint32_t>(first));
            const ListedOrder order = m_book.orders[rows[first]];
            market.orders.emplace_back(order.side, worthOf(order.side, order.limit, m_rules.auction.networkFee),
                                       merged);
            market.summary.add(market.orders.back());
        }
        return market;
    }

    /// Clears a period of one zone and one class as clearMarket would.
    void takePacked(Rows rows, const PackedRows& market)
    {
        const ListedOrder one = m_book.orders[rows.front()];
        std::vector<std::uint32_t> filled(market.orders.size());
        const auto ownerOf = [&](std::size_t order) {
            return m_book.orders[rows[market.first.empty() ? order : market.first[order]]].participant;
        };
        const PackedClearing clearing =
            m_auction.clear({.orders = market.orders, .summary = market.summary, .ownerOf = ownerOf}, m_rules.auction,
                            one.period, m_rules.seed, filled);
        PackedReasons reasons(clearing, m_rules.auction.networkFee);
        PeriodClearing result{.period = one.period,
                              .zone = one.zone,
                              .energyClass = one.energyClass,
                              .price = clearing.price,
                              .buyerPrice = clearing.buyerPrice,
                              .priceInterval = clearing.priceInterval,
                              .bought = clearing.volume,
                              .sold = clearing.volume};
        for (std::size_t i = 0; i < filled.size(); ++i) {
            reasons.add(market.orders[i], filled[i]);
            const Int128 worth = Int128{filled[i]} * PackedOrder::worthOf(market.orders[i].key()).count();
            result.welfare += market.orders[i].sells() ? -worth : worth;
        }
        for (std::size_t i = 0, first = 0, end = 0; first < rows.size(); ++i, first = end) {
            end = endOfMerged(rows, first);
            const Lots asked{market.orders[i].quantity()};
            shareAmong(rows.subspan(first, end - first),
                       {.asked = asked, .filled = Lots{filled[i]}, .why = reasons.of(market.orders[i], filled[i])});
        }
        m_result.periods.push_back(result);
    }

    /// Clears a period as clearMarket would, straight from the list. Requires: the pricing rule is not McAfee.
    void clearBySteps(Rows rows)
    {
        std::ranges::stable_sort(rows, {}, [&](std::uint32_t row) {
            const ListedOrder order = m_book.orders[row];
            const bool buys = order.side == Side::Buy;
            return std::tuple{m_ranks[order.zone], order.energyClass == EnergyClass::Any, !buys,
                              buys ? -order.limit : order.limit};
        });
        BookSteps steps({.book = m_book, .rows = rows, .zoneRanks = m_ranks, .links = m_links, .rules = m_rules});
        steps.forEach([this](std::span<const std::uint32_t> members, const Step& step) { shareStep(members, step); });
        takeResults(steps.results(), steps.flows());
    }

    /// Shares what a step trades among its participants. Requires: rows by participant.
    void shareStep(ReadRows rows, const Step& step)
    {
        if (step.filled.isZero() || step.filled == step.asked) {
            for (std::size_t first = 0, end = 0; first < rows.size(); first = end) {
                end = endOfMerged(rows, first);
                const Lots asked = askedBy(rows.subspan(first, end - first));
                shareAmong(rows.subspan(first, end - first),
                           {.asked = asked, .filled = step.filled.isZero() ? Lots{} : asked, .why = step.why});
            }
            return;
        }
        std::vector<Claim> claims;
        std::vector<std::size_t> ends;
        for (std::size_t first = 0; first < rows.size(); first = ends.back()) {
            ends.push_back(endOfMerged(rows, first));
            claims.push_back({.participant = m_book.orders[rows[first]].participant,
                              .asked = askedBy(rows.subspan(first, ends.back() - first)),
                              .filled = Lots{}});
        }
        shareProRata(claims, step.filled, {.period = step.period, .seed = m_rules.seed, .side = step.side});
        for (std::size_t n = 0, first = 0; n < claims.size(); first = ends[n++]) {
            Explanation why = step.why;
            if (claims[n].filled == claims[n].asked) {
                why.reason = Reason::Filled;
                why.shared.reset();
            }
            shareAmong(rows.subspan(first, ends[n] - first),
                       {.asked = claims[n].asked, .filled = claims[n].filled, .why = why});
        }
    }

    /// Requires: the fills of just these rows.
    void take(Rows rows, const MarketClearing& clearing)
    {
        std::size_t first = 0;
        for (const ZoneFill& fill : clearing.fills) {
            std::size_t end = first;
            for (Lots asked; asked < fill.asked; ++end)
                asked += m_book.orders[rows[end]].quantity;
            shareAmong(rows.subspan(first, end - first), {.asked = fill.asked, .filled = fill.filled, .why = fill.why});
            first = end;
        }
        DGEX_ASSERT(first == rows.size());
        takeResults(clearing.results, clearing.flows);
    }

    [[nodiscard]] Market marketOf(Rows rows) const
    {
        Market market;
        market.links = m_links;
        market.orders.reserve(rows.size());
        for (const std::uint32_t row : rows) {
            const ListedOrder order = m_book.orders[row];
            market.orders.push_back({.period = order.period,
                                     .zone = ZoneId{m_ranks[order.zone]},
                                     .energyClass = order.energyClass,
                                     .participant = order.participant,
                                     .side = order.side,
                                     .quantity = order.quantity,
                                     .limit = order.limit});
        }
        return market;
    }

    void takeResults(std::span<const ZoneResult> results, std::span<const LinkFlow> flows)
    {
        for (const ZoneResult& result : results)
            m_result.periods.push_back({.period = result.period,
                                        .zone = m_zones[result.zone.number],
                                        .energyClass = result.energyClass,
                                        .price = result.price,
                                        .buyerPrice = result.buyerPrice,
                                        .priceInterval = result.priceInterval,
                                        .bought = result.bought,
                                        .sold = result.sold,
                                        .welfare = result.welfare / kWattHoursPerLot});
        for (const LinkFlow& flow : flows)
            m_result.flows.push_back({.period = flow.period, .link = flow.link, .lots = flow.lots, .rent = flow.rent});
    }

    std::uint32_t numberOf(const Explanation& why)
    {
        const auto next = static_cast<std::uint32_t>(m_result.explanations.size());
        const auto [known, added] = m_numbers.try_emplace(why, next);
        if (added)
            m_result.explanations.push_back(why);
        return known->second;
    }

    /// Shares what a merged order got among its rows, which stand in the order of their ids.
    void shareAmong(ReadRows rows, const MergedFill& fill)
    {
        const std::uint32_t why = numberOf(fill.why);
        if (fill.filled.isZero() || fill.filled == fill.asked) {
            for (const std::uint32_t row : rows)
                takeOutcome(row, fill.filled.isZero() ? Lots{} : m_book.orders[row].quantity, fill.why.reason, why);
            return;
        }
        const Reason reason = rows.size() > 1 ? Reason::Merged : fill.why.reason;
        Lots left = fill.filled;
        std::vector<std::pair<Int128, std::uint32_t>> remainders;
        for (const std::uint32_t row : rows) {
            const Int128 product = Int128{fill.filled.count()} * m_book.orders[row].quantity.count();
            const Lots lots{product / fill.asked.count()};
            takeOutcome(row, lots, reason, why);
            left -= lots;
            remainders.emplace_back(product % fill.asked.count(), row);
        }
        std::ranges::stable_sort(remainders, std::greater{}, &std::pair<Int128, std::uint32_t>::first);
        for (std::size_t n = 0; Lots{n} < left; ++n) {
            const std::uint32_t row = remainders[n].second;
            takeOutcome(row, m_result.outcomes[row].filled + Lots{1}, reason, why);
        }
    }

    void takeOutcome(std::uint32_t row, Lots filled, Reason reason, std::uint32_t why)
    {
        const bool whole = filled == m_book.orders[row].quantity;
        m_result.outcomes.set(row, {.filled = filled, .reason = whole ? Reason::Filled : reason, .explanation = why});
    }

    const Book& m_book;
    const BookRules& m_rules;
    std::vector<std::uint16_t> m_ranks;
    std::vector<std::uint16_t> m_zones; ///< By rank.
    std::vector<ZoneLink> m_links;
    std::map<Explanation, std::uint32_t> m_numbers; ///< The explanations of the period.
    PackedAuction m_auction;
    BookClearing m_result;
};

/// Moves the rows of crossing participants to the end and refuses them.
Rows takeOutInvalid(const Book& book, Rows rows, const Crossings& crossing, BookAuction& auction)
{
    const auto invalid = std::ranges::stable_partition(
        rows, [&](std::uint32_t row) { return !crossing.contains(book.orders[row].participant); });
    for (const std::uint32_t row : invalid)
        auction.refuse(row, crossing.at(book.orders[row].participant));
    return rows.last(invalid.size());
}

} // namespace

std::string_view describe(BookRefusal refusal)
{
    switch (refusal) {
    case BookRefusal::PricingNeedsOneZone:
        return "pricing \"mcafee\" knows one zone and one class in a period; the book has more";
    case BookRefusal::BlocksNeedUniformPrices:
        return "blocks need pricing \"uniform\"";
    }
    return "unknown refusal";
}

std::expected<BookClearing, BookRefusal> clearBook(const Book& book, std::span<const ZoneLink> links,
                                                   const BookRules& rules)
{
    if (rules.auction.pricing == PricingRule::McAfee && hasMixedPeriod(book))
        return std::unexpected(BookRefusal::PricingNeedsOneZone);
    std::vector<std::uint32_t> rows = sortedRows(book);
    const Crossings crossing = crossingParticipants(book, rows);
    BookAuction auction(book, links, rules);
    for (std::size_t first = 0; first < rows.size();) {
        std::size_t end = first;
        while (end < rows.size() && book.orders[rows[end]].period == book.orders[rows[first]].period)
            ++end;
        const Rows ofPeriod = Rows{rows}.subspan(first, end - first);
        const Rows invalid = takeOutInvalid(book, ofPeriod, crossing, auction);
        auction.clearPeriod(ofPeriod.first(ofPeriod.size() - invalid.size()));
        auction.listAlso(invalid);
        first = end;
    }
    return auction.take();
}

std::expected<BookClearing, BookRefusal> clearBook(const Book& book, std::span<const ZoneLink> links,
                                                   std::span<const BlockOrder> blocks, const BookRules& rules)
{
    if (rules.auction.pricing != PricingRule::Uniform)
        return std::unexpected(BookRefusal::BlocksNeedUniformPrices);
    std::vector<std::uint32_t> rows = sortedRows(book);
    const Crossings crossing = crossingParticipants(book, rows);
    BookAuction auction(book, links, rules);
    const Rows invalid = takeOutInvalid(book, rows, crossing, auction);
    auction.clearWith(Rows{rows}.first(rows.size() - invalid.size()), blocks);
    auction.listAlso(invalid);
    return auction.take();
}

} // namespace dgex::market
