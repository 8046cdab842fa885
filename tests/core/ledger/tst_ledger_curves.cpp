// SPDX-License-Identifier: GPL-3.0-or-later
// Goal: a home checks the price of a ledger's market from the market's result and its own proof, and any lie about its
// orders is refused. Method: a round of four homes with salted sheets; proofs against what the result log holds, and
// against histories in which an order was dropped, changed or invented.
#include "core/market/price_check.h"
#include "tests/support/ledger_community.h"
#include "tests/support/ledger_outcomes.h"

#include <QTest>

using namespace dgex;
using namespace dgex::ledger;
using namespace dgex::test;

namespace {

const Period kPeriod = kNoon.plus(1);

market::Order order(market::Side side, std::int64_t lots, std::int64_t limit, Period period = kPeriod)
{
    return {.period = period,
            .side = side,
            .energyClass = market::EnergyClass::Any,
            .quantity = Lots{lots},
            .limit = Price{limit}};
}

using Orders = std::map<std::uint64_t, std::vector<market::Order>>;

Orders honestOrders()
{
    return {{1, {order(market::Side::Sell, 30, 1000)}},
            {2, {order(market::Side::Sell, 20, 1200), order(market::Side::Sell, 5, 900, kPeriod.plus(1))}},
            {3, {order(market::Side::Buy, 40, 2000)}},
            {4, {}}};
}

Hash256 saltOf(std::uint64_t home)
{
    return Hash256{static_cast<std::uint8_t>(home), 7};
}

/// A round that closed with these sheets.
struct ClosedRound {
    Community community{5};
    LedgerState state;
    BlockOutcome outcome;

    explicit ClosedRound(const Orders& sheets, bool commits = true, bool salted = true)
    {
        community.terms.rules.commitCurves = commits;
        community.terms.rules.auction.networkFee = Price{100};
        static_cast<void>(community.execute(state, community.opening()));
        std::vector<Bytes> transactions;
        for (const auto& [home, orders] : sheets) {
            market::BidSheet sheet{.round = kNoon, .orders = orders};
            if (salted)
                sheet.salt = saltOf(home);
            transactions.push_back(community.transaction({home}, TransactionType::SubmitSheet, market::encode(sheet)));
        }
        transactions.push_back(community.closeRound(kNoon));
        outcome = community.execute(state, transactions);
    }

    [[nodiscard]] std::optional<MarketResult> result(Period period = kPeriod) const
    {
        return findResult<MarketResult>(outcome, [&](const MarketResult& r) { return r.period == period; });
    }

    /// What home knows of the market from the result log and from what it sent.
    [[nodiscard]] market::HomeKnowledge knowledge(std::uint64_t home, const Orders& sent) const
    {
        market::HomeKnowledge known;
        const std::optional<MarketResult> published = result();
        known.commitment = published->curves->hash;
        known.slots = published->curves->slots;
        known.market = community.market();
        known.period = kPeriod;
        known.rules = community.terms.rules.auction;
        known.participant = ParticipantId{home};
        known.orders.emplace();
        for (const market::Order& each : sent.at(home)) {
            if (each.period == kPeriod)
                known.orders->push_back({{home}, each.side, each.quantity, each.limit});
        }
        return known;
    }
};

} // namespace

class TestLedgerCurves : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyHomeWithASheetChecksThePrice();
    void aHomeWithoutASheetHasNoSlot();
    void eachMarketHidesASlotAnew();
    void aChangedHistoryIsRefusedByTheHomeItTouches_data();
    void aChangedHistoryIsRefusedByTheHomeItTouches();
    void resultsWithoutCommitmentStayAsTheyWere();
    void forgetsTheCurvesOfEarlierRounds();
};

void TestLedgerCurves::everyHomeWithASheetChecksThePrice()
{
    const ClosedRound round(honestOrders());
    QVERIFY(allAccepted(round.outcome));
    const std::optional<MarketResult> published = round.result();
    QVERIFY(published && published->curves);
    QCOMPARE(published->curves->slots, std::uint64_t{4});
    Lots bought;
    Lots sold;
    for (std::uint64_t home = 1; home <= 4; ++home) {
        const auto proof = round.state.priceProof({home}, kPeriod);
        QVERIFY(proof.has_value());
        const auto checked = market::checkPrice(*proof, round.knowledge(home, honestOrders()));
        QVERIFY2(checked.has_value(), checked ? "" : std::string(describe(checked.error())).c_str());
        QCOMPARE(checked->price, published->price);
        QCOMPARE(checked->volume, published->volume);
        const auto own = findResult<HomeRoundResult>(
            round.outcome, [&](const HomeRoundResult& r) { return r.home == ParticipantId{home}; });
        std::size_t inMarket = 0;
        for (const HomeOrderResult& each : own->orders) {
            if (each.period != kPeriod)
                continue;
            QCOMPARE(checked->fills.at(inMarket++).filled, each.filled);
            (each.side == market::Side::Buy ? bought : sold) += each.filled;
        }
        QCOMPARE(checked->fills.size(), inMarket);
    }
    QCOMPARE(bought, published->volume);
    QCOMPARE(sold, published->volume);
}

void TestLedgerCurves::aHomeWithoutASheetHasNoSlot()
{
    const ClosedRound round(honestOrders());
    QVERIFY(!round.state.priceProof({5}, kPeriod));
    QVERIFY(!round.state.priceProof({1}, kPeriod.plus(5)));
}

void TestLedgerCurves::eachMarketHidesASlotAnew()
{
    const ClosedRound round(honestOrders());
    const auto first = round.state.priceProof({4}, kPeriod);
    const auto second = round.state.priceProof({4}, kPeriod.plus(1));
    QVERIFY(first && second);
    QVERIFY(first->salt != second->salt);
    QVERIFY(first->salt != saltOf(4));
}

void TestLedgerCurves::aChangedHistoryIsRefusedByTheHomeItTouches_data()
{
    QTest::addColumn<quint64>("home");
    QTest::addColumn<int>("lie");
    QTest::newRow("an order dropped") << quint64{2} << 0;
    QTest::newRow("an order shifted") << quint64{1} << 1;
    QTest::newRow("an order made smaller") << quint64{3} << 2;
    QTest::newRow("an order invented") << quint64{4} << 3;
}

void TestLedgerCurves::aChangedHistoryIsRefusedByTheHomeItTouches()
{
    QFETCH(quint64, home);
    QFETCH(int, lie);
    Orders changed = honestOrders();
    switch (lie) {
    case 0:
        changed[2].erase(changed[2].begin());
        break;
    case 1:
        changed[1][0].limit = Price{1001};
        break;
    case 2:
        changed[3][0].quantity = Lots{39};
        break;
    default:
        changed[4].push_back(order(market::Side::Buy, 1, 900));
        break;
    }
    // The operator publishes what follows from the changed orders and makes the proofs for it.
    const ClosedRound round(changed);
    const auto proof = round.state.priceProof({home}, kPeriod);
    QVERIFY(proof.has_value());
    const auto checked = market::checkPrice(*proof, round.knowledge(home, honestOrders()));
    QVERIFY(!checked.has_value());
    QCOMPARE(checked.error(), market::PriceFault::OtherOrders);
    // A proof of the true orders does not fit what was published.
    const ClosedRound honest(honestOrders());
    const auto truth = honest.state.priceProof({home}, kPeriod);
    const auto compared = market::checkPrice(*truth, round.knowledge(home, honestOrders()));
    QVERIFY(!compared.has_value());
    QCOMPARE(compared.error(), market::PriceFault::WrongCommitment);
}

void TestLedgerCurves::resultsWithoutCommitmentStayAsTheyWere()
{
    const ClosedRound with(honestOrders());
    const ClosedRound without(honestOrders(), false, false);
    const ClosedRound salted(honestOrders(), false, true);
    const std::optional<MarketResult> plain = without.result();
    QVERIFY(plain && !plain->curves);
    QVERIFY(!without.state.priceProof({1}, kPeriod));
    // A salt is no part of a result.
    QCOMPARE(without.outcome.results, salted.outcome.results);
    MarketResult stripped = *with.result();
    stripped.curves.reset();
    QVERIFY(stripped == *plain);
    QVERIFY(encode(Result{*plain}).size() + 40 == encode(Result{*with.result()}).size());
}

void TestLedgerCurves::forgetsTheCurvesOfEarlierRounds()
{
    ClosedRound round(honestOrders());
    QVERIFY(round.state.priceProof({1}, kPeriod).has_value());
    QVERIFY(allAccepted(round.community.execute(round.state, {round.community.closeRound(kNoon.plus(1))})));
    QVERIFY(!round.state.priceProof({1}, kPeriod).has_value());
}

QTEST_GUILESS_MAIN(TestLedgerCurves)
#include "tst_ledger_curves.moc"
