// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/api/https_server.h"

#include "core/api/call_limiter.h"
#include "core/api/guarded_server.h"
#include "core/crypto/hash.h"

#include <QAbstractHttpServer>
#include <QDateTime>
#include <QHttpServerRequest>
#include <QHttpServerResponder>
#include <QPointer>
#include <QSslConfiguration>
#include <QThread>

#include <mutex>

namespace dgex::api {

namespace {

UtcTime wallClock()
{
    return UtcTime{QDateTime::currentMSecsSinceEpoch()};
}

Bytes bytesOf(const QByteArray& array)
{
    return {array.begin(), array.end()};
}

std::optional<CallSignature> signatureOf(const QHttpHeaders& headers)
{
    const auto header = [&](const char* name) { return headers.value(QLatin1StringView{name}).toByteArray(); };
    bool isNumber = false;
    bool isTime = false;
    CallSignature signature;
    signature.participant.number = header("DGEX-Participant").toULongLong(&isNumber);
    signature.time = UtcTime{header("DGEX-Time").toLongLong(&isTime)};
    const auto bytes =
        QByteArray::fromBase64Encoding(header("DGEX-Signature"), QByteArray::AbortOnBase64DecodingErrors);
    if (!isNumber || !isTime || !bytes)
        return std::nullopt;
    signature.signature.bytes = bytesOf(*bytes);
    return signature;
}

std::string methodOf(QHttpServerRequest::Method method)
{
    switch (method) {
    case QHttpServerRequest::Method::Get:
        return "GET";
    case QHttpServerRequest::Method::Post:
        return "POST";
    default:
        return "OTHER";
    }
}

Call callOf(const QHttpServerRequest& request)
{
    Call call;
    const QUrl url = request.url();
    call.http = {methodOf(request.method()), url.path(QUrl::FullyEncoded).toStdString(),
                 url.query(QUrl::FullyEncoded).toStdString(), bytesOf(request.body())};
    call.signature = signatureOf(request.headers());
    const QByteArray der = request.sslConfiguration().peerCertificate().toDer();
    if (auto peer = crypto::readCertificateDer(bytesOf(der)))
        call.peer = std::move(*peer);
    return call;
}

} // namespace

/// Answers that came from another thread wait here; only the server's thread touches a responder.
class HttpsServer::Implementation final : public QAbstractHttpServer {
public:
    Implementation(const Options& options, Backend& backend)
        : m_limits(options.limits)
        , m_asksForCertificate(options.asksForCertificate)
        , m_backend(backend)
        , m_limiter(m_limits.callsPerSecond, m_limits.callsAtOnce)
    {
    }
    std::optional<std::string> listen(const Options& options);
    [[nodiscard]] const GuardedServer& tcp() const { return *m_server; }

protected:
    bool handleRequest(const QHttpServerRequest& request, QHttpServerResponder& responder) override;
    void missingHandler(const QHttpServerRequest&, QHttpServerResponder& responder) override
    {
        responder.write(QHttpServerResponder::StatusCode::NotFound);
    }

private:
    /// One request that is being answered.
    struct Pending {
        QHttpServerResponder responder;
        QPointer<ConnectionGuard> guard;
        std::unique_ptr<QTimer> deadline;
    };
    struct Arrived {
        std::uint64_t number;
        HttpReply reply;
    };
    /// Outlives the server for as long as a backend holds a reply function.
    struct Mailbox {
        std::mutex mutex;
        std::vector<Arrived> replies;
        Implementation* server = nullptr; ///< None: the server is gone.
    };

    void finish(std::uint64_t number, HttpReply reply);
    void takeMail();
    [[nodiscard]] bool admitted(const Call& call, const QHostAddress& address);

    ServerLimits m_limits;
    bool m_asksForCertificate;
    Backend& m_backend;
    CallLimiter m_limiter;
    GuardedServer* m_server = nullptr; ///< Owned by the base.
    std::map<std::uint64_t, std::unique_ptr<Pending>> m_pending;
    std::uint64_t m_next = 0;

public:
    std::shared_ptr<Mailbox> mailbox = std::make_shared<Mailbox>();
};

std::optional<std::string> HttpsServer::Implementation::listen(const Options& options)
{
    auto configuration = configurationOf(options.identity);
    if (!configuration || options.identity.certificatePem.empty())
        return "the server's certificate, key or authority cannot be read";
    if (!options.asksForCertificate)
        configuration->setPeerVerifyMode(QSslSocket::VerifyNone);
    auto server = std::make_unique<GuardedServer>(m_limits);
    server->setSslConfiguration(*configuration);
    const QHostAddress address{QString::fromStdString(options.address)};
    if (address.isNull() || !server->listen(address, options.port))
        return options.address + ":" + std::to_string(options.port) + ": " + server->errorString().toStdString();
    m_server = server.get();
    if (!bind(server.release()))
        return "the server cannot listen";
    mailbox->server = this;
    return std::nullopt;
}

bool HttpsServer::Implementation::admitted(const Call& call, const QHostAddress& address)
{
    const bool relays = call.peer && call.peer->use != crypto::CertificateUse::Participant;
    const Hash256 caller =
        call.peer ? crypto::fingerprintOf(call.peer->key) : crypto::sha256(viewOf(address.toString().toStdString()));
    return m_limiter.admit(caller, wallClock(), relays ? m_limits.relayFactor : 1);
}

bool HttpsServer::Implementation::handleRequest(const QHttpServerRequest& request, QHttpServerResponder& responder)
{
    const std::uint64_t number = m_next++;
    auto pending = std::make_unique<Pending>(Pending{std::move(responder),
                                                     m_server->guardOf(request.remoteAddress(), request.remotePort()),
                                                     std::make_unique<QTimer>()});
    if (pending->guard)
        pending->guard->requestArrived();
    pending->deadline->setSingleShot(true);
    connect(pending->deadline.get(), &QTimer::timeout, this,
            [this, number] { finish(number, replyOf(ApiError::Unavailable)); });
    pending->deadline->start(m_limits.answerMax);
    m_pending.emplace(number, std::move(pending));
    const Call call = callOf(request);
    if (m_asksForCertificate && !call.peer) {
        finish(number, replyOf(ApiError::NotAllowed));
        return true;
    }
    if (!admitted(call, request.remoteAddress())) {
        finish(number, replyOf(ApiError::TooMany));
        return true;
    }
    m_backend.handle(call, [box = mailbox, number](HttpReply reply) {
        const std::lock_guard lock(box->mutex);
        if (box->server == nullptr)
            return;
        box->replies.push_back({number, std::move(reply)});
        if (box->replies.size() == 1)
            QMetaObject::invokeMethod(
                box->server, [server = box->server] { server->takeMail(); }, Qt::QueuedConnection);
    });
    return true;
}

void HttpsServer::Implementation::takeMail()
{
    std::vector<Arrived> replies;
    {
        const std::lock_guard lock(mailbox->mutex);
        replies.swap(mailbox->replies);
    }
    for (Arrived& one : replies)
        finish(one.number, std::move(one.reply));
}

void HttpsServer::Implementation::finish(std::uint64_t number, HttpReply reply)
{
    const auto place = m_pending.find(number);
    if (place == m_pending.end())
        return; // The deadline was faster.
    const std::unique_ptr<Pending> pending = std::move(place->second);
    m_pending.erase(place);
    QHttpHeaders headers;
    headers.append(QHttpHeaders::WellKnownHeader::ContentType, QByteArray::fromStdString(reply.contentType));
    headers.append(QHttpHeaders::WellKnownHeader::CacheControl, "no-store");
    if (reply.status == 429 || reply.status == 503)
        headers.append(QHttpHeaders::WellKnownHeader::RetryAfter, "1");
    const QByteArray body(reinterpret_cast<const char*>(reply.body.data()), static_cast<qsizetype>(reply.body.size()));
    pending->responder.write(body, headers, static_cast<QHttpServerResponder::StatusCode>(reply.status));
    if (pending->guard)
        pending->guard->answered();
    pending->deadline->stop();
    pending->deadline.release()->deleteLater(); // It may be the sender of the signal that led here.
}

HttpsServer::HttpsServer() = default;

HttpsServer::~HttpsServer()
{
    if (!m_implementation)
        return;
    const std::lock_guard lock(m_implementation->mailbox->mutex);
    m_implementation->mailbox->server = nullptr;
}

std::expected<std::unique_ptr<HttpsServer>, std::string> HttpsServer::listen(const Options& options, Backend& backend)
{
    std::unique_ptr<HttpsServer> server{new HttpsServer};
    server->m_implementation = std::make_unique<Implementation>(options, backend);
    if (auto error = server->m_implementation->listen(options))
        return std::unexpected(*error);
    return server;
}

std::uint16_t HttpsServer::port() const
{
    return m_implementation->tcp().serverPort();
}

std::size_t HttpsServer::connections() const
{
    return m_implementation->tcp().connections();
}

} // namespace dgex::api
