// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/api/https_client.h"

#include "core/api/network_call.h"

#include <QCoreApplication>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QSslConfiguration>
#include <QThread>
#include <QUrl>

#include <condition_variable>
#include <mutex>

namespace dgex::api {

namespace {

/// One for all calls of a client, so that a caller can wait for the first of several.
struct Bell {
    std::mutex mutex;
    std::condition_variable rung;
};

} // namespace

struct PendingReply::State {
    std::shared_ptr<Bell> bell;
    bool ended = false;
    std::optional<HttpReply> reply;
    std::string failure;
};

PendingReply::PendingReply()
    : m_state(std::make_shared<State>())
{
}
PendingReply::~PendingReply() = default;

bool PendingReply::waitUntil(std::chrono::steady_clock::time_point until) const
{
    std::unique_lock lock(m_state->bell->mutex);
    return m_state->bell->rung.wait_until(lock, until, [this] { return m_state->ended; });
}

bool PendingReply::ended() const
{
    const std::lock_guard lock(m_state->bell->mutex);
    return m_state->ended;
}

std::optional<HttpReply> PendingReply::reply() const
{
    const std::lock_guard lock(m_state->bell->mutex);
    return m_state->reply;
}

std::string PendingReply::failure() const
{
    const std::lock_guard lock(m_state->bell->mutex);
    return m_state->failure;
}

/// Lives in the client's thread from start to end.
class HttpsClient::Worker final {
public:
    explicit Worker(QSslConfiguration configuration)
        : m_configuration(std::move(configuration))
        , bell(std::make_shared<Bell>())
        , m_place(new QObject)
    {
        m_place->moveToThread(&m_thread);
        m_thread.setObjectName(QStringLiteral("https client"));
        m_thread.start();
    }
    ~Worker()
    {
        QMetaObject::invokeMethod(m_place, [this] { delete m_network; }, Qt::BlockingQueuedConnection);
        m_thread.quit();
        m_thread.wait();
        delete m_place;
    }
    Worker(const Worker&) = delete;
    Worker& operator=(const Worker&) = delete;

    void start(std::string endpoint, HttpCall call, Headers headers, std::chrono::milliseconds timeout,
               std::function<void(std::expected<HttpReply, std::string>)> done)
    {
        QMetaObject::invokeMethod(
            m_place,
            [this, endpoint = std::move(endpoint), call = std::move(call), headers = std::move(headers), timeout,
             done = std::move(done)] {
                if (m_network == nullptr)
                    m_network = new QNetworkAccessManager;
                callOver(*m_network, m_configuration, {endpoint, call, headers, timeout}, done);
            },
            Qt::QueuedConnection);
    }

private:
    QSslConfiguration m_configuration;
    QThread m_thread;

public:
    std::shared_ptr<Bell> bell;

private:
    QObject* m_place;                           ///< Brings calls into the thread.
    QNetworkAccessManager* m_network = nullptr; ///< Made and deleted in the thread.
};

HttpsClient::HttpsClient() = default;
HttpsClient::~HttpsClient() = default;

std::expected<std::unique_ptr<HttpsClient>, std::string> HttpsClient::make(const TlsIdentity& identity)
{
    auto configuration = configurationOf(identity);
    if (!configuration)
        return std::unexpected("the certificate, its key or the authority cannot be read");
    std::unique_ptr<HttpsClient> client{new HttpsClient};
    client->m_worker = std::make_unique<Worker>(std::move(*configuration));
    return client;
}

PendingReply HttpsClient::start(const std::string& endpoint, const HttpCall& call, const Headers& headers,
                                std::chrono::milliseconds timeout)
{
    PendingReply pending;
    pending.m_state->bell = m_worker->bell;
    m_worker->start(endpoint, call, headers, timeout,
                    [state = pending.m_state](std::expected<HttpReply, std::string> reply) {
                        const std::lock_guard lock(state->bell->mutex);
                        if (reply)
                            state->reply = std::move(*reply);
                        else
                            state->failure = reply.error();
                        state->ended = true;
                        state->bell->rung.notify_all();
                    });
    return pending;
}

std::expected<HttpReply, std::string> HttpsClient::call(const std::string& endpoint, const HttpCall& call,
                                                        std::chrono::milliseconds timeout)
{
    const PendingReply pending = start(endpoint, call, {}, timeout);
    if (!pending.waitUntil(std::chrono::steady_clock::now() + timeout))
        return std::unexpected("no answer in time");
    if (auto reply = pending.reply())
        return std::move(*reply);
    return std::unexpected(pending.failure());
}

void HttpsClient::waitAny(const std::vector<PendingReply>& calls, std::chrono::steady_clock::time_point until) const
{
    std::unique_lock lock(m_worker->bell->mutex);
    m_worker->bell->rung.wait_until(lock, until, [&calls] {
        return std::ranges::any_of(calls, [](const PendingReply& call) { return call.m_state->ended; });
    });
}

bool isEndpoint(const std::string& text)
{
    const QUrl url{QString::fromStdString(text), QUrl::StrictMode};
    return url.isValid() && url.scheme() == QStringLiteral("https") && !url.host().isEmpty() && url.port() > 0 &&
           url.path().isEmpty() && !url.hasQuery() && url.userInfo().isEmpty();
}

} // namespace dgex::api
