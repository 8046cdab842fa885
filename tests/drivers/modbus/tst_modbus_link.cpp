// SPDX-License-Identifier: GPL-3.0-or-later
// Goal: one link serves all units of a host in order and outlives whatever happens to the host. Method: Modbus servers
// of others (pymodbus, libmodbus) on loopback and on a pair of serial lines, and a scripted server that counts.
#include "drivers/modbus/modbus_link.h"
#include "tests/support/peer_process.h"

#include <QAbstractEventDispatcher>
#include <QTcpServer>
#include <QTcpSocket>
#include <QtTest>

#include <csignal>
#include <numeric>

using namespace dgex::drivers;
using namespace dgex::test;
using namespace std::chrono_literals;

namespace {

using Result = std::expected<Registers, ModbusError>;

Result wait(const std::function<void(ModbusLink::Answer)>& request, int timeoutMs = 5'000)
{
    auto result = std::make_shared<std::optional<Result>>();
    request([result](const Result& answer) { *result = answer; });
    if (!QTest::qWaitFor([&] { return result->has_value(); }, timeoutMs))
        return std::unexpected(ModbusError{ModbusFault::WrongAnswer, -1});
    return **result;
}

Result readNow(ModbusLink& link, int unit, int address, int count)
{
    return wait([&](ModbusLink::Answer answer) { link.read(unit, address, count, std::move(answer)); });
}

Result writeNow(ModbusLink& link, int address, const Registers& values, WriteFunction function)
{
    return wait([&](ModbusLink::Answer answer) { link.write(1, address, values, function, std::move(answer)); });
}

/// Answers every read with zeros after a while and counts requests that come before their predecessor's answer.
class CountingServer : public QTcpServer {
public:
    CountingServer()
    {
        listen(QHostAddress::LocalHost);
        connect(this, &QTcpServer::newConnection, this, [this] {
            ++connections;
            QTcpSocket* socket = nextPendingConnection();
            connect(socket, &QTcpSocket::readyRead, socket, [this, socket] { onBytes(socket); });
        });
    }
    int connections = 0;
    int waiting = 0;
    int waitingMax = 0;

private:
    void onBytes(QTcpSocket* socket)
    {
        while (socket->bytesAvailable() >= 12) {
            const QByteArray request = socket->read(12);
            waitingMax = std::max(waitingMax, ++waiting);
            QTimer::singleShot(5, socket, [this, socket, request] {
                --waiting;
                const auto count = static_cast<std::uint8_t>(request[11]);
                QByteArray answer = request.left(4) + QByteArray(1, 0) + static_cast<char>(3 + count * 2);
                answer += request.mid(6, 2) + static_cast<char>(count * 2) + QByteArray(count * 2, 0);
                socket->write(answer);
            });
        }
    }
};

ModbusTiming quick()
{
    ModbusTiming timing;
    timing.answerWithin = 300ms;
    timing.retryFirst = 50ms;
    timing.retryLast = 200ms;
    return timing;
}

ModbusEndpoint local(int port)
{
    return {.host = "127.0.0.1", .port = port};
}

} // namespace

class TestModbusLink : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        m_words.resize(400);
        std::iota(m_words.begin(), m_words.end(), std::uint16_t{0});
        m_image = writeImage(m_folder, "image", 40'000, m_words);
    }

    void bothServersAreReadWrittenAndTheirRefusalsTold_data()
    {
        QTest::addColumn<bool>("isLibmodbus");
        QTest::newRow("pymodbus") << false;
        QTest::newRow("libmodbus") << true;
    }

    void bothServersAreReadWrittenAndTheirRefusalsTold()
    {
        QFETCH(bool, isLibmodbus);
        PeerProcess peer;
        const int port = isLibmodbus ? peer.startOnPort(testProgram("modbus_peer"), {m_image, QStringLiteral("1")})
                                     : startPython(peer, {});
        QVERIFY(port > 0);
        ModbusLink link(local(port), quick());
        const Result first = readNow(link, 1, 40'000, 125);
        QVERIFY(first.has_value());
        QCOMPARE(first->size(), std::size_t{125});
        QCOMPARE(first->back(), std::uint16_t{124});
        for (const WriteFunction function :
             {WriteFunction::Automatic, WriteFunction::Single, WriteFunction::Multiple}) {
            const auto value = static_cast<std::uint16_t>(7'000 + static_cast<int>(function));
            QVERIFY(writeNow(link, 40'100, {value}, function).has_value());
            QVERIFY(writeNow(link, 40'110, {value, 0xFFFF}, function).has_value());
            QCOMPARE(readNow(link, 1, 40'100, 1).value(), Registers{value});
            QCOMPARE(readNow(link, 1, 40'110, 2).value(), (Registers{value, 0xFFFF}));
        }
        const Result beyond = readNow(link, 1, 50'000, 2);
        QVERIFY(!beyond && beyond.error().fault == ModbusFault::Refused);
        QCOMPARE(beyond.error().exceptionCode, 2);
        const Result silent = readNow(link, 9, 40'000, 2);
        QVERIFY(!silent && silent.error().fault == ModbusFault::Timeout);
        QVERIFY(readNow(link, 1, 40'000, 2).has_value());
        QCOMPARE(link.statistics().connections, std::uint64_t{1});
    }

    void aDeviceThatKnowsOneWritingFunctionOnlyIsWrittenByIt_data()
    {
        QTest::addColumn<int>("known");
        QTest::newRow("FC 6 only") << 6;
        QTest::newRow("FC 16 only") << 16;
    }

    void aDeviceThatKnowsOneWritingFunctionOnlyIsWrittenByIt()
    {
        QFETCH(int, known);
        PeerProcess peer;
        ModbusLink link(local(startPython(peer, {QStringLiteral("--only-fc"), QString::number(known)})), quick());
        const WriteFunction right = known == 6 ? WriteFunction::Single : WriteFunction::Multiple;
        const WriteFunction wrong = known == 6 ? WriteFunction::Multiple : WriteFunction::Single;
        QVERIFY(writeNow(link, 40'010, {1}, right).has_value());
        QVERIFY(writeNow(link, 40'010, {5, 6}, right).has_value());
        QCOMPARE(readNow(link, 1, 40'010, 2).value(), (Registers{5, 6}));
        QCOMPARE(writeNow(link, 40'010, {1}, wrong).error().fault, ModbusFault::Refused);
    }

    void oneRequestIsInFlightForAllUnitsOfAHost()
    {
        CountingServer server;
        ModbusLinks links;
        const auto link = links.at(local(server.serverPort()));
        QCOMPARE(links.at(local(server.serverPort())), link);
        int answers = 0;
        for (int i = 0; i < 40; ++i)
            link->read(1 + i % 3, 10, 5, [&](const Result& result) { answers += result ? 1 : 0; });
        QVERIFY(QTest::qWaitFor([&] { return answers == 40; }, 5'000));
        QCOMPARE(server.waitingMax, 1);
        QCOMPARE(server.connections, 1);
    }

    void writesGoBeforeWaitingReads()
    {
        PeerProcess peer;
        ModbusLink link(local(startPython(peer, {})), quick());
        QString order;
        for (int i = 0; i < 5; ++i)
            link.read(1, 40'000, 1, [&](const Result&) { order += u'r'; });
        link.write(1, 40'000, {1}, WriteFunction::Automatic, [&](const Result&) { order += u'w'; });
        QVERIFY(QTest::qWaitFor([&] { return order.size() == 6; }, 5'000));
        QCOMPARE(order, QStringLiteral("wrrrrr"));
    }

    void aHostThatRestartsIsFoundAgainWithoutHammering()
    {
        CountingServer server;
        const int port = server.serverPort();
        ModbusLink link(local(port), quick());
        QVERIFY(readNow(link, 1, 0, 1).has_value());
        server.close();
        for (QTcpSocket* socket : server.findChildren<QTcpSocket*>())
            socket->abort();
        QVERIFY(QTest::qWaitFor([&] { return !link.isConnected(); }, 2'000));
        const std::uint64_t before = link.statistics().portErrors;
        int refused = 0;
        for (int i = 0; i < 40; ++i) {
            link.read(1, 0, 1, [&](const Result& result) { refused += result ? 0 : 1; });
            QTest::qWait(20);
        }
        QVERIFY(refused >= 38);
        QVERIFY2(link.statistics().portErrors - before <= 10, "the wait between connections does not grow");
        QVERIFY(server.listen(QHostAddress::LocalHost, static_cast<quint16>(port)));
        QVERIFY(QTest::qWaitFor([&] { return readNow(link, 1, 0, 1).has_value(); }, 3'000));
    }

    void aFrozenHostTimesOutAndRecovers()
    {
        PeerProcess peer;
        ModbusLink link(local(startPython(peer, {})), quick());
        QVERIFY(readNow(link, 1, 40'000, 1).has_value());
        ::kill(static_cast<pid_t>(peer.processId()), SIGSTOP);
        QElapsedTimer timer;
        timer.start();
        QCOMPARE(readNow(link, 1, 40'000, 1).error().fault, ModbusFault::Timeout);
        QVERIFY(timer.elapsed() < 800);
        ::kill(static_cast<pid_t>(peer.processId()), SIGCONT);
        QVERIFY(QTest::qWaitFor([&] { return readNow(link, 1, 40'003, 1) == Result{Registers{3}}; }, 3'000));
    }

    void aHostThatStaysSilentLosesItsConnection()
    {
        CountingServer server;
        ModbusTiming timing = quick();
        timing.answerWithin = 50ms;
        timing.silentMax = 3;
        ModbusLink link(local(server.serverPort()), timing);
        QVERIFY(readNow(link, 1, 0, 1).has_value());
        server.disconnect();
        for (QTcpSocket* socket : server.findChildren<QTcpSocket*>())
            socket->disconnect();
        for (int i = 0; i < 3; ++i)
            QVERIFY(!readNow(link, 1, 0, 1));
        QVERIFY(!link.isConnected());
    }

    void aSerialLineThatIsPulledOutCostsOneReportAndComesBack_data()
    {
        QTest::addColumn<int>("requests");
        QTest::newRow("with three requests open") << 3;
        QTest::newRow("while it rests") << 0;
    }

    void aSerialLineThatIsPulledOutCostsOneReportAndComesBack()
    {
        QFETCH(int, requests);
        const QString device = m_folder.filePath(QStringLiteral("ttyDevice"));
        const QString home = m_folder.filePath(QStringLiteral("ttyHome"));
        SerialPair pair;
        QVERIFY(pair.start(device, home));
        PeerProcess peer;
        QCOMPARE(peer.start(testProgram("modbus_peer"), {m_image, QStringLiteral("1"), device}), QByteArray("ready"));
        ModbusEndpoint endpoint;
        endpoint.path = home.toStdString();
        ModbusLink link(endpoint, quick());
        const Result before = readNow(link, 1, 40'000, 125);
        QVERIFY(before.has_value());
        QCOMPARE((*before)[124], std::uint16_t{124});

        int failed = 0;
        for (int i = 0; i < requests; ++i)
            link.read(1, 40'000, 10, [&](const Result& result) { failed += result ? 0 : 1; });
        pair.stop();
        int turns = 0;
        const QMetaObject::Connection counting =
            connect(QAbstractEventDispatcher::instance(), &QAbstractEventDispatcher::awake, this, [&] { ++turns; });
        QTest::qWait(1'500); // wakes up every 10 ms by itself
        disconnect(counting);
        QCOMPARE(failed, requests);
        QVERIFY(!link.isConnected());
        QVERIFY2(turns < 500, qPrintable(QStringLiteral("%1 turns of the event loop").arg(turns)));
        QVERIFY2(link.statistics().portErrors <= 3, qPrintable(QString::number(link.statistics().portErrors)));

        peer.stop();
        QVERIFY(pair.start(device, home));
        QCOMPARE(peer.start(testProgram("modbus_peer"), {m_image, QStringLiteral("1"), device}), QByteArray("ready"));
        QVERIFY(QTest::qWaitFor([&] { return readNow(link, 1, 40'000, 2).has_value(); }, 8'000));
    }

private:
    static QString python() { return QStringLiteral("/usr/bin/python3"); }
    QStringList peerArguments(const QStringList& more) const
    {
        return QStringList{QStringLiteral("-B"), peerPath("sunspec_peer.py"), m_image} + more;
    }
    int startPython(PeerProcess& peer, const QStringList& more) const
    {
        return peer.startOnPort(python(), peerArguments(more));
    }

    QTemporaryDir m_folder;
    Registers m_words;
    QString m_image;
};

QTEST_GUILESS_MAIN(TestModbusLink)
#include "tst_modbus_link.moc"
