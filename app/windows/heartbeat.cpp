// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/windows/heartbeat.h"

#include <cstring>
#include <string_view>

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

namespace dgex::app {

namespace {

/// One datagram to the service manager; what goes wrong is its to notice.
void notify(std::string_view state)
{
    const QByteArray place = qgetenv("NOTIFY_SOCKET");
    sockaddr_un address{};
    if (place.isEmpty() || static_cast<std::size_t>(place.size()) >= sizeof address.sun_path)
        return;
    address.sun_family = AF_UNIX;
    std::memcpy(address.sun_path, place.constData(), static_cast<std::size_t>(place.size()));
    if (address.sun_path[0] == '@') // An abstract name.
        address.sun_path[0] = '\0';
    const int socket = ::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (socket < 0)
        return;
    const auto size = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + static_cast<std::size_t>(place.size()));
    ::sendto(socket, state.data(), state.size(), MSG_NOSIGNAL, reinterpret_cast<const sockaddr*>(&address), size);
    ::close(socket);
}

} // namespace

Heartbeat::Heartbeat()
{
    notify("READY=1");
    const qint64 interval = qgetenv("WATCHDOG_USEC").toLongLong() / 1000;
    const QByteArray process = qgetenv("WATCHDOG_PID");
    if (interval <= 0 || (!process.isEmpty() && process.toLongLong() != ::getpid()))
        return;
    QObject::connect(&m_timer, &QTimer::timeout, &m_timer, [] { notify("WATCHDOG=1"); });
    m_timer.start(std::chrono::milliseconds{interval / 2});
}

} // namespace dgex::app
