// SPDX-License-Identifier: GPL-3.0-or-later
// Goal: devices are found, read and commanded through the ports, and fall back by themselves when nobody commands them
// any more. Method: images on the servers of pymodbus and libmodbus; the pymodbus one acts on models 701 and 704.
#include "drivers/sunspec/sunspec_ports.h"
#include "tests/support/peer_process.h"
#include "tests/support/sunspec_image.h"

#include <QDateTime>
#include <QtTest>

using namespace dgex;
using namespace dgex::drivers;
using namespace dgex::test;
using namespace std::chrono_literals;

namespace {

class RealClock : public ports::Clock {
public:
    [[nodiscard]] UtcTime now() const override { return UtcTime{QDateTime::currentMSecsSinceEpoch()} + shift; }
    std::chrono::milliseconds shift{0};
};

SunSpecOptions quickOptions()
{
    SunSpecOptions options;
    options.pollEvery = 100ms;
    options.staleAfter = 2s;
    return options;
}

ModbusTiming quickTiming()
{
    ModbusTiming timing;
    timing.answerWithin = 300ms;
    timing.retryFirst = 50ms;
    return timing;
}

SunSpecControl::Options quickControl()
{
    SunSpecControl::Options options;
    options.keeper.reversion = 2s;
    options.keeper.settle = 600ms;
    return options;
}

std::shared_ptr<ModbusLink> linkTo(int port)
{
    ModbusEndpoint endpoint;
    endpoint.host = "127.0.0.1";
    endpoint.port = port;
    return std::make_shared<ModbusLink>(endpoint, quickTiming());
}

bool settle(SunSpecDevice& device)
{
    device.start();
    return QTest::qWaitFor([&] { return device.hasSettled(); }, 5'000);
}

SunSpecImage derImage()
{
    return SunSpecImage{}
        .add(1, {{"DA", 1}})
        .add(701,
             {{"W", 0}, {"St", 1}, {"InvSt", 3}, {"DERMode", 1}, {"Alrm", 0}, {"TotWhInj", 5'000}, {"TotWhAbs", 7'000}})
        .add(702, {{"WMaxRtg", 50}, {"WMax", 50}, {"W_SF", 2}})
        .add(704, {{"WMaxLimPctEna", 0},
                   {"WMaxLimPct", 100},
                   {"WMaxLimPctRvrtTms", 0},
                   {"WSetEna", 0},
                   {"WSetMod", 1},
                   {"WSet", 0},
                   {"WSetEnaRvrt", 0},
                   {"WSetRvrtTms", 0},
                   {"WSetRvrtRem", 0}})
        .add(713, {{"WHRtg", 100}, {"WH_SF", 2}, {"SoC", 600}, {"Pct_SF", -1}})
        .add(714, {{"NPrt", 1}, {"DCW_SF", 0}},
             {1,      1,      0,      0,      0,      0,      0,      0,      0,      0, 0x8000, 0xFFFF, 1'200,
              0xFFFF, 0xFFFF, 0xFFFF, 0xFFFF, 0xFFFF, 0xFFFF, 0xFFFF, 0xFFFF, 0x8000, 1, 0,      0});
}

} // namespace

class TestSunSpecDevice : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void devicesAreFoundAtEveryBase_data()
    {
        QTest::addColumn<int>("base");
        for (const int base : kSunSpecBases)
            QTest::addRow("base %d", base) << base;
    }

    void devicesAreFoundAtEveryBase()
    {
        QFETCH(int, base);
        const auto image =
            SunSpecImage{}.add(1, {}).add(203, {{"W", -1'234}, {"TotWhImp", 55}, {"TotWhExp", 0}, {"TotWh_SF", 2}});
        PeerProcess peer;
        const int port = peer.startOnPort(testProgram("modbus_peer"),
                                          {writeImage(m_folder, "image", base, image.words()), QStringLiteral("3")});
        SunSpecOptions options = quickOptions();
        options.unit = 3;
        SunSpecDevice device(linkTo(port), m_clock, options);
        QVERIFY(settle(device));
        QCOMPARE(device.models().front().address, base + 2);
        const SunSpecMeter meter(device);
        QCOMPARE(meter.power().value, std::optional(Power{-1'234}));
        QCOMPARE(meter.power().quality, ports::Quality::Good);
        QCOMPARE(meter.counters().value->imported, Energy{5'500});
        QCOMPARE(meter.counters().value->exported, Energy{});
        QCOMPARE(SunSpecMeter(device, true).power().value, std::optional(Power{1'234}));
    }

    void aDeadDeviceDoesNotLookAlive()
    {
        PeerProcess peer;
        SunSpecDevice device(linkTo(startDer(peer, derImage())), m_clock, quickOptions());
        QVERIFY(settle(device));
        QCOMPARE(device.number(701, "W").quality, ports::Quality::Good);
        peer.stop();
        QVERIFY(QTest::qWaitFor([&] { return !device.health().isReachable; }, 3'000));
        QVERIFY(QTest::qWaitFor([&] { return device.number(701, "W").quality == ports::Quality::Stale; }, 4'000));
        SunSpecBattery battery(device, {}, false, quickControl());
        QCOMPARE(battery.state().quality, ports::Quality::Stale);
        QCOMPARE(battery.setPower(Power{100}, 10s), ports::CommandResult::NotReachable);
    }

    void aDriverThatNoLongerPollsLooksStaleByItself()
    {
        PeerProcess peer;
        SunSpecOptions options = quickOptions();
        options.pollEvery = 1h;
        SunSpecDevice device(linkTo(startDer(peer, derImage())), m_clock, options);
        QVERIFY(settle(device));
        QCOMPARE(device.number(701, "W").quality, ports::Quality::Good);
        m_clock.shift = 3s;
        QCOMPARE(device.number(701, "W").quality, ports::Quality::Stale);
        m_clock.shift = 0s;
    }

    void aBatteryFollowsIsRenewedAndIsLetGo()
    {
        PeerProcess peer;
        SunSpecDevice device(linkTo(startDer(peer, derImage())), m_clock, quickOptions());
        QVERIFY(settle(device));
        SunSpecBattery battery(device, {}, false, quickControl());
        QCOMPARE(battery.rating().capacity, Energy{10'000});
        QCOMPARE(battery.rating().powerMax, Power{5'000});
        QCOMPARE(battery.state().value->stored, Energy{6'000});
        QCOMPARE(battery.setPower(Power{-1'500}, 4s), ports::CommandResult::Accepted);
        QVERIFY(QTest::qWaitFor([&] { return battery.effect() == ports::CommandEffect::Following; }, 3'000));
        QCOMPARE(battery.state().value->power, Power{-1'500});
        QTest::qWait(2'200); // Longer than the device keeps it by itself: it was renewed.
        QCOMPARE(battery.state().value->power, Power{-1'500});
        QVERIFY(QTest::qWaitFor([&] { return battery.state().value->power == Power{}; }, 3'000));
        QCOMPARE(battery.effect(), ports::CommandEffect::None);
    }

    void aDeviceFallsBackByItselfWhenItsControllerDies()
    {
        PeerProcess peer;
        const int port = startDer(peer, derImage());
        SunSpecDevice watcher(linkTo(port), m_clock, quickOptions());
        QVERIFY(settle(watcher));
        auto device = std::make_unique<SunSpecDevice>(linkTo(port), m_clock, quickOptions());
        QVERIFY(settle(*device));
        auto router = std::make_unique<SunSpecRouter>(
            std::vector<SunSpecLeg>{{"grid", device.get()}, {"battery", device.get(), 1, ports::LegKind::Dc}}, Power{},
            quickControl());
        QCOMPARE(router->capacity(), Power{5'000});
        QCOMPARE(router->setPower(Power{9'000}, 1h), ports::CommandResult::Accepted); // cut to the capacity
        QVERIFY(QTest::qWaitFor([&] { return router->effect() == ports::CommandEffect::Following; }, 3'000));
        const ports::DgrState state = *router->state().value;
        QCOMPARE(state.mode, ports::DgrMode::Delivering);
        QCOMPARE(state.power, Power{5'000});
        QCOMPARE(state.imported, Energy{7'000});
        QCOMPARE(state.exported, Energy{5'000});
        QCOMPARE(state.legs.size(), std::size_t{2});
        QCOMPARE(state.legs[1].kind, ports::LegKind::Dc);
        QCOMPARE(state.legs[1].power, Power{-1'200});
        router.reset();
        device.reset();
        QElapsedTimer timer;
        timer.start();
        QVERIFY(QTest::qWaitFor([&] { return watcher.number(701, "W").value == 0.0; }, 6'000));
        QVERIFY2(timer.elapsed() < 3'000, qPrintable(QString::number(timer.elapsed()))); // 2 s and a ramp
    }

    void aDeviceWithoutControlOrReversionIsNotCommanded()
    {
        PeerProcess peer;
        const auto image = SunSpecImage{}
                               .add(103, {{"W", 500}, {"WH", 9'000}})
                               .add(120, {{"WRtg", 6'000}})
                               .add(123, {{"WMaxLimPct", 100}, {"WMaxLim_Ena", 0}});
        SunSpecDevice device(
            linkTo(peer.startOnPort(testProgram("modbus_peer"),
                                    {writeImage(m_folder, "inverter", 40'000, image.words()), QStringLiteral("1")})),
            m_clock, quickOptions());
        QVERIFY(settle(device));
        SunSpecInverter strict(device, Power{}, quickControl());
        QCOMPARE(strict.peak(), Power{6'000});
        QCOMPARE(strict.generated().value, std::optional(Energy{9'000}));
        QCOMPARE(strict.setLimit(Power{3'000}, 1h), ports::CommandResult::Refused);
        SunSpecControl::Options lax = quickControl();
        lax.mayLackReversion = true;
        SunSpecInverter inverter(device, Power{}, lax);
        QCOMPARE(inverter.setLimit(Power{3'000}, 1h), ports::CommandResult::Accepted);
        QVERIFY(QTest::qWaitFor([&] { return inverter.effect() == ports::CommandEffect::Following; }, 3'000));
        bool read = false;
        device.write(123, {}, [&](bool) { read = true; });
        QVERIFY(QTest::qWaitFor([&] { return read; }, 2'000));
        QCOMPARE(device.number(123, "WMaxLimPct").value, std::optional(50.0));
        QCOMPARE(device.number(123, "WMaxLim_Ena").value, std::optional(1.0));
        SunSpecBattery battery(device, {}, false, lax);
        QCOMPARE(battery.setPower(Power{10}, 10s), ports::CommandResult::Refused);
    }

    void aBatteryThatTakesPercentIsCommandedInPercent()
    {
        PeerProcess peer;
        const auto image = SunSpecImage{}
                               .add(701, {{"W", 0}})
                               .add(702, {{"WMax", 50}, {"W_SF", 2}})
                               .add(704, {{"WSetEna", 0},
                                          {"WSetMod", 1},
                                          {"WSetPct", 0},
                                          {"WSetPct_SF", -1},
                                          {"WSetEnaRvrt", 0},
                                          {"WSetRvrtTms", 0}});
        SunSpecDevice device(linkTo(startPlain(peer, image)), m_clock, quickOptions());
        QVERIFY(settle(device));
        SunSpecBattery battery(device, {}, false, quickControl());
        QCOMPARE(battery.setPower(Power{-1'500}, 1h), ports::CommandResult::Accepted);
        QVERIFY(QTest::qWaitFor([&] { return device.number(704, "WSetEna").value == 1.0; }, 3'000));
        QCOMPARE(device.number(704, "WSetPct").value, std::optional(-30.0));
        QCOMPARE(device.number(704, "WSetMod").value, std::optional(0.0));
        QCOMPARE(device.number(704, "WSetRvrtTms").value, std::optional(2.0));
        // The registers take it and the power stays 0: only the measurement tells.
        QVERIFY(QTest::qWaitFor([&] { return battery.effect() == ports::CommandEffect::NotFollowing; }, 3'000));
    }

    void aBatteryWithBasicStorageControlIsCommandedByItsRates()
    {
        PeerProcess peer;
        const auto image = SunSpecImage{}
                               .add(103, {{"W", 0}})
                               .add(124, {{"WChaMax", 4'000},
                                          {"StorCtl_Mod", 0},
                                          {"OutWRte", 0},
                                          {"InWRte", 0},
                                          {"InOutWRte_SF", -2},
                                          {"InOutWRte_RvrtTms", 0}});
        SunSpecDevice device(linkTo(startPlain(peer, image)), m_clock, quickOptions());
        QVERIFY(settle(device));
        SunSpecBattery battery(device, {}, false, quickControl());
        QCOMPARE(battery.setPower(Power{1'000}, 2s), ports::CommandResult::Accepted);
        QVERIFY(QTest::qWaitFor([&] { return device.number(124, "StorCtl_Mod").value == 3.0; }, 3'000));
        QCOMPARE(device.number(124, "OutWRte").value, std::optional(25.0));
        QCOMPARE(device.number(124, "InWRte").value, std::optional(-25.0));
        QCOMPARE(device.number(124, "InOutWRte_RvrtTms").value, std::optional(2.0));
        QVERIFY(QTest::qWaitFor([&] { return device.number(124, "StorCtl_Mod").value == 0.0; }, 5'000)); // let go
    }

    void valuesThatStandStillWhilePowerFlowsAreNotBelieved_data()
    {
        QTest::addColumn<int>("watts");
        QTest::addColumn<bool>("isBelieved");
        QTest::newRow("power flows") << 500 << false;
        QTest::newRow("at rest") << 0 << true;
    }

    void valuesThatStandStillWhilePowerFlowsAreNotBelieved()
    {
        QFETCH(int, watts);
        QFETCH(bool, isBelieved);
        PeerProcess peer;
        const auto image = SunSpecImage{}.add(103, {{"W", watts}, {"WH", 9'000}, {"Hz", 50}});
        SunSpecDevice device(linkTo(startPlain(peer, image)), m_clock, quickOptions());
        QVERIFY(settle(device));
        m_clock.shift = 11min;
        const UtcTime shifted = m_clock.now();
        QVERIFY(QTest::qWaitFor([&] { return device.number(103, "W").measuredAt > shifted; }, 3'000));
        QTest::qWait(200);
        QCOMPARE(device.number(103, "W").quality == ports::Quality::Good, isBelieved);
        QCOMPARE(device.health().fault.empty(), isBelieved);
        m_clock.shift = 0s;
    }

private:
    int startPlain(PeerProcess& peer, const SunSpecImage& image)
    {
        return peer.startOnPort(testProgram("modbus_peer"),
                                {writeImage(m_folder, "plain", 40'000, image.words()), QStringLiteral("1")});
    }
    int startDer(PeerProcess& peer, const SunSpecImage& image)
    {
        return peer.startOnPort(QStringLiteral("/usr/bin/python3"),
                                {QStringLiteral("-B"), peerPath("sunspec_peer.py"),
                                 writeImage(m_folder, "der", 40'000, image.words()), QStringLiteral("--der")});
    }

    QTemporaryDir m_folder;
    RealClock m_clock;
};

QTEST_GUILESS_MAIN(TestSunSpecDevice)
#include "tst_sunspec_device.moc"
