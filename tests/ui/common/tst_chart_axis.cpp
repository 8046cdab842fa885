// SPDX-License-Identifier: GPL-3.0-or-later
// Goal: a value axis is round and never says the same number twice. Method: axes around small and large values, read
// with as few decimals as the charts' own texts have.
#include "ui/common/chart.h"

#include <QTest>

#include <cmath>

using dgex::ui::ValueAxis;

class TestChartAxis : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aRangeIsHeldInRoundSteps();
    void ticksThatReadTheSameAreThinnedOut();
    void aTickIsNeverWhereItsTextIsNot();
};

void TestChartAxis::aRangeIsHeldInRoundSteps()
{
    const ValueAxis axis = ValueAxis::around(-3, 41, 5);
    QCOMPARE(axis.low, -10.0);
    QCOMPARE(axis.high, 50.0);
    QCOMPARE(axis.step, 10.0);
    QCOMPARE(axis.ticks().size(), std::size_t{7});
}

void TestChartAxis::ticksThatReadTheSameAreThinnedOut()
{
    const auto whole = [](double value) { return QString::number(std::round(value)); };
    const auto tenths = [](double value) { return QString::number(value, 'f', 1); };
    const ValueAxis unit{0, 1, 0.2};
    QCOMPARE(unit.readableBy(whole).ticks(), (std::vector<double>{0, 1}));
    QCOMPARE(unit.readableBy(tenths).ticks().size(), std::size_t{6});
    const ValueAxis flat{0, 0.001, 0.0005};
    QCOMPARE(flat.readableBy(whole).ticks(), (std::vector<double>{0, 0.001}));
}

void TestChartAxis::aTickIsNeverWhereItsTextIsNot()
{
    const auto whole = [](double value) { return QString::number(std::round(value)); };
    for (int most = 1; most <= 200; ++most) {
        const ValueAxis axis = ValueAxis::around(0, most, 5).readableBy(whole);
        for (const double tick : axis.ticks())
            QVERIFY2(std::abs(tick - whole(tick).toDouble()) < 1e-9, qPrintable(whole(tick)));
    }
}

QTEST_GUILESS_MAIN(TestChartAxis)
#include "tst_chart_axis.moc"
