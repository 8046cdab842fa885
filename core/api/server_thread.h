// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/api/https_server.h"

#include <QThread>

namespace dgex::api {

/// An HTTPS server in a thread of its own, in front of a backend of another thread: it accepts, limits and reads calls,
/// and answers those whose time is up, also while the backend's thread is busy with something else.
/// Thread: that of the backend, which made it; it must run an event loop.
class ServerThread {
public:
    /// backend outlives this. The error is one sentence.
    [[nodiscard]] static std::expected<std::unique_ptr<ServerThread>, std::string>
    listen(const HttpsServer::Options& options, Backend& backend);
    ~ServerThread();
    ServerThread(const ServerThread&) = delete;
    ServerThread& operator=(const ServerThread&) = delete;

    [[nodiscard]] std::uint16_t port() const { return m_port; }

private:
    /// Carries calls into the backend's thread.
    class Relay;

    explicit ServerThread(Backend& backend);

    QObject m_home; ///< In the backend's thread.
    QThread m_thread;
    QObject m_place; ///< In the server's thread.
    std::unique_ptr<Relay> m_relay;
    std::unique_ptr<HttpsServer> m_server; ///< Made and deleted in its thread.
    std::uint16_t m_port = 0;
};

} // namespace dgex::api
