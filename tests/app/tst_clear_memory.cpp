// SPDX-License-Identifier: GPL-3.0-or-later
// Goal: `dgexd clear` takes less than 100 bytes of memory an order. Method: run the real binary on a book of one order
// and on large ones of one period, of several zones and periods, and with names for participants; the greatest memory
// of ended children tells what the orders took.
#include "tests/support/dgexd_run.h"
#include "tests/support/random_stream.h"

#include <QFile>
#include <QTemporaryDir>
#include <QtTest>

#include <format>
#include <sys/resource.h>

using namespace dgex;

namespace {

constexpr int kOrders = 200'000;
constexpr long kBytesMax = 100;

/// The greatest memory of any child so far, in bytes.
long childBytes()
{
    rusage usage{};
    getrusage(RUSAGE_CHILDREN, &usage);
    return usage.ru_maxrss * 1024;
}

std::string row(test::RandomStream& random, int number, int periods, int zones, bool named)
{
    const int period = number % periods;
    return std::format("o{},{}{},2026-05-11T{:02}:{}Z,{},{}.{},{}.{:02},,{}\n", number, named ? "home " : "", number,
                       period / 2, period % 2 == 0 ? "00" : "30", random.between(0, 1) == 0 ? "buy" : "sell",
                       random.between(1, 9), random.between(0, 9), random.between(5, 35), random.between(0, 99),
                       zones == 1 ? "" : std::format("z{}", number % zones));
}

} // namespace

class TestClearMemory : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void takesFewBytesAnOrder_data()
    {
        QTest::addColumn<int>("periods");
        QTest::addColumn<int>("zones");
        QTest::addColumn<bool>("named");
        // Children are measured together, so the book that takes least comes first.
        QTest::newRow("many periods and zones") << 48 << 3 << false;
        QTest::newRow("one period") << 1 << 1 << false;
        QTest::newRow("one period of several zones") << 1 << 3 << false;
        QTest::newRow("named participants") << 1 << 1 << true;
    }

    void takesFewBytesAnOrder()
    {
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
        QSKIP("a sanitizer takes memory of its own");
#endif
        QFETCH(int, periods);
        QFETCH(int, zones);
        QFETCH(bool, named);
        const long empty = bytesFor(1, periods, zones, named);
        const long full = bytesFor(kOrders, periods, zones, named);
        qInfo("%.1f bytes an order", static_cast<double>(full - m_least) / kOrders);
        QVERIFY(empty > 0);
        QVERIFY2(full - m_least < kBytesMax * kOrders, "more than 100 bytes an order");
    }

private:
    long bytesFor(int orders, int periods, int zones, bool named)
    {
        const QString name = m_folder.filePath(QStringLiteral("book.csv"));
        QFile file(name);
        if (!file.open(QIODevice::WriteOnly))
            return 0;
        file.write("id,participant,period,side,quantity_kwh,price,class,zone\n");
        test::RandomStream random(7);
        for (int i = 0; i < orders; ++i)
            file.write(QByteArray::fromStdString(row(random, i, periods, zones, named)));
        file.close();
        const test::DgexdRun run = test::dgexd({QStringLiteral("clear"), name});
        if (run.exitCode != 0)
            return 0;
        const long bytes = childBytes();
        if (m_least == 0)
            m_least = bytes;
        return bytes;
    }

    QTemporaryDir m_folder;
    long m_least = 0; ///< Of a book of one order.
};

QTEST_GUILESS_MAIN(TestClearMemory)
#include "tst_clear_memory.moc"
