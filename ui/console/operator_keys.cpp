// SPDX-License-Identifier: GPL-3.0-or-later
// The part of OperatorWindow about keys and what they ask for.
#include "ui/common/language.h"
#include "ui/console/console_tables.h"
#include "ui/console/markets_page.h"
#include "ui/console/operator_window.h"
#include "ui/console/overview_page.h"
#include "ui/console/participants_page.h"
#include "ui/console/replay_bar.h"

#include <QLineEdit>
#include <QShortcut>

namespace dgex::ui {

void OperatorWindow::addKey(KeyAction action)
{
    for (const QKeySequence& keys : action.keys)
        connect(new QShortcut(keys, this), &QShortcut::activated, this, [this, run = action.run] {
            if (!m_confirm->isVisible() && !m_keySheet->isVisible())
                run();
        });
    m_keys.push_back(std::move(action));
}

void OperatorWindow::addPageKeys()
{
    for (int i = 0; i < kPages; ++i)
        addKey({{QKeySequence(Qt::CTRL | static_cast<Qt::Key>(Qt::Key_1 + i))},
                [this, i] { return tr("Page: %1").arg(m_pageNames[static_cast<std::size_t>(i)]); },
                [this, i] { openPage(static_cast<Page>(i)); }});
    addKey({{Qt::Key_BracketLeft}, [] { return tr("Period before"); }, [this] { choosePeriod(m_period.plus(-1)); }});
    addKey({{Qt::Key_BracketRight}, [] { return tr("Period after"); }, [this] { choosePeriod(m_period.plus(1)); }});
    addKey({{Qt::Key_T}, [] { return tr("Running period, live"); }, [this] { followNow(); }});
}

void OperatorWindow::addKeys()
{
    addPageKeys();
    addKey({{Qt::Key_A}, [] { return tr("Acknowledge the chosen alarm"); }, [this] { acknowledge(); }});
    addKey({{Qt::Key_S}, [] { return tr("Shelve the chosen alarm for an hour"); }, [this] { shelve(); }});
    addKey({{Qt::Key_E}, [] { return tr("Approve the chosen request"); }, [this] { askApproval(); }});
    addKey({{Qt::Key_R}, [] { return tr("Refuse the chosen request"); }, [this] { askRefusal(); }});
    addKey({{Qt::Key_V}, [] { return tr("Revoke the chosen participant"); }, [this] { askRevocation(); }});
    addRuleKeys();
    addKey({{Qt::Key_Y}, [] { return tr("Replay the past day, or end it"); }, [this] { toggleReplay(); }});
    addKey({{Qt::Key_P}, [] { return tr("Replay: play or pause"); }, [this] { m_replay->playOrPause(); }});
    addKey({{Qt::Key_Period}, [] { return tr("Replay: faster"); }, [this] { m_replay->changeSpeed(1); }});
    addKey({{Qt::Key_Comma}, [] { return tr("Replay: slower"); }, [this] { m_replay->changeSpeed(-1); }});
    addKey({{Qt::CTRL | Qt::Key_F},
            [] { return tr("Filter the table"); },
            [this] {
                if (TablePage* const page = visibleTable())
                    page->focusFilter();
            }});
    addKey({{Qt::CTRL | Qt::Key_E},
            [] { return tr("Export the table as CSV"); },
            [this] {
                if (TablePage* const page = visibleTable())
                    page->askAndExport();
            }});
    m_keys.push_back({{Qt::CTRL | Qt::Key_C}, [] { return tr("Copy the chosen row"); }, {}}); // The table's own key.
    addKey({{Qt::Key_L}, [] { return tr("Next language"); }, [this] { chooseNextLanguage(); }});
    addKey({{Qt::Key_F11},
            [] { return tr("Fill the screen"); },
            [this] { window()->setWindowState(window()->windowState() ^ Qt::WindowFullScreen); }});
    addKey({{Qt::Key_F1, Qt::Key_Question}, [] { return tr("These keys"); }, [this] { showKeys(); }});
}

void OperatorWindow::addRuleKeys()
{
    const auto turn = [this](std::size_t knob, int direction) {
        if (currentPage() == Markets)
            m_markets->whatIf().turn(knob, direction);
    };
    const std::array<std::pair<Qt::Key, std::function<QString(bool)>>, WhatIfPanel::kKnobs> knobs{
        std::pair{Qt::Key_K,
                  [](bool less) { return less ? tr("What if: less to sellers") : tr("What if: more to sellers"); }},
        {Qt::Key_F, [](bool less) { return less ? tr("What if: lower fee") : tr("What if: higher fee"); }},
        {Qt::Key_O, [](bool less) { return less ? tr("What if: fewer offers") : tr("What if: more offers"); }},
        {Qt::Key_B, [](bool less) { return less ? tr("What if: fewer bids") : tr("What if: more bids"); }}};
    for (std::size_t i = 0; i < knobs.size(); ++i) {
        const auto& [key, words] = knobs[i];
        addKey({{key}, [words] { return words(false); }, [turn, i] { turn(i, 1); }});
        addKey({{Qt::SHIFT | key}, [words] { return words(true); }, [turn, i] { turn(i, -1); }});
    }
    const auto detail = [this](int index) {
        return [this, index] {
            if (currentPage() == Markets)
                m_markets->showDetail(index);
        };
    };
    addKey({{Qt::Key_C}, [] { return tr("Market: curves"); }, detail(0)});
    addKey({{Qt::Key_D}, [] { return tr("Market: order book"); }, detail(1)});
    addKey({{Qt::Key_G}, [] { return tr("Market: fills"); }, detail(2)});
    addKey({{Qt::Key_U},
            [] { return tr("What if: another pricing rule"); },
            [this] {
                if (currentPage() == Markets)
                    m_markets->whatIf().nextPricing();
            }});
    addKey({{Qt::Key_Z},
            [] { return tr("What if: as it was"); },
            [this] {
                if (currentPage() == Markets)
                    m_markets->whatIf().reset();
            }});
}

void OperatorWindow::showKeys()
{
    std::vector<KeySheet::Line> lines;
    for (const KeyAction& action : m_keys) {
        QStringList keys;
        for (const QKeySequence& one : action.keys)
            keys << one.toString(QKeySequence::NativeText);
        lines.push_back({keys.join(QStringLiteral(", ")), action.words()});
    }
    m_keySheet->open(lines);
}

TablePage* OperatorWindow::visibleTable() const
{
    QWidget* const page = m_pages[static_cast<std::size_t>(currentPage())];
    auto* const table = qobject_cast<TablePage*>(page);
    return table != nullptr ? table : page->findChild<TablePage*>();
}

void OperatorWindow::chooseNextLanguage()
{
    const QStringList codes = Language::codes();
    Language::choose(codes[(codes.indexOf(Language::current()) + 1) % codes.size()]);
}

void OperatorWindow::askApproval()
{
    const auto request = currentPage() == Participants ? m_participants->chosenRequest() : std::nullopt;
    if (!request)
        return;
    m_confirm->ask(
        {tr("Approve %1?").arg(QString::fromStdString(request->name)),
         tr("Meter %1, zone %2, connection %3.\nCompare this fingerprint with the one that the home shows:\n%4")
             .arg(QString::fromStdString(request->meter))
             .arg(request->zone.number)
             .arg(format().power(request->connectionCapacity), QString::fromStdString(request->fingerprint)),
         tr("It is written to the ledger with your key and cannot be undone; a participant can only be "
            "revoked."),
         tr("Approve")},
        [this, key = request->key] { m_commands.approveEnrolment(key); });
}

void OperatorWindow::askRefusal()
{
    const auto request = currentPage() == Participants ? m_participants->chosenRequest() : std::nullopt;
    if (!request)
        return;
    m_confirm->ask({tr("Refuse %1?").arg(QString::fromStdString(request->name)),
                    tr("Meter %1, key %2")
                        .arg(QString::fromStdString(request->meter), QString::fromStdString(request->fingerprint)),
                    tr("It cannot be undone. The home can ask again."), tr("Refuse")},
                   [this, key = request->key] { m_commands.refuseEnrolment(key); });
}

void OperatorWindow::askRevocation()
{
    const auto home = currentPage() == Participants ? m_participants->chosenHome() : std::nullopt;
    if (!home)
        return;
    m_confirm->ask(
        {tr("Revoke %1?").arg(QString::fromStdString(home->name)),
         tr("From then on nothing that the home signs counts. What it signed before is still delivered and "
            "settled. Balance: %1")
             .arg(format().money(home->balance)),
         tr("It is written to the ledger with your key and cannot be undone: the home needs a new key to come "
            "back."),
         tr("Revoke")},
        [this, id = home->id] { m_commands.revokeParticipant(id); });
}

} // namespace dgex::ui
