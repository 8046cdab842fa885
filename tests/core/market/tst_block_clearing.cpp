// SPDX-License-Identifier: GPL-3.0-or-later
// Goal: a proposal is accepted only when every block gets what it allows and none loses. Method: books counted by hand.
#include "core/market/block_solver.h"

#include <QTest>

#include <algorithm>
#include <set>

using namespace dgex;
using namespace dgex::market;

namespace {

Period periodAt(std::int64_t number)
{
    return Period{number * Period::kSeconds};
}

ZoneOrder order(std::uint64_t participant, std::int64_t period, Side side, std::int64_t lots, std::int64_t limit)
{
    return {.period = periodAt(period),
            .zone = ZoneId{0},
            .energyClass = EnergyClass::Any,
            .participant = ParticipantId{participant},
            .side = side,
            .quantity = Lots{lots},
            .limit = Price{limit}};
}

BlockOrder block(Side side, std::int64_t limit, std::vector<std::int64_t> lots)
{
    BlockOrder result{.participant = ParticipantId{900},
                      .zone = ZoneId{0},
                      .energyClass = EnergyClass::Any,
                      .side = side,
                      .limit = Price{limit},
                      .parts = 1,
                      .minParts = 1,
                      .parent = {},
                      .profile = {}};
    for (std::size_t t = 0; t < lots.size(); ++t) {
        if (lots[t] > 0)
            result.profile.push_back({.period = periodAt(static_cast<std::int64_t>(t)), .lots = Lots{lots[t]}});
    }
    return result;
}

Price priceIn(const MarketClearing& clearing, std::int64_t period)
{
    for (const ZoneResult& result : clearing.results) {
        if (result.period == periodAt(period) && result.price)
            return *result.price;
    }
    return Price{-999};
}

} // namespace

class TestBlockClearing : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void servesABlockAtOneAveragePrice();
    void refusesAProposalAtWhichABlockLoses();
    void movesThePriceNoFurtherThanABlockNeeds();
    void leavesPeriodsWithoutBlocksAlone();
    void letsAParentLiveOnItsChildButNotTheReverse();
    void acceptsPartsDownToTheMinimum();
    void refusesWhatIsNotServed();
    void refusesNumbersThatBlocksDoNotAllow();
    void coversRenewableDemandByARenewableBlock();
    void sendsABlockOverALink();
    void takesTheGreaterWelfareAndThenTheLesserHash();
    void countsNoAnySlotOrderTwice();
};

void TestBlockClearing::servesABlockAtOneAveragePrice()
{
    Market market;
    market.orders = {order(1, 0, Side::Sell, 10, 10), order(2, 1, Side::Sell, 10, 30)};
    const std::vector blocks{block(Side::Buy, 20, {4, 4})};
    const auto cleared = clearWithBlocks(market, blocks, {1}, {}, Hash256{});
    QVERIFY(cleared.has_value());
    // The block pays 10 and 30, which is its limit on average.
    QCOMPARE(priceIn(cleared->market, 0), Price{10});
    QCOMPARE(priceIn(cleared->market, 1), Price{30});
    QCOMPARE(cleared->blockFills[0].averagePrice, std::optional{Price{20}});
    QCOMPARE(cleared->blockFills[0].why.reason, Reason::Filled);
    QVERIFY(cleared->market.welfare == 0);
    QCOMPARE(cleared->market.volume, Lots{8});
    QCOMPARE(cleared->market.fills.size(), std::size_t{2});
    QCOMPARE(cleared->market.fills[0].filled, Lots{4});
}

void TestBlockClearing::refusesAProposalAtWhichABlockLoses()
{
    Market market;
    market.orders = {order(1, 0, Side::Sell, 10, 10), order(2, 1, Side::Sell, 10, 31)};
    const std::vector blocks{block(Side::Buy, 20, {4, 4})};
    const auto refused = clearWithBlocks(market, blocks, {1}, {}, Hash256{});
    QVERIFY(!refused.has_value());
    QCOMPARE(refused.error().fault, BlockFault::BlockLoses);
    QCOMPARE(refused.error().blocks, std::vector<std::uint32_t>{0});
    QVERIFY(refused.error().welfare == WideMoney{-4 * 100});
    market.orders.push_back(order(3, 0, Side::Buy, 1, 11));
    market.orders.push_back(order(4, 1, Side::Buy, 1, 40));
    const auto without = clearWithBlocks(market, blocks, {0}, {}, Hash256{});
    QVERIFY(without.has_value());
    // Prices without it are 10 and 31: 20.5 on average, rounded down.
    QCOMPARE(without->blockFills[0].why.reason, Reason::BlockOutOfMoney);
    QCOMPARE(without->blockFills[0].why.price, std::optional{Price{20}});
}

void TestBlockClearing::movesThePriceNoFurtherThanABlockNeeds()
{
    // Ends 0 and 100 in one period, 10 and 10 in the other; the block needs 40 on average: 70 in the first.
    Market market;
    market.orders = {order(1, 0, Side::Buy, 4, 100), order(2, 0, Side::Sell, 2, 0), order(3, 1, Side::Buy, 9, 10)};
    const std::vector blocks{block(Side::Sell, 40, {2, 2})};
    const auto cleared = clearWithBlocks(market, blocks, {1}, {}, Hash256{});
    QVERIFY(cleared.has_value());
    // Its limit raises the lower end to 40; half way is 70 already.
    QCOMPARE(priceIn(cleared->market, 0), Price{70});
    QCOMPARE(priceIn(cleared->market, 1), Price{10});
    const std::vector dearer{block(Side::Sell, 45, {2, 2})};
    const auto moved = clearWithBlocks(market, dearer, {1}, {}, Hash256{});
    QVERIFY(moved.has_value());
    QCOMPARE(priceIn(moved->market, 0), Price{80});
    const std::vector tooDear{block(Side::Sell, 56, {2, 2})};
    QVERIFY(!clearWithBlocks(market, tooDear, {1}, {}, Hash256{}).has_value());
}

void TestBlockClearing::leavesPeriodsWithoutBlocksAlone()
{
    Market market;
    market.orders = {order(1, 0, Side::Buy, 4, 100), order(2, 0, Side::Sell, 2, 0), order(3, 1, Side::Buy, 9, 10),
                     order(1, 2, Side::Buy, 4, 100), order(2, 2, Side::Sell, 4, 0)};
    const auto moved = clearWithBlocks(market, std::vector{block(Side::Sell, 45, {2, 2})}, {1}, {}, Hash256{});
    QVERIFY(moved.has_value());
    QCOMPARE(priceIn(moved->market, 0), Price{80});
    QCOMPARE(priceIn(moved->market, 2), Price{50});
}

void TestBlockClearing::letsAParentLiveOnItsChildButNotTheReverse()
{
    Market market;
    market.orders = {order(1, 0, Side::Buy, 5, 10), order(2, 1, Side::Buy, 5, 50)};
    std::vector blocks{block(Side::Sell, 20, {2, 0}), block(Side::Sell, 20, {0, 2})};
    blocks[1].parent = 0;
    const auto together = clearWithBlocks(market, blocks, {1, 1}, {}, Hash256{});
    QVERIFY(together.has_value());
    QCOMPARE(priceIn(together->market, 0), Price{10});
    QCOMPARE(priceIn(together->market, 1), Price{50});
    QCOMPARE(clearWithBlocks(market, blocks, {1, 0}, {}, Hash256{}).error().fault, BlockFault::BlockLoses);
    QCOMPARE(clearWithBlocks(market, blocks, {0, 1}, {}, Hash256{}).error().fault, BlockFault::BeyondParent);
    std::swap(market.orders[0].limit, market.orders[1].limit);
    const auto refused = clearWithBlocks(market, blocks, {1, 1}, {}, Hash256{});
    QCOMPARE(refused.error().fault, BlockFault::BlockLoses);
    QCOMPARE(refused.error().blocks, std::vector<std::uint32_t>{1});
}

void TestBlockClearing::acceptsPartsDownToTheMinimum()
{
    Market market;
    market.orders = {order(1, 0, Side::Buy, 7, 30)};
    std::vector blocks{block(Side::Sell, 20, {1})};
    blocks[0].parts = 10;
    blocks[0].minParts = 6;
    const BlockSolution solution = solveBlocks(market, blocks, {}, Hash256{});
    QCOMPARE(solution.acceptance, BlockAcceptance{7});
    QCOMPARE(solution.clearing.blockFills[0].why.reason, Reason::BlockPartFilled);
    const auto shared = solution.clearing.blockFills[0].why.shared;
    QVERIFY(shared == (PartFilledLimit{.limit = Price{20}, .asked = Lots{10}, .filled = Lots{7}}));
    blocks[0].minParts = 8;
    QCOMPARE(solveBlocks(market, blocks, {}, Hash256{}).acceptance, BlockAcceptance{0});
}

void TestBlockClearing::refusesWhatIsNotServed()
{
    Market market;
    market.orders = {order(1, 0, Side::Buy, 1, 30)};
    const auto refused = clearWithBlocks(market, std::vector{block(Side::Sell, 20, {2})}, {1}, {}, Hash256{});
    QCOMPARE(refused.error().fault, BlockFault::NotServed);
    QCOMPARE(refused.error().blocks, std::vector<std::uint32_t>{0});
}

void TestBlockClearing::refusesNumbersThatBlocksDoNotAllow()
{
    std::vector blocks{block(Side::Sell, 20, {2})};
    blocks[0].parts = 4;
    blocks[0].minParts = 2;
    const auto faultOf = [&](const BlockAcceptance& parts) {
        return clearWithBlocks({}, blocks, parts, {}, Hash256{}).error().fault;
    };
    QCOMPARE(faultOf({}), BlockFault::WrongSize);
    QCOMPARE(faultOf({0, 0}), BlockFault::WrongSize);
    QCOMPARE(faultOf({1}), BlockFault::BelowMinimum);
    QCOMPARE(faultOf({5}), BlockFault::BelowMinimum);
    QCOMPARE(faultOf({2}), BlockFault::NotServed);
}

void TestBlockClearing::coversRenewableDemandByARenewableBlock()
{
    Market market;
    market.orders = {order(1, 0, Side::Buy, 3, 30), order(2, 0, Side::Sell, 9, 10)};
    market.orders[0].energyClass = EnergyClass::Renewable;
    std::vector blocks{block(Side::Sell, 15, {3})};
    QVERIFY(!clearWithBlocks(market, blocks, {1}, {}, Hash256{}).has_value());
    blocks[0].energyClass = EnergyClass::Renewable;
    const BlockSolution solution = solveBlocks(market, blocks, {}, Hash256{});
    QCOMPARE(solution.acceptance, BlockAcceptance{1});
    QCOMPARE(solution.clearing.market.volume, Lots{3});
    QVERIFY(solution.clearing.blockFills[0].averagePrice >= std::optional{Price{15}});
    QVERIFY(solution.bound == solution.clearing.market.welfare);
}

void TestBlockClearing::sendsABlockOverALink()
{
    Market market;
    market.orders = {order(1, 0, Side::Buy, 3, 30), order(2, 1, Side::Buy, 3, 40)};
    for (ZoneOrder& each : market.orders)
        each.zone = ZoneId{1};
    market.links = {{.from = ZoneId{0}, .to = ZoneId{1}, .capacity = Lots{3}}};
    const std::vector blocks{block(Side::Sell, 20, {3, 3})};
    const BlockSolution solution = solveBlocks(market, blocks, {}, Hash256{});
    QCOMPARE(solution.acceptance, BlockAcceptance{1});
    QCOMPARE(solution.clearing.market.flows.size(), std::size_t{2});
    QVERIFY(solution.clearing.market.welfare == WideMoney{3 * (10 + 20) * 100});
    market.links[0].capacity = Lots{2};
    QCOMPARE(solveBlocks(market, blocks, {}, Hash256{}).acceptance, BlockAcceptance{0});
}

void TestBlockClearing::takesTheGreaterWelfareAndThenTheLesserHash()
{
    const BlockAcceptance a{1, 0};
    const BlockAcceptance b{0, 1};
    const Hash256 seed{};
    QVERIFY(isBetter({.acceptance = a, .welfare = 2}, {.acceptance = b, .welfare = 1}, seed));
    QVERIFY(!isBetter({.acceptance = a, .welfare = 1}, {.acceptance = b, .welfare = 2}, seed));
    const bool ab = isBetter({.acceptance = a, .welfare = 1}, {.acceptance = b, .welfare = 1}, seed);
    const bool ba = isBetter({.acceptance = b, .welfare = 1}, {.acceptance = a, .welfare = 1}, seed);
    QVERIFY(ab != ba);
    QVERIFY(!isBetter({.acceptance = a, .welfare = 1}, {.acceptance = a, .welfare = 1}, seed));
    std::set<bool> winners;
    for (std::uint8_t first = 0; first < 16; ++first)
        winners.insert(isBetter({.acceptance = a, .welfare = 1}, {.acceptance = b, .welfare = 1}, Hash256{first}));
    QCOMPARE(winners.size(), std::size_t{2});
}

void TestBlockClearing::countsNoAnySlotOrderTwice()
{
    Market market;
    market.orders = {order(1, 0, Side::Sell, 5, 10), order(2, 1, Side::Sell, 5, 20)};
    market.anySlotOrders = {{.participant = ParticipantId{7},
                             .zone = ZoneId{0},
                             .side = Side::Buy,
                             .quantity = Lots{6},
                             .lotsPerPeriod = Lots{4},
                             .limit = Price{40},
                             .periods = {periodAt(0), periodAt(1)}}};
    const std::vector blocks{block(Side::Buy, 50, {3, 0, 0})};
    const BlockSolution solution = solveBlocks(market, blocks, {}, Hash256{});
    QCOMPARE(solution.acceptance, BlockAcceptance{1});
    QCOMPARE(solution.clearing.market.anySlotFills.size(), std::size_t{1});
    // Three of the five cheap lots are the block's.
    QCOMPARE(solution.clearing.market.anySlotFills[0].byPeriod, (std::vector{Lots{2}, Lots{4}}));
    QVERIFY(solution.bound >= solution.clearing.market.welfare);
}

QTEST_APPLESS_MAIN(TestBlockClearing)
#include "tst_block_clearing.moc"
