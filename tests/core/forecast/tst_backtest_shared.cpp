// SPDX-License-Identifier: GPL-3.0-or-later
// Goal: on metered homes and roofs the blend beats every simple method in pinball score and its band holds what it
// promises. Method: the rolling-origin backtest, every ninth day (roofs, whose days differ more: every third). Rows are
// taken as a grid of wall-clock half hours: one that is left out is missing, one that is doubled keeps the last.
#include "core/base/text.h"
#include "core/forecast/backtest.h"

#include "tests/support/forecast_series.h"

#include <QtTest>

using namespace dgex;
using namespace dgex::forecast;
using dgex::test::readColumn;

class TestBacktestShared : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void beatsEverySimpleMethod_data()
    {
        QTest::addColumn<Target>("target");
        QTest::addColumn<qint64>("hour");
        for (const char* name : {"ausgrid12", "emhass"})
            QTest::addRow("%s", name) << Target::Demand << qint64{0};
        QTest::addRow("h10017994 from the afternoon") << Target::Demand << qint64{15};
        for (const char* name : {"emhass", "monash_solar4"})
            QTest::addRow("%s roof", name) << Target::Pv << qint64{0};
    }
    void beatsEverySimpleMethod()
    {
        QFETCH(Target, target);
        QFETCH(qint64, hour);
        const std::string name = QByteArray{QTest::currentDataTag()}.split(' ').front().toStdString() + ".csv";
        const History history = readColumn(name, target == Target::Pv ? "pv_wh" : "demand_wh");
        QVERIFY(history.values.size() > 48 * 200);
        BacktestOptions options{.target = target, .profile = {}, .midnights = {}, .stopwatch = {}};
        options.warmUpDays = target == Target::Pv ? 60 : 112;
        const std::int64_t day = (target == Target::Pv ? 3 : 9) * std::int64_t{86'400};
        const std::int64_t first = history.first.startSeconds();
        for (std::int64_t at = first - first % day + hour * 3600; at < history.end().startSeconds(); at += day)
            if (at >= first)
                options.midnights.emplace_back(at);
        const Backtest result = backtest(history, options);
        QVERIFY(result.days >= 25);
        const Score& ours = result.methods.front();
        qInfo("%zu days: nMAE %.3f, pinball %.4f, inside %.3f", result.days, ours.nmae, ours.pinballMean,
              ours.coverage80);
        for (std::size_t k = 1; k < result.methods.size(); ++k)
            QVERIFY2(ours.pinballMean < result.methods[k].pinballMean, result.methods[k].name.data());
        QVERIFY(ours.coverage80 > 0.72 && ours.coverage80 < 0.92);
    }
};

QTEST_GUILESS_MAIN(TestBacktestShared)
#include "tst_backtest_shared.moc"
