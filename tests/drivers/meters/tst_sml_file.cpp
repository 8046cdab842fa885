// SPDX-License-Identifier: GPL-3.0-or-later
// Goal: SML frames become the right energies and powers, and damaged ones are refused. Method: frames made here; the
// captures of real meters are in tst_meters_shared.
#include "drivers/meters/sml_file.h"
#include "tests/support/random_stream.h"
#include "tests/support/sml_frame.h"

#include <QtTest>

using namespace dgex;
using namespace dgex::drivers::meters;

namespace {

Bytes bytes(const char* hex)
{
    return test::smlBytes(hex);
}

Bytes message(const std::vector<const char*>& entries)
{
    return test::smlMessage(entries);
}

MeterSample sampleFrom(const std::vector<const char*>& entries)
{
    const auto file = decodeSml(test::smlFrame(message(entries)));
    if (!file)
        qFatal("%s", std::string{describe(file.error())}.c_str());
    return sampleOf(*file);
}

// 77: entry; 07: name; 01 01: status and time absent; 62: unit; 52: scaler; value; 01: no signature.
constexpr const char* kImport = "77 07 0100010800FF 01 01 62 1E 52 FF 55 00012345 01"; // 7456.5 Wh
constexpr const char* kExport = "77 07 0100020800FF 01 01 62 1E 52 03 62 05 01";       // 5 kWh
constexpr const char* kPower = "77 07 0100100700FF 01 01 62 1B 52 00 53 FF38 01";      // -200 W

} // namespace

class TestSmlFile : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void energiesAndPowerAreScaled()
    {
        const MeterSample sample = sampleFrom({kImport, kExport, kPower});
        QCOMPARE(sample.imported->count(), 7'456);
        QCOMPARE(sample.exported->count(), 5'000);
        QCOMPARE(sample.power->count(), -200);
        QCOMPARE(sample.meter, std::string{"0a0b0c0d"});
    }

    void tariffsAndPhasesAreAddedUp()
    {
        const MeterSample sample = sampleFrom(
            {"77 07 0100010801FF 01 01 62 1E 52 00 62 07 01", "77 07 0100010802FF 01 01 62 1E 52 00 62 08 01",
             "77 07 0100240700FF 01 01 62 1B 52 00 52 05 01", "77 07 0100380700FF 01 01 62 1B 52 00 52 FE 01"});
        QCOMPARE(sample.imported->count(), 15);
        QVERIFY(!sample.exported);
        QCOMPARE(sample.power->count(), 3);
    }

    void anotherUnitIsNoEnergy() { QVERIFY(!sampleFrom({"77 07 0100010800FF 01 01 62 20 52 00 62 07 01"}).imported); }

    void stringsAndUnknownKindsArePassedOver()
    {
        const MeterSample sample = sampleFrom(
            {"77 07 8181C78203FF 01 01 01 01 04 454D48 01", "77 07 0100600100FF 01 01 01 01 72 6201 6202 01", kImport});
        QCOMPARE(sample.imported->count(), 7'456);
    }

    void unsignedValuesBeyond63BitsAreAbsent()
    {
        QVERIFY(!sampleFrom({"77 07 0100010800FF 01 01 62 1E 52 00 69 FFFFFFFFFFFFFFFF 01"}).imported);
    }

    void everyChangedBitIsRefused()
    {
        const Bytes good = test::smlFrame(message({kImport, kPower}));
        for (std::size_t i = 0; i < good.size(); ++i)
            for (unsigned bit = 0; bit < 8; ++bit) {
                Bytes bad = good;
                bad[i] ^= static_cast<std::uint8_t>(1U << bit);
                QVERIFY(!decodeSml(bad).has_value());
            }
    }

    void everyTruncatedMessageIsRefused()
    {
        const Bytes whole = message({kImport, kPower});
        for (std::size_t size = 1; size < whole.size(); ++size)
            QVERIFY2(!decodeSml(test::smlFrame(ByteView{whole}.first(size))).has_value(),
                     qPrintable(QString::number(size)));
    }

    void listsThatNestTooDeepAreRefused()
    {
        Bytes deep = bytes("76 03 0001 6200 6200 72 63 0101");
        deep.insert(deep.end(), 4'000, 0x71);
        QVERIFY(decodeSml(test::smlFrame(deep)).error() == SmlError::Malformed);
    }

    void escapesInsideTheContentComeBack()
    {
        const MeterSample sample = sampleFrom({"77 07 8181C78203FF 01 01 01 01 0B 1B1B1B1B1B1B1B1B1B1B 01", kExport});
        QCOMPARE(sample.exported->count(), 5'000);
    }

    void theStreamIsCutIntoFramesHoweverItArrives()
    {
        const Bytes one = test::smlFrame(message({kImport}));
        const Bytes two = test::smlFrame(message({kPower, "77 07 8181C78203FF 01 01 01 01 05 1B1B1B1B 01"}));
        Bytes stream{9, 0x1B, 0x1B};
        for (const auto& [frame, size] : {std::pair{&one, one.size()}, {&two, std::size_t{40}}, {&two, two.size()}})
            stream.insert(stream.end(), frame->begin(), frame->begin() + static_cast<std::ptrdiff_t>(size));
        for (const std::size_t piece : {std::size_t{1}, std::size_t{5}, stream.size()}) {
            SmlSplitter splitter;
            std::vector<Bytes> found;
            for (std::size_t at = 0; at < stream.size(); at += piece)
                for (Bytes& frame : splitter.feed(ByteView{stream}.subspan(at, std::min(piece, stream.size() - at))))
                    found.push_back(std::move(frame));
            QCOMPARE(found.size(), 2U);
            QVERIFY(found[0] == one && found[1] == two);
            QCOMPARE(splitter.dropped(), 1U);
        }
    }
};

QTEST_GUILESS_MAIN(TestSmlFile)
#include "tst_sml_file.moc"
