// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/common/bar_chart.h"
#include "ui/common/controls.h"
#include "ui/common/level_chart.h"
#include "ui/home/flow_diagram.h"
#include "ui/home/page.h"

#include <QElapsedTimer>
#include <QTimer>

namespace dgex::ui {

/// The live flow, what the home does now and why, today's money, the coming prices, and the pause button.
class HomePage : public Page {
    Q_OBJECT
public:
    explicit HomePage(Theme& theme, QWidget* parent = nullptr);
    void setSnapshot(const views::HomeSnapshot& snapshot, const QuantityFormat& format) override;
    void retranslate() override;
    void setWide(bool wide) override;
    /// Moves the flow; called at most 10 times a second while the page is shown.
    void advance();

Q_SIGNALS:
    void whyAsked();
    void policyWanted(const dgex::policy::UserPolicy& policy);

private:
    [[nodiscard]] QWidget* makeReason();
    [[nodiscard]] QWidget* makePrices();
    [[nodiscard]] QWidget* makeBattery();
    void pauseOrResume();
    void showPause();
    void showPrices(const views::HomeSnapshot& snapshot, const QuantityFormat& format);
    void showNextTrade(const views::HomeSnapshot& snapshot, const QuantityFormat& format);
    void showMoney(const views::HomeSnapshot& snapshot, const QuantityFormat& format);

    Theme& m_theme;
    FlowDiagram* m_flow;
    Card* m_reasonCard = nullptr;
    Card* m_batteryCard = nullptr;
    Label* m_title;
    Label* m_sentence;
    Label* m_nextTrade;
    Button* m_why;
    Label* m_todayHead;
    Label* m_today;
    Label* m_saved;
    Label* m_pricesHead;
    Label* m_sells;
    Label* m_buys;
    Label* m_priceNow;
    BarChart* m_prices;
    Label* m_batteryHead;
    LevelChart* m_battery;
    Button* m_pause;

    policy::UserPolicy m_policy;
    std::optional<policy::UserPolicy> m_beforePause; ///< While it can be undone.
    QTimer m_undo;
    int m_undoSeconds = 0;
    bool m_isWide = false;
};

} // namespace dgex::ui
