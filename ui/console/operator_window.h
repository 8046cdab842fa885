// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/views/exchange.h"
#include "ui/console/console_page.h"
#include "ui/console/console_sheet.h"

#include <QTimer>

#include <array>
#include <functional>

class QBoxLayout;
class QStackedWidget;

namespace dgex::ui {

class MarketsPage;
class OverviewPage;
class ParticipantsPage;
class ReplayBar;
class TablePage;

/// The operator's console: eight pages beside a rail, for 1366x768 and larger, keyboard first: every action has a key,
/// and F1 shows them all. Thread: the GUI's. Asks the source five times a second; only the visible page is updated.
/// What it shows carries its age: after 5 s without news it says so, after a minute the page is hatched, after half an
/// hour it is withdrawn. A replay shows the past day on the pages that remember it, and says that it is not live.
class OperatorWindow : public QWidget {
    Q_OBJECT
public:
    enum Page { Overview, Markets, Participants, Ledger, Fleet, Deliveries, Settlement, Alarms, kPages };
    struct Options {
        Palette palette = Palette::Operator;
        QString language = QStringLiteral("en"); ///< Chosen for the whole program, see Language.
        /// Time that has passed since some moment, for ages and replay; none: the steady clock's.
        std::function<std::chrono::milliseconds()> clock{};
    };
    /// source and commands outlive the window.
    OperatorWindow(const views::SnapshotSource& source, views::OperatorCommands& commands, const Options& options,
                   QWidget* parent = nullptr);
    ~OperatorWindow() override;

    /// A permanent frame with a word; empty: none.
    void setFrameLabel(const QString& word);
    void openPage(Page page);
    [[nodiscard]] Page currentPage() const;
    /// The period that the pages look at.
    [[nodiscard]] Period period() const { return m_period; }
    /// Takes the newest snapshot now instead of at the next tick.
    void refresh();

protected:
    void changeEvent(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    void buildPages();
    void buildRail();
    /// What a key does, and the words for it.
    struct KeyAction {
        QList<QKeySequence> keys;
        std::function<QString()> words;
        std::function<void()> run;
    };
    void addKeys();
    void addPageKeys();
    void addRuleKeys();
    void addKey(KeyAction action);
    void showKeys();
    void retranslate();
    void choosePeriod(Period period);
    void followNow();
    /// The alarm that is chosen on the visible page.
    [[nodiscard]] std::optional<std::uint64_t> chosenAlarm() const;
    void acknowledge();
    /// Keeps the chosen alarm quiet for an hour.
    void shelve();
    void buildAlarmActions();
    void askApproval();
    void askRefusal();
    void askRevocation();
    void chooseNextLanguage();
    /// The first table page of the visible page; null: it has none.
    [[nodiscard]] TablePage* visibleTable() const;
    void showSnapshot();
    void showStrip();
    void buildBanner(QBoxLayout& column);
    /// The age of what is shown and, when it is too old, what that means. Called at every tick.
    void showAge();
    void showLoading();
    void showBanner(const QString& text, Role role);
    void toggleReplay();
    void showReplay();
    [[nodiscard]] bool isOfReplay(Page page) const;
    [[nodiscard]] QuantityFormat format() const;

    const views::SnapshotSource& m_source;
    views::OperatorCommands& m_commands;
    Theme m_theme;
    QTimer m_timer;
    std::shared_ptr<const views::OperatorSnapshot> m_snapshot;
    Period m_period;
    bool m_follows = true; ///< The period is the running one until another is chosen.
    QString m_frameWord;
    std::function<std::chrono::milliseconds()> m_time;
    std::chrono::milliseconds m_arrived{0}; ///< When the snapshot came; before the first: when the window opened.
    std::chrono::milliseconds m_ticked{0};
    std::shared_ptr<const views::OperatorSnapshot> m_history; ///< What is replayed, as it was when the replay began.
    std::shared_ptr<const views::OperatorSnapshot> m_past;    ///< The same at the replay's time.

    Label* m_word = nullptr;
    Label* m_clock = nullptr;
    Label* m_alarmStrip = nullptr;
    Label* m_loading = nullptr;
    Label* m_age = nullptr;
    Label* m_banner = nullptr;
    QWidget* m_veil = nullptr; ///< Hatching over what is too old.
    ReplayBar* m_replay = nullptr;
    QWidget* m_rail = nullptr;
    Button* m_acknowledge = nullptr;
    Button* m_shelve = nullptr;
    Button* m_language = nullptr; ///< Chooses the next language.
    QStackedWidget* m_stack = nullptr;
    std::array<Button*, kPages> m_buttons{};
    std::array<QString, kPages> m_pageNames;
    std::array<ConsolePage*, kPages> m_pages{};
    OverviewPage* m_overview = nullptr;
    MarketsPage* m_markets = nullptr;
    ParticipantsPage* m_participants = nullptr;
    ConfirmSheet* m_confirm = nullptr;
    KeySheet* m_keySheet = nullptr;
    std::vector<KeyAction> m_keys;
    TablePage* m_alarms = nullptr;
};

} // namespace dgex::ui
