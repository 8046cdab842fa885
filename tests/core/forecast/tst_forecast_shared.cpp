// SPDX-License-Identifier: GPL-3.0-or-later
// Goal: on metered homes and roofs the forecast beats "the same as yesterday" in pinball score at P10, P50 and P90.
// Method: a forecast of 48 half hours from the past alone at every seventh midnight after 60 days. The rows of a file
// are taken as a grid of wall-clock half hours: one that is left out is missing, one that is doubled keeps the last.
#include "core/base/text.h"
#include "core/forecast/forecast.h"

#include "tests/support/forecast_series.h"

#include <QtTest>

using namespace dgex;
using namespace dgex::forecast;
using dgex::test::readColumn;

namespace {

/// Twice the pinball loss summed over P10, P50 and P90, in tenths of a Wh.
std::int64_t pinball(Energy actual, const Quantiles& q)
{
    const auto loss = [actual](Energy forecastEnergy, int tenths) {
        const std::int64_t over = actual.count() - forecastEnergy.count();
        return over >= 0 ? tenths * over : (tenths - 10) * over;
    };
    return loss(q.p10, 1) + loss(q.p50, 5) + loss(q.p90, 9);
}

} // namespace

class TestForecastShared : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void beatsYesterday_data()
    {
        QTest::addColumn<QByteArray>("column");
        for (const char* name : {"ausgrid12", "emhass", "h10006414", "h10006486", "h10006704", "h10017554", "h10017562",
                                 "h10017936", "h10017994"})
            QTest::addRow("%s", name) << QByteArray{"demand_wh"};
        for (const char* name : {"ausgrid12 pv", "emhass pv", "monash_solar3 pv", "monash_solar4 pv"})
            QTest::addRow("%s", name) << QByteArray{"pv_wh"};
    }
    void beatsYesterday()
    {
        QFETCH(QByteArray, column);
        const std::string name = QByteArray{QTest::currentDataTag()}.split(' ').front().toStdString() + ".csv";
        const History all = readColumn(name, column.toStdString());
        QVERIFY(all.values.size() > 48 * 200);
        const Target target = column == "pv_wh" ? Target::Pv : Target::Demand;
        const std::int64_t toMidnight = (86'400 - all.first.startSeconds() % 86'400) % 86'400 / Period::kSeconds;
        std::int64_t ours = 0;
        std::int64_t yesterday = 0;
        std::int64_t scored = 0;
        std::int64_t inside = 0;
        for (auto start = static_cast<std::size_t>(toMidnight + 48 * 60); start + 48 <= all.values.size();
             start += 48 * 7) {
            const auto end = all.values.begin() + static_cast<std::ptrdiff_t>(start);
            const History past{.first = all.first, .values = {all.values.begin(), end}};
            const Forecast made = forecast::forecast(target, past, past.end(), 48, {});
            for (std::size_t i = 0; i < 48; ++i) {
                const auto actual = all.values[start + i];
                const auto before = all.values[start + i - 48];
                if (!actual || !before)
                    continue;
                const Quantiles& q = made.periods[i];
                ours += pinball(*actual, q);
                yesterday += pinball(*actual, {*before, *before, *before, *before});
                inside += *actual >= q.p10 && *actual <= q.p90 ? 1 : 0;
                ++scored;
            }
        }
        QVERIFY(scored > 500);
        qInfo("pinball %.3f of yesterday's, %.3f inside P10..P90",
              static_cast<double>(ours) / static_cast<double>(yesterday),
              static_cast<double>(inside) / static_cast<double>(scored));
        QVERIFY(ours < yesterday);
        QVERIFY(inside * 100 > scored * 65 && inside * 100 < scored * 97);
    }
};

QTEST_GUILESS_MAIN(TestForecastShared)
#include "tst_forecast_shared.moc"
