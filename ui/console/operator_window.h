// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/views/exchange.h"
#include "ui/console/console_page.h"
#include "ui/console/console_sheet.h"

#include <QTimer>

#include <array>
#include <functional>

class QStackedWidget;

namespace dgex::ui {

class MarketsPage;
class OverviewPage;
class ParticipantsPage;
class TablePage;

/// The operator's console: eight pages beside a rail, for 1366x768 and larger, keyboard first: every action has a key,
/// and F1 shows them all. Thread: the GUI's. Asks the source five times a second; only the visible page is updated.
class OperatorWindow : public QWidget {
    Q_OBJECT
public:
    enum Page { Overview, Markets, Participants, Ledger, Fleet, Deliveries, Settlement, Alarms, kPages };
    struct Options {
        Palette palette = Palette::Operator;
        QString language = QStringLiteral("en"); ///< Chosen for the whole program, see Language.
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
    [[nodiscard]] QuantityFormat format() const;

    const views::SnapshotSource& m_source;
    views::OperatorCommands& m_commands;
    Theme m_theme;
    QTimer m_timer;
    std::shared_ptr<const views::OperatorSnapshot> m_snapshot;
    Period m_period;
    bool m_follows = true; ///< The period is the running one until another is chosen.
    QString m_frameWord;

    Label* m_word = nullptr;
    Label* m_clock = nullptr;
    Label* m_alarmStrip = nullptr;
    Label* m_loading = nullptr;
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
