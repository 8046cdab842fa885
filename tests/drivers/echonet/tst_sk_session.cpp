// SPDX-License-Identifier: GPL-3.0-or-later
// Goal: a dongle is led to the meter step by step, and failures begin anew with a growing wait. Method: lines by hand.
#include "drivers/echonet/sk_session.h"

#include <QtTest>

using namespace dgex;
using namespace dgex::drivers::echonet;
using namespace std::chrono_literals;

namespace {

constexpr const char* kAddress = "FE80:0000:0000:0000:021D:1290:1234:5678";
const std::string kReceived = std::string("ERXUDP ") + kAddress +
                              " FE80:0000:0000:0000:1207:23FF:FEA0:7898 0E1A 0E1A 001D129012345678 1 000F "
                              "1081000102880105FF017201E10101";

SkSession session()
{
    return SkSession{{SkSecret{"00112233445566778899AABBCCDDEEFF", "0123456789AB"}, false}};
}

std::string said(const SkSession::Step& step)
{
    std::string all;
    for (const std::string& line : step.write)
        all += line;
    return all;
}

/// Up to the scan.
void prepare(SkSession& session, UtcTime now)
{
    (void)session.begin(now);
    for (int i = 0; i < 6; ++i)
        (void)session.take(i == 2 ? "OK 01" : "OK", now);
}

void join(SkSession& session, UtcTime now)
{
    prepare(session, now);
    for (const char* line : {"EPANDESC", "  Channel:21", "  Channel Page:09", "  Pan ID:8888",
                             "  Addr:001D129012345678", "  LQI:E1", "EVENT 22 FE80::1", kAddress, "OK", "OK", "OK"})
        (void)session.take(line, now);
    (void)session.take(std::string("EVENT 25 ") + kAddress, now);
}

} // namespace

class TestSkSession : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theWayToTheMeterIsTheManuals()
    {
        const UtcTime now;
        SkSession one = session();
        QCOMPARE(said(one.begin(now)), std::string{"SKRESET\r\n"});
        QCOMPARE(said(one.take("OK", now)), std::string{"SKSREG SFE 0\r\n"});
        QCOMPARE(said(one.take("OK", now)), std::string{"ROPT\r"});
        QCOMPARE(said(one.take("OK 00", now)), std::string{"WOPT 01\r"});
        QCOMPARE(said(one.take("OK", now)), std::string{"SKSETPWD C 0123456789AB\r\n"});
        QCOMPARE(said(one.take("OK", now)), std::string{"SKSETRBID 00112233445566778899AABBCCDDEEFF\r\n"});
        QCOMPARE(said(one.take("OK", now)), std::string{"SKSCAN 2 FFFFFFFF 4\r\n"});
        QVERIFY(said(one.take("OK", now)).empty());
        QCOMPARE(said(one.take("EVENT 22 FE80::1", now)), std::string{"SKSCAN 2 FFFFFFFF 5\r\n"}); // nobody heard
        for (const char* line : {"EPANDESC", "  Channel:21", "  Pan ID:8888", "  Addr:001D129012345678"})
            QVERIFY(said(one.take(line, now)).empty());
        QCOMPARE(said(one.take("EVENT 22 FE80::1", now)), std::string{"SKLL64 001D129012345678\r\n"});
        QCOMPARE(said(one.take(kAddress, now)), std::string{"SKSREG S2 21\r\n"});
        QCOMPARE(said(one.take("OK", now)), std::string{"SKSREG S3 8888\r\n"});
        QCOMPARE(said(one.take("OK", now)), std::string("SKJOIN ") + kAddress + "\r\n");
        QVERIFY(said(one.take("OK", now)).empty() && !one.isJoined() && one.sending(Bytes{1}).empty());
        (void)one.take(std::string("EVENT 25 ") + kAddress, now);
        QVERIFY(one.isJoined());
        QCOMPARE(one.meter(), std::string{kAddress});
        const Bytes sent = one.sending(Bytes{0x10, 0x81});
        QCOMPARE(std::string(sent.begin(), sent.end()),
                 std::string("SKSENDTO 1 ") + kAddress + " 0E1A 1 0002 \x10\x81");
        const auto step = one.take(kReceived, now);
        QVERIFY(step.datagram && step.datagram->payload.size() == 15);
    }

    void aDongleWithTwoSidesIsToldWhich()
    {
        SkSession two{{SkSecret{"00112233445566778899AABBCCDDEEFF", "0123456789AB"}, true}};
        join(two, {});
        QVERIFY(two.isJoined());
        const Bytes sent = two.sending(Bytes{0x10});
        QVERIFY(std::string(sent.begin(), sent.end()).contains(" 0E1A 1 0 0001 "));
    }

    void linesOfAllKindsOfDonglesAreRead_data()
    {
        QTest::addColumn<QByteArray>("line");
        QTest::addColumn<bool>("isRead");
        const QByteArray head = QByteArray("ERXUDP ") + kAddress + " " + kAddress + " 0E1A 0E1A 001D129012345678 ";
        QTest::newRow("BP35A1") << head + "1 0002 1081" << true;
        QTest::newRow("with the side") << head + "1 0 0002 1081" << true;
        QTest::newRow("with signal strength and side") << head + "E1 1 0 0002 1081" << true;
        QTest::newRow("another length") << head + "1 0003 1081" << false;
        QTest::newRow("data cut short") << head + "1 0002 108" << false;
        QTest::newRow("no data") << head + "1 0002" << false;
        QTest::newRow("no address") << QByteArray("ERXUDP FE80 FE80 0E1A 0E1A 00 1 0001 10") << false;
        QTest::newRow("another line") << QByteArray("EVENT 21 FE80:0000:0000:0000:021D:1290:1234:5678 00") << false;
    }

    void linesOfAllKindsOfDonglesAreRead()
    {
        QFETCH(QByteArray, line);
        QFETCH(bool, isRead);
        const auto datagram = parseErxudp(line.toStdString());
        QCOMPARE(datagram.has_value(), isRead);
        if (datagram)
            QVERIFY(datagram->payload == (Bytes{0x10, 0x81}) && datagram->toPort == 3'610);
    }

    void aRefusedJoinIsToldAndTriedAgainWithAGrowingWait()
    {
        UtcTime now;
        SkSession one = session();
        int waited = 0;
        for (int i = 0; i < 3; ++i) {
            join(one, now);
            (void)one.take("EVENT 27 x", now); // ends what the join above began
            waited = 0;
            while (said(one.tick(now)).empty() && waited < 1'000) {
                now = now + 1s;
                ++waited;
            }
            QVERIFY(waited >= 5 && waited <= 6);
        }
        for (int expected : {10, 20, 40}) {
            prepare(one, now);
            (void)one.take("FAIL ER06", now);
            QVERIFY(one.fault().contains("ER06"));
            waited = 0;
            while (said(one.tick(now)).empty() && waited < 1'000) {
                now = now + 1s;
                ++waited;
            }
            QCOMPARE(waited, expected);
        }
    }

    void wrongSecretsAndSilenceAreTold()
    {
        UtcTime now;
        SkSession one = session();
        prepare(one, now);
        for (const char* line : {"  Channel:21", "  Pan ID:8888", "  Addr:001D129012345678", "EVENT 22 x", kAddress,
                                 "OK", "OK", "OK", "EVENT 24 x"})
            (void)one.take(line, now);
        QVERIFY(!one.isJoined() && one.fault().contains("identifier and password"));
        SkSession silent = session();
        (void)silent.begin(now);
        (void)silent.tick(now + 6s);
        QVERIFY(silent.fault().contains("in time"));
        SkSession forgotten = session();
        join(forgotten, now);
        (void)forgotten.tick(now + 14min);
        QVERIFY(forgotten.isJoined());
        (void)forgotten.take(kReceived, now + 14min);
        (void)forgotten.tick(now + 28min);
        QVERIFY(forgotten.isJoined());
        (void)forgotten.tick(now + 30min);
        QVERIFY(!forgotten.isJoined());
    }

    void secretsHaveAForm()
    {
        QVERIFY((SkSecret{"00112233445566778899AABBCCDDEEFF", "0123456789AB"}.isWellFormed()));
        QVERIFY(!(SkSecret{"00112233445566778899AABBCCDDEEFG", "0123456789AB"}.isWellFormed()));
        QVERIFY(!(SkSecret{"00112233445566778899AABBCCDDEEFF", "0123456789A\n"}.isWellFormed()));
        QVERIFY(!SkSecret{}.isWellFormed());
    }
};

QTEST_GUILESS_MAIN(TestSkSession)
#include "tst_sk_session.moc"
