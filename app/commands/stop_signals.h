// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QCoreApplication>
#include <QSocketNotifier>

#include <csignal>
#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <memory>

namespace dgex::app {

/// Turns SIGINT and SIGTERM into the end of the event loop. One per program.
class StopSignals {
public:
    StopSignals()
    {
        if (::pipe2(s_pipe.data(), O_CLOEXEC | O_NONBLOCK) != 0)
            return;
        m_notifier = std::make_unique<QSocketNotifier>(s_pipe[0], QSocketNotifier::Read);
        QObject::connect(m_notifier.get(), &QSocketNotifier::activated, [] { QCoreApplication::quit(); });
        std::signal(SIGINT, note);
        std::signal(SIGTERM, note);
    }

private:
    static void note(int) { [[maybe_unused]] const ssize_t written = ::write(s_pipe[1], "", 1); }
    static inline std::array<int, 2> s_pipe{-1, -1};
    std::unique_ptr<QSocketNotifier> m_notifier;
};

} // namespace dgex::app
