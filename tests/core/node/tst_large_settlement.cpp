// SPDX-License-Identifier: GPL-3.0-or-later
// Goal: a market of any size is settled: no transaction outgrows its limits. Method: homes (DGEX_HOMES, 25000 without
// it) read one period and the market operator's desk settles it on an embedded authority. Hashes stand for signatures.
#include "core/node/market_operator.h"
#include "tests/support/ledger_community.h"

#include <QTemporaryDir>
#include <QtTest>

using namespace dgex;
using namespace dgex::test;

class TestLargeSettlement : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyHomeOfALargeMarketIsSettled();
};

void TestLargeSettlement::everyHomeOfALargeMarketIsSettled()
{
    const int given = qEnvironmentVariableIntValue("DGEX_HOMES");
    const auto homes = static_cast<std::uint64_t>(given > 0 ? given : 15'000);
    const Round round{1'779'339'600};
    const Period period = round.plus(1);
    const QTemporaryDir folder;
    Community community(homes);
    // The desk works with the community's key, behind its sequence numbers.
    const HashSigner desk{kOperator.number * 1000};
    const std::shared_ptr<crypto::Signer> key = community.authority();
    auto file = storage::LedgerFile::open(folder.filePath(QStringLiteral("node.ledger")).toStdString());
    auto parts = node::Authority::embedded(file.value(), *key, community.market());
    parts.check = HashSigner::check;
    std::size_t settled = 0;
    std::size_t substituted = 0;
    std::size_t refused = 0;
    const auto node =
        node::Authority::open(std::move(parts), [&](const ledger::BlockOutcome& outcome, const ledger::LedgerState&) {
            for (const auto& one : outcome.transactions)
                refused += one.accepted() ? 0U : 1U;
            for (const Bytes& leaf : outcome.results)
                if (const auto result = ledger::decodeResult(leaf);
                    std::holds_alternative<ledger::HomeSettlementResult>(*result)) {
                    ++settled;
                    substituted += std::get<ledger::HomeSettlementResult>(*result).substituted ? 1U : 0U;
                }
        }).value();
    for (Bytes& transaction : community.opening())
        node->enqueue(std::move(transaction));
    // The community's own utility has the number of a home here.
    const ParticipantId utility{homes + 1};
    node->enqueue(community.registration(utility, ledger::Role::Utility));
    node->enqueue(community.transaction(
        utility, ledger::TransactionType::PublishTariff,
        encode(ledger::PublishTariff{{{period, Price{3000}, Price{1000}, Price{4000}, Price{500}}}})));
    for (int i = 0; i < 3; ++i)
        node->enqueue(community.closeRound(round.plus(i)));
    QVERIFY(node->commit().has_value());
    refused = 0;
    for (std::uint64_t home = 1; home <= homes; ++home) {
        const Bytes reading = community.reading({home}, period, Energy{static_cast<std::int64_t>(home % 900)});
        const auto values = community.values().extract(community.values().begin());
        const auto answer = node->serve(api::SubmitRequest{reading, values.mapped()});
        QVERIFY(std::holds_alternative<api::SubmitAnswer>(answer));
    }
    QVERIFY(node->commit().has_value());
    QCOMPARE(node->state().readings(period).size(), static_cast<std::size_t>(homes));
    node::MarketOperator operatorDesk{*node, desk, community.market()};
    QVERIFY(operatorDesk.settle(period).has_value());
    QElapsedTimer timer;
    timer.start();
    QVERIFY(node->commit().has_value());
    qInfo("%llu homes settled in %lld ms", static_cast<unsigned long long>(homes), timer.elapsed());
    QCOMPARE(refused, 0U);
    QCOMPARE(substituted, 0U);
    QCOMPARE(settled, static_cast<std::size_t>(homes));
    QVERIFY(node->state().unsettledPeriods().empty() || *node->state().unsettledPeriods().begin() != period);
}

QTEST_GUILESS_MAIN(TestLargeSettlement)
#include "tst_large_settlement.moc"
