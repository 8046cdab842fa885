// SPDX-License-Identifier: GPL-3.0-or-later
// Goal: devices that speak ECHONET Lite are read and commanded over UDP and over the B route. Method: the devices of
// the npm package echonet-lite, a node scripted here that answers as a real meter was seen to, and a scripted dongle on
// a pair of serial lines.
#include "drivers/echonet/devices.h"
#include "drivers/echonet/sk_channel.h"
#include "drivers/echonet/udp_channel.h"
#include "tests/support/moving_clock.h"
#include "tests/support/peer_process.h"

#include <QAbstractEventDispatcher>
#include <QNetworkDatagram>
#include <QUdpSocket>
#include <QtTest>

using namespace dgex;
using namespace dgex::drivers;
using namespace dgex::drivers::echonet;
using namespace dgex::test;
using namespace std::chrono_literals;

namespace {

constexpr Eoj kMeter{0x02, 0x88, 0x01};

/// A port that nobody uses, below those that the package answers from.
int freePort()
{
    for (int port = 20'000 + static_cast<int>(QCoreApplication::applicationPid() % 10'000); port < 40'000; ++port) {
        QUdpSocket probe;
        if (probe.bind(QHostAddress::Any, static_cast<quint16>(port), QAbstractSocket::DontShareAddress))
            return port;
    }
    return 0;
}

Bytes u32(std::uint32_t value)
{
    return {static_cast<std::uint8_t>(value >> 24), static_cast<std::uint8_t>(value >> 16),
            static_cast<std::uint8_t>(value >> 8), static_cast<std::uint8_t>(value)};
}

/// A meter at 127.0.0.1 that answers from another port than it listens to.
class ScriptedMeter : public QObject {
public:
    explicit ScriptedMeter(int port)
        : m_port(port)
    {
        if (!m_socket.bind(QHostAddress::LocalHost, static_cast<quint16>(port),
                           QAbstractSocket::ShareAddress | QAbstractSocket::ReuseAddressHint) ||
            !m_sender.bind(QHostAddress::LocalHost, 0))
            qFatal("the scripted meter has no port");
        connect(&m_socket, &QUdpSocket::readyRead, this, [this] {
            while (m_socket.hasPendingDatagrams())
                onQuestion(m_socket.receiveDatagram());
        });
    }
    Properties held{{0x9F, {6, 0x9F, 0xE0, 0xE1, 0xE3, 0xE7, 0xD3}},
                    {0xE0, u32(1'000)},
                    {0xE3, u32(20)},
                    {0xE7, u32(300)},
                    {0xE1, {1}}};
    std::set<std::uint8_t> aloneOnly; ///< Given only to a question of their own.
    QList<std::size_t> questions;     ///< Their numbers of properties.
    bool isSilent = false;

    void announce(Service service, const std::vector<Property>& properties)
    {
        send({0x77, kMeter, kController, service, properties, {}});
    }
    void ask(const Frame& frame) { send(frame); }
    QList<Frame> received;

private:
    void onQuestion(const QNetworkDatagram& datagram)
    {
        const QByteArray bytes = datagram.data();
        const auto frame = decodeFrame(
            {reinterpret_cast<const std::uint8_t*>(bytes.constData()), static_cast<std::size_t>(bytes.size())});
        if (!frame)
            return;
        received.append(*frame);
        if (isSilent || frame->service != Service::Get)
            return;
        questions.append(frame->properties.size());
        Frame answer{frame->transaction, frame->target, frame->source, Service::GetRes, {}, {}};
        for (const Property& asked : frame->properties) {
            const bool isGiven =
                held.contains(asked.code) && (!aloneOnly.contains(asked.code) || frame->properties.size() == 1);
            if (isGiven)
                answer.properties.push_back({asked.code, held.at(asked.code)});
            else if (frame->properties.size() == 1)
                answer.properties.push_back({asked.code, {}}); // Seen: what is missing is left out altogether.
            if (!isGiven)
                answer.service = Service::GetSna;
        }
        send({static_cast<std::uint16_t>(frame->transaction + 1),
              answer.source,
              answer.target,
              Service::GetRes,
              {{0xE7, u32(9'999)}},
              {}}); // An answer to somebody else's question.
        send(answer);
    }
    void send(const Frame& frame)
    {
        const Bytes bytes = encode(frame);
        m_sender.writeDatagram(reinterpret_cast<const char*>(bytes.data()), static_cast<qint64>(bytes.size()),
                               QHostAddress(QStringLiteral("127.0.0.2")), static_cast<quint16>(m_port));
    }

    int m_port;
    QUdpSocket m_socket;
    QUdpSocket m_sender;
};

std::shared_ptr<Exchange> exchangeOn(int port)
{
    ExchangeTiming timing;
    timing.answerWithin = 300ms;
    return std::make_shared<Exchange>(std::make_unique<UdpChannel>(UdpChannel::Options{"127.0.0.2", port}), timing);
}

UnitOptions unit(Eoj object)
{
    UnitOptions options;
    options.peer = "127.0.0.1";
    options.object = object;
    options.pollEvery = 100ms;
    return options;
}

bool settles(const Device& device)
{
    return QTest::qWaitFor([&] { return device.hasSettled(); }, 8'000);
}

} // namespace

class TestEchonetDevices : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aMeterIsReadWithCoefficientAndUnit()
    {
        const int port = freePort();
        ScriptedMeter node(port);
        MovingClock clock;
        EchonetMeter meter(exchangeOn(port), clock, unit(kMeter));
        meter.start();
        QVERIFY(settles(meter));
        QCOMPARE(meter.power().value->count(), 300);
        QCOMPARE(meter.power().quality, ports::Quality::Good);
        QCOMPARE(meter.counters().value->imported.count(), 100'000);
        QCOMPARE(meter.counters().value->exported.count(), 2'000);
        QVERIFY(meter.health().isReachable);
        node.held[0xE7] = u32(0x7FFF'FFFE);
        QVERIFY(QTest::qWaitFor([&] { return !meter.power().value; }, 3'000));
        QVERIFY(meter.counters().value);
        clock.advance(60s);
        node.isSilent = true;
        QVERIFY(QTest::qWaitFor([&] { return !meter.health().isReachable; }, 5'000));
        clock.advance(60s);
        QCOMPARE(meter.counters().quality, ports::Quality::Stale);
    }

    void whatAPartialAnswerLacksIsAskedForOneByOne()
    {
        const int port = freePort();
        ScriptedMeter node(port);
        node.held[0x9F] = {7, 0x9F, 0xE0, 0xE1, 0xE3, 0xE7, 0xD3, 0xD7};
        node.aloneOnly = {0xE1};
        MovingClock clock;
        EchonetMeter meter(exchangeOn(port), clock, unit(kMeter));
        meter.start();
        QVERIFY(settles(meter));
        QCOMPARE(meter.counters().value->imported.count(), 100'000);
        QCOMPARE(node.questions, (QList<std::size_t>{2, 6, 1, 1, 1})); // maps; all; D3, E1 and D7 again
        QVERIFY(QTest::qWaitFor([&] { return node.questions.size() >= 7; }, 3'000));
        QCOMPARE(node.questions.last(), std::size_t{3}); // E0, E3, E7: what is refused is left alone
    }

    void aMeterWithoutUnitNeedsAConfiguredOne_data()
    {
        QTest::addColumn<bool>("isConfigured");
        QTest::newRow("configured") << true;
        QTest::newRow("not configured") << false;
    }

    void aMeterWithoutUnitNeedsAConfiguredOne()
    {
        QFETCH(bool, isConfigured);
        const int port = freePort();
        ScriptedMeter node(port);
        node.held.erase(0xE1);
        node.held[0xD3] = u32(6);
        MovingClock clock;
        UnitOptions options = unit(kMeter);
        if (isConfigured)
            options.unitExponent = 1;
        EchonetMeter meter(exchangeOn(port), clock, options);
        meter.start();
        QVERIFY(settles(meter));
        QCOMPARE(meter.counters().value.has_value(), isConfigured);
        if (isConfigured)
            QCOMPARE(meter.counters().value->imported.count(), 60'000);
    }

    void announcementsAreTakenAndConfirmed()
    {
        const int port = freePort();
        ScriptedMeter node(port);
        MovingClock clock;
        UnitOptions options = unit(kMeter);
        options.pollEvery = 1h;
        EchonetMeter meter(exchangeOn(port), clock, options);
        meter.start();
        QVERIFY(settles(meter));
        node.received.clear();
        node.announce(Service::InfC, {{0xE7, u32(444)}});
        QVERIFY(QTest::qWaitFor([&] { return meter.power().value == Power{444}; }, 3'000));
        QVERIFY(QTest::qWaitFor([&] { return node.received.size() == 1; }, 3'000));
        QVERIFY(node.received[0].service == Service::InfCRes && node.received[0].transaction == 0x77);
    }

    void aNodeThatAsksIsToldOfAController()
    {
        const int port = freePort();
        ScriptedMeter node(port);
        MovingClock clock;
        UnitOptions options = unit(kMeter);
        options.pollEvery = 1h;
        EchonetMeter meter(exchangeOn(port), clock, options);
        meter.start();
        QVERIFY(settles(meter));
        node.received.clear();
        node.ask({0x55, kController, kNodeProfile, Service::Get, {{0xD6, {}}, {0xE0, {}}}, {}});
        QVERIFY(QTest::qWaitFor([&] { return node.received.size() == 1; }, 3'000));
        const Frame& answer = node.received[0];
        QVERIFY(answer.service == Service::GetSna && answer.transaction == 0x55);
        QVERIFY(decodeInstances(answer.properties[0].data) == std::vector<Eoj>{kController});
        QVERIFY(answer.properties[1].data.empty());
    }

    void absurdCountersAreRejected()
    {
        const int port = freePort();
        ScriptedMeter node(port);
        MovingClock clock;
        EchonetMeter meter(exchangeOn(port), clock, unit(kMeter));
        meter.start();
        QVERIFY(settles(meter));
        node.held[0xE0] = u32(900'000);
        node.held[0xE7] = u32(1'000'000);
        QVERIFY(QTest::qWaitFor([&] { return meter.health().rejected == 2; }, 3'000));
        QCOMPARE(meter.counters().value->imported.count(), 100'000);
        QCOMPARE(meter.power().value->count(), 300);
    }

    void devicesOfEchonetLiteAreReadAndCommanded()
    {
        const QString modules = qEnvironmentVariable("DGEX_PEER_MODULES");
        if (!QFile::exists(modules + QStringLiteral("/echonet-lite")))
            QSKIP("the peers of tests are not installed (tests/peers/install.sh build/peers)");
        qputenv("NODE_PATH", modules.toUtf8());
        const int port = freePort();
        PeerProcess peer;
        QCOMPARE(peer.start(QStringLiteral("node"), {peerPath("echonet_peer.js"), QString::number(port)}),
                 QByteArray("ready"));
        MovingClock clock;
        const auto exchange = exchangeOn(port);
        EchonetMeter meter(exchange, clock, unit(kMeter));
        EchonetPv pv(exchange, clock, unit({0x02, 0x79, 1}), {}, {.mayLackReversion = true});
        EchonetBattery battery(exchange, clock, unit({0x02, 0x7D, 1}), {}, {.keeper = {.reversion = 2s, .settle = 1s}});
        EchonetCharger charger(exchange, clock, unit({0x02, 0xA1, 1}),
                               {.keeper = {.reversion = 60s, .settle = 1s}, .release = 0x44});
        for (Device* device : std::initializer_list<Device*>{&meter, &pv, &battery, &charger}) {
            device->start();
            QVERIFY(settles(*device) && device->health().isReachable);
        }
        QCOMPARE(meter.power().value->count(), -500);
        QCOMPARE(meter.counters().value->imported.count(), 12'345'600);
        QCOMPARE(pv.power().value->count(), 3'000);
        QCOMPARE(pv.generated().value->count(), 5'000);
        QCOMPARE(pv.peak().count(), 4'000);
        QCOMPARE(pv.setLimit(Power{2'500}, 5s), ports::CommandResult::Accepted);
        QCOMPARE(battery.rating().capacity.count(), 9'800);
        QCOMPARE(battery.rating().powerMax.count(), 3'000);
        QCOMPARE(battery.state().value->stored.count(), 5'400);
        QCOMPARE(battery.state().value->charged.count(), 2'000);

        QCOMPARE(battery.setPower(Power{-1'500}, 20s), ports::CommandResult::Accepted);
        QVERIFY(QTest::qWaitFor([&] { return battery.state().value->power == Power{-1'500}; }, 5'000));
        QVERIFY(QTest::qWaitFor([&] { return battery.effect() == ports::CommandEffect::Following; }, 5'000));
        QTest::qWait(4'000); // twice the reversion time: it is renewed
        QCOMPARE(battery.state().value->power.count(), -1'500);
        QCOMPARE(battery.setPower(Power{2'000}, 20s), ports::CommandResult::Accepted);
        QVERIFY(QTest::qWaitFor([&] { return battery.state().value->power == Power{2'000}; }, 5'000));

        QCOMPARE(charger.setLimit(Power{3'200}, 20s), ports::CommandResult::Accepted);
        QVERIFY(QTest::qWaitFor([&] { return charger.power().value == Power{3'200}; }, 5'000));
        QCOMPARE(charger.setLimit(Power{}, 20s), ports::CommandResult::Accepted);
        QVERIFY(QTest::qWaitFor([&] { return charger.power().value == Power{}; }, 5'000));
    }

    void aBatteryStopsByItselfWhenNobodyRenewsItsCommand()
    {
        const QString modules = qEnvironmentVariable("DGEX_PEER_MODULES");
        if (!QFile::exists(modules + QStringLiteral("/echonet-lite")))
            QSKIP("the peers of tests are not installed (tests/peers/install.sh build/peers)");
        qputenv("NODE_PATH", modules.toUtf8());
        const int port = freePort();
        PeerProcess peer;
        QCOMPARE(peer.start(QStringLiteral("node"), {peerPath("echonet_peer.js"), QString::number(port)}),
                 QByteArray("ready"));
        MovingClock clock;
        const auto exchange = exchangeOn(port);
        {
            EchonetBattery battery(exchange, clock, unit({0x02, 0x7D, 1}), {},
                                   {.keeper = {.reversion = 3s, .settle = 1s}});
            battery.start();
            QVERIFY(settles(battery));
            QCOMPARE(battery.setPower(Power{1'800}, 60s), ports::CommandResult::Accepted);
            QVERIFY(QTest::qWaitFor([&] { return battery.state().value->power == Power{1'800}; }, 5'000));
        } // The controller dies.
        EchonetBattery watcher(exchange, clock, unit({0x02, 0x7D, 1}), {}, {});
        watcher.start();
        QVERIFY(settles(watcher));
        QElapsedTimer timer;
        timer.start();
        QVERIFY(QTest::qWaitFor([&] { return watcher.state().value->power.isZero(); }, 6'000));
        QVERIFY2(timer.elapsed() < 4'500, qPrintable(QString::number(timer.elapsed())));
    }

    void aNodeIsFoundWithItsObjects()
    {
        const int port = freePort();
        UdpChannel::Options options{"0.0.0.0", port};
        Exchange exchange(std::make_unique<UdpChannel>(options));
        std::map<std::string, std::vector<Eoj>> found;
        exchange.start();
        if (!exchange.discover(
                [&](const std::string& peer, const std::vector<Eoj>& objects) { found[peer] = objects; }))
            QSKIP("this machine has no network that takes multicast");
        QUdpSocket node;
        QVERIFY(node.bind(QHostAddress::LocalHost, 0));
        const Bytes answer = encode({1, kNodeProfile, kController, Service::GetRes, {{0xD6, {1, 2, 0x88, 1}}}, {}});
        node.writeDatagram(reinterpret_cast<const char*>(answer.data()), static_cast<qint64>(answer.size()),
                           QHostAddress::LocalHost, static_cast<quint16>(port));
        QVERIFY(QTest::qWaitFor([&] { return !found.empty(); }, 3'000));
        QVERIFY(found.at("127.0.0.1") == std::vector<Eoj>{kMeter});
    }

    void aMeterIsReadOverTheBRoute()
    {
        const QString device = m_folder.filePath(QStringLiteral("ttyDongle"));
        const QString home = m_folder.filePath(QStringLiteral("ttyHome"));
        SerialPair pair;
        QVERIFY(pair.start(device, home));
        PeerProcess peer;
        QCOMPARE(startDongle(peer, {device, QStringLiteral("--deaf-scans"), QStringLiteral("1")}), QByteArray("ready"));
        MovingClock clock;
        EchonetMeter meter(dongleOn(home, "0123456789AB", clock), clock, meterOptions());
        meter.start();
        QTest::qWait(20);
        QVERIFY2(!meter.hasSettled(), "a meter that is not joined yet is not given up");
        QVERIFY(QTest::qWaitFor([&] { return meter.hasSettled(); }, 10'000));
        QVERIFY(meter.counters().value.has_value());
        QCOMPARE(meter.health().failures, std::uint64_t{0});
        QCOMPARE(meter.power().value->count(), 1'374);
        QCOMPARE(meter.counters().value->imported.count(), 432'100); // D3 is not in its map: coefficient 1

        pair.stop();
        int turns = 0;
        const QMetaObject::Connection counting =
            connect(QAbstractEventDispatcher::instance(), &QAbstractEventDispatcher::awake, this, [&] { ++turns; });
        QTest::qWait(1'500); // wakes up every 10 ms by itself
        disconnect(counting);
        QVERIFY2(turns < 500, qPrintable(QStringLiteral("%1 turns of the event loop").arg(turns)));
        QVERIFY(!meter.health().isReachable);
        const UtcTime before = meter.power().receivedAt;
        peer.stop();
        QVERIFY(pair.start(device, home));
        QCOMPARE(startDongle(peer, {device}), QByteArray("ready"));
        QVERIFY(QTest::qWaitFor([&] { return meter.power().receivedAt > before; }, 15'000));
    }

    void aWrongPasswordOfTheBRouteIsTold()
    {
        const QString device = m_folder.filePath(QStringLiteral("ttyDongle2"));
        const QString home = m_folder.filePath(QStringLiteral("ttyHome2"));
        SerialPair pair;
        QVERIFY(pair.start(device, home));
        PeerProcess peer;
        QCOMPARE(startDongle(peer, {device}), QByteArray("ready"));
        MovingClock clock;
        EchonetMeter meter(dongleOn(home, "BA9876543210", clock), clock, meterOptions());
        meter.start();
        QVERIFY(QTest::qWaitFor(
            [&] { return QByteArray::fromStdString(meter.health().fault).contains("identifier and password"); },
            5'000));
        QVERIFY(!meter.health().isReachable);
    }

private:
    static QByteArray startDongle(PeerProcess& peer, const QStringList& arguments)
    {
        return peer.start(QStringLiteral("/usr/bin/python3"),
                          QStringList{QStringLiteral("-B"), peerPath("sk_dongle.py")} + arguments);
    }
    static std::shared_ptr<Exchange> dongleOn(const QString& path, const char* password, const ports::Clock& clock)
    {
        LineEndpoint line;
        line.path = path.toStdString();
        LineTiming timing;
        timing.retryFirst = 50ms;
        timing.retryLast = 200ms;
        ExchangeTiming asking;
        asking.answerWithin = 500ms;
        SkSessionOptions session;
        session.secret = SkSecret{"00112233445566778899AABBCCDDEEFF", password};
        return std::make_shared<Exchange>(std::make_unique<SkChannel>(line, timing, session, clock), asking);
    }
    static UnitOptions meterOptions()
    {
        UnitOptions options = unit(kMeter);
        options.peer = kMeterPeer;
        options.pollEvery = 200ms;
        options.unitExponent = 2;
        return options;
    }

    QTemporaryDir m_folder;
};

QTEST_GUILESS_MAIN(TestEchonetDevices)
#include "tst_echonet_devices.moc"
