// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/storage/etcd_connection.h"
#include "core/storage/etcd_json.h"

#include <QNetworkReply>
#include <QTimer>

namespace dgex::storage {

namespace {

constexpr std::chrono::milliseconds kPause{200};
constexpr std::size_t kLineSizeMax = std::size_t{256} << 20;

} // namespace

EtcdClient::Watch::Watch(std::shared_ptr<const Connection> connection, EtcdRange range, Callback callback)
    : m_connection(std::move(connection))
    , m_range(std::move(range))
    , m_callback(std::move(callback))
{
    m_network.run([this](QNetworkAccessManager& network, QObject& context) { start(network, context); });
}

void EtcdClient::Watch::start(QNetworkAccessManager& network, QObject& context)
{
    m_line.clear();
    const QNetworkRequest request = m_connection->request(m_endpoint, "/v3/watch");
    QNetworkReply* const reply = network.post(request, QByteArray::fromStdString(etcd::watchBody(m_range).dump()));
    QObject::connect(reply, &QNetworkReply::readyRead, reply, [this, reply] {
        const QByteArray chunk = reply->readAll();
        if (!take({chunk.data(), static_cast<std::size_t>(chunk.size())}) || m_line.size() > kLineSizeMax)
            reply->abort();
    });
    QObject::connect(reply, &QNetworkReply::finished, &context, [this, reply, &network, &context] {
        reply->deleteLater();
        ++m_endpoint;
        QTimer::singleShot(kPause, &context, [this, &network, &context] { start(network, context); });
    });
}

bool EtcdClient::Watch::take(std::string_view chunk)
{
    while (!chunk.empty()) {
        const std::size_t end = chunk.find('\n');
        m_line += chunk.substr(0, end);
        if (end == std::string_view::npos)
            return true;
        chunk.remove_prefix(end + 1);
        const auto line = etcd::parse(m_line);
        m_line.clear();
        auto message = line ? etcd::watchMessageOf(*line) : std::nullopt;
        if (!message || message->canceled)
            return false;
        m_callback(std::move(message->puts));
    }
    return true;
}

} // namespace dgex::storage
