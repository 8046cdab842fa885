// SPDX-License-Identifier: GPL-3.0-or-later
// Goal: whatever a side of a contract leaves out or does late, the innocent one is settled as if all had been delivered
// and the other pays. Method: every combination of what both sides can do about a confirmation and a report, against
// the market rules written down a second time.
#include "tests/support/ledger_community.h"
#include "tests/support/ledger_outcomes.h"

#include <QTest>

#include <array>
#include <format>

using namespace dgex;
using namespace dgex::ledger;
using namespace dgex::test;

namespace {

enum class Confirmation { InTime, WhenDeliveryBegan, Never };
enum class Report { Complete, Short, OwnFault, PartnerFault, AfterSettlement, Never };

constexpr std::array kConfirmations{Confirmation::InTime, Confirmation::WhenDeliveryBegan, Confirmation::Never};
constexpr std::array kReports{Report::Complete,     Report::Short,           Report::OwnFault,
                              Report::PartnerFault, Report::AfterSettlement, Report::Never};
constexpr std::array kConfirmationNames{"confirms", "confirms late", "never confirms"};
constexpr std::array kReportNames{"reports all",           "reports too little", "reports its own fault",
                                  "reports the partner's", "reports late",       "never reports"};
constexpr Energy kContracted{500};
constexpr ParticipantId kExporter{1};
constexpr ParticipantId kImporter{2};

struct Conduct {
    Confirmation confirmation = Confirmation::InTime;
    Report report = Report::Complete;

    [[nodiscard]] Energy moved() const { return report == Report::Complete ? kContracted : Energy{200}; }
    [[nodiscard]] DeliveryStatus status() const
    {
        if (report == Report::OwnFault)
            return DeliveryStatus::OwnFault;
        return report == Report::PartnerFault ? DeliveryStatus::PartnerFault : DeliveryStatus::Complete;
    }
    [[nodiscard]] bool reportsInTime() const { return report != Report::AfterSettlement && report != Report::Never; }
    /// What the ledger hears.
    [[nodiscard]] Energy said() const { return reportsInTime() ? moved() : Energy{}; }
    [[nodiscard]] bool failsOpenly() const
    {
        return confirmation != Confirmation::InTime || !reportsInTime() || report == Report::OwnFault;
    }
    /// A short side is innocent only beside a partner that failed openly.
    [[nodiscard]] bool fails(const Conduct& partner) const
    {
        return failsOpenly() || (said() != kContracted && !partner.failsOpenly());
    }
};

} // namespace

class TestLedgerDelivery : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void settlesEveryConduct_data();
    void settlesEveryConduct();
    void takesAConfirmationOnceMore();
};

void TestLedgerDelivery::settlesEveryConduct_data()
{
    QTest::addColumn<int>("exporter");
    QTest::addColumn<int>("importer");
    const auto name = [](int conduct) {
        const auto index = static_cast<std::size_t>(conduct);
        return std::format("{}, {}", kConfirmationNames[index / 6], kReportNames[index % 6]);
    };
    for (int exporter = 0; exporter < 18; ++exporter) {
        for (int importer = 0; importer < 18; ++importer)
            QTest::addRow("exporter %s; importer %s", name(exporter).c_str(), name(importer).c_str())
                << exporter << importer;
    }
}

void TestLedgerDelivery::settlesEveryConduct()
{
    QFETCH(const int, exporter);
    QFETCH(const int, importer);
    const auto conductOf = [](int index) {
        return Conduct{kConfirmations[static_cast<std::size_t>(index / 6)],
                       kReports[static_cast<std::size_t>(index % 6)]};
    };
    const std::array<Conduct, 2> conducts{conductOf(exporter), conductOf(importer)};
    const std::array homes{kExporter, kImporter};

    Community community(2);
    LedgerState state;
    const Period period = kNoon.plus(1);
    const ContractId contract{period, 0};
    community.execute(state, community.opening());
    QVERIFY(allAccepted(community.execute(
        state, {community.tariff(period, 1, kTariff), community.sheet(kExporter, kNoon, {selling(period, 5, 1000)}),
                community.sheet(kImporter, kNoon, {buying(period, 5, 1000)}), community.closeRound(kNoon)})));
    const auto each = [&](auto decide, Bytes (*make)(Community&, ParticipantId, ContractId, const Conduct&)) {
        std::vector<std::optional<TransactionError>> errors;
        for (std::size_t i = 0; i < 2; ++i)
            if (decide(conducts[i]))
                errors.push_back(errorOf(community.execute(state, {make(community, homes[i], contract, conducts[i])})));
        return errors;
    };
    const auto confirm = [](Community& who, ParticipantId home, ContractId id, const Conduct&) {
        return who.confirm(home, id);
    };
    const auto report = [](Community& who, ParticipantId home, ContractId id, const Conduct& conduct) {
        return who.report(home, id, conduct.moved(), conduct.status());
    };
    for (const auto& error : each([](const Conduct& c) { return c.confirmation == Confirmation::InTime; }, confirm))
        QVERIFY(!error);
    community.execute(state, {community.closeRound(period)}); // Delivery begins.
    for (const auto& error :
         each([](const Conduct& c) { return c.confirmation == Confirmation::WhenDeliveryBegan; }, confirm))
        QCOMPARE(error, TransactionError::TooLate);
    community.execute(state, {community.closeRound(period.plus(1))});
    for (const auto& error : each([](const Conduct& c) { return c.reportsInTime(); }, report))
        QVERIFY(!error);
    const Energy metered{120};
    community.execute(state,
                      {community.reading(kExporter, period, -metered), community.reading(kImporter, period, metered)});
    const BlockOutcome settled = community.execute(state, {community.settle(period)});
    QVERIFY(allAccepted(settled));
    for (const auto& error : each([](const Conduct& c) { return c.report == Report::AfterSettlement; }, report))
        QCOMPARE(error, TransactionError::AlreadySettled);

    for (std::size_t i = 0; i < 2; ++i) {
        const Conduct& own = conducts[i];
        const Conduct& partner = conducts[1 - i];
        const auto result = findResult<HomeSettlementResult>(
            settled, [&](const HomeSettlementResult& r) { return r.settlement.home == homes[i]; });
        QVERIFY(result.has_value());
        const bool isInnocent = !own.fails(partner) && partner.fails(own);
        const Energy counted = isInnocent ? kContracted : own.said();
        const Energy open = kContracted - counted;
        QCOMPARE(result->settlement.throughDgr, i == 0 ? -counted : counted);
        // The exporter owes what it did not send; the importer has left what it did not take.
        QCOMPARE(result->settlement.shortfall, i == 0 ? open : Energy{});
        QCOMPARE(result->settlement.excess, i == 0 ? Energy{} : open);
        QCOMPARE(result->settlement.imbalanceMoney,
                 i == 0 ? -valueOf(open, kTariff.imbalanceShort) : valueOf(open, kTariff.imbalanceLong));
        // Money of the trade itself is never taken back.
        const Money trade = i == 0 ? valueOf(kContracted, Price{1000}) : -valueOf(kContracted, Price{1000});
        QCOMPARE(state.account(homes[i]), trade + result->settlement.residualMoney + result->settlement.imbalanceMoney);
    }
    QVERIFY(state.accountSum() == 0);
}

void TestLedgerDelivery::takesAConfirmationOnceMore()
{
    Community community(2);
    LedgerState state;
    const Period period = kNoon.plus(1);
    community.execute(state, community.opening());
    community.execute(state,
                      {community.sheet(kExporter, kNoon, {selling(period, 5, 1000)}),
                       community.sheet(kImporter, kNoon, {buying(period, 5, 1000)}), community.closeRound(kNoon)});
    // A controller that was restarted does not know whether it had confirmed.
    for (int i = 0; i < 2; ++i)
        QVERIFY(allAccepted(community.execute(state, {community.confirm(kExporter, {period, 0})})));
}

QTEST_GUILESS_MAIN(TestLedgerDelivery)
#include "tst_ledger_delivery.moc"
