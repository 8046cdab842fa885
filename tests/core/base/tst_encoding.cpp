// SPDX-License-Identifier: GPL-3.0-or-later
// Goal: the canonical bytes are the stated ones, are read back exactly, and no input makes the decoder read beyond its
// end or allocate more than it holds. Method: literal bytes, random records written and read back, every truncation of
// a record, and random bytes.
#include "core/base/encoding.h"
#include "tests/support/random_stream.h"

#include <QTest>

#include <limits>

using namespace dgex;

namespace {

struct Record {
    std::uint8_t a = 0;
    std::uint16_t b = 0;
    std::uint32_t c = 0;
    std::uint64_t d = 0;
    std::int64_t e = 0;
    std::array<std::uint8_t, 5> fixed{};
    Bytes blob;
    std::string text;
    std::vector<std::uint16_t> list;
    friend bool operator==(const Record&, const Record&) = default;
};

constexpr std::size_t kBlobMax = 40;
constexpr std::size_t kListMax = 20;

Bytes encode(const Record& record)
{
    Encoder encoder;
    encoder.domain("record").u8(record.a).u16(record.b).u32(record.c).u64(record.d).i64(record.e).raw(record.fixed);
    encoder.blob(record.blob).text(record.text).u32(static_cast<std::uint32_t>(record.list.size()));
    for (const std::uint16_t element : record.list)
        encoder.u16(element);
    return encoder.take();
}

std::optional<Record> decode(ByteView bytes)
{
    Decoder decoder(bytes);
    Record record;
    decoder.domain("record");
    record.a = decoder.u8();
    record.b = decoder.u16();
    record.c = decoder.u32();
    record.d = decoder.u64();
    record.e = decoder.i64();
    record.fixed = decoder.array<5>();
    record.blob = decoder.blob(kBlobMax);
    record.text = decoder.text(kBlobMax);
    const std::uint32_t count = decoder.listCount(kListMax, 2);
    for (std::uint32_t i = 0; i < count; ++i)
        record.list.push_back(decoder.u16());
    if (!decoder.finished())
        return std::nullopt;
    return record;
}

Record randomRecord(test::RandomStream& random)
{
    Record record;
    record.a = static_cast<std::uint8_t>(random.next());
    record.b = static_cast<std::uint16_t>(random.next());
    record.c = static_cast<std::uint32_t>(random.next());
    record.d = random.next();
    record.e = static_cast<std::int64_t>(random.next());
    for (std::uint8_t& byte : record.fixed)
        byte = static_cast<std::uint8_t>(random.next());
    record.blob.resize(static_cast<std::size_t>(random.between(0, kBlobMax)), 0xa5);
    record.text.resize(static_cast<std::size_t>(random.between(0, kBlobMax)), 'x');
    record.list.resize(static_cast<std::size_t>(random.between(0, kListMax)), 0x1234);
    return record;
}

} // namespace

class TestEncoding : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void writesTheStatedBytes();
    void readsTheLimits();
    void readsBackWhatItWrote();
    void refusesEveryTruncation();
    void refusesTrailingBytes();
    void refusesAnotherDomain_data();
    void refusesAnotherDomain();
    void refusesTooLongBlobs();
    void refusesListsThatCannotFit_data();
    void refusesListsThatCannotFit();
    void staysFailed();
    void acceptsOnlyCanonicalBytes();
};

void TestEncoding::writesTheStatedBytes()
{
    Encoder encoder;
    encoder.domain("x").u8(1).u16(0x0203).u32(0x04050607).u64(0x08090a0b0c0d0e0f).i64(-2);
    encoder.raw(Bytes{0xaa}).blob(Bytes{0xbb, 0xcc}).text("hi");
    QCOMPARE(toHex(encoder.bytes()), std::string("444745582f782f763100" // DGEX/x/v1 and a 0 byte
                                                 "01"
                                                 "0203"
                                                 "04050607"
                                                 "08090a0b0c0d0e0f"
                                                 "fffffffffffffffe"
                                                 "aa"
                                                 "00000002bbcc"
                                                 "000000026869"));
}

void TestEncoding::readsTheLimits()
{
    Encoder encoder;
    encoder.i64(INT64_MIN).i64(INT64_MAX).u64(UINT64_MAX).u32(UINT32_MAX).u16(UINT16_MAX).u8(UINT8_MAX);
    Decoder decoder(encoder.bytes());
    QCOMPARE(decoder.i64(), INT64_MIN);
    QCOMPARE(decoder.i64(), INT64_MAX);
    QCOMPARE(decoder.u64(), UINT64_MAX);
    QCOMPARE(decoder.u32(), UINT32_MAX);
    QCOMPARE(decoder.u16(), UINT16_MAX);
    QCOMPARE(decoder.u8(), UINT8_MAX);
    QVERIFY(decoder.finished());
}

void TestEncoding::readsBackWhatItWrote()
{
    test::RandomStream random(11);
    for (int i = 0; i < 500; ++i) {
        const Record record = randomRecord(random);
        QVERIFY(decode(encode(record)) == record);
    }
}

void TestEncoding::refusesEveryTruncation()
{
    test::RandomStream random(12);
    for (int i = 0; i < 50; ++i) {
        const Bytes bytes = encode(randomRecord(random));
        for (std::size_t size = 0; size < bytes.size(); ++size) {
            const Bytes shorter(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(size));
            QVERIFY2(!decode(shorter).has_value(), std::to_string(size).c_str());
        }
    }
}

void TestEncoding::refusesTrailingBytes()
{
    Bytes bytes = encode(Record{});
    QVERIFY(decode(bytes).has_value());
    bytes.push_back(0);
    QVERIFY(!decode(bytes).has_value());
}

void TestEncoding::refusesAnotherDomain_data()
{
    QTest::addColumn<QByteArray>("written");
    QTest::addColumn<bool>("accepted");
    QTest::newRow("the same") << QByteArray("DGEX/record/v1\0", 15) << true;
    QTest::newRow("another type") << QByteArray("DGEX/recore/v1\0", 15) << false;
    QTest::newRow("another version") << QByteArray("DGEX/record/v2\0", 15) << false;
    QTest::newRow("another system") << QByteArray("DGEY/record/v1\0", 15) << false;
    QTest::newRow("no end") << QByteArray("DGEX/record/v1/", 15) << false;
    QTest::newRow("longer type") << QByteArray("DGEX/records/v1\0", 16) << false;
    QTest::newRow("nothing") << QByteArray() << false;
}

void TestEncoding::refusesAnotherDomain()
{
    QFETCH(QByteArray, written);
    const std::string bytes = written.toStdString();
    Decoder decoder(viewOf(bytes));
    decoder.domain("record");
    QTEST(decoder.finished(), "accepted");
}

void TestEncoding::refusesTooLongBlobs()
{
    Encoder encoder;
    encoder.blob(Bytes(8, 1));
    Decoder fitting(encoder.bytes());
    QCOMPARE(fitting.blob(8).size(), std::size_t{8});
    QVERIFY(fitting.finished());
    Decoder tooLong(encoder.bytes());
    QVERIFY(tooLong.blob(7).empty());
    QVERIFY(!tooLong.ok());
    Encoder lying;
    lying.u32(UINT32_MAX).u8(1);
    Decoder decoder(lying.bytes());
    QVERIFY(decoder.blob(std::numeric_limits<std::size_t>::max()).empty());
    QVERIFY(!decoder.ok());
}

void TestEncoding::refusesListsThatCannotFit_data()
{
    QTest::addColumn<quint32>("count");
    QTest::addColumn<quint32>("countMax");
    QTest::addColumn<quint32>("elementSize");
    QTest::addColumn<bool>("accepted");
    QTest::newRow("fits exactly") << quint32{3} << quint32{3} << quint32{4} << true;
    QTest::newRow("empty") << quint32{0} << quint32{3} << quint32{4} << true;
    QTest::newRow("above the allowed count") << quint32{3} << quint32{2} << quint32{4} << false;
    QTest::newRow("more elements than bytes") << quint32{4} << quint32{100} << quint32{4} << false;
    QTest::newRow("a count that would wrap 32 bits") << quint32{0x40000001} << UINT32_MAX << quint32{4} << false;
    QTest::newRow("largest count") << UINT32_MAX << UINT32_MAX << UINT32_MAX << false;
}

void TestEncoding::refusesListsThatCannotFit()
{
    QFETCH(quint32, count);
    QFETCH(quint32, countMax);
    QFETCH(quint32, elementSize);
    QFETCH(bool, accepted);
    Encoder encoder;
    encoder.u32(count).raw(Bytes(12, 0));
    Decoder decoder(encoder.bytes());
    QCOMPARE(decoder.listCount(countMax, elementSize), accepted ? count : 0);
    QCOMPARE(decoder.ok(), accepted);
}

void TestEncoding::staysFailed()
{
    const Bytes bytes(64, 0xff);
    Decoder decoder(bytes);
    decoder.raw(65);
    QVERIFY(!decoder.ok());
    QCOMPARE(decoder.u8(), 0);
    QCOMPARE(decoder.u16(), 0);
    QCOMPARE(decoder.u32(), 0U);
    QCOMPARE(decoder.u64(), 0U);
    QCOMPARE(decoder.i64(), 0);
    QVERIFY(decoder.raw(1).empty());
    QVERIFY((decoder.array<2>() == std::array<std::uint8_t, 2>{}));
    QVERIFY(decoder.blob(100).empty() && decoder.text(100).empty());
    QCOMPARE(decoder.listCount(100, 0), 0U);
    QVERIFY(!decoder.ok() && !decoder.finished());
    Decoder marked(ByteView{});
    QVERIFY(marked.finished());
    marked.fail();
    QVERIFY(!marked.ok() && !marked.finished());
}

void TestEncoding::acceptsOnlyCanonicalBytes()
{
    test::RandomStream random(13);
    int accepted = 0;
    for (int i = 0; i < 20'000; ++i) {
        Bytes bytes = encode(randomRecord(random));
        const auto changed = static_cast<std::size_t>(random.between(0, static_cast<std::int64_t>(bytes.size()) - 1));
        bytes[changed] = static_cast<std::uint8_t>(random.next());
        const auto record = decode(bytes);
        accepted += record.has_value() ? 1 : 0;
        QVERIFY2(!record || encode(*record) == bytes, toHex(bytes).c_str());
    }
    QVERIFY2(accepted > 1'000 && accepted < 20'000, std::to_string(accepted).c_str());
}

QTEST_GUILESS_MAIN(TestEncoding)
#include "tst_encoding.moc"
