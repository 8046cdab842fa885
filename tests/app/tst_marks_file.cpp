// SPDX-License-Identifier: GPL-3.0-or-later
// Goal: marks come back as they were kept, and a damaged file is as none. Method: whole, partial and broken files.
#include "app/exchange/marks_file.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace dgex;

class TestMarksFile : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void comesBackAsKept();
    void takesADamagedFileAsNone_data();
    void takesADamagedFileAsNone();
};

void TestMarksFile::comesBackAsKept()
{
    QTemporaryDir folder;
    const std::filesystem::path file = folder.filePath(QStringLiteral("home.marks")).toStdString();
    QVERIFY(!app::readMarks(file));
    const controller::PeriodMarks marks{.period = Period{1'800'014'400},
                                        .router = ports::MeterCounters{Energy{5}, Energy{1'234'567}},
                                        .meter = std::nullopt,
                                        .consumed = Energy{42},
                                        .generated = std::nullopt};
    QVERIFY(app::writeMarks(file, marks));
    const auto back = app::readMarks(file);
    QVERIFY(back && back->period == marks.period && back->router && !back->meter && !back->generated);
    QCOMPARE(back->router->imported, Energy{5});
    QCOMPARE(back->router->exported, Energy{1'234'567});
    QCOMPARE(*back->consumed, Energy{42});
    QVERIFY(!app::writeMarks(std::filesystem::path{"/nowhere/at/all"}, marks));
}

void TestMarksFile::takesADamagedFileAsNone_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("empty") << QByteArray{};
    QTest::newRow("cut off") << QByteArray{R"({"version": 1, "period": "2027-01-1)"};
    QTest::newRow("another version") << QByteArray{R"({"version": 2, "period": "2027-01-15T12:00Z"})"};
    QTest::newRow("no period") << QByteArray{R"({"version": 1})"};
    QTest::newRow("no half hour") << QByteArray{R"({"version": 1, "period": "2027-01-15T12:07Z"})"};
    QTest::newRow("a list") << QByteArray{"[1, 2]"};
}

void TestMarksFile::takesADamagedFileAsNone()
{
    QFETCH(const QByteArray, text);
    QTemporaryDir folder;
    QFile file{folder.filePath(QStringLiteral("home.marks"))};
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(text);
    file.close();
    QVERIFY(!app::readMarks(file.fileName().toStdString()));
}

QTEST_GUILESS_MAIN(TestMarksFile)
#include "tst_marks_file.moc"
