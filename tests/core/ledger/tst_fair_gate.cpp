// SPDX-License-Identifier: GPL-3.0-or-later
// Goal: an authority notices every unfair closing of a round and objects to no fair one. Method: blocks around one
// gate, seen at chosen instants.
#include "core/ledger/fair_gate.h"
#include "tests/support/recorded_ledger.h"

#include <QTest>

using namespace dgex;
using namespace dgex::ledger;
using namespace dgex::test;
using namespace std::chrono_literals;

namespace {

const Round kNoon{1'800'014'400};
const UtcTime kGate = kNoon.start();

class Watched {
public:
    Watched()
        : ledger(2)
    {
        see(ledger.community.opening(), kGate - 10min);
    }
    std::vector<GateObjection> see(const std::vector<Bytes>& transactions, UtcTime now)
    {
        return gate.look(transactions, ledger.run(transactions), now, now);
    }
    std::vector<GateObjection> catchUp(const std::vector<Bytes>& transactions, UtcTime now)
    {
        return gate.look(transactions, ledger.run(transactions), now, std::nullopt);
    }
    Bytes sheet(Round round) { return ledger.community.sheet({1}, round, {selling(round.plus(1), 5, 1000)}); }
    Bytes close(Round round) { return ledger.community.closeRound(round); }
    Receipt promise(const Bytes& sheet)
    {
        const Transaction transaction = decodeTransaction(sheet).value();
        const Round round = market::decodeSheet(transaction.payload).value().round;
        const Receipt receipt =
            giveReceipt(transaction, round, ledger.state.roundStart(), *ledger.authorities[0]).value();
        gate.promise(receipt);
        return receipt;
    }

    RecordedLedger ledger;
    FairGate gate{GateTolerance{}};
};

} // namespace

class TestFairGate : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aClosingInTimePasses();
    void anEarlyClosingIsNotSigned();
    void aLateClosingPassesWhenNobodyBidAfterTheGate();
    void aLateClosingWithLateSheetsIsNotSigned();
    void lateSheetsWithoutEffectHarmNobody();
    void whoCatchesUpJudgesNoLateness();
    void aReceiptedSheetLeftOutIsNotSigned();
    void aReceiptedSheetBehindTheClosingIsNotSigned();
    void aReceiptedSheetInTimePasses();
    void aRefusedClosingIsNotJudged();
    void aSettlementOfOtherValuesIsNotSigned();
};

void TestFairGate::aClosingInTimePasses()
{
    Watched w;
    QVERIFY(w.see({w.sheet(kNoon)}, kGate - 1min).empty());
    QVERIFY(w.see({w.close(kNoon)}, kGate).empty());
    QVERIFY(w.see({w.close(kNoon.plus(1))}, kNoon.plus(1).start() - 4s).empty());
    QVERIFY(w.see({w.close(kNoon.plus(2))}, kNoon.plus(2).start() + 59s).empty());
}

void TestFairGate::anEarlyClosingIsNotSigned()
{
    Watched w;
    const auto objections = w.see({w.close(kNoon)}, kGate - 6s);
    QCOMPARE(objections.size(), 1U);
    QVERIFY(objections[0].reason == GateReason::ClosedEarly && objections[0].round == kNoon);
    QVERIFY(w.gate.dueAt(kNoon) == kGate - 5s);
}

void TestFairGate::aLateClosingPassesWhenNobodyBidAfterTheGate()
{
    Watched w;
    QVERIFY(w.see({w.sheet(kNoon)}, kGate - 1min).empty());
    QVERIFY(w.see({w.close(kNoon)}, kGate + 2h).empty());
    QVERIFY(w.see({w.close(kNoon.plus(1))}, kGate + 2h).empty());
}

void TestFairGate::aLateClosingWithLateSheetsIsNotSigned()
{
    Watched w;
    QVERIFY(w.see({w.sheet(kNoon)}, kGate + 61s).empty());
    const auto objections = w.see({w.close(kNoon)}, kGate + 2min);
    QCOMPARE(objections.size(), 1U);
    QVERIFY(objections[0].reason == GateReason::ClosedLate);
    // The next round starts anew.
    QVERIFY(w.see({w.sheet(kNoon.plus(1)), w.close(kNoon.plus(1))}, kNoon.plus(1).start()).empty());
}

void TestFairGate::lateSheetsWithoutEffectHarmNobody()
{
    Watched w;
    w.see({w.close(kNoon.plus(-1))}, kNoon.plus(-1).start());
    QVERIFY(w.see({w.sheet(kNoon.plus(-1))}, kGate + 61s).empty());
    QVERIFY(w.see({w.close(kNoon)}, kGate + 2min).empty());
}

void TestFairGate::whoCatchesUpJudgesNoLateness()
{
    Watched w;
    QVERIFY(w.catchUp({w.sheet(kNoon), w.close(kNoon)}, kGate + 3h).empty());
    QCOMPARE(w.catchUp({w.close(kNoon.plus(1))}, kGate).size(), 1U);
}

void TestFairGate::aReceiptedSheetLeftOutIsNotSigned()
{
    Watched w;
    const Receipt receipt = w.promise(w.sheet(kNoon));
    QCOMPARE(w.gate.openPromises().size(), 1U);
    const auto objections = w.see({w.close(kNoon)}, kGate);
    QCOMPARE(objections.size(), 1U);
    QVERIFY(objections[0].reason == GateReason::SheetLeftOut && objections[0].receipt == receipt);
}

void TestFairGate::aReceiptedSheetBehindTheClosingIsNotSigned()
{
    Watched w;
    const Bytes sheet = w.sheet(kNoon);
    w.promise(sheet);
    QCOMPARE(w.see({w.close(kNoon), sheet}, kGate).size(), 1U);
}

void TestFairGate::aReceiptedSheetInTimePasses()
{
    Watched w;
    const Bytes first = w.sheet(kNoon);
    const Bytes second = w.sheet(kNoon);
    w.promise(first);
    w.promise(second);
    // The second overtook the first, which is a duplicate now; both stand in the log.
    QVERIFY(w.see({second, first, w.close(kNoon)}, kGate).empty());
    QVERIFY(w.gate.openPromises().empty());
    w.promise(w.sheet(kNoon.plus(2)));
    QVERIFY(w.see({w.close(kNoon.plus(1))}, kNoon.plus(1).start()).empty());
    QCOMPARE(w.gate.openPromises().size(), 1U);
}

void TestFairGate::aRefusedClosingIsNotJudged()
{
    Watched w;
    QVERIFY(w.see({w.close(kNoon)}, kGate).empty());
    QVERIFY(w.see({w.close(kNoon.plus(4)), w.close(kNoon)}, kGate).empty());
}

void TestFairGate::aSettlementOfOtherValuesIsNotSigned()
{
    Watched w;
    const Period period = kNoon.plus(1);
    Community& c = w.ledger.community;
    w.see({c.tariff(period, 1, {}), w.close(kNoon), w.close(period), w.close(period.plus(1)),
           c.reading({1}, period, Energy{300})},
          period.plus(1).start());
    const SettlePeriod lie{.period = period, .meters = {{.home = {1}, .net = Energy{301}, .generated = {}}}};
    const auto objections = w.see({c.settle(lie)}, period.plus(1).start());
    QCOMPARE(objections.size(), 1U);
    QVERIFY(objections[0].reason == GateReason::MetersDiffer && objections[0].round == period);
}

QTEST_GUILESS_MAIN(TestFairGate)
#include "tst_fair_gate.moc"
