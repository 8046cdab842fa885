// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/watched_application.h"

#include <QDebug>
#include <QThread>

#include <algorithm>
#include <ctime>

namespace dgex::ui {

std::chrono::microseconds threadTime()
{
    std::timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return std::chrono::seconds{now.tv_sec} +
           std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::nanoseconds{now.tv_nsec});
}

bool WatchedApplication::notify(QObject* receiver, QEvent* event)
{
    // Events inside of events count with the outermost; other threads' events are none of the windows'.
    if (m_depth > 0 || QThread::currentThread() != thread())
        return QApplication::notify(receiver, event);
    const auto begun = threadTime();
    const int type = event->type();
    const char* const kind = receiver->metaObject()->className(); // Of static life; the receiver may go.
    ++m_depth;
    const bool isDone = QApplication::notify(receiver, event);
    --m_depth;
    note(threadTime() - begun, kind, type);
    return isDone;
}

void WatchedApplication::reset()
{
    m_longest = {};
    m_stalls = 0;
}

void WatchedApplication::note(std::chrono::microseconds worked, const char* receiver, int type)
{
    m_longest = std::max(m_longest, worked);
    if (worked <= kStall)
        return;
    ++m_stalls;
#ifdef QT_NO_DEBUG
    Q_UNUSED(receiver)
    Q_UNUSED(type)
#else
    qWarning() << "event" << type << "of" << receiver << "took" << worked.count() / 1000 << "ms";
#endif
}

} // namespace dgex::ui
