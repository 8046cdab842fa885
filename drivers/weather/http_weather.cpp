// SPDX-License-Identifier: GPL-3.0-or-later
#include "drivers/weather/http_weather.h"

#include "drivers/weather/weather_document.h"

#include <QNetworkAccessManager>
#include <QNetworkReply>

#include <algorithm>
#include <utility>

namespace dgex::drivers {

namespace {

constexpr qint64 kSizeMax = 1 << 20;

} // namespace

HttpWeather::HttpWeather(HttpWeatherOptions options, const ports::Clock& clock)
    : m_options(std::move(options))
    , m_clock(clock)
    , m_network(std::make_unique<QNetworkAccessManager>())
    , m_retryAfter(m_options.retryAfter)
{
    m_network->setTransferTimeout(m_options.answerWithin);
    m_timer.setSingleShot(true);
    QObject::connect(&m_timer, &QTimer::timeout, m_network.get(), [this] { ask(); });
    m_timer.start(0);
}

HttpWeather::~HttpWeather() = default;

void HttpWeather::ask()
{
    QNetworkReply* const reply = m_network->get(QNetworkRequest(QUrl(QString::fromStdString(m_options.url))));
    QObject::connect(reply, &QNetworkReply::downloadProgress, reply, [reply](qint64 received, qint64) {
        if (received > kSizeMax)
            reply->abort();
    });
    QObject::connect(reply, &QNetworkReply::finished, m_network.get(), [this, reply] {
        take(*reply);
        reply->deleteLater();
    });
}

void HttpWeather::take(QNetworkReply& reply)
{
    const std::string place = reply.url().toString(QUrl::RemoveQuery | QUrl::RemoveUserInfo).toStdString() + ": ";
    m_error.clear();
    if (reply.error() != QNetworkReply::NoError) {
        const int status = reply.attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
        m_error = place + (status != 0 ? "HTTP status " + std::to_string(status) : "no answer");
    } else if (auto weather = readWeather(reply.readAll().toStdString(), m_clock.now()); !weather) {
        m_error = place + weather.error();
    } else {
        m_latest = {.value = std::move(*weather),
                    .measuredAt = m_clock.now(),
                    .receivedAt = m_clock.now(),
                    .quality = ports::Quality::Good};
    }
    if (m_error.empty()) {
        m_retryAfter = m_options.retryAfter;
        m_timer.start(m_options.every);
        return;
    }
    if (m_latest.value)
        m_latest.quality = ports::Quality::Stale;
    m_timer.start(m_retryAfter);
    m_retryAfter = std::min(m_retryAfter * 2, m_options.every);
}

} // namespace dgex::drivers
