// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/simulation/simulation_window.h"

#include "ui/common/language.h"
#include "ui/console/operator_window.h"
#include "ui/home/home_window.h"
#include "ui/simulation/tour_stops.h"

#include <QBoxLayout>
#include <QEvent>

namespace dgex::ui {

namespace {

/// Simulated seconds per second; the first one pauses.
constexpr std::array kSpeedValues{0, 60, 300, 1800};
constexpr std::array kSpeedNames{"pauseTimeButton", "slowButton", "middleButton", "fastButton"};
constexpr int kGap = 8;
constexpr double kBarUnit = 0.68; ///< The bar is for a mouse.

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
    m_tour = new Tour(m_theme, tourStops(*this, *m_home, *m_console), this);
    retranslate();
}

Button* SimulationWindow::addButton(const char* name, Button::Kind kind, const std::function<void()>& action)
{
    auto* button = new Button(m_theme, kind, m_bar);
    button->setObjectName(QString::fromLatin1(name));
    button->setCheckable(kind == Button::Kind::Choice);
    connect(button, &Button::clicked, this, action);
    m_row->addWidget(button);
    return button;
}

void SimulationWindow::buildBar()
{
    m_bar->setObjectName(QStringLiteral("simulationBarWidget"));
    m_bar->setAutoFillBackground(true);
    m_bar->setPalette(QPalette{m_theme.color(Role::Background)});
    m_bar->setStyleSheet(m_theme.styleSheet());
    m_bar->setMinimumWidth(1); // What does not fit goes to a second row.
    auto* rows = new QVBoxLayout(m_bar);
    rows->setContentsMargins(kGap * 2, kGap / 2, kGap * 2, kGap / 2);
    rows->setSpacing(kGap / 2);
    auto* row = new QHBoxLayout;
    row->setSpacing(kGap);
    rows->addLayout(row);
    m_row = row;
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
    for (std::size_t i = 0; i < kSpeeds; ++i)
        m_speeds[i] = addButton(kSpeedNames[i], Button::Kind::Choice, [this, i] { chooseSpeed(i); });
    row->addStretch(1);
    buildFaults();
    row->addStretch(1);
    m_tourButton = addButton("tourButton", Button::Kind::Secondary, [this] { m_tour->start(); });
    m_language = addButton("languageButton", Button::Kind::Secondary, [] {
        const QStringList codes = Language::codes();
        Language::choose(codes[(codes.indexOf(Language::current()) + 1) % codes.size()]);
    });
}

void SimulationWindow::buildFaults()
{
    auto* faults = new QWidget(m_bar);
    faults->setObjectName(QStringLiteral("faultsWidget"));
    auto* row = new QHBoxLayout(faults);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(kGap);
    m_cloud = addButton("cloudButton", Button::Kind::Secondary, [this] { m_commands.addCloud(); });
    m_trip = addButton("tripButton", Button::Kind::Secondary, [this] { m_commands.tripRouter(m_index); });
    m_silence = addButton("silenceButton", Button::Kind::Secondary, [this] { m_commands.stopMeter(m_index); });
    m_lies = addButton("liesButton", Button::Kind::Secondary, [this] { m_commands.falsifyAnswers(); });
    for (Button* button : {m_cloud, m_trip, m_silence, m_lies})
        row->addWidget(button);
    m_faults = faults;
    m_row->addWidget(faults);
    m_faultsAt = m_row->indexOf(faults);
}

void SimulationWindow::fitBar()
{
    auto* rows = static_cast<QVBoxLayout*>(m_bar->layout());
    const bool isApart = m_row->indexOf(m_faults) < 0;
    const int needed = m_row->minimumSize().width() + (isApart ? m_faults->sizeHint().width() + kGap : 0);
    const QMargins margins = rows->contentsMargins();
    const bool fits = needed + margins.left() + margins.right() <= width();
    if (fits && isApart)
        m_row->insertWidget(m_faultsAt, m_faults);
    else if (!fits && !isApart)
        rows->addWidget(m_faults, 0, Qt::AlignRight);
}

void SimulationWindow::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    fitBar();
}

void SimulationWindow::offerTour()
{
    m_tour->offer();
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
    for (std::size_t i = 0; i < kSpeeds; ++i) {
        m_speeds[i]->setText(i == 0 ? tr("Pause") : QStringLiteral("%1\u00D7").arg(kSpeedValues[i]));
        if (i > 0)
            m_speeds[i]->setAccessibleName(tr("%1 times as fast as real time").arg(kSpeedValues[i]));
        m_speeds[i]->setChecked(m_commands.speed() == kSpeedValues[i]);
    }
    m_tourButton->setText(tr("Tour"));
    m_tourButton->setAccessibleName(tr("Guided tour"));
    m_language->setText(Language::locale().nativeLanguageName().section(QLatin1Char(' '), -1));
    m_language->setAccessibleName(tr("Language: %1").arg(m_language->text()));
    retranslateFaults();
}

void SimulationWindow::retranslateFaults()
{
    using Commands = views::SimulationCommands;
    const QString home = m_homeName->text();
    const auto minutes = [](std::chrono::minutes time) { return static_cast<int>(time.count()); };
    const auto describe = [](Button* button, const QString& effect) {
        button->setToolTip(effect);
        button->setAccessibleDescription(effect);
    };
    m_cloud->setText(tr("Cloud"));
    describe(m_cloud, tr("A cloud takes most of the sun from all homes for %n minute(s).", nullptr,
                         minutes(Commands::kCloudTime)));
    m_trip->setText(tr("Trip DGR"));
    describe(m_trip,
             tr("The router of %1 switches off for %n minute(s).", nullptr, minutes(Commands::kTripTime)).arg(home));
    m_silence->setText(tr("Silence meter"));
    describe(m_silence,
             tr("The meter of %1 is silent for %n minute(s).", nullptr, minutes(Commands::kSilenceTime)).arg(home));
    m_lies->setText(tr("Lying authority"));
    describe(m_lies, tr("The authority falsifies what it tells all homes for %n minute(s).", nullptr,
                        minutes(Commands::kLieTime)));
    if (isVisible())
        fitBar();
}

void SimulationWindow::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QWidget::changeEvent(event);
}

} // namespace dgex::ui
