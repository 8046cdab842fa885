// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ports/services.h"
#include "core/ports/weather.h"

#include <QTimer>

#include <chrono>
#include <memory>
#include <string>

class QNetworkAccessManager;
class QNetworkReply;

namespace dgex::drivers {

struct HttpWeatherOptions {
    std::string url; ///< http or https; answers in a form of readWeather.
    std::chrono::milliseconds every{std::chrono::hours{1}};
    std::chrono::milliseconds retryAfter{std::chrono::minutes{1}}; ///< Doubled with every failure, up to `every`.
    std::chrono::milliseconds answerWithin{std::chrono::seconds{20}};
};

/// A weather service, asked now and then; the last good answer stays, stale while the service fails. Errors go into
/// error(), never to the caller of latest(). The clock must outlive it. Thread: that of its event loop.
class HttpWeather final : public ports::WeatherSource {
public:
    HttpWeather(HttpWeatherOptions options, const ports::Clock& clock);
    ~HttpWeather() override;
    [[nodiscard]] ports::Reading<WeatherForecast> latest() override { return m_latest; }
    /// The URL's query is left out of the place: it may hold a key.
    [[nodiscard]] const std::string& error() const override { return m_error; }

private:
    void ask();
    void take(QNetworkReply& reply);

    HttpWeatherOptions m_options;
    const ports::Clock& m_clock;
    std::unique_ptr<QNetworkAccessManager> m_network;
    QTimer m_timer;
    std::chrono::milliseconds m_retryAfter;
    ports::Reading<WeatherForecast> m_latest;
    std::string m_error;
};

} // namespace dgex::drivers
