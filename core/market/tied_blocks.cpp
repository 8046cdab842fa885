// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/market/tied_blocks.h"

#include "core/base/assert.h"
#include "core/market/block_prices.h"
#include "core/market/step_clearing.h"

#include <algorithm>
#include <map>
#include <set>

namespace dgex::market {

namespace {

constexpr ParticipantId kBlockBuyers{UINT64_MAX - 1};
constexpr ParticipantId kBlockSellers{UINT64_MAX};
constexpr std::uint32_t kMixSteps = 1U << 16;

bool isOfBlocks(const ZoneFill& fill)
{
    return fill.participant >= kBlockBuyers;
}

/// Sets of periods, each by its least.
class PeriodSets {
public:
    Period find(Period period)
    {
        const auto [known, added] = m_up.try_emplace(period, period);
        return known->second == period ? period : known->second = find(known->second);
    }
    void unite(Period a, Period b)
    {
        a = find(a);
        b = find(b);
        m_up[std::max(a, b)] = std::min(a, b);
    }

private:
    std::map<Period, Period> m_up;
};

/// Whether two clearings trade the same apart from blocks.
bool tradeTheSame(const MarketClearing& a, const MarketClearing& b)
{
    const auto others = [](const MarketClearing& clearing) {
        std::vector<Lots> filled;
        for (const ZoneFill& fill : clearing.fills) {
            if (!isOfBlocks(fill))
                filled.push_back(fill.filled);
        }
        return filled;
    };
    return others(a) == others(b) &&
           std::ranges::equal(a.anySlotFills, b.anySlotFills, {}, &AnySlotFill::byPeriod, &AnySlotFill::byPeriod);
}

} // namespace

std::vector<TiedMarket> splitByBlocks(const Market& market, std::span<const BlockOrder> blocks,
                                      const BlockAcceptance& acceptance)
{
    PeriodSets sets;
    for (const AnySlotOrder& order : market.anySlotOrders) {
        for (const Period period : order.periods)
            sets.unite(market.anySlotOrders.front().periods.front(), period);
    }
    std::set<Period> touched;
    for (std::size_t b = 0; b < blocks.size(); ++b) {
        if (acceptance[b] == 0)
            continue;
        const Period first = blocks[b].profile.front().period;
        for (const BlockPeriod& period : blocks[b].profile) {
            sets.unite(first, period.period);
            touched.insert(period.period);
        }
        if (blocks[b].parent)
            sets.unite(first, blocks[*blocks[b].parent].profile.front().period);
    }
    std::map<Period, std::size_t> parts;
    for (const Period period : touched)
        parts.try_emplace(sets.find(period), parts.size() + 1);
    const auto partOf = [&](Period period) {
        const auto known = parts.find(sets.find(period));
        return known == parts.end() ? std::size_t{0} : known->second;
    };
    std::vector<TiedMarket> tied(parts.size() + 1);
    for (TiedMarket& part : tied)
        part.market.links = market.links;
    for (const ZoneOrder& order : market.orders)
        tied[partOf(order.period)].market.orders.push_back(order);
    if (!market.anySlotOrders.empty())
        tied[partOf(market.anySlotOrders.front().periods.front())].market.anySlotOrders = market.anySlotOrders;
    for (std::uint32_t b = 0; b < blocks.size(); ++b) {
        if (acceptance[b] > 0)
            tied[partOf(blocks[b].profile.front().period)].accepted.push_back(b);
    }
    return tied;
}

TiedBlocks::TiedBlocks(const TiedInput& input, const AuctionRules& rules, const Hash256& seed)
    : m_in(input)
    , m_rules(rules)
    , m_seed(seed)
{
    for (const std::uint32_t b : m_in.tied.accepted) {
        const BlockOrder& block = m_in.blocks[b];
        for (const BlockPeriod& period : block.profile)
            m_lots.push_back({.block = b,
                              .period = period.period,
                              .lots = Lots{period.lots.count() * m_in.acceptance[b]},
                              .limit = block.side == Side::Sell ? -m_rules.priceBound : m_rules.priceBound});
    }
}

MarketClearing TiedBlocks::clearAt(const AuctionRules& rules, const std::vector<Price>& limits) const
{
    Market market = m_in.tied.market;
    market.orders.reserve(market.orders.size() + m_lots.size());
    for (std::size_t i = 0; i < m_lots.size(); ++i) {
        const BlockOrder& block = m_in.blocks[m_lots[i].block];
        market.orders.push_back({.period = m_lots[i].period,
                                 .zone = block.zone,
                                 .energyClass = block.energyClass,
                                 .participant = block.side == Side::Sell ? kBlockSellers : kBlockBuyers,
                                 .side = block.side,
                                 .quantity = m_lots[i].lots,
                                 .limit = limits[i]});
    }
    return clearMarket(market, rules, m_seed);
}

std::vector<std::uint32_t> TiedBlocks::unserved(const MarketClearing& clearing) const
{
    std::set<std::tuple<Period, ZoneId, EnergyClass, Side>> places;
    for (const ZoneFill& fill : clearing.fills) {
        if (isOfBlocks(fill) && fill.filled < fill.asked)
            places.insert({fill.period, fill.zone, fill.energyClass, fill.side});
    }
    std::set<std::uint32_t> found;
    for (const Lot& lot : m_lots) {
        const BlockOrder& block = m_in.blocks[lot.block];
        if (places.contains({lot.period, block.zone, block.energyClass, block.side}))
            found.insert(lot.block);
    }
    return {found.begin(), found.end()};
}

std::vector<Price> TiedBlocks::tightLimits(const MarketClearing& clearing) const
{
    std::map<std::tuple<Period, ZoneId, EnergyClass>, std::pair<Price, Price>> ends;
    for (const ZoneResult& result : clearing.results) {
        if (result.priceInterval)
            ends.emplace(std::tuple{result.period, result.zone, result.energyClass}, *result.priceInterval);
    }
    std::vector<Price> limits;
    for (const Lot& lot : m_lots) {
        const BlockOrder& block = m_in.blocks[lot.block];
        limits.push_back(lot.limit);
        const auto found = ends.find({lot.period, block.zone, block.energyClass});
        if (found == ends.end())
            continue;
        // Strictly inside no other order is marginal, so nothing has to be shared with it.
        const auto [least, greatest] = found->second;
        const bool sells = block.side == Side::Sell;
        Price worth = worthOf(block.side, block.limit, m_rules.networkFee);
        worth = sells ? std::min(worth, greatest - Price{1}) : std::max(worth, least + Price{1});
        const Price limit = sells ? worth : worth + m_rules.networkFee;
        if (worth > least && worth < greatest && limit.abs() < m_rules.priceBound)
            limits.back() = limit;
    }
    return limits;
}

TiedBlocks::Surplus TiedBlocks::surplusOf(const MarketClearing& clearing) const
{
    const BlockPrices prices(clearing.results, m_rules.networkFee);
    Surplus surplus;
    for (const std::uint32_t b : m_in.tied.accepted) {
        const BlockSurplus own = prices.surplusOf(m_in.blocks[b]);
        DGEX_ASSERT(own.average.has_value());
        surplus[b] = own.ofPart * m_in.acceptance[b];
    }
    for (auto b = m_in.parentsFirst.rbegin(); b != m_in.parentsFirst.rend(); ++b) {
        const auto own = surplus.find(*b);
        if (own != surplus.end() && m_in.blocks[*b].parent)
            surplus.at(*m_in.blocks[*b].parent) += own->second;
    }
    return surplus;
}

std::vector<std::uint32_t> TiedBlocks::losersOf(const Surplus& surplus)
{
    std::vector<std::pair<Int128, std::uint32_t>> losers;
    for (const auto& [b, gain] : surplus) {
        if (gain < 0)
            losers.emplace_back(gain, b);
    }
    std::ranges::sort(losers);
    std::vector<std::uint32_t> result;
    for (const auto& [loss, b] : losers)
        result.push_back(b);
    return result;
}

MarketClearing TiedBlocks::clearMixed(std::uint32_t mix, const std::vector<Price>& limits) const
{
    AuctionRules rules = m_rules;
    rules.kNumerator = mix;
    rules.kDenominator = kMixSteps;
    return clearAt(rules, limits);
}

/// A family's surplus grows or falls with every price alike, so those that gain on the way to an end tell how far to go
/// and the others whether that is too far.
std::optional<MarketClearing> TiedBlocks::towards(std::uint32_t end, const Surplus& atK,
                                                  const std::vector<Price>& limits) const
{
    MarketClearing best = clearMixed(end, limits);
    const Surplus atEnd = surplusOf(best);
    const auto isShort = [&](const Surplus& surplus) {
        return std::ranges::any_of(surplus, [&](const auto& family) {
            return family.second < 0 && atEnd.at(family.first) > atK.at(family.first);
        });
    };
    for (const std::uint32_t loser : losersOf(atK)) {
        if (atEnd.at(loser) < 0 && atEnd.at(loser) <= atK.at(loser))
            return std::nullopt;
    }
    if (isShort(atEnd))
        return std::nullopt;
    auto bad = static_cast<std::uint32_t>(std::uint64_t{m_rules.kNumerator} * kMixSteps / m_rules.kDenominator);
    std::uint32_t good = end;
    while (std::max(good, bad) - std::min(good, bad) > 1) {
        const std::uint32_t middle = (good + bad) / 2;
        MarketClearing tried = clearMixed(middle, limits);
        const bool fine = !isShort(surplusOf(tried));
        (fine ? good : bad) = middle;
        if (fine)
            best = std::move(tried);
    }
    if (!losersOf(surplusOf(best)).empty())
        return std::nullopt;
    return best;
}

MarketClearing TiedBlocks::nearestWithoutLoss(MarketClearing atK, const std::vector<Price>& limits) const
{
    const Surplus surplus = surplusOf(atK);
    if (losersOf(surplus).empty())
        return atK;
    for (const std::uint32_t end : {kMixSteps, 0U}) {
        if (auto found = towards(end, surplus, limits))
            return std::move(*found);
    }
    return atK;
}

void TiedBlocks::takeOut(MarketClearing& clearing, const std::vector<Price>& limits) const
{
    std::erase_if(clearing.fills, isOfBlocks);
    std::map<std::tuple<Period, ZoneId, EnergyClass>, ZoneResult*> results;
    for (ZoneResult& result : clearing.results)
        results.emplace(std::tuple{result.period, result.zone, result.energyClass}, &result);
    for (std::size_t i = 0; i < m_lots.size(); ++i) {
        const BlockOrder& block = m_in.blocks[m_lots[i].block];
        const Int128 energy = Int128{m_lots[i].lots.count()} * kWattHoursPerLot;
        const WideMoney more = energy * (block.limit - limits[i]).count() * (block.side == Side::Buy ? 1 : -1);
        results.at({m_lots[i].period, block.zone, block.energyClass})->welfare += more;
        clearing.welfare += more;
    }
}

std::expected<TiedBlocks::Cleared, std::vector<std::uint32_t>> TiedBlocks::clear() const
{
    std::vector<Price> limits;
    for (const Lot& lot : m_lots)
        limits.push_back(lot.limit);
    MarketClearing clearing = clearAt(m_rules, limits);
    if (m_lots.empty())
        return Cleared{.clearing = std::move(clearing), .losers = {}};
    if (auto short_ = unserved(clearing); !short_.empty())
        return std::unexpected(std::move(short_));
    if (const std::vector<Price> tight = tightLimits(clearing); tight != limits) {
        MarketClearing tighter = clearAt(m_rules, tight);
        if (unserved(tighter).empty() && tradeTheSame(clearing, tighter)) {
            Cleared cleared = priced(std::move(tighter), tight);
            if (cleared.losers.empty())
                return cleared;
        }
    }
    return priced(std::move(clearing), limits);
}

TiedBlocks::Cleared TiedBlocks::priced(MarketClearing clearing, const std::vector<Price>& limits) const
{
    clearing = nearestWithoutLoss(std::move(clearing), limits);
    std::vector<std::uint32_t> losers = losersOf(surplusOf(clearing));
    takeOut(clearing, limits);
    return {.clearing = std::move(clearing), .losers = std::move(losers)};
}

} // namespace dgex::market
