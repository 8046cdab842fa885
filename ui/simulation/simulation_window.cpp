// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/simulation/simulation_window.h"

#include "ui/console/operator_window.h"
#include "ui/home/home_window.h"

#include <QBoxLayout>
#include <QEvent>
#include <QShortcut>

namespace dgex::ui {

namespace {

/// Simulated seconds per second; the first one pauses.
constexpr std::array kSpeedValues{0, 60, 300, 1800};
constexpr int kGap = 8;
constexpr double kBarUnit = 0.75; ///< The bar is for a mouse.

} // namespace

SimulationWindow::SimulationWindow(HomeWindow* home, OperatorWindow* console, views::SimulationCommands& commands,
                                   std::size_t shown, QWidget* parent)
    : QWidget(parent)
    , m_commands(commands)
    , m_home(home)
    , m_console(console)
    , m_stack(new QStackedWidget(this))
    , m_bar(new QWidget(this))
    , m_index(shown)
{
    setObjectName(QStringLiteral("simulationWindow"));
    m_theme.setUnit(kBarUnit);
    buildBar();
    m_stack->addWidget(m_home);
    m_stack->addWidget(m_console);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_bar);
    column->addWidget(m_stack, 1);
    show(Face::Home);
    retranslate();
}

Button* SimulationWindow::addButton(const char* name, Button::Kind kind, const std::function<void()>& action)
{
    auto* button = new Button(m_theme, kind, m_bar);
    button->setObjectName(QString::fromLatin1(name));
    button->setCheckable(kind == Button::Kind::Choice);
    connect(button, &Button::clicked, this, action);
    m_bar->layout()->addWidget(button);
    return button;
}

void SimulationWindow::buildBar()
{
    m_bar->setObjectName(QStringLiteral("simulationBarWidget"));
    m_bar->setAutoFillBackground(true);
    m_bar->setPalette(QPalette{m_theme.color(Role::Background)});
    m_bar->setStyleSheet(m_theme.styleSheet());
    auto* row = new QHBoxLayout(m_bar);
    row->setContentsMargins(kGap * 2, kGap / 2, kGap * 2, kGap / 2);
    row->setSpacing(kGap);
    m_word = new Label(m_theme, TextSize::Strong, Role::Warning, true, m_bar);
    row->addWidget(m_word);
    m_homeFace = addButton("homeFaceButton", Button::Kind::Choice, [this] { show(Face::Home); });
    m_operatorFace = addButton("operatorFaceButton", Button::Kind::Choice, [this] { show(Face::Operator); });
    row->addStretch(1);
    m_previousHome = addButton("previousHomeButton", Button::Kind::Secondary, [this] { chooseHome(-1); });
    m_homeName = new Label(m_theme, TextSize::Strong, Role::Text, true, m_bar);
    row->addWidget(m_homeName);
    m_nextHome = addButton("nextHomeButton", Button::Kind::Secondary, [this] { chooseHome(1); });
    row->addStretch(1);
    m_speedName = new Label(m_theme, TextSize::Body, Role::TextSecondary, false, m_bar);
    row->addWidget(m_speedName);
    for (std::size_t i = 0; i < kSpeeds; ++i)
        m_speeds[i] = addButton("speedButton", Button::Kind::Choice, [this, i] { chooseSpeed(i); });
    row->addStretch(1);
    m_cloud = addButton("cloudButton", Button::Kind::Secondary, [this] { m_commands.addCloud(); });
    m_trip = addButton("tripButton", Button::Kind::Secondary, [this] { m_commands.tripRouter(m_index); });
    m_silence = addButton("silenceButton", Button::Kind::Secondary, [this] { m_commands.stopMeter(m_index); });
    m_lies = addButton("liesButton", Button::Kind::Secondary, [this] { m_commands.falsifyAnswers(); });
}

void SimulationWindow::show(Face face)
{
    m_stack->setCurrentIndex(face == Face::Home ? 0 : 1);
    m_homeFace->setChecked(face == Face::Home);
    m_operatorFace->setChecked(face == Face::Operator);
}

void SimulationWindow::chooseHome(int step)
{
    const auto count = static_cast<int>(m_commands.homeNames().size());
    m_index = static_cast<std::size_t>((static_cast<int>(m_index) + step + count) % count);
    m_commands.selectHome(m_index);
    retranslate();
}

void SimulationWindow::chooseSpeed(std::size_t index)
{
    m_commands.setSpeed(kSpeedValues[index]);
    retranslate();
}

void SimulationWindow::retranslate()
{
    setWindowTitle(tr("DEMO - DGEX, the Digital Grid Exchange"));
    m_word->setText(tr("DEMO"));
    m_homeFace->setText(tr("Home panel"));
    m_operatorFace->setText(tr("Operator"));
    m_previousHome->setText(QStringLiteral("\u2039"));
    m_previousHome->setAccessibleName(tr("Previous home"));
    m_nextHome->setText(QStringLiteral("\u203A"));
    m_nextHome->setAccessibleName(tr("Next home"));
    m_homeName->setText(QString::fromStdString(m_commands.homeNames().at(m_index)));
    m_speedName->setText(tr("Speed"));
    for (std::size_t i = 0; i < kSpeeds; ++i) {
        m_speeds[i]->setText(i == 0 ? tr("Pause") : QStringLiteral("%1\u00D7").arg(kSpeedValues[i]));
        m_speeds[i]->setChecked(m_commands.speed() == kSpeedValues[i]);
    }
    m_cloud->setText(tr("Cloud"));
    m_trip->setText(tr("Trip DGR"));
    m_silence->setText(tr("Silence meter"));
    m_lies->setText(tr("Lying authority"));
}

void SimulationWindow::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QWidget::changeEvent(event);
}

} // namespace dgex::ui
