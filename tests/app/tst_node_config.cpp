// SPDX-License-Identifier: GPL-3.0-or-later
// Goal: whoever writes a wrong node.toml is told file, line and key, and a right one starts. Method: the real program
// with a configuration that make-network wrote, changed at one place.
#include "tests/support/dgexd_run.h"

#include <QFile>
#include <QTcpServer>
#include <QTemporaryDir>
#include <QtTest>

using dgex::test::dgexd;
using Run = dgex::test::DgexdRun;

class TestNodeConfig : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void aWrongFileIsRefusedWithFileLineAndKey_data();
    void aWrongFileIsRefusedWithFileLineAndKey();
    void theWrittenFileStartsANodeThatHomesCanAsk();
    void aNodeOnAnotherHostIsKnownByItsName();

private:
    [[nodiscard]] QString path(const char* name) const { return m_folder.filePath(QLatin1StringView{name}); }

    QTemporaryDir m_folder;
    QByteArray m_text;
    quint16 m_port = 0;
};

void TestNodeConfig::initTestCase()
{
    std::array<QTcpServer, 3> taken;
    do {
        for (QTcpServer& one : taken)
            one.close();
        QVERIFY(taken[0].listen(QHostAddress::LocalHost));
        m_port = taken[0].serverPort();
    } while (m_port > 65'000 || !taken[1].listen(QHostAddress::LocalHost, static_cast<quint16>(m_port + 100)) ||
             !taken[2].listen(QHostAddress::LocalHost, static_cast<quint16>(m_port + 200)));
    const Run made = dgexd({QStringLiteral("make-network"), QStringLiteral("--folder"), path("market"),
                            QStringLiteral("--authorities"), QStringLiteral("1"), QStringLiteral("--first-port"),
                            QString::number(m_port)});
    QVERIFY2(made.exitCode == 0, made.err.constData());
    QFile file(path("market/node.toml"));
    QVERIFY(file.open(QIODevice::ReadOnly));
    m_text = file.readAll();
}

void TestNodeConfig::aWrongFileIsRefusedWithFileLineAndKey_data()
{
    QTest::addColumn<QByteArray>("before");
    QTest::addColumn<QByteArray>("after");
    QTest::addColumn<QByteArray>("says");
    const auto row = [](const char* name, const char* before, const char* after, const char* says) {
        QTest::newRow(name) << QByteArray(before) << QByteArray(after) << QByteArray(says);
    };
    row("another version", "version = 1", "version = 2", "version");
    row("an unknown key", "folder = ", "foldr = \"x\"\nfolder = ", "unknown key 'foldr'");
    row("a misspelt section", "[sequencer]", "[sequenzer]", "'sequencer.kind' is missing");
    row("a key in a section", "[metrics]", "[metrics]\nlistne = 1", "unknown key 'metrics.listne'");
    row("a section that is none", "folder = ", "gate = 1\nfolder = ", "unknown key 'gate'");
    row("no sequencer", "[sequencer]\nkind = \"sqlite\"", "", "the key 'sequencer.kind' is missing");
    row("another sequencer", "\"sqlite\"", "\"raft\"", "sequencer.kind: sqlite or etcd");
    row("etcd without endpoints", "\"sqlite\"", "\"etcd\"", "21: the key 'sequencer.endpoints' is missing");
    row("a short market", "market = \"", "market = \"00", "market: 32 hexadecimal digits");
    row("no port", "[api]\nlisten = \"127.0.0.1:", "[api]\nlisten = \"127.0.0.1\" #", "listen: address:port");
    row("no enrolment address", "enrol = \"127", "enrol = \"nowhere\" #", "enrol: address:port");
    row("a price that is a number", "retail = \"30.00\"", "retail = 30", "retail: a text");
    row("a price with three decimals", "\"30.00\"", "\"30.001\"", "retail: a price");
    row("no utility number", "participant = 1", "participant = 0", "participant: a whole number from 1");
    row("no retention", "folder = ", "retention_days = 0\nfolder = ", "retention_days: a whole number from 1 to 36500");
    row("a threshold above the authorities", "threshold = 1", "threshold = 2", "threshold: a whole number from 1 to 1");
    row("rules that are not there", "threshold = 1", "threshold = 1\nrules = \"none.toml\"", "none.toml");
    row("not TOML", "[metrics]", "[metrics", "node.toml:");
}

void TestNodeConfig::aWrongFileIsRefusedWithFileLineAndKey()
{
    QFETCH(QByteArray, before);
    QFETCH(QByteArray, after);
    QFETCH(QByteArray, says);
    const qsizetype at = m_text.indexOf(before);
    QVERIFY2(at >= 0, m_text.constData());
    QByteArray wrong = m_text;
    wrong.replace(at, before.size(), after);
    QDir().mkpath(path("wrong"));
    QFile file(path("wrong/node.toml"));
    QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
    file.write(wrong);
    file.close();
    const Run run =
        dgexd({QStringLiteral("node"), QStringLiteral("--once"), QStringLiteral("--config"), file.fileName()});
    QCOMPARE(run.exitCode, 2);
    QVERIFY2(run.err.contains(says), run.err.constData());
    const QRegularExpression place(QStringLiteral("node\\.toml:[0-9]+: "));
    QVERIFY2(place.match(QString::fromUtf8(run.err)).hasMatch(), run.err.constData());
    QVERIFY(run.out.isEmpty());
    QCOMPARE(run.err.count('\n'), 1);
}

void TestNodeConfig::theWrittenFileStartsANodeThatHomesCanAsk()
{
    QFile file(path("market/node.toml"));
    QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
    file.write("retention_days = 30\n" + m_text);
    file.close();
    QProcess node;
    node.start(qEnvironmentVariable("DGEX_PROGRAM_DIR") + QStringLiteral("/dgexd"),
               {QStringLiteral("node"), QStringLiteral("--config"), file.fileName()});
    QByteArray log;
    QVERIFY(QTest::qWaitFor(
        [&] {
            log += node.readAllStandardError();
            return log.contains("event=final");
        },
        30'000));
    QVERIFY2(log.contains("event=ready role=authority") && log.contains(QByteArray::number(m_port + 200)),
             log.constData());
    // Every line is key=value pairs.
    const QRegularExpression line(
        QStringLiteral("^time=\\S+Z level=(info|warning|error) event=\\S+( \\w+=(\"[^\"]*\"|\\S+))*$"));
    for (const QByteArray& one : log.trimmed().split('\n'))
        QVERIFY2(line.match(QString::fromUtf8(one)).hasMatch(), one.constData());
    const Run list = dgexd({QStringLiteral("enrol"), QStringLiteral("list"), QStringLiteral("--config"),
                            path("market/operator/operator.toml")});
    QVERIFY2(list.exitCode == 0, list.err.constData());
    node.terminate();
    QVERIFY(node.waitForFinished(10'000));
    QCOMPARE(node.exitCode(), 0);
    const Run verified = dgexd({QStringLiteral("verify"), path("market/node.ledger")});
    QVERIFY2(verified.exitCode == 0, verified.out.constData());
}

void TestNodeConfig::aNodeOnAnotherHostIsKnownByItsName()
{
    const QString host = QStringLiteral("127.0.0.7"); // An address of its own, as another machine has.
    const QStringList arguments{QStringLiteral("make-network"),
                                QStringLiteral("--folder"),
                                path("far"),
                                QStringLiteral("--host"),
                                host,
                                QStringLiteral("--authorities"),
                                QStringLiteral("1"),
                                QStringLiteral("--first-port"),
                                QString::number(m_port)};
    const Run tooMany = dgexd(arguments + QStringList{QStringLiteral("--host"), QStringLiteral("127.0.0.8")});
    QCOMPARE(tooMany.exitCode, 2);
    QVERIFY(tooMany.err.contains("every authority has one host"));
    const Run made = dgexd(arguments);
    QVERIFY2(made.exitCode == 0, made.err.constData());
    QProcess node;
    node.start(qEnvironmentVariable("DGEX_PROGRAM_DIR") + QStringLiteral("/dgexd"),
               {QStringLiteral("node"), QStringLiteral("--config"), path("far/node.toml")});
    QByteArray log;
    QVERIFY(QTest::qWaitFor(
        [&] {
            log += node.readAllStandardError();
            return log.contains("event=final");
        },
        30'000));
    // The certificate is over the address that the operator's file names.
    const Run list = dgexd({QStringLiteral("enrol"), QStringLiteral("list"), QStringLiteral("--config"),
                            path("far/operator/operator.toml")});
    QVERIFY2(list.exitCode == 0, list.err.constData());
    QFile wanted(path("far/operator/operator.toml"));
    QVERIFY(wanted.open(QIODevice::ReadOnly) && wanted.readAll().contains("https://127.0.0.7:"));
    node.terminate();
    QVERIFY(node.waitForFinished(30'000));
}

QTEST_GUILESS_MAIN(TestNodeConfig)
#include "tst_node_config.moc"
