// SPDX-License-Identifier: GPL-3.0-or-later
// Goal: weather forecasts of files and services are read exactly or refused with their place, and a source that fails
// keeps what it knows. Method: documents of each form; a changing file; a local HTTP server that answers, fails,
// answers.
#include "drivers/weather/file_weather.h"
#include "drivers/weather/http_weather.h"
#include "drivers/weather/weather_document.h"

#include <QFile>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTemporaryDir>
#include <QtTest>

using namespace dgex;
using namespace dgex::drivers;

namespace {

const UtcTime kIssued{1'739'491'200'000}; // 2025-02-14T00:00Z
const Period kNoon{1'739'534'400};        // 2025-02-14T12:00Z

class FixedClock final : public ports::Clock {
public:
    [[nodiscard]] UtcTime now() const override { return kIssued; }
};

/// Answers every request with one text.
class WebServer {
public:
    WebServer()
    {
        QObject::connect(&m_server, &QTcpServer::newConnection, &m_server, [this] {
            QTcpSocket* const socket = m_server.nextPendingConnection();
            QObject::connect(socket, &QTcpSocket::readyRead, socket, [this, socket] {
                if (!socket->readAll().contains("\r\n\r\n"))
                    return;
                ++asked;
                socket->write("HTTP/1.1 " + status + "\r\nContent-Length: " + QByteArray::number(body.size()) +
                              "\r\nConnection: close\r\n\r\n" + body);
                socket->disconnectFromHost();
            });
        });
        m_server.listen(QHostAddress::LocalHost);
    }
    [[nodiscard]] std::string url() const
    {
        return "http://127.0.0.1:" + std::to_string(m_server.serverPort()) + "/forecast?key=secret";
    }
    QByteArray status = "200 OK";
    QByteArray body;
    int asked = 0;

private:
    QTcpServer m_server;
};

} // namespace

class TestWeather : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void halfHoursOfCsvKeepTheirGaps();
    void halfHoursOfJsonAreTheSame();
    void hoursOfAServiceGiveBothHalvesAndRadiationLiesBeforeItsTime();
    void localTimesOfAServiceBecomeUtc();
    void whatCannotBeReadIsRefusedWithItsPlace_data();
    void whatCannotBeReadIsRefusedWithItsPlace();
    void aFileIsReadAgainWhenItChangesAndABadOneLeavesTheLast();
    void aServiceThatFailsLeavesTheLastForecastAndIsAskedAgain();
};

void TestWeather::halfHoursOfCsvKeepTheirGaps()
{
    const auto weather = readWeather("time_utc,cloud_percent,pv_wh,temperature_c\r\n"
                                     "2025-02-14T12:00Z,12.5,640.4,-1.25\r\n"
                                     "2025-02-14T12:30Z,,0,\r\n",
                                     kIssued);
    QVERIFY2(weather.has_value(), weather.error_or("").c_str());
    QCOMPARE(weather->first, kNoon);
    QCOMPARE(weather->issuedAt, kIssued);
    QCOMPARE(weather->periods.size(), 2U);
    const WeatherHalfHour first{.pv = Energy{640}, .irradiance = {}, .cloudPermille = 125, .temperatureMilliC = -1250};
    QVERIFY(weather->periods[0] == first);
    QVERIFY(weather->periods[1] == WeatherHalfHour{.pv = Energy{0}});
}

void TestWeather::halfHoursOfJsonAreTheSame()
{
    const auto csv = readWeather("time_utc,irradiance_w_m2\n2025-02-14T12:00Z,301\n2025-02-14T12:30Z,\n", kIssued);
    const auto json = readWeather(R"({"half_hourly": {"time": ["2025-02-14T12:00Z", "2025-02-14T12:30Z"],
                                      "irradiance_w_m2": [301.0, null]}})",
                                  kIssued);
    QVERIFY(csv.has_value() && json.has_value());
    QVERIFY(*csv == *json);
}

void TestWeather::hoursOfAServiceGiveBothHalvesAndRadiationLiesBeforeItsTime()
{
    const auto weather =
        readWeather(R"({"latitude": 35.6, "utc_offset_seconds": 0, "hourly_units": {"cloud_cover": "%"},
                        "hourly": {"time": ["2025-02-14T12:00", "2025-02-14T13:00"],
                                   "shortwave_radiation": [100, 200], "cloud_cover": [40, 80]}})",
                    kIssued);
    QVERIFY2(weather.has_value(), weather.error_or("").c_str());
    QCOMPARE(weather->first, kNoon.plus(-2));
    std::vector<std::optional<std::int32_t>> radiation;
    std::vector<std::optional<std::int32_t>> cloud;
    for (const WeatherHalfHour& half : weather->periods) {
        radiation.push_back(half.irradiance);
        cloud.push_back(half.cloudPermille);
    }
    QVERIFY((radiation == std::vector<std::optional<std::int32_t>>{100, 100, 200, 200, {}, {}}));
    QVERIFY((cloud == std::vector<std::optional<std::int32_t>>{{}, {}, 400, 400, 800, 800}));
}

void TestWeather::localTimesOfAServiceBecomeUtc()
{
    const auto weather = readWeather(R"({"utc_offset_seconds": 32400,
                                         "hourly": {"time": ["2025-02-14T21:00"], "cloud_cover": [0]}})",
                                     kIssued);
    QVERIFY2(weather.has_value(), weather.error_or("").c_str());
    QCOMPARE(weather->first.plus(2), kNoon);
}

void TestWeather::whatCannotBeReadIsRefusedWithItsPlace_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("place");
    QTest::newRow("nothing") << QByteArray() << QByteArray("line 1");
    QTest::newRow("unknown column") << QByteArray("time_utc,wind\n2025-02-14T12:00Z,3\n") << QByteArray("line 1");
    QTest::newRow("no row") << QByteArray("time_utc,pv_wh\n") << QByteArray("no rows");
    QTest::newRow("gap") << QByteArray("time_utc,pv_wh\n2025-02-14T12:00Z,3\n2025-02-14T13:00Z,3\n")
                         << QByteArray("line 3");
    QTest::newRow("above all") << QByteArray("time_utc,cloud_percent\n2025-02-14T12:00Z,101\n")
                               << QByteArray("cloud_percent 101");
    QTest::newRow("broken JSON") << QByteArray("{\"hourly\":") << QByteArray("neither CSV nor JSON");
    QTest::newRow("other JSON") << QByteArray("{\"daily\":{}}") << QByteArray("half_hourly or hourly");
    QTest::newRow("no time") << QByteArray(R"({"hourly":{"cloud_cover":[1]}})") << QByteArray("hourly.time");
    QTest::newRow("bad time") << QByteArray(R"({"hourly":{"time":["2025-02-14T12:00","noon"],"cloud_cover":[1,2]}})")
                              << QByteArray("hourly.time[1]");
    QTest::newRow("short array") << QByteArray(R"({"hourly":{"time":["2025-02-14T12:00"],"cloud_cover":[]}})")
                                 << QByteArray("hourly.cloud_cover");
    QTest::newRow("bad value") << QByteArray(R"({"hourly":{"time":["2025-02-14T12:00"],"cloud_cover":["x"]}})")
                               << QByteArray("hourly.cloud_cover[0]");
    QTest::newRow("nothing known") << QByteArray(R"({"hourly":{"time":["2025-02-14T12:00"],"wind":[1]}})")
                                   << QByteArray("no array is known");
    QTest::newRow("odd zone")
        << QByteArray(R"({"utc_offset_seconds":60,"hourly":{"time":["2025-02-14T12:00"],"cloud_cover":[1]}})")
        << QByteArray("zone");
}

void TestWeather::whatCannotBeReadIsRefusedWithItsPlace()
{
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, place);
    const auto weather = readWeather(text.toStdString(), kIssued);
    QVERIFY(!weather.has_value());
    QVERIFY2(weather.error().contains(place.toStdString()), weather.error().c_str());
}

void TestWeather::aFileIsReadAgainWhenItChangesAndABadOneLeavesTheLast()
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("weather.csv"));
    const auto write = [&](const QByteArray& text, int hour) {
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(text);
        file.flush();
        QVERIFY(file.setFileTime(QDateTime::fromMSecsSinceEpoch(kIssued.milliseconds()).addSecs(hour * 3600),
                                 QFileDevice::FileModificationTime));
    };
    const FixedClock clock;
    FileWeather source(path.toStdString(), clock);
    QVERIFY(!source.latest().value);
    QVERIFY(source.error().starts_with(path.toStdString()));

    write("time_utc,pv_wh\n2025-02-14T12:00Z,100\n", 1);
    const auto first = source.latest();
    QVERIFY(first.value && first.quality == ports::Quality::Good);
    QCOMPARE(first.measuredAt, kIssued + std::chrono::hours{1});
    QVERIFY(source.error().empty());

    write("time_utc,pv_wh\n2025-02-14T12:00Z,300\n", 2);
    QCOMPARE(source.latest().value->periods[0].pv, Energy{300});

    write("rubbish", 3);
    const auto stale = source.latest();
    QCOMPARE(stale.value->periods[0].pv, Energy{300});
    QVERIFY(stale.quality == ports::Quality::Stale);
    QVERIFY(source.error().contains("line 1"));
}

void TestWeather::aServiceThatFailsLeavesTheLastForecastAndIsAskedAgain()
{
    using namespace std::chrono_literals;
    WebServer server;
    server.body = R"({"hourly":{"time":["2025-02-14T12:00"],"cloud_cover":[25]}})";
    const FixedClock clock;
    HttpWeather source({.url = server.url(), .every = 100ms, .retryAfter = 20ms, .answerWithin = 2s}, clock);
    QVERIFY(!source.latest().value);
    QVERIFY(QTest::qWaitFor([&] { return source.latest().value.has_value(); }));
    QVERIFY(source.latest().quality == ports::Quality::Good);

    server.status = "503 Service Unavailable";
    QVERIFY(QTest::qWaitFor([&] { return !source.error().empty(); }));
    QVERIFY(source.latest().value && source.latest().quality == ports::Quality::Stale);
    QVERIFY(source.error().contains("HTTP status 503") && !source.error().contains("secret"));
    const int asked = server.asked;
    QVERIFY(QTest::qWaitFor([&] { return server.asked > asked; }));

    server.status = "200 OK";
    server.body = "<html>";
    QVERIFY(QTest::qWaitFor([&] { return source.error().contains("line 1"); }));
    server.body = R"({"hourly":{"time":["2025-02-14T12:00"],"cloud_cover":[75]}})";
    QVERIFY(QTest::qWaitFor([&] { return source.error().empty() && source.latest().quality == ports::Quality::Good; }));
    QCOMPARE(source.latest().value->periods.back().cloudPermille, 750);
}

QTEST_GUILESS_MAIN(TestWeather)
#include "tst_weather.moc"
