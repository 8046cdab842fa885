// SPDX-License-Identifier: GPL-3.0-or-later
// Goal: a command lives exactly as long as somebody wants it, and measurement says what it did. Method: a clock by
// hand.
#include "drivers/command_keeper.h"
#include "drivers/plausibility_gate.h"

#include <QtTest>

using namespace dgex;
using namespace dgex::drivers;
using namespace std::chrono_literals;
using Kind = CommandKeeper::Action::Kind;
using ports::CommandEffect;

class TestCommandKeeper : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void writesAgainAtHalfOfTheReversionTimeAndWithdrawsAtTheEnd()
    {
        CommandKeeper keeper;
        keeper.command(Power{2'000}, 100s, m_start);
        QList<qint64> writes;
        QList<qint64> reversions;
        std::optional<qint64> withdrawn;
        for (UtcTime now = m_start; now < m_start + 130s; now = now + 250ms) {
            const auto action = keeper.step(now, Power{2'000});
            if (action.kind == Kind::Nothing)
                continue;
            keeper.done(true, now);
            const qint64 ms = (now - m_start).count();
            if (action.kind == Kind::Withdraw) {
                QVERIFY(!withdrawn);
                withdrawn = ms;
                continue;
            }
            writes << ms;
            reversions << action.reversion.count();
            QVERIFY(now + action.reversion <= m_start + 101s); // The device never outlives the command by more.
        }
        QCOMPARE(writes.first(5), (QList<qint64>{0, 30'000, 60'000, 80'000, 90'000}));
        QCOMPARE(reversions.first(5), (QList<qint64>{60, 60, 40, 20, 10}));
        QCOMPARE(withdrawn, std::optional<qint64>(100'000));
        QVERIFY(!keeper.power());
    }

    void theSameCommandAgainIsWrittenOnAsBeforeAndANewOneAtOnce()
    {
        CommandKeeper keeper;
        keeper.command(Power{500}, 60s, m_start);
        QCOMPARE(keeper.step(m_start, {}).kind, Kind::Write);
        keeper.done(true, m_start);
        keeper.command(Power{500}, 60s, m_start + 10s);
        QCOMPARE(keeper.step(m_start + 10s, {}).kind, Kind::Nothing);
        keeper.command(Power{600}, 60s, m_start + 11s);
        QCOMPARE(keeper.step(m_start + 11s, {}).power, Power{600});
    }

    void aFailedWriteIsRepeatedAfterASecond()
    {
        CommandKeeper keeper;
        keeper.command(Power{500}, 60s, m_start);
        QCOMPARE(keeper.step(m_start, {}).kind, Kind::Write);
        QCOMPARE(keeper.step(m_start + 5s, {}).kind, Kind::Nothing); // Its answer is still to come.
        keeper.done(false, m_start + 5s);
        QCOMPARE(keeper.step(m_start + 5'900ms, {}).kind, Kind::Nothing);
        QCOMPARE(keeper.step(m_start + 6s, {}).kind, Kind::Write);
    }

    void measurementAndNotTheWriteSaysWhetherTheDeviceFollows()
    {
        CommandKeeper keeper;
        keeper.command(Power{2'000}, 600s, m_start);
        static_cast<void>(keeper.step(m_start, Power{0}));
        keeper.done(true, m_start);
        static_cast<void>(keeper.step(m_start + 5s, Power{300}));
        QCOMPARE(keeper.effect(), CommandEffect::Pending);
        static_cast<void>(keeper.step(m_start + 16s, Power{1'900}));
        QCOMPARE(keeper.effect(), CommandEffect::Following);
        // It drifts back although the write was taken: said, and written again before half of the reversion time.
        QCOMPARE(keeper.step(m_start + 17s, Power{100}).kind, Kind::Write);
        QCOMPARE(keeper.effect(), CommandEffect::NotFollowing);
        keeper.done(true, m_start + 17s);
        static_cast<void>(keeper.step(m_start + 18s, {}));
        QCOMPARE(keeper.effect(), CommandEffect::Unknown);
    }

    void belowALimitIsFine()
    {
        CommandKeeper keeper({.isLimit = true});
        keeper.command(Power{2'000}, 600s, m_start);
        static_cast<void>(keeper.step(m_start + 16s, Power{10}));
        QCOMPARE(keeper.effect(), CommandEffect::Following);
        keeper.done(true, m_start + 16s);
        static_cast<void>(keeper.step(m_start + 17s, Power{2'500}));
        QCOMPARE(keeper.effect(), CommandEffect::NotFollowing);
    }

    void gatesRefuseAndCountWhatCannotBe()
    {
        PlausibilityGate power({-5'000, 5'000});
        QVERIFY(power.admit(4'900, m_start));
        QVERIFY(!power.admit(65'535, m_start + 1s));
        QVERIFY(power.admit(-4'000, m_start + 2s));
        QCOMPARE(power.rejected(), std::uint64_t{1});
    }

    void aCounterIsBelievedAgainAfterThreeSamplesThatFit()
    {
        PlausibilityGate energy({0, 1e12, 10.0 / 3.6, 10}); // 10 kW
        QVERIFY(energy.admit(1'000'000, m_start));
        QVERIFY(energy.admit(1'000'020, m_start + 10s));
        QVERIFY(!energy.admit(1'065'536, m_start + 20s)); // a torn pair of registers
        QVERIFY(energy.admit(1'000'050, m_start + 30s));
        QVERIFY(!energy.admit(999'000, m_start + 40s));
        QVERIFY(!energy.admit(3, m_start + 50s)); // an exchanged meter
        QVERIFY(!energy.admit(5, m_start + 60s));
        QVERIFY(energy.admit(8, m_start + 70s));
        QCOMPARE(energy.rejected(), std::uint64_t{4});
    }

private:
    const UtcTime m_start = UtcTime::fromSeconds(1'800'000'000);
};

QTEST_GUILESS_MAIN(TestCommandKeeper)
#include "tst_command_keeper.moc"
