// SPDX-License-Identifier: GPL-3.0-or-later
// Goal: `dgexd clear` takes less than 100 bytes of memory an order. Method: run the real binary on a book of one order
// and on large ones of many shapes; what the second takes more tells what the orders took.
#include "tests/support/random_stream.h"

#include <QFile>
#include <QTemporaryDir>
#include <QtTest>

#include <fcntl.h>
#include <format>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/wait.h>

using namespace dgex;

namespace {

constexpr int kOrders = 120'000;
constexpr long kBytesMax = 100;

struct Shape {
    const char* name;
    int periods = 1;
    int zones = 1;
    std::int64_t priceMin = 500;
    std::int64_t priceMax = 3'599;
    const char* participant = "";
    bool classes = false;
    const char* rules = "version = 1\n";
};

constexpr Shape kShapes[] = {
    {.name = "one period"},
    {.name = "many periods and zones", .periods = 48, .zones = 5},
    {.name = "one period of several zones", .zones = 3},
    {.name = "limits that all differ in several zones", .zones = 3, .priceMin = -100'000'000, .priceMax = 100'000'000},
    {.name = "limits that all differ in one zone", .priceMin = -100'000'000, .priceMax = 100'000'000},
    {.name = "both classes", .zones = 2, .classes = true},
    {.name = "one limit", .priceMin = 1'000, .priceMax = 1'000},
    {.name = "one limit in several zones", .zones = 3, .priceMin = 1'000, .priceMax = 1'000},
    {.name = "named participants", .participant = "the home "},
    {.name = "pay as bid", .rules = "version = 1\npricing = \"pay-as-bid\"\n"},
    {.name = "trade reduction", .rules = "version = 1\npricing = \"mcafee\"\n"},
};

std::string row(test::RandomStream& random, int number, const Shape& shape)
{
    const int period = number % shape.periods;
    const std::int64_t price = random.between(shape.priceMin, shape.priceMax);
    const std::int64_t cents = price < 0 ? -price : price;
    return std::format("o{},{}{},2026-05-11T{:02}:{}Z,{},{}.{},{}{}.{:02},{},{}\n", number, shape.participant, number,
                       period / 2, period % 2 == 0 ? "00" : "30", random.between(0, 1) == 0 ? "buy" : "sell",
                       random.between(1, 9), random.between(0, 9), price < 0 ? "-" : "", cents / 100, cents % 100,
                       shape.classes && random.between(0, 2) == 0 ? "renewable" : "",
                       shape.zones == 1 ? "" : std::format("z{}", number / shape.periods % shape.zones));
}

} // namespace

class TestClearMemory : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void takesFewBytesAnOrder_data()
    {
        QTest::addColumn<int>("index");
        for (int i = 0; i < static_cast<int>(std::size(kShapes)); ++i)
            QTest::newRow(kShapes[i].name) << i;
    }

    void takesFewBytesAnOrder()
    {
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
        QSKIP("a sanitizer takes memory of its own");
#endif
        QFETCH(int, index);
        const long least = bytesFor(1, kShapes[index]);
        const long bytes = bytesFor(kOrders, kShapes[index]);
        QVERIFY(least > 0 && bytes > 0);
        qInfo("%.1f bytes an order", static_cast<double>(bytes - least) / kOrders);
        QVERIFY(bytes - least > kOrders);
        QVERIFY2(bytes - least < kBytesMax * kOrders, "more than 100 bytes an order");
    }

private:
    /// The greatest memory of a run; 0 when it fails.
    long bytesFor(int orders, const Shape& shape)
    {
        QFile book(m_folder.filePath(QStringLiteral("book.csv")));
        QFile rules(m_folder.filePath(QStringLiteral("rules.toml")));
        if (!book.open(QIODevice::WriteOnly) || !rules.open(QIODevice::WriteOnly))
            return 0;
        rules.write(shape.rules);
        book.write("id,participant,period,side,quantity_kwh,price,class,zone\n");
        test::RandomStream random(7);
        for (int i = 0; i < orders; ++i)
            book.write(QByteArray::fromStdString(row(random, i, shape)));
        book.close();
        rules.close();
        return bytesOf({qgetenv("DGEX_PROGRAM_DIR") + "/dgexd", "clear", "--rules", QFile::encodeName(rules.fileName()),
                        QFile::encodeName(book.fileName())});
    }

    static long bytesOf(QByteArrayList arguments)
    {
        std::vector<char*> argv;
        for (QByteArray& argument : arguments)
            argv.push_back(argument.data());
        argv.push_back(nullptr);
        posix_spawn_file_actions_t actions;
        posix_spawn_file_actions_init(&actions);
        posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
        pid_t child = 0;
        const int failed = posix_spawn(&child, argv[0], &actions, nullptr, argv.data(), environ);
        posix_spawn_file_actions_destroy(&actions);
        int status = 0;
        rusage usage{};
        if (failed != 0 || wait4(child, &status, 0, &usage) != child || status != 0)
            return 0;
        return usage.ru_maxrss * 1024;
    }

    QTemporaryDir m_folder;
};

QTEST_GUILESS_MAIN(TestClearMemory)
#include "tst_clear_memory.moc"
