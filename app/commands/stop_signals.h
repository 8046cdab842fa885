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

/// Turns SIGINT and SIGTERM into the end of the event loop, or of a loop that looks at isAsked. One per program.
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

    [[nodiscard]] static bool isAsked() { return s_asked != 0; }

private:
    static void note(int)
    {
        s_asked = 1;
        [[maybe_unused]] const ssize_t written = ::write(s_pipe[1], "", 1);
    }
    static inline volatile std::sig_atomic_t s_asked = 0;
    static inline std::array<int, 2> s_pipe{-1, -1};
    std::unique_ptr<QSocketNotifier> m_notifier;
};

} // namespace dgex::app
