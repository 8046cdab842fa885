// SPDX-License-Identifier: GPL-3.0-or-later
// Goal: an operator's console shows a real market, from a node's configuration alone. Method: a lone node makes its
// market and closes a round; a follower opens the same ledger and its snapshot is compared with what the node said.
#include "tests/support/dgexd_run.h"

#include "app/node/followed_market.h"
#include "core/crypto/signing.h"

#include <QTemporaryDir>
#include <QtTest>

using namespace dgex;
using dgex::test::dgexd;

class TestFollowedMarket : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void theConsoleShowsTheLedgerOfANode()
    {
        const QString folder = m_folder.filePath(QStringLiteral("node"));
        const auto made = dgexd({QStringLiteral("node"), QStringLiteral("--folder"), folder, QStringLiteral("--once")});
        QVERIFY2(made.exitCode == 0, made.err.constData());
        const auto market = app::FollowedMarket::open(
            {.node = (folder + QStringLiteral("/node.toml")).toStdString(), .zoneOffsetSeconds = 3600});
        QVERIFY2(market.has_value(), market ? "" : market.error().c_str());
        QVERIFY(QTest::qWaitFor([&] { return (*market)->console() != nullptr; }, 10'000));
        const auto console = (*market)->console();
        QVERIFY(!console->blocks.empty());
        QVERIFY(
            made.err.contains("height=" + QByteArray::number(static_cast<qulonglong>(console->blocks.front().height))));
        QVERIFY(made.err.contains(toHex(console->resultRoot).c_str()));
        QCOMPARE(console->authorities.size(), 1U);
        QCOMPARE(console->authorities.front().height, console->blocks.front().height);
        QCOMPARE(console->quorum, 1U);
        QCOMPARE(console->zoneOffsetSeconds, 3600);
        QVERIFY(std::ranges::none_of(console->participants, [](const auto& row) { return row.generated.has_value(); }));
        QVERIFY((*market)->failure().empty());
        QVERIFY((*market)->home() == nullptr);
    }
    void aWrongConfigurationIsNamed()
    {
        const auto market = app::FollowedMarket::open({.node = "/nowhere/node.toml"});
        QVERIFY(!market.has_value());
        QVERIFY2(market.error().contains("/nowhere/node.toml"), market.error().c_str());
        const auto desk = app::FollowedMarket::open({.node = "/nowhere/node.toml", .desk = "/nowhere/operator.toml"});
        QVERIFY(!desk.has_value());
        QVERIFY2(desk.error().contains("/nowhere/operator.toml"), desk.error().c_str());
    }

private:
    crypto::Library m_library;
    QTemporaryDir m_folder;
};

QTEST_GUILESS_MAIN(TestFollowedMarket)
#include "tst_followed_market.moc"
