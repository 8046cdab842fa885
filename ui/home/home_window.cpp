// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/home/home_window.h"

#include "ui/common/language.h"
#include "ui/home/bills_page.h"
#include "ui/home/help_page.h"
#include "ui/home/home_page.h"
#include "ui/home/market_page.h"
#include "ui/home/plan_page.h"
#include "ui/home/setup_sheet.h"
#include "ui/home/status_strip.h"
#include "ui/home/why_sheet.h"

#include <QBoxLayout>
#include <QEvent>
#include <QPainter>
#include <QStackedWidget>

namespace dgex::ui {

namespace {

constexpr int kTickMs = 100;
constexpr int kShowEveryMs = 1000;
constexpr double kWideFrom = 1000; ///< Units.
constexpr std::chrono::seconds kSilent{10};
constexpr std::chrono::minutes kForgotten{30};
constexpr std::chrono::seconds kLongWait{10};

} // namespace

HomeWindow::HomeWindow(const views::SnapshotSource& source, views::HomeCommands& commands, const Options& options,
                       QWidget* parent)
    : QWidget(parent)
    , m_source(source)
    , m_commands(commands)
    , m_theme(options.palette)
{
    setObjectName(QStringLiteral("homeWindow"));
    m_theme.setUnit(options.unit);
    build();
    connectPages();
    applyTheme();
    connect(&m_theme, &Theme::changed, this, &HomeWindow::applyTheme);
    connect(&m_timer, &QTimer::timeout, this, &HomeWindow::tick);
    Language::choose(options.language);
    retranslate();
    openTab(Home);
    m_arrived.start();
    m_timer.start(kTickMs);
    refresh();
    if (const auto setup = m_source.setup(); setup && setup->state != views::JoinState::Joined)
        m_setup->open();
}

HomeWindow::~HomeWindow() = default;

void HomeWindow::build()
{
    m_status = new StatusStrip(m_theme);
    m_stack = new QStackedWidget;
    m_stack->setObjectName(QStringLiteral("pagesStackedWidget"));
    m_home = new HomePage(m_theme);
    m_market = new MarketPage(m_theme);
    m_plan = new PlanPage(m_theme);
    m_bills = new BillsPage(m_theme);
    m_help = new HelpPage(m_theme);
    for (Page* made : std::initializer_list<Page*>{m_home, m_market, m_plan, m_bills, m_help}) {
        made->setWide(false);
        m_stack->addWidget(made);
    }
    m_loading = new Label(m_theme, TextSize::Title, Role::TextSecondary);
    m_loading->setAlignment(Qt::AlignCenter);
    m_loading->setWordWrap(true);
    m_stack->addWidget(m_loading);
    m_tabBar = new QWidget;
    m_tabBar->setAutoFillBackground(true);
    auto* tabs = new QHBoxLayout(m_tabBar);
    tabs->setContentsMargins(0, 0, 0, 0);
    tabs->setSpacing(0);
    constexpr std::array kNames{"homeTabButton", "marketTabButton", "planTabButton", "billsTabButton", "helpTabButton"};
    for (std::size_t i = 0; i < kTabs; ++i) {
        m_tabs[i] = new Button(m_theme, Button::Kind::Tab);
        m_tabs[i]->setObjectName(QLatin1String(kNames[i]));
        m_tabs[i]->setAutoExclusive(true);
        tabs->addWidget(m_tabs[i], 1);
        connect(m_tabs[i], &Button::clicked, this, [this, i] { openTab(static_cast<Tab>(i)); });
    }
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_status);
    column->addWidget(m_stack, 1);
    column->addWidget(m_tabBar);
    m_why = new WhySheet(m_theme, this);
    m_setup = new SetupSheet(m_theme, this);
}

void HomeWindow::connectPages()
{
    const auto send = [this](const policy::UserPolicy& policy) { m_commands.setPolicy(policy); };
    const auto format = [this] {
        return QuantityFormat(Language::locale(), m_snapshot->currency, m_snapshot->zoneOffsetSeconds);
    };
    connect(m_home, &HomePage::policyWanted, this, send);
    connect(m_plan, &PlanPage::policyWanted, this, send);
    connect(m_home, &HomePage::whyAsked, this, [this, format] {
        if (m_snapshot)
            m_why->open(Wording::activityTitle(m_snapshot->reason, format()), m_snapshot->reason.record, format());
    });
    connect(m_market, &MarketPage::whyAsked, this,
            [this, format](const QString& title, const std::optional<policy::DecisionRecord>& record) {
                m_why->open(title, record, format());
            });
    connect(m_market, &MarketPage::periodShown, this, [this](Period period) { m_commands.watchMarket(period); });
    connect(m_help, &HelpPage::languageWanted, this, &Language::choose);
    connect(m_help, &HelpPage::setupWanted, m_setup, &SetupSheet::open);
    connect(m_setup, &SetupSheet::languageWanted, this, &Language::choose);
    connect(m_setup, &SetupSheet::policyWanted, this, send);
    connect(m_setup, &SetupSheet::joinWanted, this,
            [this](const QString& meter) { m_commands.join(meter.toStdString()); });
}

Page& HomeWindow::page(int index) const
{
    const std::array<Page*, kTabs> pages{m_home, m_market, m_plan, m_bills, m_help};
    return *pages[static_cast<std::size_t>(index)];
}

void HomeWindow::setFrameLabel(const QString& word)
{
    m_frameWord = word;
    m_status->setWord(word);
    const int edge = word.isEmpty() ? 0 : m_theme.px(4);
    layout()->setContentsMargins(edge, edge, edge, edge);
    update();
}

void HomeWindow::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QWidget::changeEvent(event);
}

void HomeWindow::retranslate()
{
    setWindowTitle(tr("DGEX home panel"));
    const std::array names{tr("Home"), tr("Market"), tr("Plan"), tr("Bills"), tr("Help")};
    for (std::size_t i = 0; i < kTabs; ++i) {
        m_tabs[i]->setText(names[i]);
        page(static_cast<int>(i)).retranslate();
    }
    m_help->showLanguage(Language::current());
    showLoading();
    m_why->hide();
    m_setup->retranslate();
    showSnapshot();
}

void HomeWindow::applyTheme()
{
    QPalette colors = palette();
    colors.setColor(QPalette::Window, m_theme.color(Role::Background));
    setPalette(colors);
    colors.setColor(QPalette::Window, m_theme.color(Role::Surface));
    m_tabBar->setPalette(colors);
    update();
}

void HomeWindow::openTab(Tab tab)
{
    m_tabs[static_cast<std::size_t>(tab)]->setChecked(true);
    m_why->hide();
    if (m_snapshot)
        m_stack->setCurrentWidget(&page(tab));
    else
        m_stack->setCurrentWidget(m_loading);
    showSnapshot();
}

HomeWindow::Tab HomeWindow::currentTab() const
{
    for (std::size_t i = 0; i < kTabs; ++i) {
        if (m_tabs[i]->isChecked())
            return static_cast<Tab>(i);
    }
    return Home;
}

void HomeWindow::showLoading()
{
    const bool isLong = m_arrived.isValid() && m_arrived.elapsed() >= std::chrono::milliseconds{kLongWait}.count();
    m_loading->setText(isLong ? tr("Still no measurements. Check that the devices have power; the home runs as before.")
                              : tr("Waiting for the first measurements"));
}

void HomeWindow::takeSetup()
{
    if (const auto setup = m_source.setup())
        m_setup->setSetup(*setup);
}

void HomeWindow::refresh()
{
    takeSetup();
    auto newest = m_source.home();
    if (newest != m_snapshot) {
        const bool first = !m_snapshot;
        m_snapshot = std::move(newest);
        m_arrived.restart();
        m_silenceBefore = {};
        if (first)
            m_stack->setCurrentWidget(&page(currentTab()));
    }
    showSnapshot();
}

void HomeWindow::setSilence(std::chrono::milliseconds silence)
{
    m_silenceBefore = silence;
    m_arrived.restart();
    showSnapshot();
}

void HomeWindow::tick()
{
    if (!isVisible())
        return;
    if (!m_shown.isValid() || m_shown.elapsed() >= kShowEveryMs)
        refresh();
    if (m_snapshot && currentTab() == Home)
        m_home->advance();
}

void HomeWindow::showSnapshot()
{
    m_shown.start();
    if (!m_snapshot) {
        showLoading();
        m_status->showWaiting();
        return;
    }
    const QuantityFormat format(Language::locale(), m_snapshot->currency, m_snapshot->zoneOffsetSeconds);
    const std::chrono::milliseconds silence = m_silenceBefore + std::chrono::milliseconds{m_arrived.elapsed()};
    m_status->setSnapshot(*m_snapshot, format, silence);
    m_setup->setSnapshot(*m_snapshot, format);
    if (silence < kSilent)
        page(currentTab()).setSnapshot(*m_snapshot, format);
    else
        page(currentTab()).setSnapshot(aged(silence), format);
}

views::HomeSnapshot HomeWindow::aged(std::chrono::milliseconds silence) const
{
    views::HomeSnapshot older = *m_snapshot;
    older.now = older.now + silence;
    if (older.now - older.flow.measuredAt >= kForgotten) {
        const views::LiveFlow known = std::exchange(older.flow, {});
        older.flow.hasBattery = known.hasBattery;
        older.flow.hasPv = known.hasPv;
        older.flow.measuredAt = known.measuredAt;
        older.reason = {};
    }
    return older;
}

void HomeWindow::resizeEvent(QResizeEvent* event)
{
    const bool wide = width() >= kWideFrom * m_theme.unit();
    for (int i = 0; i < kTabs; ++i)
        page(i).setWide(wide);
    QWidget::resizeEvent(event);
}

void HomeWindow::paintEvent(QPaintEvent* event)
{
    Q_UNUSED(event)
    QPainter painter(this);
    painter.fillRect(rect(), m_theme.color(m_frameWord.isEmpty() ? Role::Background : Role::Warning));
    if (!m_frameWord.isEmpty()) {
        const int edge = m_theme.px(4);
        painter.fillRect(rect().adjusted(edge, edge, -edge, -edge), m_theme.color(Role::Background));
    }
}

} // namespace dgex::ui
