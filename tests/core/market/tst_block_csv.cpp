// SPDX-License-Identifier: GPL-3.0-or-later
// Goal: a list of blocks is read exactly or refused with the place of its first fault. Method: small files.
#include "core/market/block_csv.h"

#include <QTest>

using namespace dgex;
using namespace dgex::market;

namespace {

std::expected<ListedBlocks, BookCsvError> read(const QByteArray& text, Book& book)
{
    return readBlocksCsv({text.constData(), static_cast<std::size_t>(text.size())}, {}, book);
}

} // namespace

class TestBlockCsv : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void joinsRowsIntoBlocks()
    {
        Book book;
        book.zones = {"north"};
        const auto listed = read("id,participant,period,side,quantity_kwh,price,min_ratio,parent,zone,class\n"
                                 "late,8,2026-05-11T16:00Z,sell,0.6,12.00,0.3,early,south,renewable\r\n"
                                 "early,7,2026-05-11T15:30Z,buy,0.9,20.00,,,north,\n"
                                 "late,8,2026-05-11T15:00Z,sell,0.9,12.00,0.3,early,south,renewable\n"
                                 "early,7,2026-05-11T15:00Z,buy,0.3,20.00,1,,north,any",
                                 book);
        QVERIFY(listed.has_value());
        QVERIFY((listed->ids == std::vector<std::string>{"late", "early"}));
        QVERIFY((book.zones == std::vector<std::string>{"north", "south"}));
        const Period first = *parsePeriod("2026-05-11T15:00Z");
        const BlockOrder& late = listed->blocks[0];
        // 9 and 6 lots are 3 parts of 3 and 2; three tenths of them are one part.
        QVERIFY((late == BlockOrder{.participant = ParticipantId{8},
                                    .zone = ZoneId{1},
                                    .energyClass = EnergyClass::Renewable,
                                    .side = Side::Sell,
                                    .limit = Price{1'200},
                                    .parts = 3,
                                    .minParts = 1,
                                    .parent = 1,
                                    .profile = {{.period = first, .lots = Lots{3}},
                                                {.period = Period{first.startSeconds() + 2 * Period::kSeconds},
                                                 .lots = Lots{2}}}}));
        const BlockOrder& early = listed->blocks[1];
        QCOMPARE(early.parts, 1U);
        QCOMPARE(early.profile[0].lots, Lots{3});
        QCOMPARE(early.profile[1].lots, Lots{9});
        QVERIFY(!early.parent);
    }

    void roundsTheMinimumUpToWholeParts()
    {
        Book book;
        const auto listed = read("id,participant,period,side,quantity_kwh,price,min_ratio\n"
                                 "a,7,2026-05-11T15:00Z,buy,1.2,20.00,0.916666666\n",
                                 book);
        QVERIFY(listed.has_value());
        QCOMPARE(listed->blocks[0].parts, 12U);
        QCOMPARE(listed->blocks[0].minParts, 11U);
    }

    void namesLineAndColumn_data()
    {
        QTest::addColumn<QByteArray>("rows");
        QTest::addColumn<QByteArray>("message");
        const QByteArray good = "a,7,2026-05-11T15:00Z,buy,1,20.00,0.5,\n";
        QTest::newRow("another limit in one block")
            << good + "a,7,2026-05-11T15:30Z,buy,1,21.00,0.5,\n"
            << QByteArray("line 3: the rows of a block may differ in period and quantity only");
        QTest::newRow("a period twice") << good + "a,7,2026-05-11T15:00Z,buy,2,20.00,0.5,\n"
                                        << QByteArray("line 3, column 3 (period): the block has the period already");
        QTest::newRow("no id") << QByteArray(",7,2026-05-11T15:00Z,buy,1,20.00,,\n")
                               << QByteArray("line 2, column 1 (id): a value is missing");
        QTest::newRow("no participant") << QByteArray("a,,2026-05-11T15:00Z,buy,1,20.00,,\n")
                                        << QByteArray("line 2, column 2 (participant): a value is missing");
        QTest::newRow("a ratio of none") << QByteArray("a,7,2026-05-11T15:00Z,buy,1,20.00,0,\n")
                                         << QByteArray("line 2, column 7 (min_ratio): outside the allowed range");
        QTest::newRow("a ratio above one") << QByteArray("a,7,2026-05-11T15:00Z,buy,1,20.00,1.1,\n")
                                           << QByteArray("line 2, column 7 (min_ratio): outside the allowed range");
        QTest::newRow("a parent that is not there")
            << good + "b,7,2026-05-11T15:00Z,buy,1,20.00,,c\n"
            << QByteArray("line 3, column 8 (parent): no block has the parent's id");
        QTest::newRow("parents in a circle")
            << good + "b,7,2026-05-11T15:00Z,buy,1,20.00,,c\nc,7,2026-05-11T15:00Z,buy,1,20.00,,b\n"
            << QByteArray("line 3, column 8 (parent): the block is its own ancestor");
        QTest::newRow("a quantity between lots")
            << QByteArray("a,7,2026-05-11T15:00Z,buy,1.05,20.00,,\n")
            << QByteArray("line 2, column 5 (quantity_kwh): not a whole number of lots or ticks");
        QTest::newRow("too few cells") << QByteArray("a,7\n")
                                       << QByteArray("line 2: not as many cells as the header has columns");
    }

    void namesLineAndColumn()
    {
        QFETCH(QByteArray, rows);
        QFETCH(QByteArray, message);
        Book book;
        const auto listed = read("id,participant,period,side,quantity_kwh,price,min_ratio,parent\n" + rows, book);
        QVERIFY(!listed.has_value());
        QCOMPARE(QByteArray::fromStdString(toText(listed.error())), message);
    }
};

QTEST_APPLESS_MAIN(TestBlockCsv)
#include "tst_block_csv.moc"
