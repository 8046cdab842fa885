// SPDX-License-Identifier: GPL-3.0-or-later
// Goal: captures of meters that nobody here wrote are read as their own projects read them.
#include "drivers/meters/p1_telegram.h"
#include "drivers/meters/sml_file.h"

#include <QDir>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QtTest>

using namespace dgex;
using namespace dgex::drivers::meters;

namespace {

const QString kVectors = QStringLiteral(DGEX_SHARED_DIR) + QStringLiteral("/vectors/");

QByteArray read(const QString& path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        qFatal("%s cannot be read", qPrintable(path));
    return file.readAll();
}

/// The telegrams were stored with bare line feeds; meters send carriage returns before them.
std::string asSent(QByteArray text)
{
    text.replace("\r\n", "\n").replace("\n", "\r\n");
    return text.toStdString();
}

std::vector<Bytes> framesOf(const QByteArray& stream, SmlSplitter& splitter)
{
    return splitter.feed(
        {reinterpret_cast<const std::uint8_t*>(stream.constData()), static_cast<std::size_t>(stream.size())});
}

} // namespace

class TestMetersShared : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void p1TelegramsSayWhatTheirDecoderSays_data()
    {
        QTest::addColumn<QString>("name");
        const QDir folder(kVectors + QStringLiteral("p1/athom"));
        for (const QString& name : folder.entryList({QStringLiteral("*.json")}, QDir::Files, QDir::Name))
            QTest::newRow(qPrintable(name)) << folder.filePath(name.chopped(5));
        QVERIFY(folder.entryList({QStringLiteral("*.json")}).size() >= 21);
    }

    void p1TelegramsSayWhatTheirDecoderSays()
    {
        QFETCH(QString, name);
        const QJsonObject expected = QJsonDocument::fromJson(read(name + QStringLiteral(".json"))).object();
        const std::string telegram = asSent(read(name + QStringLiteral(".txt")));
        const auto decoded = decodeP1(telegram, P1Checksum::Ignored);
        QVERIFY(decoded.has_value());
        const MeterSample sample = sampleOf(*decoded);
        const QJsonObject electricity = expected[QLatin1String("electricity")].toObject();
        const auto energy = [&](const char* key) {
            const QJsonObject total = electricity[QLatin1String("total")].toObject();
            if (total.contains(QLatin1String(key)))
                return total[QLatin1String(key)].toInteger();
            qint64 sum = 0;
            for (const QJsonValue tariff : electricity[QLatin1String("tariffs")].toObject())
                sum += tariff[QLatin1String(key)].toInteger();
            return sum;
        };
        QCOMPARE(sample.imported->count(), energy("received"));
        QCOMPARE(sample.exported->count(), energy("returned"));
        QCOMPARE(sample.power->count(), electricity[QLatin1String("powerReceivedTotal")].toInteger() -
                                            electricity[QLatin1String("powerReturnedTotal")].toInteger());
        const bool isValid = expected[QLatin1String("crcValid")].toBool();
        QCOMPARE(decodeP1(telegram, P1Checksum::Required).has_value(), isValid);
    }

    void everyTelegramOfACaptureIsWhole()
    {
        P1Splitter splitter;
        std::size_t count = 0;
        std::optional<Energy> last;
        for (const std::string& telegram :
             splitter.feed(asSent(read(kVectors + QStringLiteral("p1/dsmr-tools/ttyUSB0-raw.txt"))))) {
            const auto decoded = decodeP1(telegram, P1Checksum::Required);
            QVERIFY(decoded && decoded->checked);
            const MeterSample sample = sampleOf(*decoded);
            QVERIFY(sample.imported && sample.exported && sample.power && sample.measuredAt);
            QVERIFY(!last || *sample.imported >= *last);
            last = sample.imported;
            ++count;
        }
        QCOMPARE(count, 566U);
    }

    void everySmlFrameOfACaptureIsWhole()
    {
        SmlSplitter splitter;
        std::size_t whole = 0;
        for (const Bytes& frame : framesOf(read(kVectors + QStringLiteral("sml/ttyUSB0.dump")), splitter)) {
            const auto file = decodeSml(frame);
            QVERIFY2(file.has_value(), file ? "" : std::string{describe(file.error())}.c_str());
            const MeterSample sample = sampleOf(*file);
            QVERIFY(sample.exported.has_value()); // this one has no import counter, and its 15.7.0 has no sign
            QVERIFY(!sample.imported && !sample.power);
            ++whole;
        }
        QVERIFY2(whole >= 878, qPrintable(QString::number(whole)));
    }

    void goodSmlFramesAreReadAndBrokenOnesRefused()
    {
        const QDir folder(kVectors + QStringLiteral("sml"));
        int good = 0;
        for (const QString& name : folder.entryList({QStringLiteral("*.bin")}, QDir::Files)) {
            SmlSplitter splitter;
            bool found = false;
            for (const Bytes& frame : framesOf(read(folder.filePath(name)), splitter)) {
                const auto file = decodeSml(frame);
                if (!file)
                    continue;
                found = true;
                QCOMPARE(sampleOf(*file).imported->count(), 15'338'555); // 0x0924 7A55 x 10^-1 Wh, in every capture
            }
            good += found ? 1 : 0;
        }
        QVERIFY2(good >= 4, qPrintable(QString::number(good)));
    }
};

QTEST_GUILESS_MAIN(TestMetersShared)
#include "tst_meters_shared.moc"
