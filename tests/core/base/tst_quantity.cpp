// SPDX-License-Identifier: GPL-3.0-or-later
// Goal: amounts of different kinds never mix, and arithmetic is exact or stops the program. Method: concepts for what
// must not compile, rows at the limits of 64 bits, a random comparison with 128-bit arithmetic, and child processes
// for what must assert.
#include "core/base/units.h"
#include "tests/support/random_stream.h"

#include <QTest>

#include <array>
#include <csignal>
#include <functional>
#include <sys/wait.h>
#include <unistd.h>

using namespace dgex;

namespace {

template <class A, class B>
concept CanAdd = requires(A a, B b) { a + b; };
template <class A, class B>
concept CanSubtract = requires(A a, B b) { a - b; };
template <class A, class B>
concept CanMultiply = requires(A a, B b) { a* b; };
template <class A, class B>
concept CanCompare = requires(A a, B b) { a < b; };
template <class A, class B>
concept CanEqual = requires(A a, B b) { a == b; };

static_assert(CanAdd<Energy, Energy> && CanSubtract<Money, Money> && CanMultiply<Price, int> && CanCompare<Lots, Lots>);
static_assert(!CanAdd<Energy, Money> && !CanAdd<Money, Energy> && !CanAdd<Energy, Lots> && !CanAdd<Energy, int>);
static_assert(!CanSubtract<Energy, Power> && !CanSubtract<Price, Money> && !CanSubtract<Lots, std::int64_t>);
static_assert(!CanMultiply<Energy, Price> && !CanMultiply<Energy, Energy> && !CanMultiply<Energy, double>);
static_assert(!CanCompare<Energy, Money> && !CanCompare<Energy, int> && !CanEqual<Price, Money> &&
              !CanEqual<Lots, int>);
static_assert(!std::constructible_from<Energy, double> && !std::constructible_from<Energy, float>);
static_assert(!std::constructible_from<Energy, Money> && !std::constructible_from<Money, Lots>);
static_assert(!std::convertible_to<std::int64_t, Energy> && !std::convertible_to<Energy, std::int64_t>);
static_assert(!std::convertible_to<Energy, double> && !std::convertible_to<Energy, bool>);

constexpr Int128 kMax{INT64_MAX};
constexpr Int128 kMin{INT64_MIN};

bool fits(Int128 value)
{
    return value >= kMin && value <= kMax;
}

/// Whether a call ends its process by SIGABRT, as a failed DGEX_ASSERT does.
bool aborts(const std::function<void()>& call)
{
    const pid_t child = fork();
    if (child == 0) {
        std::signal(SIGABRT, SIG_DFL);
        close(STDERR_FILENO);
        call();
        _exit(0);
    }
    int status = 0;
    if (child < 0 || waitpid(child, &status, 0) != child)
        qFatal("cannot run a child process");
    return WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT;
}

/// Keeps the compiler from computing (or warning about) an overflow itself.
template <class T>
T opaque(T value)
{
    volatile T hidden = value;
    return hidden;
}

} // namespace

class TestQuantity : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void startsAtZero();
    void addsAndSubtractsExactly();
    void valuesEnergyExactly_data();
    void valuesEnergyExactly();
    void keepsProductsBeyond64Bits();
    void splitsWholeLots_data();
    void splitsWholeLots();
    void assertsOnOverflow_data();
    void assertsOnOverflow();
    void agreesWith128Bits_data();
    void agreesWith128Bits();
    void roundsAsNamed_data();
    void roundsAsNamed();
    void roundsLikeItsDefinition();
    void convertsPowerAndEnergy();
};

void TestQuantity::startsAtZero()
{
    QVERIFY(Energy{}.isZero());
    QCOMPARE(Money{}.count(), 0);
    QVERIFY(!Money{-1}.isZero());
}

void TestQuantity::addsAndSubtractsExactly()
{
    QCOMPARE((Energy{INT64_MAX - 1} + Energy{1}).count(), INT64_MAX);
    QCOMPARE((Energy{INT64_MIN + 1} - Energy{1}).count(), INT64_MIN);
    QCOMPARE((Energy{INT64_MAX} + Energy{INT64_MIN}).count(), -1);
    QCOMPARE((-Energy{INT64_MAX}).count(), -INT64_MAX);
    QCOMPARE((Money{-3} * 4).count(), -12);
    QCOMPARE((Lots{INT64_MAX / 3} * Int128{3}).count(), INT64_MAX - INT64_MAX % 3);
    QCOMPARE(Price{-7}.abs().count(), 7);
    Money sum{5};
    sum += Money{7};
    sum -= Money{20};
    QCOMPARE(sum.count(), -8);
    QVERIFY(Price{-2} < Price{1} && Price{3} >= Price{3});
}

void TestQuantity::valuesEnergyExactly_data()
{
    QTest::addColumn<qint64>("lots");
    QTest::addColumn<qint64>("ticks");
    QTest::addColumn<qint64>("money");
    QTest::newRow("a lot at a tick is 100 units") << qint64{1} << qint64{1} << qint64{100};
    QTest::newRow("nothing") << qint64{0} << qint64{3} << qint64{0};
    QTest::newRow("negative price") << qint64{12} << qint64{-250} << qint64{-300'000};
    QTest::newRow("sold energy") << qint64{-12} << qint64{2'500} << qint64{-3'000'000};
    QTest::newRow("highest price of many lots")
        << qint64{900'000'000} << qint64{kPriceMax.count()} << qint64{9'000'000'000'000'000'000};
}

void TestQuantity::valuesEnergyExactly()
{
    QFETCH(qint64, lots);
    QFETCH(qint64, ticks);
    QFETCH(qint64, money);
    QCOMPARE(valueOf(Lots{lots}, Price{ticks}).count(), money);
    QCOMPARE(valueOf(energyOf(Lots{lots}), Price{ticks}).count(), money);
    QVERIFY(wideValueOf(energyOf(Lots{lots}), Price{ticks}) == WideMoney{money});
}

void TestQuantity::keepsProductsBeyond64Bits()
{
    const WideMoney value = wideValueOf(energyOf(kOrderLotsMax), kPriceMax);
    QVERIFY(value == Int128{10'000'000'000} * 1'000'000'000);
    QVERIFY(value > kMax);
    QVERIFY(wideValueOf(Energy{INT64_MIN}, Price{INT64_MIN}) == kMin * kMin);
}

void TestQuantity::splitsWholeLots_data()
{
    QTest::addColumn<qint64>("wattHours");
    QTest::addColumn<qint64>("lots");
    QTest::addColumn<qint64>("rest");
    QTest::newRow("below a lot") << qint64{99} << qint64{0} << qint64{99};
    QTest::newRow("a lot") << qint64{100} << qint64{1} << qint64{0};
    QTest::newRow("export goes toward zero") << qint64{-250} << qint64{-2} << qint64{-50};
    QTest::newRow("largest") << qint64{INT64_MAX} << qint64{INT64_MAX / 100} << qint64{7};
}

void TestQuantity::splitsWholeLots()
{
    QFETCH(qint64, wattHours);
    const auto [lots, rest] = wholeLots(Energy{wattHours});
    QTEST(qint64{lots.count()}, "lots");
    QTEST(qint64{rest.count()}, "rest");
    QCOMPARE(energyOf(lots) + rest, Energy{wattHours});
}

void TestQuantity::assertsOnOverflow_data()
{
    QTest::addColumn<std::function<void()>>("call");
    QTest::addColumn<bool>("expected");
    using Call = std::function<void()>;
    const auto most = [] { return Energy{opaque(INT64_MAX)}; };
    const auto least = [] { return Energy{opaque(INT64_MIN)}; };
    QTest::newRow("sum at the limit") << Call{[=] { static_cast<void>(most() + Energy{}); }} << false;
    QTest::newRow("sum above") << Call{[=] { static_cast<void>(most() + Energy{1}); }} << true;
    QTest::newRow("sum below") << Call{[=] { static_cast<void>(least() + Energy{-1}); }} << true;
    QTest::newRow("difference below") << Call{[=] { static_cast<void>(least() - Energy{1}); }} << true;
    QTest::newRow("negated least") << Call{[=] { static_cast<void>(-least()); }} << true;
    QTest::newRow("size of the least") << Call{[=] { static_cast<void>(least().abs()); }} << true;
    QTest::newRow("product above") << Call{[=] { static_cast<void>(most() * 2); }} << true;
    QTest::newRow("product with a wide factor")
        << Call{[] { static_cast<void>(Energy{opaque(1)} * (kMax + 1)); }} << true;
    QTest::newRow("wide count that fits")
        << Call{[] { static_cast<void>(Energy{Int128{opaque(INT64_MIN)}}); }} << false;
    QTest::newRow("wide count above") << Call{[] { static_cast<void>(Energy{Int128{opaque(INT64_MAX)} + 1}); }} << true;
    QTest::newRow("unsigned count above") << Call{[] { static_cast<void>(Energy{opaque(UINT64_MAX)}); }} << true;
    QTest::newRow("money above") << Call{[=] { static_cast<void>(valueOf(most(), Price{2})); }} << true;
    QTest::newRow("lots above") << Call{[] { static_cast<void>(energyOf(Lots{opaque(INT64_MAX / 99)})); }} << true;
    QTest::newRow("division by nothing") << Call{[] {
        static_cast<void>(divide(1, opaque(std::int64_t{0}), Rounding::Floor));
    }} << true;
    QTest::newRow("quotient above") << Call{[] {
        static_cast<void>(divide(Int128{opaque(INT64_MAX)} * 4, 2, Rounding::Floor));
    }} << true;
}

void TestQuantity::assertsOnOverflow()
{
    QFETCH(std::function<void()>, call);
    QTEST(aborts(call), "expected");
}

void TestQuantity::agreesWith128Bits_data()
{
    QTest::addColumn<quint64>("seed");
    QTest::newRow("seed 1") << quint64{1};
    QTest::newRow("seed 20261122") << quint64{20'261'122};
}

void TestQuantity::agreesWith128Bits()
{
    QFETCH(quint64, seed);
    test::RandomStream random(seed);
    int fitting = 0;
    for (int i = 0; i < 20'000; ++i) {
        const int shift = static_cast<int>(random.between(0, 63));
        const std::int64_t a = static_cast<std::int64_t>(random.next()) >> shift;
        const std::int64_t b = static_cast<std::int64_t>(random.next()) >> (63 - shift);
        if (fits(Int128{a} + b))
            QVERIFY((Energy{a} + Energy{b}).count() == Int128{a} + b);
        if (fits(Int128{a} - b))
            QVERIFY((Energy{a} - Energy{b}).count() == Int128{a} - b);
        if (!fits(Int128{a} * b))
            continue;
        ++fitting;
        QVERIFY((Energy{a} * b).count() == Int128{a} * b);
        QVERIFY(valueOf(Energy{a}, Price{b}).count() == Int128{a} * b);
    }
    QVERIFY2(fitting > 5'000, "too few products were compared");
}

void TestQuantity::roundsAsNamed_data()
{
    QTest::addColumn<qint64>("numerator");
    QTest::addColumn<qint64>("denominator");
    QTest::addColumn<qint64>("towardZero");
    QTest::addColumn<qint64>("floor");
    QTest::addColumn<qint64>("half");
    const auto row = [](const char* name, qint64 n, qint64 d, std::array<qint64, 3> expected) {
        QTest::newRow(name) << n << d << expected[0] << expected[1] << expected[2];
    };
    row("no rest", 6, 3, {2, 2, 2});
    row("no rest, negative", -6, 3, {-2, -2, -2});
    row("below half", 7, 5, {1, 1, 1});
    row("above half", 8, 5, {1, 1, 2});
    row("half", 5, 2, {2, 2, 3});
    row("below half, negative", -7, 5, {-1, -2, -1});
    row("above half, negative", -8, 5, {-1, -2, -2});
    row("half, negative", -5, 2, {-2, -3, -3});
    row("below one", 1, 3, {0, 0, 0});
    row("below one, negative", -1, 3, {0, -1, 0});
    row("largest", INT64_MAX, INT64_MAX, {1, 1, 1});
    row("least", INT64_MIN, 1, {INT64_MIN, INT64_MIN, INT64_MIN});
    row("least over largest", INT64_MIN, INT64_MAX, {-1, -2, -1});
}

void TestQuantity::roundsAsNamed()
{
    QFETCH(qint64, numerator);
    QFETCH(qint64, denominator);
    QTEST(qint64{divide(numerator, denominator, Rounding::TowardZero)}, "towardZero");
    QTEST(qint64{divide(numerator, denominator, Rounding::Floor)}, "floor");
    QTEST(qint64{divide(numerator, denominator, Rounding::HalfAwayFromZero)}, "half");
}

void TestQuantity::roundsLikeItsDefinition()
{
    for (std::int64_t denominator = 1; denominator <= 12; ++denominator) {
        for (std::int64_t numerator = -60; numerator <= 60; ++numerator) {
            const std::int64_t zero = divide(numerator, denominator, Rounding::TowardZero);
            const std::int64_t floor = divide(numerator, denominator, Rounding::Floor);
            const std::int64_t half = divide(numerator, denominator, Rounding::HalfAwayFromZero);
            QVERIFY(std::abs(zero * denominator) <= std::abs(numerator));
            QVERIFY(std::abs(numerator - zero * denominator) < denominator);
            QVERIFY(floor * denominator <= numerator && numerator < (floor + 1) * denominator);
            QVERIFY(2 * std::abs(numerator - half * denominator) <= denominator);
            QCOMPARE(divide(-numerator, denominator, Rounding::HalfAwayFromZero), -half);
        }
    }
}

void TestQuantity::convertsPowerAndEnergy()
{
    using namespace std::chrono_literals;
    QCOMPARE(energyOver(Power{3'000}, 30min, Rounding::TowardZero), Energy{1'500});
    QCOMPARE(energyOver(Power{-1}, 30min, Rounding::Floor), Energy{-1});
    QCOMPARE(energyOver(Power{1}, 30min, Rounding::HalfAwayFromZero), Energy{1});
    QCOMPARE(meanPower(Energy{1'500}, 30min, Rounding::TowardZero), Power{3'000});
    QCOMPARE(meanPower(Energy{-1}, 1h, Rounding::TowardZero), Power{-1});
}

QTEST_GUILESS_MAIN(TestQuantity)
#include "tst_quantity.moc"
