// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/common/controls.h"

#include <array>

namespace dgex::ui {

/// A keypad for a number such as a meter's, over the whole window: a panel has no keyboard. Digits keys, Backspace,
/// Enter and Escape work too.
class NumberPad : public QWidget {
    Q_OBJECT
public:
    static constexpr int kLengthMax = 32;

    NumberPad(Theme& theme, QWidget* window);
    void open(const QString& title, const QString& number);
    [[nodiscard]] QString number() const { return m_number; }
    void retranslate();

Q_SIGNALS:
    void accepted(const QString& number);

protected:
    void paintEvent(QPaintEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void add(QChar key);
    void removeLast();
    void accept();
    void showNumber();

    Theme& m_theme;
    Card* m_card;
    Label* m_title;
    Label* m_shown;
    std::array<Button*, 12> m_keys{};
    Button* m_cancel;
    Button* m_ok;
    QString m_number;
};

} // namespace dgex::ui
