// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTimer>

namespace dgex::app {

/// Tells systemd that the windows live: READY=1 once, then WATCHDOG=1 twice in each interval that the unit's
/// WatchdogSec asks for (sd_notify(3), sd_watchdog_enabled(3)). It beats in the GUI's thread: a window that stands
/// still beats no more and is started again. Without $NOTIFY_SOCKET it does nothing. Thread: the GUI's.
class Heartbeat {
public:
    Heartbeat();

private:
    QTimer m_timer;
};

} // namespace dgex::app
