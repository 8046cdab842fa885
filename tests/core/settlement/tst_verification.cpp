// SPDX-License-Identifier: GPL-3.0-or-later
// Goal: a correction changes what the meter decides and nothing else; contradictions are named, measurement errors are
// not. Method: a home settled by hand, settled anew as the reference, and statements on both sides of each limit.
#include "core/settlement/verification.h"
#include "tests/support/random_stream.h"

#include <QTest>

using namespace dgex;
using namespace dgex::settlement;

namespace {

constexpr Period kPeriod{1'800'014'400};
constexpr Tariff kTariff{Price{3000}, Price{800}, Price{4000}, Price{400}};
constexpr ParticipantId kExporter{1};
constexpr ParticipantId kImporter{2};

PeriodInput inputOf(Energy sent, Energy got, Energy exporterNet, Energy importerNet)
{
    return {.period = kPeriod,
            .tariff = kTariff,
            .meters = {{kExporter, exporterNet}, {kImporter, importerNet}},
            .contracts = {{kExporter, kImporter, Energy{500}, {true, true, sent, false}, {true, true, got, false}}}};
}

std::vector<DisputeCause> causesOf(const PeriodInput& input)
{
    std::vector<ConnectedMeter> read;
    for (const MeteredHome& meter : input.meters)
        read.push_back({meter.home, meter.net, Power{10'000}});
    std::vector<DisputeCause> causes;
    for (const Dispute& dispute : disputesOf(input, read))
        causes.push_back(dispute.cause);
    return causes;
}

} // namespace

class TestVerification : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void correctsAsIfSettledAnew();
    void namesContradictionsAlone();
    void namesBothStatements();
};

void TestVerification::correctsAsIfSettledAnew()
{
    test::RandomStream random{3};
    for (int i = 0; i < 500; ++i) {
        const Energy sent{random.between(0, 600)};
        const Energy got{random.between(0, 600)};
        const Energy before{random.between(-3000, 3000)};
        const Energy after{random.between(-3000, 3000)};
        const auto first = settle(inputOf(sent, got, before, Energy{700}));
        const auto anew = settle(inputOf(sent, got, after, Energy{700}));
        QVERIFY(corrected(first.homes[0], after, kTariff) == anew.homes[0]);
        // What the home gains the utility loses.
        const Money delta = anew.homes[0].residualMoney - first.homes[0].residualMoney;
        QVERIFY(anew.utility - first.utility == -delta && anew.gridOperator == first.gridOperator);
    }
}

void TestVerification::namesContradictionsAlone()
{
    using enum DisputeCause;
    using Causes = std::vector<DisputeCause>;
    const auto plain = inputOf(Energy{500}, Energy{500}, Energy{-400}, Energy{900});
    QCOMPARE(causesOf(plain), Causes{});
    // 10 kW carry 5,000 Wh; 1 % is measurement.
    QCOMPARE(causesOf(inputOf(Energy{500}, Energy{500}, Energy{-5050}, Energy{900})), Causes{});
    QCOMPARE(causesOf(inputOf(Energy{500}, Energy{500}, Energy{-5051}, Energy{900})), Causes{BeyondConnection});
    // Sent 500 and yet 4,600 in: the rest would have been 5,100 in.
    QCOMPARE(causesOf(inputOf(Energy{500}, Energy{500}, Energy{4600}, Energy{900})), Causes{AgainstDgr});
    QCOMPARE(causesOf(inputOf(Energy{500}, Energy{490}, Energy{-400}, Energy{900})), Causes{});
    QCOMPARE(causesOf(inputOf(Energy{500}, Energy{489}, Energy{-400}, Energy{900})), Causes{SidesDiffer});
    PeriodInput admitted = inputOf(Energy{500}, Energy{100}, Energy{-400}, Energy{900});
    admitted.contracts[0].importerReport.ownFault = true;
    QCOMPARE(causesOf(admitted), Causes{});
    admitted.contracts[0].importerReport = {true, false, Energy{}, false};
    QCOMPARE(causesOf(admitted), Causes{});
}

void TestVerification::namesBothStatements()
{
    const auto disputes = disputesOf(inputOf(Energy{500}, Energy{300}, Energy{-400}, Energy{900}), {});
    QCOMPARE(disputes.size(), 1U);
    QVERIFY(disputes[0] == (Dispute{kPeriod, kExporter, DisputeCause::SidesDiffer, Energy{500}, Energy{300}}));
}

QTEST_GUILESS_MAIN(TestVerification)
#include "tst_verification.moc"
