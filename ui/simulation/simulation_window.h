// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/views/exchange.h"
#include "ui/common/controls.h"

#include <QPointer>
#include <QStackedWidget>
#include <QWidget>

#include <array>
#include <functional>

class QHBoxLayout;

namespace dgex::ui {

class HomeWindow;
class OperatorWindow;
class Tour;

/// Both faces of a simulated exchange in one window, below a bar that chooses the face, the home and the speed and
/// injects weather and faults. Thread: the GUI's.
class SimulationWindow : public QWidget {
    Q_OBJECT
public:
    /// The windows are taken over; the commands outlive this window. shown: the home that is shown already.
    SimulationWindow(HomeWindow* home, OperatorWindow* console, views::SimulationCommands& commands, std::size_t shown,
                     QWidget* parent = nullptr);
    enum class Face { Home, Operator };
    void show(Face face);
    /// Asks whether to start the tour.
    void offerTour();
    [[nodiscard]] Tour& tour() { return *m_tour; }
    using QWidget::show;

protected:
    void changeEvent(QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    static constexpr std::size_t kSpeeds = 4;
    void buildBar();
    void buildFaults();
    /// Puts the faults into a row of their own when one row is too narrow.
    void fitBar();
    void retranslate();
    void retranslateFaults();
    void chooseHome(int step);
    void chooseSpeed(std::size_t index);
    Button* addButton(const char* name, Button::Kind kind, const std::function<void()>& action);

    views::SimulationCommands& m_commands;
    Theme m_theme{Palette::Dark};
    HomeWindow* m_home;
    OperatorWindow* m_console;
    QStackedWidget* m_stack;
    QWidget* m_bar;
    QHBoxLayout* m_row = nullptr; ///< Of the bar.
    QWidget* m_faults = nullptr;
    int m_faultsAt = 0; ///< Their place in the row.
    Label* m_word = nullptr;
    Label* m_homeName = nullptr;
    Button* m_homeFace = nullptr;
    Button* m_operatorFace = nullptr;
    Button* m_previousHome = nullptr;
    Button* m_nextHome = nullptr;
    std::array<Button*, kSpeeds> m_speeds{};
    Button* m_cloud = nullptr;
    Button* m_trip = nullptr;
    Button* m_silence = nullptr;
    Button* m_lies = nullptr;
    Button* m_tourButton = nullptr;
    Button* m_language = nullptr; ///< Chooses the next language.
    Tour* m_tour = nullptr;
    std::size_t m_index = 0;
};

} // namespace dgex::ui
