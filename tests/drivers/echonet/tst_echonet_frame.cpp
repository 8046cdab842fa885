// SPDX-License-Identifier: GPL-3.0-or-later
// Goal: ECHONET Lite messages are read exactly, whatever they hold, and everything else is refused. Method: messages
// made here and random ones; messages of others are in tst_echonet_shared.
#include "drivers/echonet/frame.h"
#include "tests/support/random_stream.h"

#include <QtTest>

using namespace dgex;
using namespace dgex::drivers::echonet;

namespace {

Bytes bytes(const char* hex)
{
    const auto value = fromHex(QByteArray(hex).replace(" ", "").toStdString());
    if (!value)
        qFatal("not hexadecimal: %s", hex);
    return *value;
}

std::vector<Property> randomList(test::RandomStream& random)
{
    std::vector<Property> list(static_cast<std::size_t>(random.between(0, 5)));
    for (Property& property : list) {
        property.code = static_cast<std::uint8_t>(random.between(0, 255));
        property.data.resize(static_cast<std::size_t>(random.between(0, random.between(0, 9) == 0 ? 255 : 4)));
        for (std::uint8_t& byte : property.data)
            byte = static_cast<std::uint8_t>(random.between(0, 255));
    }
    return list;
}

} // namespace

class TestEchonetFrame : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aPartialAnswerIsRead()
    {
        const auto frame = decodeFrame(bytes("1081 0023 028801 05FF01 52 03 E704000003E8 E100 E000"));
        QVERIFY(frame.has_value());
        QCOMPARE(frame->transaction, 0x23);
        QVERIFY(frame->source == (Eoj{0x02, 0x88, 0x01}));
        QVERIFY(frame->target == kController);
        QVERIFY(frame->service == Service::GetSna);
        QCOMPARE(frame->properties.size(), std::size_t{3});
        QVERIFY(frame->properties[0] == (Property{0xE7, {0, 0, 3, 0xE8}}));
        QVERIFY(frame->properties[1].data.empty());
    }

    void aSetAndGetHasTwoLists()
    {
        const auto frame = decodeFrame(bytes("1081 0001 05FF01 027D01 6E 01 DA0142 02 E400 D300"));
        QVERIFY(frame && frame->properties.size() == 1 && frame->gets.size() == 2);
        QCOMPARE(frame->gets[1].code, 0xD3);
    }

    void whatIsNoMessageIsRefused_data()
    {
        QTest::addColumn<QByteArray>("hex");
        QTest::addColumn<int>("error");
        const auto row = [](const char* name, const char* hex, FrameError error) {
            QTest::newRow(name) << QByteArray(hex) << static_cast<int>(error);
        };
        row("nothing", "", FrameError::NotEchonetLite);
        row("the arbitrary format", "1082000102880105FF017200", FrameError::NotEchonetLite);
        row("another protocol", "2081000102880105FF017200", FrameError::NotEchonetLite);
        row("half a head", "1081000102880105FF01", FrameError::Truncated);
        row("no count", "1081000102880105FF0172", FrameError::Truncated);
        row("an unknown service", "1081000102880105FF016400", FrameError::UnknownService);
        row("fewer properties than counted", "1081000102880105FF017202E701AA", FrameError::Truncated);
        row("a property without length", "1081000102880105FF017201E7", FrameError::Truncated);
        row("data cut short", "1081000102880105FF017201E704000000", FrameError::Truncated);
        row("bytes behind the end", "1081000102880105FF017201E701AA00", FrameError::TrailingBytes);
        row("no second list", "108100010EF00105FF017E01E000", FrameError::Truncated);
    }

    void whatIsNoMessageIsRefused()
    {
        QFETCH(QByteArray, hex);
        QFETCH(int, error);
        const auto frame = decodeFrame(bytes(hex.constData()));
        QVERIFY(!frame);
        QCOMPARE(static_cast<int>(frame.error()), error);
        QVERIFY(!describe(frame.error()).empty());
    }

    void whatIsWrittenIsReadBack()
    {
        test::RandomStream random{7};
        constexpr Service kServices[] = {Service::Get, Service::SetC,   Service::GetRes,   Service::GetSna,
                                         Service::Inf, Service::SetGet, Service::SetGetSna};
        for (int i = 0; i < 2'000; ++i) {
            Frame frame{static_cast<std::uint16_t>(random.between(0, 0xFFFF)),
                        {2, 0x7D, 1},
                        kController,
                        kServices[random.between(0, 6)],
                        randomList(random),
                        {}};
            if (frame.service == Service::SetGet || frame.service == Service::SetGetSna)
                frame.gets = randomList(random);
            const Bytes encoded = encode(frame);
            QVERIFY(decodeFrame(encoded) == frame);
            QVERIFY(!decodeFrame(ByteView{encoded}.first(encoded.size() - 1)));
        }
    }

    void propertyMapsOfBothKindsAreRead()
    {
        QVERIFY(decodePropertyMap(bytes("03 81 E5 ED")) == (std::set<std::uint8_t>{0x81, 0xE5, 0xED}));
        QVERIFY(decodePropertyMap(bytes("00")) == std::set<std::uint8_t>{});
        // Bit 0 of byte 1 is 80, bit 6 of byte 8 is E7, bit 7 of byte 16 is FF.
        Bytes map = bytes("10 01 00 00 00 00 00 00 40 00 00 00 00 00 00 00 80");
        QVERIFY(decodePropertyMap(map) == (std::set<std::uint8_t>{0x80, 0xE7, 0xFF}));
        map.pop_back();
        QVERIFY(!decodePropertyMap(map));
        QVERIFY(!decodePropertyMap(bytes("03 81 E5")));
        QVERIFY(!decodePropertyMap({}));
    }

    void instanceListsAreRead()
    {
        const auto objects = decodeInstances(bytes("02 027901 028801"));
        QVERIFY(objects && objects->size() == 2 && toText(objects->at(1)) == "028801");
        QVERIFY(!decodeInstances(bytes("02 027901")));
        QVERIFY(!decodeInstances({}));
    }
};

QTEST_GUILESS_MAIN(TestEchonetFrame)
#include "tst_echonet_frame.moc"
