// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QEventLoop>
#include <QTimer>

#include <functional>

namespace dgex::app {

/// Runs the event loop until something is done, at longest so long.
inline void waitUntil(const std::function<bool()>& isDone, std::chrono::milliseconds longest = std::chrono::hours{24})
{
    if (isDone())
        return;
    QEventLoop loop;
    QTimer check;
    QObject::connect(&check, &QTimer::timeout, &loop, [&] {
        if (isDone())
            loop.quit();
    });
    check.start(10);
    QTimer::singleShot(longest, &loop, &QEventLoop::quit);
    loop.exec();
}

} // namespace dgex::app
