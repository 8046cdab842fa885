// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/common/controls.h"
#include "ui/home/wording.h"

#include <array>

namespace dgex::ui {

/// Why the home trades as it does, laid over the window: the sentence, three causes, what would change it.
class WhySheet : public QWidget {
    Q_OBJECT
public:
    WhySheet(Theme& theme, QWidget* window);
    /// record may be absent: then it says that nothing was decided yet.
    void open(const QString& title, const std::optional<policy::DecisionRecord>& record, const QuantityFormat& format);
    void retranslate();

protected:
    void paintEvent(QPaintEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    Theme& m_theme;
    Card* m_card;
    Label* m_title;
    Label* m_sentence;
    Label* m_causesHead;
    std::array<Label*, 3> m_causes{};
    Label* m_changeHead;
    Label* m_change;
    Button* m_close;
};

} // namespace dgex::ui
