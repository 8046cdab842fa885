// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QApplication>

#include <chrono>

namespace dgex::ui {

/// Processor time of the calling thread so far.
[[nodiscard]] std::chrono::microseconds threadTime();

/// A QApplication that measures how long each event keeps the GUI's thread, by the thread's own processor time: what a
/// finger would have to wait for on a machine that has nothing else to do. Debug builds say every stall on standard
/// error. Thread: the GUI's.
class WatchedApplication : public QApplication {
    Q_OBJECT
public:
    static constexpr std::chrono::milliseconds kStall{50};

    using QApplication::QApplication;
    bool notify(QObject* receiver, QEvent* event) override;

    /// The longest event since the last reset.
    [[nodiscard]] std::chrono::microseconds longest() const { return m_longest; }
    /// Events above kStall since the last reset.
    [[nodiscard]] int stalls() const { return m_stalls; }
    void reset();

private:
    void note(std::chrono::microseconds worked, const char* receiver, int type);

    int m_depth = 0;
    std::chrono::microseconds m_longest{0};
    int m_stalls = 0;
};

} // namespace dgex::ui
