// SPDX-License-Identifier: GPL-3.0-or-later
// Goal: messages of devices and libraries that nobody here wrote are read as their sources say.
#include "drivers/echonet/properties.h"
#include "drivers/echonet/sk_session.h"

#include <QFile>
#include <QtTest>

using namespace dgex;
using namespace dgex::drivers::echonet;

class TestEchonetShared : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        QFile file(QStringLiteral(DGEX_SHARED_DIR "/vectors/echonet/frames.tsv"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        for (const QByteArray& line : file.readAll().split('\n'))
            if (!line.startsWith('#') && line.count('\t') >= 2)
                m_lines.append(line.split('\t'));
        QVERIFY(m_lines.size() >= 13);
    }

    void everyMessageIsReadAndWrittenTheSame()
    {
        for (const QList<QByteArray>& line : m_lines) {
            const auto bytes = messageOf(line);
            QVERIFY2(bytes.has_value(), line[1].constData());
            const auto frame = decodeFrame(*bytes);
            QVERIFY2(frame.has_value(), line[1].constData());
            QVERIFY2(encode(*frame) == *bytes, line[1].constData());
        }
    }

    void valuesAreWhatTheirSourcesSay()
    {
        QCOMPARE(number("E7=-500 W", 0xE7, Form::S32), -500);
        QCOMPARE(number("E7=-840 W", 0xE7, Form::S32), -840);
        QCOMPARE(number("E7=1374 W", 0xE7, Form::S32), 1'374);
        QCOMPARE(number("E7=1374 W", 0xE0, Form::U32), 336'213);
        QCOMPARE(number("SoC 55", 0xE4, Form::U8), 55);
        QCOMPARE(number("SoC 55", 0xD3, Form::S32), 1'000);
        const auto currents = properties("T=-5.0 A").at(0xE8);
        QCOMPARE(numberOf(ByteView{currents}.first(2), Form::S16), 100);
        QCOMPARE(numberOf(ByteView{currents}.subspan(2), Form::S16), -50);
    }

    void theRealMetersPartialAnswerHasAllButItsUnit()
    {
        const Properties held = properties("REAL meter");
        QVERIFY(!scaleOf(held, std::nullopt)); // E1 is missing
        const auto scale = scaleOf(held, 2);
        QVERIFY(scale.has_value());
        QCOMPARE(energyOf(numberOf(held.at(0xE0), Form::U32), *scale)->count(), 466'800);
        QCOMPARE(energyOf(numberOf(held.at(0xE3), Form::U32), *scale)->count(), 841'300);
        QCOMPARE(numberOf(held.at(0xE7), Form::S32), 1);
    }

    void theSetMapIsRead()
    {
        QVERIFY(decodePropertyMap(properties("0x9E").at(0x9E)) == (std::set<std::uint8_t>{0x81, 0xE5, 0xED}));
    }

private:
    static std::optional<Bytes> messageOf(const QList<QByteArray>& line)
    {
        if (line[0] != "sk")
            return fromHex(line[1].toStdString());
        const auto datagram = parseErxudp(line[1].toStdString());
        return datagram && datagram->fromPort == 3'610 ? std::optional(datagram->payload) : std::nullopt;
    }
    [[nodiscard]] Properties properties(const char* meaning) const
    {
        for (const QList<QByteArray>& line : m_lines) {
            if (!line[2].contains(meaning))
                continue;
            Properties all;
            const auto frame = decodeFrame(*messageOf(line));
            for (const Property& property : frame->properties)
                all[property.code] = property.data;
            return all;
        }
        qFatal("no line says %s", meaning);
    }
    [[nodiscard]] std::int64_t number(const char* meaning, std::uint8_t code, Form form) const
    {
        return numberOf(properties(meaning).at(code), form).value_or(INT64_MIN);
    }

    QList<QList<QByteArray>> m_lines;
};

QTEST_GUILESS_MAIN(TestEchonetShared)
#include "tst_echonet_shared.moc"
