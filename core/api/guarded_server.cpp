// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/api/guarded_server.h"

#include <unistd.h>

namespace dgex::api {

namespace {

constexpr std::chrono::milliseconds kLinger{200};

} // namespace

ConnectionGuard::ConnectionGuard(QSslSocket& socket, const ServerLimits& limits)
    : QObject(&socket)
    , m_socket(socket)
    , m_limits(limits)
{
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, [this] { end(); });
    connect(&socket, &QAbstractSocket::disconnected, this, [this] { end(); });
    connect(&socket, &QSslSocket::readyRead, this, [this] { bytesArrived(); });
    socket.setReadBufferSize(static_cast<qint64>(limits.requestBytesMax));
    waitFor(limits.arrivalMax);
}

void ConnectionGuard::end()
{
    m_timer.stop();
    m_socket.abort();
    // Nobody else deletes the socket. The HTTP server still looks at it while a request is being answered, and until it
    // returned to the event loop.
    if (!m_answering)
        QTimer::singleShot(kLinger, &m_socket, [this] { m_socket.deleteLater(); });
}

void ConnectionGuard::waitFor(std::chrono::milliseconds length)
{
    m_timer.start(length);
}

void ConnectionGuard::bytesArrived()
{
    if (m_answering)
        return; // What comes meanwhile waits in the socket's bounded buffer.
    if (m_received == 0)
        waitFor(m_limits.arrivalMax);
    m_received += static_cast<std::size_t>(m_socket.bytesAvailable());
    if (m_received > m_limits.requestBytesMax)
        m_socket.abort();
}

void ConnectionGuard::requestArrived()
{
    m_answering = true;
    m_received = 0;
    m_timer.stop();
}

void ConnectionGuard::answered()
{
    m_answering = false;
    if (m_socket.state() == QAbstractSocket::UnconnectedState)
        end();
    else
        waitFor(m_limits.idleMax);
}

GuardedServer::GuardedServer(const ServerLimits& limits)
    : m_limits(limits)
{
    setHandshakeTimeout(2 * static_cast<int>(limits.arrivalMax.count())); // The guards end them before.
}

void GuardedServer::incomingConnection(qintptr socket)
{
    if (m_open >= m_limits.connectionsMax) {
        ::close(static_cast<int>(socket));
        return;
    }
    QSslServer::incomingConnection(socket);
    // Its signals come with the first byte of TLS; a connection that stays silent must count too.
    for (QSslSocket* const made : findChildren<QSslSocket*>(Qt::FindDirectChildrenOnly))
        if (made->socketDescriptor() == socket)
            guard(*made);
}

void GuardedServer::guard(QSslSocket& socket)
{
    const std::pair place{socket.peerAddress().toString(), socket.peerPort()};
    auto* const made = new ConnectionGuard(socket, m_limits);
    m_guards[place] = made;
    ++m_open;
    connect(made, &QObject::destroyed, this, [this, place, made] {
        --m_open;
        if (const auto known = m_guards.find(place); known != m_guards.end() && known->second == made)
            m_guards.erase(known);
    });
}

ConnectionGuard* GuardedServer::guardOf(const QHostAddress& address, quint16 port) const
{
    const auto known = m_guards.find({address.toString(), port});
    return known == m_guards.end() ? nullptr : known->second;
}

} // namespace dgex::api
