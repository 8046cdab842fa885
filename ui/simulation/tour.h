// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/common/controls.h"

#include <QPointer>
#include <QTimer>

#include <functional>
#include <vector>

namespace dgex::ui {

/// A guided tour laid over a window: stop by stop it opens a page, darkens all but one widget of it, which stays in
/// use, and says what it is for. Right, Left and Escape do what Next, Back and End do; a screen reader is told every
/// stop. Thread: the GUI's.
class Tour : public QWidget {
    Q_OBJECT
public:
    struct Stop {
        std::function<QWidget*()> open; ///< Opens the page; what the stop is about, or null.
        std::function<QString()> title;
        std::function<QString()> text;
    };
    /// theme and window outlive the tour.
    Tour(Theme& theme, std::vector<Stop> stops, QWidget* window);

    /// Asks whether to start.
    void offer();
    void start() { visit(0); }
    void end();
    [[nodiscard]] std::size_t count() const { return m_stops.size(); }
    /// None: not begun, or only offered.
    [[nodiscard]] std::optional<std::size_t> stop() const { return m_stop; }
    /// What the stop is about, while it can be seen.
    [[nodiscard]] QWidget* target() const { return m_target; }
    /// Where the text stands, in the window.
    [[nodiscard]] QRect cardArea() const { return m_card->geometry(); }

protected:
    void changeEvent(QEvent* event) override;
    bool focusNextPrevChild(bool next) override;
    void paintEvent(QPaintEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void visit(std::size_t stop);
    [[nodiscard]] bool takeKey(int key);
    void back();
    void next();
    void open();
    void retranslate();
    void announce();
    /// Follows the target when it moved.
    void place();
    [[nodiscard]] QRect visibleTarget() const;
    [[nodiscard]] QRect cardBeside(const QRect& area) const;

    Theme& m_theme;
    std::vector<Stop> m_stops;
    std::optional<std::size_t> m_stop;
    QPointer<QWidget> m_target;
    QPointer<QWidget> m_before; ///< Had the focus.
    QRect m_lit;                ///< In the window.
    QTimer m_follow;
    Card* m_card;
    Label* m_progress;
    Label* m_title;
    Label* m_text;
    Button* m_end;
    Button* m_back;
    Button* m_next;
};

} // namespace dgex::ui
