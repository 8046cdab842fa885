// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/common/controls.h"
#include "ui/home/page.h"

namespace dgex::ui {

/// The line above all pages: time, frame word, router, next auction, alerts, age of the data.
class StatusStrip : public QWidget {
    Q_OBJECT
public:
    explicit StatusStrip(Theme& theme, QWidget* parent = nullptr);
    /// silence: how long no snapshot came on the wall clock.
    void setSnapshot(const views::HomeSnapshot& snapshot, const QuantityFormat& format,
                     std::chrono::milliseconds silence);
    void setWord(const QString& word);
    void showWaiting();

private:
    Theme& m_theme;
    Label* m_time;
    Label* m_word;
    Label* m_market;
    Label* m_router;
    WarningSign* m_sign;
    Label* m_alerts;
    Label* m_age;
};

} // namespace dgex::ui
