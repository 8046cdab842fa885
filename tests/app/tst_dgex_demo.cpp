// SPDX-License-Identifier: GPL-3.0-or-later
// Goal: who starts the demo without a display gets a whole simulated day, pictures of every page and clear words when
// something is wrong. Method: run the program as a stranger would and read what it prints and leaves.
#include <QDir>
#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>
#include <QtEndian>

#include <csignal>

namespace {

struct Run {
    int exitCode = -1;
    QByteArray out;
    QByteArray err;
};

/// Of a PNG file; 0 of anything else.
quint32 widthOf(const QString& name)
{
    QFile file(name);
    if (!file.open(QIODevice::ReadOnly))
        return 0;
    const QByteArray head = file.read(24);
    return head.size() == 24 && head.startsWith("\x89PNG\r\n") ? qFromBigEndian<quint32>(head.constData() + 16) : 0;
}

constexpr int kStartMs = 30'000;
constexpr int kEndMs = 120'000;

} // namespace

class TestDgexDemo : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void aDayIsPrintedAndEveryPagePictured();
    void anInterruptLeavesNothingBehind();
    void wrongUseEndsWithTwoAndOneLine_data();
    void wrongUseEndsWithTwoAndOneLine();

private:
    void start(QProcess& program, const QStringList& arguments);
    Run dgex(const QStringList& arguments);
    [[nodiscard]] QStringList leftBehind() const
    {
        return QDir(m_folder.filePath(QStringLiteral("tmp"))).entryList({QStringLiteral("dgex-*")});
    }
    QTemporaryDir m_folder;
};

void TestDgexDemo::initTestCase()
{
    QVERIFY(QDir(m_folder.path()).mkdir(QStringLiteral("tmp")));
}

void TestDgexDemo::start(QProcess& program, const QStringList& arguments)
{
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("TMPDIR"), m_folder.filePath(QStringLiteral("tmp")));
    environment.insert(QStringLiteral("XDG_CACHE_HOME"), m_folder.filePath(QStringLiteral("cache")));
    program.setProcessEnvironment(environment);
    program.start(qEnvironmentVariable("DGEX_PROGRAM_DIR") + QStringLiteral("/dgex"), arguments);
}

Run TestDgexDemo::dgex(const QStringList& arguments)
{
    QProcess program;
    start(program, arguments);
    if (!program.waitForFinished(kEndMs))
        return {};
    return {program.exitCode(), program.readAllStandardOutput(), program.readAllStandardError()};
}

void TestDgexDemo::aDayIsPrintedAndEveryPagePictured()
{
    const QString pictures = m_folder.filePath(QStringLiteral("pictures"));
    const Run run = dgex({QStringLiteral("demo"), QStringLiteral("--homes"), QStringLiteral("3"),
                          QStringLiteral("--screenshots"), pictures});
    QVERIFY2(run.exitCode == 0, run.err.constData());
    QVERIFY(run.out.count("JPY/kWh") >= 48);
    QVERIFY(run.out.contains("One simulated day is over."));
    const QStringList made = QDir(pictures).entryList({QStringLiteral("*.png")});
    QVERIFY2(run.out.contains(QByteArray::number(made.size()) + " pictures in " + pictures.toUtf8()),
             run.out.constData());
    for (const char* page :
         {"panel-home-800x480", "panel-help-1280x800", "console-markets", "console-alarms", "demo-tour"})
        QVERIFY2(made.contains(QLatin1String(page) + QStringLiteral(".png")), page);
    for (const QString& one : made)
        QVERIFY2(widthOf(pictures + QLatin1Char('/') + one) >= 800, qPrintable(one));
    QVERIFY2(!run.err.contains("plugin"), run.err.constData());
    QVERIFY(leftBehind().isEmpty());
}

void TestDgexDemo::anInterruptLeavesNothingBehind()
{
    QProcess program;
    start(program, {QStringLiteral("demo"), QStringLiteral("--homes"), QStringLiteral("3"),
                    QStringLiteral("--screenshots"), m_folder.filePath(QStringLiteral("none"))});
    QVERIFY(program.waitForReadyRead(kStartMs)); // A half hour is over.
    QCOMPARE(leftBehind().size(), 1);
    QCOMPARE(::kill(static_cast<pid_t>(program.processId()), SIGINT), 0);
    QVERIFY(program.waitForFinished(kEndMs));
    QCOMPARE(program.exitCode(), 1);
    QVERIFY(program.readAllStandardError().contains("stopped"));
    QVERIFY(leftBehind().isEmpty());
}

void TestDgexDemo::wrongUseEndsWithTwoAndOneLine_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QByteArray>("says");
    const auto words = [](const char* line) { return QString::fromLatin1(line).split(QLatin1Char(' ')); };
    QTest::newRow("unknown command") << words("dmeo") << QByteArray("dmeo is no command");
    QTest::newRow("no such home") << words("demo --homes 4 --home 9") << QByteArray("--home 9: the homes are 0 to 3");
    QTest::newRow("no such language") << words("demo --language fr") << QByteArray("--language");
    QTest::newRow("no room for pictures")
        << words("demo --homes 2 --screenshots /proc/nowhere") << QByteArray("/proc/nowhere: ");
}

void TestDgexDemo::wrongUseEndsWithTwoAndOneLine()
{
    QFETCH(QStringList, arguments);
    QFETCH(QByteArray, says);
    const Run run = dgex(arguments);
    QCOMPARE(run.exitCode, 2);
    QVERIFY2(run.err.contains(says), run.err.constData());
    QVERIFY(run.out.isEmpty());
}

QTEST_GUILESS_MAIN(TestDgexDemo)
#include "tst_dgex_demo.moc"
