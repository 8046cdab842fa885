// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/api/server_thread.h"

namespace dgex::api {

class ServerThread::Relay final : public Backend {
public:
    Relay(Backend& backend, QObject& home)
        : m_backend(backend)
        , m_home(home)
    {
    }
    void handle(const Call& call, Reply reply) override
    {
        QMetaObject::invokeMethod(
            &m_home, [this, call, reply = std::move(reply)]() mutable { m_backend.handle(call, std::move(reply)); },
            Qt::QueuedConnection);
    }

private:
    Backend& m_backend;
    QObject& m_home;
};

ServerThread::ServerThread(Backend& backend)
    : m_relay(std::make_unique<Relay>(backend, m_home))
{
    m_place.moveToThread(&m_thread);
    m_thread.setObjectName(QStringLiteral("https server"));
    m_thread.start();
}

std::expected<std::unique_ptr<ServerThread>, std::string> ServerThread::listen(const HttpsServer::Options& options,
                                                                               Backend& backend)
{
    std::unique_ptr<ServerThread> made{new ServerThread(backend)};
    std::string error;
    QMetaObject::invokeMethod(
        &made->m_place,
        [&] {
            auto server = HttpsServer::listen(options, *made->m_relay);
            if (!server) {
                error = server.error();
                return;
            }
            made->m_server = std::move(*server);
            made->m_port = made->m_server->port();
        },
        Qt::BlockingQueuedConnection);
    if (!error.empty())
        return std::unexpected(error);
    return made;
}

ServerThread::~ServerThread()
{
    QMetaObject::invokeMethod(&m_place, [this] { m_server.reset(); }, Qt::BlockingQueuedConnection);
    m_thread.quit();
    m_thread.wait();
}

} // namespace dgex::api
