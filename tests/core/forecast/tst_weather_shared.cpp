// SPDX-License-Identifier: GPL-3.0-or-later
// Goal: a weather service makes the forecast of a real roof better, and one that falls silent costs no more than its
// help. Method: the metered roof with its stored forecasts, day by day, beside a forecaster without weather.
#include "core/forecast/forecaster.h"

#include "tests/support/forecast_series.h"

#include <QtTest>

#include <cmath>

using namespace dgex;
using namespace dgex::forecast;

class TestWeatherShared : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void storedForecastsMakeARoofsForecastBetterAndTheirEndCostsNothing();
};

namespace {

constexpr std::size_t kDay = 48;
constexpr std::size_t kWarmUp = 90 * kDay;
constexpr std::size_t kSilent = 30 * kDay; ///< The last days, of which the service says nothing.

WeatherForecast dayOf(const History& stored, std::size_t at)
{
    WeatherForecast weather{.issuedAt = stored.first.plus(static_cast<std::int64_t>(at)).start(),
                            .first = stored.first.plus(static_cast<std::int64_t>(at)),
                            .periods = {}};
    for (std::size_t i = at; i < std::min(at + kDay, stored.values.size()); ++i)
        weather.periods.push_back(
            {.pv = stored.values[i] ? std::optional(std::max(*stored.values[i], Energy{0})) : std::nullopt});
    return weather;
}

} // namespace

void TestWeatherShared::storedForecastsMakeARoofsForecastBetterAndTheirEndCostsNothing()
{
    const History pv = test::readColumn("emhass.csv", "pv_wh");
    const History stored = test::readColumn("emhass.csv", "pv_forecast_wh");
    QVERIFY(pv.values.size() > kWarmUp + 2 * kSilent && stored.first == pv.first);
    Forecaster with(Target::Pv, HomeProfile{});
    Forecaster without(Target::Pv, HomeProfile{});
    double errorWith = 0;
    double errorWithout = 0;
    double metered = 0;
    const std::size_t silentFrom = (pv.values.size() - kSilent) / kDay * kDay;
    for (std::size_t at = 0; at + kDay <= pv.values.size(); at += kDay) {
        if (at < silentFrom)
            with.addWeather(dayOf(stored, at));
        if (at < kWarmUp || (at < silentFrom && at / kDay % 3 != 0))
            continue;
        const History past{pv.first, {pv.values.begin(), pv.values.begin() + static_cast<std::ptrdiff_t>(at)}};
        const Forecast one = with.forecast(past, past.end(), kDay);
        const Forecast other = without.forecast(past, past.end(), kDay);
        for (std::size_t i = 0; i < kDay; ++i) {
            if (at >= silentFrom)
                QCOMPARE(one.periods[i].p50, other.periods[i].p50);
            if (at >= silentFrom || !pv.values[at + i])
                continue;
            const auto truth = static_cast<double>(pv.values[at + i]->count());
            errorWith += std::abs(truth - static_cast<double>(one.periods[i].p50.count()));
            errorWithout += std::abs(truth - static_cast<double>(other.periods[i].p50.count()));
            metered += truth;
        }
    }
    qInfo("nMAE with the weather %.3f, without %.3f", errorWith / metered, errorWithout / metered);
    QVERIFY(errorWith < 0.95 * errorWithout);
}

QTEST_GUILESS_MAIN(TestWeatherShared)
#include "tst_weather_shared.moc"
