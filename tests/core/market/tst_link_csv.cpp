// SPDX-License-Identifier: GPL-3.0-or-later
// Goal: a list of links is read exactly or refused with the place of its first fault. Method: small files.
#include "core/market/link_csv.h"

#include <QTest>

using namespace dgex;
using namespace dgex::market;

class TestLinkCsv : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void readsLinksAndAddsZones()
    {
        Book book;
        book.zones = {"north"};
        const auto links =
            readLinksCsv("\xEF\xBB\xBFto,capacity_kwh,from\r\nnorth,1.5,south\r\n,0,north", {1, 1}, book);
        QVERIFY(links.has_value());
        QVERIFY((book.zones == std::vector<std::string>{"north", "south", ""}));
        QVERIFY((*links == std::vector<ZoneLink>{{.from = ZoneId{1}, .to = ZoneId{0}, .capacity = Lots{15}},
                                                 {.from = ZoneId{0}, .to = ZoneId{2}, .capacity = Lots{0}}}));
    }

    void namesLineAndColumn_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("message");
        const QByteArray header = "from,to,capacity_kwh\n";
        QTest::newRow("no header") << QByteArray() << QByteArray("line 1: the header is missing");
        QTest::newRow("an unknown column")
            << QByteArray("from,to,kwh\n") << QByteArray("line 1, column 3 (kwh): an unknown column");
        QTest::newRow("a column twice") << QByteArray("from,from,to\n")
                                        << QByteArray("line 1, column 2 (from): the column stands twice in the header");
        QTest::newRow("a column missing")
            << QByteArray("from,to\n")
            << QByteArray("line 1, column capacity_kwh: the column is missing in the header");
        QTest::newRow("too few cells") << header + "a,b\n"
                                       << QByteArray("line 2: not as many cells as the header has columns");
        QTest::newRow("between lots") << header + "a,b,1\nb,a,0.05\n"
                                      << QByteArray(
                                             "line 3, column 3 (capacity_kwh): not a whole number of lots or ticks");
        QTest::newRow("a negative capacity")
            << header + "a,b,-1\n"
            << QByteArray("line 2, column 3 (capacity_kwh): outside the allowed range");
        QTest::newRow("no capacity") << header + "a,b,\n"
                                     << QByteArray("line 2, column 3 (capacity_kwh): a value is missing");
        QTest::newRow("to itself") << header + "a,a,1\n" << QByteArray("line 2: a link from a zone to itself");
        QTest::newRow("twice") << header + "a,b,1\na,b,2\n"
                               << QByteArray("line 3: the link stands in an earlier line already");
        QTest::newRow("a quotation mark") << header + "\"a\",b,1\n"
                                          << QByteArray("line 2, column 1: a quotation mark, a control character or "
                                                        "broken UTF-8");
    }

    void namesLineAndColumn()
    {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, message);
        Book book;
        const auto links = readLinksCsv({text.constData(), static_cast<std::size_t>(text.size())}, {1, 1}, book);
        QVERIFY(!links.has_value());
        QCOMPARE(QByteArray::fromStdString(toText(links.error())), message);
    }
};

QTEST_APPLESS_MAIN(TestLinkCsv)
#include "tst_link_csv.moc"
