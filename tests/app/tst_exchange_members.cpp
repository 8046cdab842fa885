// SPDX-License-Identifier: GPL-3.0-or-later
// Goal: a home that asks to take part is seen by the operator, is enrolled on the ledger by the operator's key when
// approved, and trades from then on; a refused one asks again; a revoked one no longer counts. Method: a small street
// in one process, watched through the operator's snapshots.
#include "app/exchange/operator_view.h"

#include <QTemporaryDir>
#include <QtTest>

using namespace dgex;
using namespace std::chrono_literals;

class TestExchangeMembers : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void aNewcomerAsksAgainAndTakesPartOnceApproved();
    void aRevokedHomeNoLongerCountsAndDisputesAreAlarms();

private:
    void liveUntil(std::chrono::minutes sinceStart);
    [[nodiscard]] views::OperatorSnapshot view() { return m_view.of(*m_exchange); }

    crypto::Library m_library;
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<app::Exchange> m_exchange;
    app::OperatorView m_view;
};

void TestExchangeMembers::init()
{
    m_exchange.reset();
    m_folder.reset();
    m_folder = std::make_unique<QTemporaryDir>();
    m_view = app::OperatorView{};
    app::ExchangeOptions options;
    options.homes = 3;
    options.newcomers = 1;
    options.seed = 7;
    options.ledgerFile = m_folder->filePath(QStringLiteral("exchange.ledger")).toStdString();
    options.keyFolder = m_folder->filePath(QStringLiteral("keys")).toStdString();
    auto exchange = app::Exchange::open(options, [](const std::string&, std::size_t, std::size_t) {});
    QVERIFY2(exchange.has_value(), exchange ? "" : exchange.error().c_str());
    m_exchange = std::move(*exchange);
}

void TestExchangeMembers::liveUntil(std::chrono::minutes sinceStart)
{
    const auto done = m_exchange->advanceTo(m_exchange->setup().start.start() + sinceStart);
    QVERIFY2(done.has_value(), done ? "" : done.error().c_str());
}

void TestExchangeMembers::aNewcomerAsksAgainAndTakesPartOnceApproved()
{
    liveUntil(5h + 45min);
    QVERIFY(view().enrolments.empty());
    liveUntil(6h + 10min);
    QCOMPARE(view().enrolments.size(), 1U);
    const Hash256 key = view().enrolments[0].key;
    QVERIFY(m_exchange->refuse(key).has_value());
    QVERIFY(!m_exchange->approve(key).has_value());
    liveUntil(8h);
    QCOMPARE(view().enrolments.size(), 1U);
    QVERIFY(view().enrolments[0].state == views::EnrolmentState::Refused);

    liveUntil(12h + 40min);
    const auto asking = view().enrolments;
    QCOMPARE(asking.size(), 2U);
    QVERIFY(asking[0].state == views::EnrolmentState::Pending && asking[0].key == key);
    QCOMPARE(asking[0].connectionCapacity.count(), 10'000);
    QCOMPARE(m_exchange->homeCount(), 3U);
    const std::size_t before = view().participants.size();
    const std::uint64_t height = m_exchange->authority().state().height();

    QVERIFY(!m_exchange->approve(Hash256{}).has_value());
    QVERIFY(m_exchange->approve(key).has_value());
    QVERIFY(!m_exchange->approve(key).has_value());
    QCOMPARE(m_exchange->authority().state().height(), height + 1);
    QCOMPARE(view().participants.size(), before + 1);
    QVERIFY(view().enrolments[0].state == views::EnrolmentState::Approved);
    const Period first = m_exchange->setup().start.plus(26);
    QVERIFY(view().enrolments[0].takesPartFrom == first.start());
    QCOMPARE(m_exchange->homeCount(), 3U);

    liveUntil(17h);
    QCOMPARE(m_exchange->homeCount(), 4U);
    const controller::HomeController& home = m_exchange->controller(3);
    QVERIFY(m_exchange->record().lastSheets().contains(home.identity().id));
    QVERIFY(home.proofs().checked > 20 && home.proofs().failed == 0);
    const auto settled = home.book().find(first.plus(4));
    QVERIFY(settled != home.book().end() && settled->second.settlement.has_value());
    QCOMPARE(m_exchange->record().totals().refused, 0U);
    QVERIFY(m_exchange->authority().state().accountSum() == 0);
    std::uint32_t contracts = 0;
    for (const views::MarketRow& market : view().markets) {
        QVERIFY2(market.proof == views::ProofState::Verified, "the operator checked each market's proof");
        contracts += market.delivery.contracts;
        QVERIFY(market.delivery.received <= market.delivery.contracted + Energy{10} * market.delivery.contracts);
    }
    QCOMPARE(view().deliveries.size(), contracts);
    QVERIFY(contracts > 5);
    QVERIFY2(m_exchange->unaccounted(first.plus(-1)).abs() <= Energy{7 * 4}, "at joining");
}

void TestExchangeMembers::aRevokedHomeNoLongerCountsAndDisputesAreAlarms()
{
    liveUntil(2h + 10min);
    m_exchange->neighbourhood().stopMeter(1, 45min);
    liveUntil(6h + 10min);
    const views::OperatorSnapshot shown = view();
    const auto open = std::ranges::count(shown.disputes, views::DisputeState::Open, &views::DisputeRow::state);
    const auto alarms = std::ranges::count(shown.alarms, views::AlarmCode::Disputed, &views::AlarmRow::code);
    QCOMPARE(alarms > 0, open > 0);
    const auto corrections = [](const views::SettlementRow& row) { return row.corrections > 0; };
    QVERIFY2(std::ranges::any_of(shown.settlements, corrections), "the silent meter's half hours are settled again");

    const ParticipantId home = m_exchange->controller(0).identity().id;
    QVERIFY(m_exchange->revoke(home).has_value());
    QVERIFY(!m_exchange->revoke(home).has_value());
    QVERIFY(!m_exchange->revoke(ParticipantId{999'999}).has_value());
    const Round last = m_exchange->record().lastSheets().at(home);
    liveUntil(9h);
    QCOMPARE(m_exchange->record().lastSheets().at(home).startSeconds(), last.startSeconds());
    const ParticipantId other = m_exchange->controller(1).identity().id;
    QVERIFY(m_exchange->record().lastSheets().at(other) > last);
    QCOMPARE(m_exchange->record().totals().refused, 0U);
    for (const views::ParticipantRow& row : view().participants)
        QCOMPARE(row.revoked, row.id == home);
    for (const views::AlarmRow& alarm : view().alarms)
        QVERIFY(alarm.source != m_exchange->controller(0).identity().name);
    QVERIFY(m_exchange->authority().state().accountSum() == 0);
}

QTEST_GUILESS_MAIN(TestExchangeMembers)
#include "tst_exchange_members.moc"
