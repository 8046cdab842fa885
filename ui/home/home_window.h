// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/views/exchange.h"
#include "ui/common/controls.h"
#include "ui/home/page.h"

#include <QElapsedTimer>
#include <QTimer>
#include <QWidget>

#include <array>
#include <memory>

class QStackedWidget;

namespace dgex::ui {

class BillsPage;
class HelpPage;
class HomePage;
class MarketPage;
class PlanPage;
class StatusStrip;
class SetupSheet;
class WhySheet;

/// The touch panel of one home: five pages behind bottom tabs, one window without pop-ups, for 800x480 and larger.
/// Thread: the GUI's. Asks the source ten times a second; the numbers change at most once a second.
class HomeWindow : public QWidget {
    Q_OBJECT
public:
    enum Tab { Home, Market, Plan, Bills, Help, kTabs };
    struct Options {
        Palette palette = Palette::Light;
        double unit = 1.0;                       ///< Pixels per unit, see Theme::unitOf.
        QString language = QStringLiteral("en"); ///< Chosen for the whole program, see Language.
    };
    /// source and commands outlive the window.
    HomeWindow(const views::SnapshotSource& source, views::HomeCommands& commands, const Options& options,
               QWidget* parent = nullptr);
    ~HomeWindow() override;

    [[nodiscard]] Theme& theme() { return m_theme; }
    /// A permanent frame round the window with a word in the status strip; empty: none.
    void setFrameLabel(const QString& word);
    void openTab(Tab tab);
    [[nodiscard]] Tab currentTab() const;
    /// Takes the newest snapshot now instead of at the next tick.
    void refresh();
    /// As if the last snapshot had come so long ago.
    void setSilence(std::chrono::milliseconds silence);

protected:
    void changeEvent(QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    void build();
    void connectPages();
    void retranslate();
    void applyTheme();
    void tick();
    void showSnapshot();
    void showLoading();
    void takeSetup();
    /// The snapshot as it has become while its source was silent: older, after half an hour without measurements.
    [[nodiscard]] views::HomeSnapshot aged(std::chrono::milliseconds silence) const;
    [[nodiscard]] Page& page(int index) const;

    const views::SnapshotSource& m_source;
    views::HomeCommands& m_commands;
    Theme m_theme;
    QTimer m_timer;
    QElapsedTimer m_arrived;
    std::chrono::milliseconds m_silenceBefore{0}; ///< Of the snapshot when m_arrived began.
    QElapsedTimer m_shown;
    std::shared_ptr<const views::HomeSnapshot> m_snapshot;
    QString m_frameWord;

    StatusStrip* m_status = nullptr;
    QStackedWidget* m_stack = nullptr;
    Label* m_loading = nullptr;
    QWidget* m_tabBar = nullptr;
    std::array<Button*, kTabs> m_tabs{};
    HomePage* m_home = nullptr;
    MarketPage* m_market = nullptr;
    PlanPage* m_plan = nullptr;
    BillsPage* m_bills = nullptr;
    HelpPage* m_help = nullptr;
    WhySheet* m_why = nullptr;
    SetupSheet* m_setup = nullptr;
};

} // namespace dgex::ui
