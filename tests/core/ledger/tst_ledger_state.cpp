// SPDX-License-Identifier: GPL-3.0-or-later
// Goal: the ledger lives a half hour by the market rules and refuses what they forbid. Method: four homes trade one
// half hour step by step; rows of forbidden transactions; small histories around each rule.
#include "core/ledger/proof.h"
#include "tests/support/ledger_community.h"
#include "tests/support/ledger_outcomes.h"

#include <QTest>

using namespace dgex;
using namespace dgex::ledger;
using namespace dgex::test;

class TestLedgerState : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void livesOneHalfHour();
    void refusesWhatTheRulesForbid_data();
    void refusesWhatTheRulesForbid();
    void opensOnlyOnce();
    void anyChangedByteIsRefused();
    void laterSheetReplacesAndBadSheetDoesNot();
    void tellsWhyASheetWasRefused();
    void paysByTheMarketsRule_data();
    void paysByTheMarketsRule();
    void provesAResultOffline();
    void chainsBlocks();

private:
    static void addRowsAboutOrdersAndPeriods();
    static void deliversAndSettles(Community& community, LedgerState& state, ContractId contract, Price price);
};

/// Seller 1 (30 lots from 10.00), seller 2 (20 from 12.00), buyer 3 (25 up to 20.00), buyer 4 (10 up to 11.00).
/// Supply and demand meet at 35 against 30: 1 sells 25 at least, 4 gets part only below its limit.
void TestLedgerState::livesOneHalfHour()
{
    Community community(4);
    community.terms.rules.auction.networkFee = Price{100};
    LedgerState state;
    const Round round = kNoon;
    const Period period = round.plus(1);
    QVERIFY(allAccepted(community.execute(state, community.opening())));
    QVERIFY(allAccepted(community.execute(state, {community.tariff(period, 48, kTariff)})));

    // The homes bid, the gate closes.
    const BlockOutcome closed = community.execute(state, {community.sheet({1}, round, {selling(period, 30, 1000)}),
                                                          community.sheet({2}, round, {selling(period, 20, 1200)}),
                                                          community.sheet({3}, round, {buying(period, 25, 2000)}),
                                                          community.sheet({4}, round, {buying(period, 10, 1050)}),
                                                          community.closeRound(round)});
    QVERIFY(allAccepted(closed));
    const auto market = findResult<MarketResult>(closed, [](const MarketResult&) { return true; });
    QVERIFY(market.has_value());
    // Buyer 3 takes 25 of seller 1; buyer 4 offers 10.50 less the fee of 1.00, below the 10.00 that seller 1 asks.
    QCOMPARE(market->volume, Lots{25});
    QCOMPARE(market->orders, 4U);
    QVERIFY(market->price.has_value());
    const Price price = *market->price;
    QVERIFY(price >= Price{1000} && price <= Price{1200});
    QCOMPARE(state.lastResults().size(), 1U);
    QCOMPARE(state.curve(period).size(), 4U);
    QCOMPARE(state.curve(period).front(), (CurveStep{.price = Price{1000}, .buy = {}, .sell = Lots{30}}));

    // Money moved at once, the fee went to the grid operator.
    QCOMPARE(state.account({1}), valueOf(Lots{25}, price));
    QCOMPARE(state.account({3}), -valueOf(Lots{25}, price + Price{100}));
    QCOMPARE(state.gridOperatorAccount(), valueOf(Lots{25}, Price{100}));
    QVERIFY(state.accountSum() == 0);

    // The period's gate closed with the round: one contract, confirmed by both.
    QCOMPARE(state.contracts(period).size(), 1U);
    QCOMPARE(state.contracts(period)[0].exporter, ParticipantId{1});
    QCOMPARE(state.contracts(period)[0].importer, ParticipantId{3});
    QCOMPARE(state.position({3}, period), Lots{25});
    const ContractId contract{.period = period, .number = 0};
    QVERIFY(
        allAccepted(community.execute(state, {community.confirm({1}, contract), community.confirm({3}, contract)})));

    deliversAndSettles(community, state, contract, price);
}

/// The second half of a life: what seller 1 and buyer 3 agreed on flows, is metered and settled.
void TestLedgerState::deliversAndSettles(Community& community, LedgerState& state, ContractId contract, Price price)
{
    const Period period = contract.period;
    // Delivery; then the period is over.
    QVERIFY(allAccepted(community.execute(state, {community.closeRound(period)})));
    QVERIFY(allAccepted(community.execute(state, {community.closeRound(period.plus(1))})));
    QCOMPARE(errorOf(community.execute(state, {community.confirm({1}, contract)})), TransactionError::TooLate);
    QVERIFY(allAccepted(community.execute(
        state, {community.report({1}, contract, Energy{2500}), community.report({3}, contract, Energy{2500}),
                community.reading({1}, period, Energy{-2600}), community.reading({2}, period, Energy{0}),
                community.reading({3}, period, Energy{2800}), community.reading({4}, period, Energy{500})})));

    // Settlement: what the meters show beyond the contract is bought from and sold to the utility.
    const Money before = state.account({3});
    const BlockOutcome settled = community.execute(state, {community.settle(period)});
    QVERIFY(allAccepted(settled));
    QCOMPARE(settled.results.size(), 5U);
    QCOMPARE(state.account({3}), before - valueOf(Energy{300}, kTariff.retail));
    QCOMPARE(state.account({4}), -valueOf(Energy{500}, kTariff.retail));
    QCOMPARE(state.account({1}), valueOf(Lots{25}, price) + valueOf(Energy{100}, kTariff.feedIn));
    QVERIFY(state.accountSum() == 0);
    const auto home = findResult<HomeSettlementResult>(
        settled, [](const HomeSettlementResult& r) { return r.settlement.home == ParticipantId{3}; });
    QVERIFY(home.has_value() && !home->substituted);
    QCOMPARE(home->balance, state.account({3}));
    const auto total = findResult<PeriodSettlementResult>(settled, [](const PeriodSettlementResult&) { return true; });
    QCOMPARE(total->contracted, Energy{2500});
    QCOMPARE(total->delivered, Energy{2500});
    QCOMPARE(total->networkLoss, Energy{0});

    // It is settled once and then forgotten.
    QCOMPARE(errorOf(community.execute(state, {community.settle(period)})), TransactionError::AlreadySettled);
    QVERIFY(state.contracts(period).empty());
    QVERIFY(!state.unsettledPeriods().contains(period));
}

void TestLedgerState::refusesWhatTheRulesForbid_data()
{
    QTest::addColumn<std::function<Bytes(Community&)>>("make");
    QTest::addColumn<TransactionError>("error");
    using Make = std::function<Bytes(Community&)>;
    using enum TransactionType;
    const Round open = kNoon.plus(1);
    const Period traded = kNoon.plus(1);
    const auto row = [](const char* name, TransactionError error, Make make) {
        QTest::newRow(name) << std::move(make) << error;
    };
    row("noise", TransactionError::Malformed, [](Community&) { return Bytes{1, 2, 3}; });
    row("a byte too many", TransactionError::Malformed, [=](Community& c) {
        Bytes bytes = c.closeRound(open);
        bytes.push_back(0);
        return bytes;
    });
    row("another market", TransactionError::WrongMarket, [=](Community& c) {
        Transaction t = c.unsignedTransaction(kOperator, TransactionType::CloseRound, encode(ledger::CloseRound{open}));
        t.market.bytes[15] = 1;
        return c.signedBy(kOperator, t);
    });
    row("a stranger", TransactionError::UnknownParticipant, [=](Community& c) { return c.sheet({77}, open, {}); });
    row("signed by another home", TransactionError::BadSignature, [=](Community& c) {
        return c.signedBy({2}, c.unsignedTransaction({1}, SubmitSheet, encode(market::BidSheet{open, {}})));
    });
    row("an old sequence number", TransactionError::Duplicate, [=](Community& c) {
        Transaction t = c.unsignedTransaction({1}, SubmitSheet, encode(market::BidSheet{open, {}}));
        t.sequence = 1;
        return c.signedBy({1}, t);
    });
    row("a home closes the round", TransactionError::NotAllowed, [=](Community& c) {
        return c.transaction({1}, TransactionType::CloseRound, encode(ledger::CloseRound{open}));
    });
    row("the utility bids", TransactionError::NotAllowed, [=](Community& c) { return c.sheet(kUtility, open, {}); });
    row("a home publishes prices", TransactionError::NotAllowed, [=](Community& c) {
        return c.transaction({1}, TransactionType::PublishTariff, encode(ledger::PublishTariff{}));
    });
    row("a home reads its neighbour's meter", TransactionError::NotAllowed, [=](Community& c) {
        return c.transaction({1}, TransactionType::MeterReading,
                             encode(ledger::MeterReading{.home = {2}, .period = traded, .kind = {}, .values = {}}));
    });
    row("a home gives a final reading", TransactionError::NotAllowed, [=](Community& c) {
        return c.transaction(
            {1}, TransactionType::MeterReading,
            encode(ledger::MeterReading{.home = {1}, .period = traded, .kind = ReadingKind::Final, .values = {}}));
    });
    row("the market opens twice", TransactionError::AlreadyOpen,
        [](Community& c) { return c.transaction(kOperator, TransactionType::OpenMarket, encode(c.terms)); });
    row("a number is registered twice", TransactionError::AlreadyRegistered,
        [](Community& c) { return c.registration({2}, Role::Home); });
    addRowsAboutOrdersAndPeriods();
}

void TestLedgerState::addRowsAboutOrdersAndPeriods()
{
    using Make = std::function<Bytes(Community&)>;
    using enum TransactionType;
    const Round open = kNoon.plus(1);
    const Period traded = kNoon.plus(1);
    const auto row = [](const char* name, TransactionError error, Make make) {
        QTest::newRow(name) << std::move(make) << error;
    };
    row("a closed round", TransactionError::WrongRound, [](Community& c) { return c.closeRound(kNoon); });
    row("a round left out", TransactionError::WrongRound, [=](Community& c) { return c.closeRound(open.plus(1)); });
    row("a sheet for a closed round", TransactionError::WrongRound,
        [](Community& c) { return c.sheet({1}, kNoon, {buying(kNoon.plus(2), 1, 1)}); });
    row("a sheet of noise", TransactionError::BadSheet,
        [](Community& c) { return c.transaction({1}, SubmitSheet, Bytes{9}); });
    row("a sheet that trades with itself", TransactionError::BadSheet,
        [=](Community& c) { return c.sheet({1}, open, {buying(open.plus(1), 1, 10), selling(open.plus(1), 1, 10)}); });
    row("a period whose gate is closed", TransactionError::BadSheet,
        [=](Community& c) { return c.sheet({1}, open, {buying(traded, 1, 10)}); });
    row("renewable energy cannot be promised", TransactionError::BadSheet, [=](Community& c) {
        market::Order order = buying(open.plus(1), 1, 10);
        order.energyClass = market::EnergyClass::Renewable;
        return c.sheet({1}, open, {order});
    });
    row("more than the connection carries", TransactionError::OverCapacity,
        [=](Community& c) { return c.sheet({1}, open, {buying(open.plus(1), 51, 10)}); });
    row("more than the connection sends out", TransactionError::OverCapacity,
        [=](Community& c) { return c.sheet({1}, open, {selling(open.plus(1), 51, 10)}); });
    row("more than the home can owe", TransactionError::OverCredit,
        [=](Community& c) { return c.sheet({1}, open, {buying(open.plus(1), 50, 10'000'000)}); });
    row("a seller who might have to pay too much", TransactionError::OverCredit,
        [=](Community& c) { return c.sheet({1}, open, {selling(open.plus(1), 50, -10'000'000)}); });
    row("no such contract", TransactionError::UnknownContract,
        [=](Community& c) { return c.confirm({1}, {.period = traded, .number = 1}); });
    row("somebody else's contract", TransactionError::UnknownContract,
        [=](Community& c) { return c.confirm({3}, {.period = traded, .number = 0}); });
    row("a contract not made yet", TransactionError::UnknownPeriod,
        [=](Community& c) { return c.confirm({1}, {.period = traded.plus(1), .number = 0}); });
    row("a reading of the future", TransactionError::UnknownPeriod,
        [=](Community& c) { return c.reading({1}, traded.plus(1), Energy{1}); });
    row("a tariff of the past", TransactionError::UnknownPeriod,
        [=](Community& c) { return c.tariff(kNoon, 1, kTariff); });
    row("a tariff changed after the gate", TransactionError::TooLate,
        [=](Community& c) { return c.tariff(traded, 1, kTariff); });
    row("settled before it is over", TransactionError::TooEarly, [=](Community& c) { return c.settle(traded); });
}

/// A market in which homes 1 and 2 have a contract for the first period and the next round is open.
void TestLedgerState::refusesWhatTheRulesForbid()
{
    QFETCH(std::function<Bytes(Community&)>, make);
    QFETCH(TransactionError, error);
    Community community(3);
    LedgerState state;
    const Period traded = kNoon.plus(1);
    QVERIFY(allAccepted(community.execute(state, community.opening())));
    QVERIFY(allAccepted(community.execute(
        state, {community.tariff(traded, 1, kTariff), community.sheet({1}, kNoon, {selling(traded, 5, 1000)}),
                community.sheet({2}, kNoon, {buying(traded, 5, 1000)}), community.closeRound(kNoon)})));
    const BlockHeader before = state.execute({}, HashSigner::check, community.lookup()).header;

    const BlockOutcome outcome = community.execute(state, {make(community)});
    QCOMPARE(errorOf(outcome), error);
    QCOMPARE(outcome.transactions[0].refusal->sheet.has_value(), error == TransactionError::BadSheet);
    // It stands in the log, and nothing was decided by it.
    QCOMPARE(outcome.header.logSize, before.logSize + 1);
    QVERIFY(outcome.header.logRoot != before.logRoot);
    QCOMPARE(outcome.header.resultRoot, before.resultRoot);
    QCOMPARE(state.sheetCount(), 0U);
    QCOMPARE(state.contracts(traded).size(), 1U);
    QVERIFY(!state.contracts(traded)[0].exporterReport.confirmed);
    // The market goes on.
    QVERIFY(allAccepted(community.execute(state, {community.closeRound(kNoon.plus(1))})));
}

void TestLedgerState::opensOnlyOnce()
{
    Community community(1);
    LedgerState state;
    QCOMPARE(errorOf(community.execute(state, {community.closeRound(kNoon)})), TransactionError::NoMarket);
    QVERIFY(!state.market().has_value());
    Bytes spoiled = community.opening().front();
    spoiled.back() ^= 1;
    QCOMPARE(errorOf(community.execute(state, {spoiled})), TransactionError::BadSignature);
    const Bytes good = community.opening().front();
    QVERIFY(allAccepted(community.execute(state, {good})));
    QCOMPARE(errorOf(community.execute(state, {good})), TransactionError::AlreadyOpen);
    QCOMPARE(state.market(), community.market());
}

void TestLedgerState::anyChangedByteIsRefused()
{
    Community community(2);
    LedgerState start;
    community.execute(start, community.opening());
    const Bytes good = community.sheet({1}, kNoon, {buying(kNoon.plus(1), 3, 1000), selling(kNoon.plus(2), 4, 900)});
    for (std::size_t i = 0; i < good.size(); ++i)
        for (const int change : {0x01, 0x80}) {
            Bytes bytes = good;
            bytes[i] = static_cast<std::uint8_t>(bytes[i] ^ change);
            LedgerState state = start;
            QVERIFY2(!allAccepted(community.execute(state, {bytes})), std::to_string(i).c_str());
            QCOMPARE(state.sheetCount(), 0U);
        }
    LedgerState state = start;
    QVERIFY(allAccepted(community.execute(state, {good})));
    QCOMPARE(errorOf(community.execute(state, {good})), TransactionError::Duplicate);
}

void TestLedgerState::laterSheetReplacesAndBadSheetDoesNot()
{
    Community community(2);
    LedgerState state;
    const Period period = kNoon.plus(1);
    community.execute(state, community.opening());
    const BlockOutcome outcome = community.execute(state, {community.sheet({1}, kNoon, {selling(period, 5, 1000)}),
                                                           community.sheet({1}, kNoon, {selling(period, 7, 1000)}),
                                                           community.sheet({1}, kNoon, {selling(period, 999, 1000)}),
                                                           community.sheet({2}, kNoon, {buying(period, 20, 1000)}),
                                                           community.closeRound(kNoon)});
    QCOMPARE(errorOf(outcome, 2), TransactionError::OverCapacity);
    QCOMPARE(state.position({2}, period), Lots{7});
    // A sheet serves one round.
    community.execute(state, {community.closeRound(kNoon.plus(1))});
    QVERIFY(state.lastResults().empty());
}

void TestLedgerState::tellsWhyASheetWasRefused()
{
    Community community(2);
    LedgerState state;
    const Period period = kNoon.plus(1);
    community.execute(state, community.opening());
    const BlockOutcome outcome =
        community.execute(state, {community.sheet({1}, kNoon, {selling(period, 1, 5), buying(period, 1, 5)}),
                                  community.closeRound(kNoon)});
    const auto home = findResult<HomeRoundResult>(outcome, [](const HomeRoundResult&) { return true; });
    QVERIFY(home.has_value() && home->refusal.has_value());
    QCOMPARE(home->home, ParticipantId{1});
    QCOMPARE(home->refusal->error, TransactionError::BadSheet);
    QCOMPARE(home->refusal->sheet, market::SheetError::CrossesItself);
    QVERIFY(home->orders.empty());
}

void TestLedgerState::paysByTheMarketsRule_data()
{
    QTest::addColumn<int>("rule");
    QTest::addColumn<qint64>("sold");
    QTest::addColumn<qint64>("buyerPays");
    QTest::addColumn<qint64>("sellerGets");
    QTest::newRow("one price for all") << static_cast<int>(market::PricingRule::Uniform) << 20LL << 1500LL << 1500LL;
    QTest::newRow("everyone's own limit")
        << static_cast<int>(market::PricingRule::PayAsBid) << 20LL << 2000LL << 1000LL;
    // The 20th lots set the prices of the other 19.
    QTest::newRow("trade reduction") << static_cast<int>(market::PricingRule::McAfee) << 19LL << 2000LL << 1000LL;
}

/// 20 lots for sale from 10.00, 20 asked for up to 20.00; no fee: the price lies between 10.00 and 20.00.
void TestLedgerState::paysByTheMarketsRule()
{
    QFETCH(int, rule);
    QFETCH(qint64, sold);
    QFETCH(qint64, buyerPays);
    QFETCH(qint64, sellerGets);
    Community community(2);
    community.terms.rules.auction.pricing = static_cast<market::PricingRule>(rule);
    LedgerState state;
    const Period period = kNoon.plus(1);
    QVERIFY(allAccepted(community.execute(state, community.opening())));
    const BlockOutcome outcome = community.execute(state, {community.sheet({1}, kNoon, {selling(period, 20, 1000)}),
                                                           community.sheet({2}, kNoon, {buying(period, 20, 2000)}),
                                                           community.closeRound(kNoon)});
    QVERIFY(allAccepted(outcome));
    QCOMPARE(state.position({2}, period), Lots{sold});
    QCOMPARE(state.account({1}), valueOf(Lots{sold}, Price{sellerGets}));
    QCOMPARE(state.account({2}), -valueOf(Lots{sold}, Price{buyerPays}));
    QCOMPARE(state.gridOperatorAccount(), valueOf(Lots{sold}, Price{buyerPays - sellerGets}));
    QVERIFY(state.accountSum() == 0);
    const auto home =
        findResult<HomeRoundResult>(outcome, [](const HomeRoundResult& r) { return r.home == ParticipantId{2}; });
    QVERIFY(home.has_value());
    QCOMPARE(home->orders[0].price, Price{buyerPays});
}

void TestLedgerState::provesAResultOffline()
{
    Community community(3);
    LedgerState state;
    ResultLog log;
    const Period period = kNoon.plus(1);
    const auto run = [&](const std::vector<Bytes>& transactions) {
        const BlockOutcome outcome = community.execute(state, transactions);
        for (const Bytes& leaf : outcome.results)
            log.append(leaf);
        return outcome.header;
    };
    run(community.opening());
    run({community.sheet({1}, kNoon, {selling(period, 5, 1000)}),
         community.sheet({2}, kNoon, {buying(period, 5, 1000)}), community.closeRound(kNoon)});
    const BlockHeader later = run({community.closeRound(period)});
    QCOMPARE(log.root(), later.resultRoot);
    const auto signedLater = coSign(checkpointOf(community.market(), later), 0, *community.authority());
    QVERIFY(signedLater.has_value());
    for (std::uint64_t i = 0; i < log.size(); ++i) {
        const ResultProof proof = decodeResultProof(encode(log.prove(i, *signedLater))).value();
        const auto result = verify(proof, community.anchor(), HashSigner::check);
        QVERIFY(result.has_value());
        QVERIFY(encode(*result) == log.leaf(i));

        ResultProof spoiled = proof;
        spoiled.leaf.back() ^= 1;
        QCOMPARE(verify(spoiled, community.anchor(), HashSigner::check).error(), ProofError::NotIncluded);
        spoiled = proof;
        spoiled.checkpoint.height += 1;
        QCOMPARE(verify(spoiled, community.anchor(), HashSigner::check).error(), ProofError::NotFinal);
        spoiled = proof;
        spoiled.checkpoint.signatures.clear();
        QCOMPARE(verify(spoiled, community.anchor(), HashSigner::check).error(), ProofError::NotFinal);
        TrustAnchor stranger = community.anchor();
        stranger.authorities[0] = HashSigner(5).publicKey();
        QCOMPARE(verify(proof, stranger, HashSigner::check).error(), ProofError::NotFinal);
        stranger = community.anchor();
        stranger.market.bytes[0] ^= 1;
        QCOMPARE(verify(proof, stranger, HashSigner::check).error(), ProofError::NotFinal);
    }
}

void TestLedgerState::chainsBlocks()
{
    Community community(2);
    LedgerState state;
    Hash256 previous{};
    std::uint64_t transactions = 0;
    for (const auto& batch : {community.opening(), std::vector<Bytes>{}, {community.closeRound(kNoon)}}) {
        const BlockHeader header = community.execute(state, batch).header;
        QCOMPARE(header.previous, previous);
        QCOMPARE(header.firstTransaction, transactions);
        QCOMPARE(header.transactionCount, static_cast<std::uint32_t>(batch.size()));
        transactions += batch.size();
        QCOMPARE(header.logSize, transactions);
        QCOMPARE(header.height, state.height());
        QVERIFY(decodeBlockHeader(encode(header)) == header);
        previous = hashOf(header);
        QCOMPARE(state.lastBlock(), previous);
    }
}

QTEST_GUILESS_MAIN(TestLedgerState)
#include "tst_ledger_state.moc"
