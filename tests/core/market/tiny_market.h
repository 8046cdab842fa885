// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/market/any_slot.h"
#include "core/market/market_clearing.h"
#include "tests/support/random_stream.h"

#include <algorithm>
#include <functional>
#include <map>
#include <optional>
#include <tuple>
#include <vector>

/// Markets so small that every allocation can be tried.
namespace dgex::test {

using namespace dgex::market;

inline constexpr std::int64_t kAllocationsMax = 3'000;

/// One amount that an allocation chooses: on a link, of a step, or of an any-slot order in a period.
struct Choice {
    enum class Kind { Link, Step, AnySlot } kind = Kind::Link;
    std::int64_t period = 0;
    std::size_t from = 0; ///< Zone; of steps and any-slot orders both are their zone.
    std::size_t to = 0;
    EnergyClass energyClass = EnergyClass::Any;
    Side side = Side::Buy;
    std::int64_t worth = 0;
    std::int64_t most = 0;
    std::size_t order = 0; ///< Any-slot: rank.
    std::int64_t draw = 0;
};

struct TinyMarket {
    Market market;
    AuctionRules rules;
    Hash256 seed{};
    std::vector<Choice> choices;
    std::vector<std::int64_t> totals; ///< By rank of any-slot orders.
    std::int64_t periods = 1;
    std::size_t zones = 1;
};

using Amounts = std::vector<std::int64_t>;
/// What the rules make best, compared from the left.
using Score = std::vector<std::int64_t>;

inline std::int64_t periodOf(Period period)
{
    return period.startSeconds() / Period::kSeconds;
}

inline void addChoices(TinyMarket& tiny)
{
    for (std::int64_t period = 0; period < tiny.periods; ++period) {
        for (const ZoneLink& link : tiny.market.links)
            tiny.choices.push_back({.kind = Choice::Kind::Link,
                                    .period = period,
                                    .from = link.from.number,
                                    .to = link.to.number,
                                    .most = link.capacity.count()});
    }
    std::map<std::tuple<std::int64_t, std::size_t, bool, bool, std::int64_t>, std::int64_t> steps;
    for (const ZoneOrder& order : tiny.market.orders) {
        const bool buys = order.side == Side::Buy;
        const std::int64_t eagerness = buys ? -order.limit.count() : order.limit.count();
        steps[{periodOf(order.period), order.zone.number, order.energyClass == EnergyClass::Any, !buys, eagerness}] +=
            order.quantity.count();
    }
    const std::int64_t fee = tiny.rules.networkFee.count();
    for (const auto& [key, lots] : steps) {
        const auto& [period, zone, isAny, sells, eagerness] = key;
        tiny.choices.push_back({.kind = Choice::Kind::Step,
                                .period = period,
                                .from = zone,
                                .to = zone,
                                .energyClass = isAny ? EnergyClass::Any : EnergyClass::Renewable,
                                .side = sells ? Side::Sell : Side::Buy,
                                .worth = sells ? eagerness : -eagerness - fee,
                                .most = lots});
    }
    const AnySlotDraws draws(tiny.market.anySlotOrders, tiny.seed);
    for (std::size_t rank = 0; rank < draws.ranking().size(); ++rank) {
        const std::uint32_t index = draws.ranking()[rank];
        const AnySlotOrder& order = tiny.market.anySlotOrders[index];
        tiny.totals.push_back(order.quantity.count());
        for (const Period period : order.periods)
            tiny.choices.push_back({.kind = Choice::Kind::AnySlot,
                                    .period = periodOf(period),
                                    .from = order.zone.number,
                                    .to = order.zone.number,
                                    .side = order.side,
                                    .worth = order.limit.count() - (order.side == Side::Buy ? fee : 0),
                                    .most = std::min(order.lotsPerPeriod, order.quantity).count(),
                                    .order = rank,
                                    .draw = draws.draw(index, period)});
    }
}

inline std::int64_t allocationsOf(const TinyMarket& tiny)
{
    std::int64_t product = 1;
    for (const Choice& choice : tiny.choices)
        product = std::min(product * (choice.most + 1), kAllocationsMax + 1);
    return product;
}

inline Lots randomLots(RandomStream& random)
{
    return Lots{random.between(1, random.between(1, 3))};
}

inline TinyMarket randomMarket(std::uint64_t seed)
{
    RandomStream random(seed);
    TinyMarket tiny;
    tiny.periods = random.between(1, 2);
    tiny.zones = static_cast<std::size_t>(random.between(1, tiny.periods == 1 ? 3 : 2));
    const auto lastZone = static_cast<std::int64_t>(tiny.zones) - 1;
    const auto randomZone = [&] { return ZoneId{static_cast<std::uint16_t>(random.between(0, lastZone))}; };
    const std::int64_t renewableShare = random.between(0, 2);
    std::uint64_t participant = 0;
    for (std::int64_t n = random.between(2, 6); n > 0; --n) {
        const bool renewable = renewableShare > 0 && random.between(0, 3) < renewableShare;
        tiny.market.orders.push_back({.period = Period{random.between(0, tiny.periods - 1) * Period::kSeconds},
                                      .zone = randomZone(),
                                      .energyClass = renewable ? EnergyClass::Renewable : EnergyClass::Any,
                                      .participant = ParticipantId{++participant},
                                      .side = random.between(0, 1) == 0 ? Side::Buy : Side::Sell,
                                      .quantity = randomLots(random),
                                      .limit = Price{random.between(-2, 3)}});
    }
    for (std::int64_t n = random.between(0, tiny.periods == 1 ? 1 : 2); n > 0; --n) {
        AnySlotOrder order{.participant = ParticipantId{static_cast<std::uint64_t>(random.between(100, 101))},
                           .zone = randomZone(),
                           .side = random.between(0, 3) == 0 ? Side::Sell : Side::Buy,
                           .quantity = randomLots(random),
                           .lotsPerPeriod = randomLots(random),
                           .limit = Price{random.between(-1, 3)},
                           .periods = {}};
        for (std::int64_t period = 0; period < tiny.periods; ++period)
            order.periods.emplace_back(period * Period::kSeconds);
        tiny.market.anySlotOrders.push_back(order);
    }
    for (std::int64_t n = tiny.zones == 1 ? 0 : random.between(0, 5); n > 0; --n) {
        const ZoneId from = randomZone();
        const ZoneId to = randomZone();
        if (from != to)
            tiny.market.links.push_back({.from = from, .to = to, .capacity = Lots{random.between(0, 3)}});
    }
    tiny.rules.kDenominator = static_cast<std::uint32_t>(random.between(1, 4));
    tiny.rules.kNumerator = static_cast<std::uint32_t>(random.between(0, tiny.rules.kDenominator));
    tiny.rules.networkFee = Price{random.between(0, 2) == 0 ? random.between(-1, 1) : 0};
    for (std::uint8_t& byte : tiny.seed)
        byte = static_cast<std::uint8_t>(random.next());
    addChoices(tiny);
    return tiny;
}

/// The score of an allocation; none when it breaks a balance.
inline std::optional<Score> scoreOf(const TinyMarket& tiny, const Amounts& amounts)
{
    const auto periods = static_cast<std::size_t>(tiny.periods);
    std::vector<std::int64_t> balance(periods * tiny.zones, 0);
    std::vector<std::int64_t> renewable(periods, 0);
    std::vector<std::int64_t> totals(tiny.totals.size(), 0);
    Score score(4, 0);
    for (std::size_t i = 0; i < amounts.size(); ++i) {
        const Choice& choice = tiny.choices[i];
        const auto period = static_cast<std::size_t>(choice.period);
        if (choice.kind == Choice::Kind::Link) {
            balance[period * tiny.zones + choice.from] -= amounts[i];
            balance[period * tiny.zones + choice.to] += amounts[i];
            score[2] -= amounts[i];
            continue;
        }
        const std::int64_t sold = choice.side == Side::Sell ? amounts[i] : -amounts[i];
        balance[period * tiny.zones + choice.from] += sold;
        score[0] -= sold * choice.worth;
        score[1] += std::max<std::int64_t>(sold, 0);
        score[3] -= amounts[i] * choice.draw;
        if (choice.energyClass == EnergyClass::Renewable)
            renewable[period] += sold;
        if (choice.kind == Choice::Kind::AnySlot)
            totals[choice.order] += amounts[i];
    }
    const auto isZero = [](std::int64_t value) { return value == 0; };
    const auto isNegative = [](std::int64_t value) { return value < 0; };
    if (!std::ranges::all_of(balance, isZero) || std::ranges::any_of(renewable, isNegative))
        return std::nullopt;
    for (std::size_t i = 0; i < totals.size(); ++i) {
        if (totals[i] > tiny.totals[i])
            return std::nullopt;
    }
    for (std::size_t i = 0; i < amounts.size(); ++i) {
        const Choice& choice = tiny.choices[i];
        const bool firstOfOrder = choice.kind == Choice::Kind::AnySlot && (tiny.choices[i - 1].kind != choice.kind ||
                                                                           tiny.choices[i - 1].order != choice.order);
        if (firstOfOrder)
            score.push_back(totals[choice.order]);
        score.push_back(amounts[i]);
    }
    return score;
}

/// The best of all allocations.
inline Amounts bestOfAll(const TinyMarket& tiny)
{
    Amounts amounts(tiny.choices.size(), 0);
    Amounts best = amounts;
    Score bestScore = *scoreOf(tiny, amounts);
    const std::function<void(std::size_t)> tryFrom = [&](std::size_t index) {
        if (index < amounts.size()) {
            for (amounts[index] = 0; amounts[index] <= tiny.choices[index].most; ++amounts[index])
                tryFrom(index + 1);
            return;
        }
        if (const auto score = scoreOf(tiny, amounts); score && *score > bestScore) {
            bestScore = *score;
            best = amounts;
        }
    };
    tryFrom(0);
    return best;
}

} // namespace dgex::test
