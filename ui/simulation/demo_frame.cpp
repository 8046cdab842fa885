// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/simulation/demo_frame.h"

#include "ui/console/operator_window.h"
#include "ui/home/home_window.h"

#include <QCoreApplication>
#include <QEvent>

namespace dgex::ui {

namespace {

/// Belongs to its window.
template <class Window>
class FrameWord final : public QObject {
public:
    explicit FrameWord(Window& window)
        : QObject(&window)
        , m_window(window)
    {
        show();
        window.installEventFilter(this);
    }
    bool eventFilter(QObject* watched, QEvent* event) override
    {
        if (event->type() == QEvent::LanguageChange)
            show();
        return QObject::eventFilter(watched, event);
    }

private:
    void show() { m_window.setFrameLabel(QCoreApplication::translate("dgex::ui::SimulationWindow", "DEMO")); }
    Window& m_window;
};

} // namespace

void frameAsDemo(HomeWindow& window)
{
    new FrameWord<HomeWindow>(window);
}

void frameAsDemo(OperatorWindow& window)
{
    new FrameWord<OperatorWindow>(window);
}

} // namespace dgex::ui
