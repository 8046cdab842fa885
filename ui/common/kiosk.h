// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/common/theme.h"

#include <QElapsedTimer>
#include <QObject>
#include <QTime>
#include <QTimer>
#include <QWidget>

#include <chrono>
#include <functional>

namespace dgex::ui {

struct KioskOptions {
    std::chrono::milliseconds dimAfter{std::chrono::minutes{2}}; ///< Without a touch or key.
    double dimness = 0.8;                                        ///< Share of light that dimming takes.
    QTime nightFrom{22, 0};                                      ///< By the panel's own clock.
    QTime nightUntil{6, 0};                                      ///< The same as nightFrom: no night.
    Palette day = Palette::Light;
    std::function<QTime()> clock = [] { return QTime::currentTime(); };
};

/// What a panel on a wall needs beside its window: it dims after a while and wakes by a touch that does nothing else;
/// at night it takes the night's colours. Thread: the GUI's. The window and its theme outlive it.
class Kiosk : public QObject {
    Q_OBJECT
public:
    Kiosk(QWidget& window, Theme& theme, KioskOptions options);
    ~Kiosk() override;
    [[nodiscard]] bool isDimmed() const;

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void tick();
    void dim(bool dimmed);
    bool press(QEvent& event);

    QWidget& m_window;
    Theme& m_theme;
    KioskOptions m_options;
    QWidget* m_shade; ///< Lies over the window while it is dimmed.
    QElapsedTimer m_untouched;
    QElapsedTimer m_woken;
    QTimer m_timer;
    bool m_isWaking = false; ///< What comes belongs to the waking touch.
    bool m_isNight = false;
};

} // namespace dgex::ui
