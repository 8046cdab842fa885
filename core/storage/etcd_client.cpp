// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/storage/etcd_client.h"

#include "core/base/assert.h"
#include "core/storage/etcd_connection.h"
#include "core/storage/etcd_json.h"

#include <QFile>
#include <QNetworkReply>
#include <QSslKey>
#include <QUrl>

#include <thread>

namespace dgex::storage {

namespace {

constexpr int kHttpOk = 200;
// gRPC status codes in the bodies of refused calls.
constexpr int kInvalidArgument = 3;
constexpr int kResourceExhausted = 8;
constexpr int kOutOfRange = 11;
constexpr std::chrono::milliseconds kPause{100};

std::expected<QByteArray, std::string> readFile(const std::string& name)
{
    QFile file{QString::fromStdString(name)};
    if (!file.open(QIODevice::ReadOnly))
        return std::unexpected(name + ": " + file.errorString().toStdString());
    return file.readAll();
}

std::expected<QSslConfiguration, std::string> tlsOf(const EtcdConfig& config)
{
    QSslConfiguration tls = QSslConfiguration::defaultConfiguration();
    if (config.authorityFile.empty())
        return tls;
    tls.setProtocol(QSsl::TlsV1_3OrLater);
    tls.setPeerVerifyMode(QSslSocket::VerifyPeer);
    const auto authority = readFile(config.authorityFile);
    const auto certificate = readFile(config.certificateFile);
    const auto key = readFile(config.keyFile);
    if (!authority || !certificate || !key)
        return std::unexpected(!authority ? authority.error() : !certificate ? certificate.error() : key.error());
    const auto authorities = QSslCertificate::fromData(*authority, QSsl::Pem);
    const auto chain = QSslCertificate::fromData(*certificate, QSsl::Pem);
    if (authorities.isEmpty() || chain.isEmpty())
        return std::unexpected((authorities.isEmpty() ? config.authorityFile : config.certificateFile) +
                               ": not a PEM certificate");
    QSslKey privateKey{*key, QSsl::Rsa};
    if (privateKey.isNull())
        privateKey = QSslKey{*key, QSsl::Ec};
    if (privateKey.isNull())
        return std::unexpected(config.keyFile + ": not an unencrypted PEM private key");
    tls.setCaCertificates(authorities);
    tls.setLocalCertificateChain(chain);
    tls.setPrivateKey(privateKey);
    return tls;
}

EtcdError errorOf(const std::string& body)
{
    const auto answer = etcd::parse(body);
    const int code =
        answer && answer->contains("code") && (*answer)["code"].is_number_integer() ? (*answer)["code"].get<int>() : 0;
    const std::string text =
        answer && answer->contains("error") && (*answer)["error"].is_string() ? (*answer)["error"] : "";
    if (code == kResourceExhausted && text.contains("space exceeded"))
        return EtcdError::Full;
    if ((code == kInvalidArgument && text.contains("too large")) ||
        (code == kResourceExhausted && text.contains("larger than max")))
        return EtcdError::TooLarge;
    if (code == kInvalidArgument || code == kOutOfRange)
        return EtcdError::Refused;
    return EtcdError::Unreachable; // No leader, an election, a member that stops: another try may do.
}

} // namespace

std::string_view describe(EtcdError error)
{
    switch (error) {
    case EtcdError::Unreachable:
        return "no member of the etcd cluster answers";
    case EtcdError::Full:
        return "the etcd cluster has used up its space";
    case EtcdError::TooLarge:
        return "the request is too large for etcd";
    case EtcdError::Refused:
        return "this is not an etcd cluster of version 3.5.16 or newer, or it refuses this client";
    }
    return "unknown error";
}

EtcdRange rangeOf(const std::string& prefix)
{
    DGEX_ASSERT(!prefix.empty() && static_cast<unsigned char>(prefix.back()) < 0xff);
    std::string end = prefix;
    end.back() = static_cast<char>(end.back() + 1);
    return {.begin = prefix, .end = std::move(end)};
}

QNetworkRequest EtcdClient::Connection::request(std::size_t endpoint, const char* path) const
{
    QUrl url{QString::fromStdString(config.endpoints[endpoint % config.endpoints.size()])};
    url.setPath(QLatin1StringView{path});
    QNetworkRequest request{url};
    request.setHeader(QNetworkRequest::ContentTypeHeader, QStringLiteral("application/json"));
    request.setAttribute(QNetworkRequest::Http2AllowedAttribute, false);
    request.setSslConfiguration(tls);
    return request;
}

EtcdClient::Calls::Reply EtcdClient::Calls::attempt(const char* path, const std::string& body)
{
    const auto answered = std::make_shared<std::promise<Reply>>();
    auto future = answered->get_future();
    network.run([this, answered, path, bytes = QByteArray::fromStdString(body),
                 at = endpoint.load()](QNetworkAccessManager& manager, QObject&) {
        QNetworkRequest request = connection->request(at, path);
        request.setTransferTimeout(connection->config.attemptTimeout);
        QNetworkReply* const reply = manager.post(request, bytes);
        QObject::connect(reply, &QNetworkReply::finished, reply, [reply, answered] {
            const int status = reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
            const bool cutOff = status == kHttpOk && reply->error() != QNetworkReply::NoError;
            answered->set_value({cutOff ? 0 : status, reply->isOpen() ? reply->readAll().toStdString() : ""});
            reply->deleteLater();
        });
    });
    try {
        return future.get();
    } catch (const std::future_error&) {
        return {}; // The client went before the call ended.
    }
}

std::expected<std::string, EtcdError> EtcdClient::Calls::post(const char* path, const std::string& body)
{
    const auto until = std::chrono::steady_clock::now() + connection->config.deadline;
    for (;;) {
        if (closed)
            return std::unexpected(EtcdError::Unreachable);
        Reply reply = attempt(path, body);
        if (reply.status == kHttpOk)
            return std::move(reply.body);
        const EtcdError error = reply.status == 0 ? EtcdError::Unreachable : errorOf(reply.body);
        if (error != EtcdError::Unreachable || std::chrono::steady_clock::now() + kPause >= until)
            return std::unexpected(error);
        ++endpoint;
        std::this_thread::sleep_for(kPause);
    }
}

EtcdClient::EtcdClient(std::shared_ptr<const Connection> connection)
    : m_calls(std::make_unique<Calls>(std::move(connection)))
{
}

EtcdClient::~EtcdClient() = default;

std::expected<std::unique_ptr<EtcdClient>, std::string> EtcdClient::open(const EtcdConfig& config)
{
    if (config.endpoints.empty())
        return std::unexpected("no etcd endpoint is named");
    for (const std::string& endpoint : config.endpoints) {
        const QUrl url{QString::fromStdString(endpoint)};
        const bool encrypted = url.scheme() == QLatin1StringView{"https"};
        if (!url.isValid() || url.host().isEmpty() || (!encrypted && url.scheme() != QLatin1StringView{"http"}))
            return std::unexpected(endpoint + ": not an address such as https://host:2379");
        if (encrypted == config.authorityFile.empty())
            return std::unexpected(endpoint + ": https needs certificate files, and they need https");
    }
    auto tls = tlsOf(config);
    if (!tls)
        return std::unexpected(tls.error());
    return std::unique_ptr<EtcdClient>(new EtcdClient(std::make_shared<Connection>(config, std::move(*tls))));
}

void EtcdClient::close()
{
    m_calls->closed = true;
    m_calls->network.run([](QNetworkAccessManager& manager, QObject&) {
        for (QNetworkReply* const reply : manager.findChildren<QNetworkReply*>())
            reply->abort();
    });
}

std::expected<EtcdPage, EtcdError> EtcdClient::range(const EtcdRange& range, std::size_t limit, bool lastFirst)
{
    const auto body = m_calls->post("/v3/kv/range", etcd::rangeBody(range, limit, lastFirst).dump());
    if (!body)
        return std::unexpected(body.error());
    const auto answer = etcd::parse(*body);
    auto page = answer ? etcd::pageOf(*answer) : std::nullopt;
    if (!page)
        return std::unexpected(EtcdError::Refused);
    return std::move(*page);
}

std::expected<EtcdPutOutcome, EtcdError> EtcdClient::putGuarded(const EtcdGuardedPut& put)
{
    const auto body = m_calls->post("/v3/kv/txn", etcd::guardedPutBody(put).dump());
    if (!body)
        return std::unexpected(body.error());
    const auto answer = etcd::parse(*body);
    auto outcome = answer ? etcd::putOutcomeOf(*answer) : std::nullopt;
    if (!outcome)
        return std::unexpected(EtcdError::Refused);
    return std::move(*outcome);
}

std::expected<void, EtcdError> EtcdClient::put(const EtcdRecord& record)
{
    const auto body = m_calls->post("/v3/kv/put", etcd::putBody(record).dump());
    return body ? std::expected<void, EtcdError>{} : std::unexpected(body.error());
}

std::expected<void, EtcdError> EtcdClient::remove(const EtcdRange& range)
{
    const nlohmann::json request{{"key", etcd::toBase64(range.begin)}, {"range_end", etcd::toBase64(range.end)}};
    const auto body = m_calls->post("/v3/kv/deleterange", request.dump());
    return body ? std::expected<void, EtcdError>{} : std::unexpected(body.error());
}

std::expected<void, EtcdError> EtcdClient::compact(std::int64_t revision)
{
    const nlohmann::json request{{"revision", std::to_string(revision)}};
    const auto body = m_calls->post("/v3/kv/compaction", request.dump());
    // Another node compacted further already.
    if (!body && body.error() == EtcdError::Refused)
        return {};
    return body ? std::expected<void, EtcdError>{} : std::unexpected(body.error());
}

std::shared_ptr<void> EtcdClient::watch(const EtcdRange& range, std::function<void(std::vector<EtcdRecord>)> callback)
{
    return std::make_shared<Watch>(m_calls->connection, range, std::move(callback));
}

} // namespace dgex::storage
