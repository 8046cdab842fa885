// SPDX-License-Identifier: GPL-3.0-or-later
// Goal: what a ledger came to each day stands on a public chain and gives away who writes history anew. Method: the
// real program against a local EVM node, with the contract compiled from its source; ledgers of simulated days.
#include "tests/support/dgexd_run.h"
#include "tests/support/peer_process.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QTcpServer>
#include <QTemporaryDir>
#include <QtTest>

using namespace dgex::test;

namespace {

const QString kWriter = QStringLiteral("0xf39fd6e51aad88f6f4ce6ab8827279cfffb92266");
const QString kOther = QStringLiteral("0x70997970c51812dc3a010c7d01b50e0d17dc79c8");

QString peerModule(const char* path)
{
    return qEnvironmentVariable("DGEX_PEER_MODULES") + QLatin1Char('/') + QString::fromLatin1(path);
}

quint16 freePort()
{
    QTcpServer server;
    return server.listen(QHostAddress::LocalHost) ? server.serverPort() : 0;
}

bool answers(const QString& url)
{
    QNetworkAccessManager network;
    QNetworkRequest request{QUrl(url)};
    request.setHeader(QNetworkRequest::ContentTypeHeader, QByteArrayLiteral("application/json"));
    const std::unique_ptr<QNetworkReply> reply(
        network.post(request, QByteArrayLiteral(R"({"jsonrpc":"2.0","id":1,"method":"eth_chainId","params":[]})")));
    return QTest::qWaitFor([&] { return reply->isFinished(); }, 2'000) && reply->error() == QNetworkReply::NoError;
}

} // namespace

class TestAnchorCommand : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void finishedDaysAreWrittenOnceAndFoundTheSame();
    void aLedgerWithAnotherHistoryIsFoundDifferent();
    void aContractServesItsOwnMarketOnly();
    void onlyTheContractsMakerWrites();
    void aWrongPlaceIsSaidInOneLine_data();
    void aWrongPlaceIsSaidInOneLine();

private:
    QString file(const char* name) const { return m_folder.filePath(QString::fromLatin1(name)); }
    bool makeLedger(const char* ledger, const char* seed, const char* homes) const
    {
        return dgexd({QStringLiteral("demo"), QStringLiteral("--homes"), QString::fromLatin1(homes),
                      QStringLiteral("--days"), QStringLiteral("3"), QStringLiteral("--seed"),
                      QString::fromLatin1(seed), QStringLiteral("--ledger"), file(ledger)})
                   .exitCode == 0;
    }
    DgexdRun anchor(const char* step, const char* ledger, const QStringList& more) const
    {
        return dgexd(QStringList{QStringLiteral("anchor"), QString::fromLatin1(step), file(ledger),
                                 QStringLiteral("--rpc"), m_url} +
                     more);
    }
    QStringList contract() const { return {QStringLiteral("--contract"), m_contract}; }
    static QStringList from(const QString& account) { return {QStringLiteral("--from"), account}; }

    QTemporaryDir m_folder;
    PeerProcess m_chain;
    QString m_url;
    QString m_contract;
};

void TestAnchorCommand::initTestCase()
{
    const QString anvil = peerModule("@foundry-rs/anvil-linux-amd64/bin/anvil");
    if (!QFile::exists(anvil))
        QSKIP("the peers of tests are not installed (tests/peers/install.sh build/peers)");
    const quint16 port = freePort();
    m_url = QStringLiteral("http://127.0.0.1:%1").arg(port);
    m_chain.start(anvil, {QStringLiteral("--port"), QString::number(port)});
    QVERIFY(QTest::qWaitFor([this] { return answers(m_url); }, 15'000));

    QCOMPARE(QProcess::execute(QStringLiteral("node"),
                               {peerPath("compile_contract.js"), qEnvironmentVariable("DGEX_PEER_MODULES"),
                                peerPath("../../resources/anchor/CheckpointAnchor.sol"), file("anchor.bin")}),
             0);
    QVERIFY(makeLedger("true.ledger", "1", "2"));
    QVERIFY(makeLedger("false.ledger", "1", "3"));
    QVERIFY(makeLedger("foreign.ledger", "2", "2"));
    const DgexdRun deployed =
        anchor("deploy", "true.ledger", from(kWriter) + QStringList{QStringLiteral("--code"), file("anchor.bin")});
    QVERIFY2(deployed.exitCode == 0, deployed.err.constData());
    m_contract = QString::fromLatin1(deployed.out.trimmed());
}

void TestAnchorCommand::finishedDaysAreWrittenOnceAndFoundTheSame()
{
    const DgexdRun before = anchor("check", "true.ledger", contract());
    QCOMPARE(before.exitCode, 1);
    QVERIFY(before.out.contains("missing on the chain"));

    const DgexdRun written = anchor("write", "true.ledger", from(kWriter) + contract());
    QVERIFY2(written.exitCode == 0, written.err.constData());
    QVERIFY(written.out.count("written by 0x") >= 2);

    const DgexdRun again = anchor("write", "true.ledger", from(kWriter) + contract());
    QCOMPARE(again.exitCode, 0);
    QCOMPARE(again.out.count("written by"), 0);

    const DgexdRun after = anchor("check", "true.ledger", contract());
    QCOMPARE(after.exitCode, 0);
    QCOMPARE(after.out.count("same\n"), written.out.count("written by 0x"));
}

void TestAnchorCommand::aLedgerWithAnotherHistoryIsFoundDifferent()
{
    const DgexdRun checked = anchor("check", "false.ledger", contract());
    QCOMPARE(checked.exitCode, 1);
    QVERIFY2(checked.out.contains("DIFFERENT"), checked.err.constData());
    const DgexdRun written = anchor("write", "false.ledger", from(kWriter) + contract());
    QCOMPARE(written.exitCode, 1);
    QCOMPARE(written.out.count("written by"), 0);
    QCOMPARE(anchor("check", "true.ledger", contract()).exitCode, 0);
}

void TestAnchorCommand::aContractServesItsOwnMarketOnly()
{
    const DgexdRun checked = anchor("check", "foreign.ledger", contract());
    QCOMPARE(checked.exitCode, 2);
    QVERIFY2(checked.err.contains("is for market"), checked.err.constData());
}

void TestAnchorCommand::onlyTheContractsMakerWrites()
{
    const DgexdRun deployed =
        anchor("deploy", "true.ledger", from(kOther) + QStringList{QStringLiteral("--code"), file("anchor.bin")});
    QCOMPARE(deployed.exitCode, 0);
    const QStringList theirs{QStringLiteral("--contract"), QString::fromLatin1(deployed.out.trimmed())};
    const DgexdRun refused = anchor("write", "true.ledger", from(kWriter) + theirs);
    QCOMPARE(refused.exitCode, 2);
    QVERIFY2(refused.err.contains("refused transaction"), refused.err.constData());
    QCOMPARE(anchor("write", "true.ledger", from(kOther) + theirs).exitCode, 0);
}

void TestAnchorCommand::aWrongPlaceIsSaidInOneLine_data()
{
    QTest::addColumn<QString>("rpc");
    QTest::addColumn<QString>("address");
    QTest::addColumn<QByteArray>("expected");
    QTest::newRow("no node") << QStringLiteral("http://127.0.0.1:1") << m_contract << QByteArray("refused");
    QTest::newRow("no contract") << m_url << kOther << QByteArray("is no contract for checkpoints");
    QTest::newRow("no address") << m_url << QStringLiteral("0x12") << QByteArray("40 hexadecimal digits");
}

void TestAnchorCommand::aWrongPlaceIsSaidInOneLine()
{
    QFETCH(QString, rpc);
    QFETCH(QString, address);
    const DgexdRun run = dgexd({QStringLiteral("anchor"), QStringLiteral("check"), file("true.ledger"),
                                QStringLiteral("--rpc"), rpc, QStringLiteral("--contract"), address});
    QCOMPARE(run.exitCode, 2);
    QFETCH(QByteArray, expected);
    QVERIFY2(run.err.contains(expected), run.err.constData());
}

QTEST_GUILESS_MAIN(TestAnchorCommand)
#include "tst_anchor_command.moc"
