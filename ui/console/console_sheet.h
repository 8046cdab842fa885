// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/common/controls.h"

#include <QWidget>

#include <functional>

class QGridLayout;

namespace dgex::ui {

/// Laid over the console's window, above a darkened page; Escape closes it.
class ConsoleSheet : public QWidget {
    Q_OBJECT
public:
    ConsoleSheet(Theme& theme, QWidget* window);

protected:
    void open();
    [[nodiscard]] Card& card() { return *m_card; }
    [[nodiscard]] Theme& theme() { return m_theme; }
    void paintEvent(QPaintEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    Theme& m_theme;
    Card* m_card;
};

/// Asks before something that cannot be undone. The focus starts on Cancel.
class ConfirmSheet : public ConsoleSheet {
    Q_OBJECT
public:
    ConfirmSheet(Theme& theme, QWidget* window);
    struct Question {
        QString title;
        QString text;
        QString warning;
        QString yes; ///< What the button says that does it.
    };
    void ask(const Question& question, std::function<void()> yes);
    void retranslate();

private:
    Label* m_title;
    Label* m_text;
    Label* m_warning;
    Button* m_yes;
    Button* m_no;
    std::function<void()> m_then;
};

/// What each key does.
class KeySheet : public ConsoleSheet {
    Q_OBJECT
public:
    KeySheet(Theme& theme, QWidget* window);
    struct Line {
        QString keys;
        QString action;
    };
    void open(const std::vector<Line>& lines);
    void retranslate();

private:
    Label* m_title;
    QGridLayout* m_grid;
    std::vector<Label*> m_labels;
    Button* m_close;
};

} // namespace dgex::ui
