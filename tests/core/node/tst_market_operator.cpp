// SPDX-License-Identifier: GPL-3.0-or-later
// Goal: a period is settled when everybody has reported, and not for ever later when somebody never does. Method: two
// homes trade a period; their reports and readings come one by one, or not at all.
#include "core/node/market_operator.h"
#include "tests/support/ledger_community.h"
#include "tests/support/ledger_outcomes.h"

#include <QTest>

using namespace dgex;
using namespace dgex::test;
using namespace std::chrono_literals;

class TestMarketOperator : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_community = std::make_unique<Community>(3);
        m_state = {};
        run(m_community->opening());
        run({m_community->tariff(m_period, 1, kTariff), m_community->sheet({1}, kNoon, {selling(m_period, 5, 1000)}),
             m_community->sheet({2}, kNoon, {buying(m_period, 5, 1000)}), m_community->closeRound(kNoon),
             m_community->closeRound(m_period), m_community->closeRound(m_period.plus(1))});
        QCOMPARE(m_state.contracts(m_period).size(), std::size_t{1});
    }
    void homesThatReportSecondsAfterTheEndAreWaitedFor()
    {
        QVERIFY(!due(1s));
        const ledger::ContractId contract{m_period, 0};
        run({m_community->report({1}, contract, Energy{500}), m_community->reading({1}, m_period, Energy{-500}),
             m_community->reading({2}, m_period, Energy{500})});
        QVERIFY(!due(2s)); // Home 3 was not read, and home 2 did not report.
        run({m_community->reading({3}, m_period, Energy{10})});
        QVERIFY(!due(3s));
        run({m_community->report({2}, contract, Energy{500})});
        QVERIFY(due(4s));
    }
    void aSilentHomeHoldsUpNoSettlement()
    {
        QVERIFY(!due(9min));
        QVERIFY(due(node::kReadingsAwaited));
    }
    void aRevokedHomeIsNotWaitedFor()
    {
        run({m_community->revocation(kOperator, {3}), m_community->reading({1}, m_period, Energy{-500}),
             m_community->reading({2}, m_period, Energy{500}), m_community->report({1}, {m_period, 0}, Energy{500}),
             m_community->report({2}, {m_period, 0}, Energy{500})});
        QVERIFY(due(1s));
    }
    void aPeriodThatRunsIsNotSettled() { QVERIFY(!due(-1s)); }

private:
    void run(const std::vector<Bytes>& transactions)
    {
        QVERIFY(allAccepted(m_community->execute(m_state, transactions)));
    }
    [[nodiscard]] bool due(std::chrono::milliseconds afterEnd) const
    {
        return node::isDueForSettlement(m_state, m_period, m_period.end() + afterEnd);
    }

    const Period m_period = kNoon.plus(1);
    std::unique_ptr<Community> m_community;
    ledger::LedgerState m_state;
};

QTEST_GUILESS_MAIN(TestMarketOperator)
#include "tst_market_operator.moc"
