// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/api/https_server.h"

#include <QSslServer>
#include <QTimer>

#include <map>

namespace dgex::api {

/// Watches one connection from below the HTTP parser, which takes what comes: ends it when a request is too long or
/// comes too slowly. Owned by its socket.
class ConnectionGuard final : public QObject {
public:
    ConnectionGuard(QSslSocket& socket, const ServerLimits& limits);
    /// The whole request arrived and is being answered.
    void requestArrived();
    void answered();

private:
    void bytesArrived();
    void end();
    void waitFor(std::chrono::milliseconds length);

    QSslSocket& m_socket;
    const ServerLimits& m_limits;
    QTimer m_timer;
    std::size_t m_received = 0;
    bool m_answering = false;
};

/// Accepts TLS connections and guards each. Thread: one with an event loop.
class GuardedServer final : public QSslServer {
public:
    explicit GuardedServer(const ServerLimits& limits);
    /// The guard of the connection from a port; none when it is gone.
    [[nodiscard]] ConnectionGuard* guardOf(const QHostAddress& address, quint16 port) const;
    [[nodiscard]] std::size_t connections() const { return m_open; }

protected:
    void incomingConnection(qintptr socket) override;

private:
    void guard(QSslSocket& socket);

    ServerLimits m_limits;
    std::map<std::pair<QString, quint16>, ConnectionGuard*> m_guards;
    std::size_t m_open = 0;
};

} // namespace dgex::api
