// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/console/operator_window.h"

#include "ui/common/language.h"
#include "ui/console/console_tables.h"
#include "ui/console/ledger_page.h"
#include "ui/console/markets_page.h"
#include "ui/console/overview_page.h"
#include "ui/console/participants_page.h"
#include "ui/console/replay_bar.h"
#include "ui/console/settlement_page.h"

#include <QBoxLayout>
#include <QEvent>
#include <QPainter>
#include <QStackedWidget>

#include <algorithm>

namespace dgex::ui {

namespace {

constexpr int kTickMs = 200;
constexpr int kRailWidth = 190;
constexpr int kStripMargin = 12;
constexpr int kFrame = 4;
constexpr std::chrono::minutes kShelfTime{60};

std::chrono::milliseconds steadyTime()
{
    return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now().time_since_epoch());
}

} // namespace

OperatorWindow::OperatorWindow(const views::SnapshotSource& source, views::OperatorCommands& commands,
                               const Options& options, QWidget* parent)
    : QWidget(parent)
    , m_source(source)
    , m_commands(commands)
    , m_theme(options.palette)
    , m_time(options.clock ? options.clock : steadyTime)
    , m_arrived(m_time())
    , m_ticked(m_arrived)
{
    setObjectName(QStringLiteral("operatorWindow"));
    setAutoFillBackground(true);
    setPalette(QPalette{m_theme.color(Role::Background)});
    setStyleSheet(m_theme.styleSheet());
    buildPages();
    buildAlarmActions();
    buildRail();
    m_confirm = new ConfirmSheet(m_theme, this);
    m_keySheet = new KeySheet(m_theme, this);
    addKeys();
    openPage(Overview);
    Language::choose(options.language);
    retranslate();
    connect(&m_timer, &QTimer::timeout, this, &OperatorWindow::refresh);
    m_timer.start(kTickMs);
    refresh();
}

OperatorWindow::~OperatorWindow() = default;

void OperatorWindow::buildPages()
{
    const auto table = [this](const char* name, TablePage::Content content) {
        return new TablePage(m_theme, QString::fromLatin1(name), std::move(content));
    };
    m_alarms = table("alarms", ConsoleTables::alarms(m_theme));
    m_overview = new OverviewPage(m_theme);
    m_markets = new MarketsPage(m_theme);
    m_participants = new ParticipantsPage(m_theme);
    connect(m_markets, &MarketsPage::replayAsked, this, &OperatorWindow::toggleReplay);
    connect(m_participants, &ParticipantsPage::approvalAsked, this, &OperatorWindow::askApproval);
    connect(m_participants, &ParticipantsPage::refusalAsked, this, &OperatorWindow::askRefusal);
    connect(m_participants, &ParticipantsPage::revocationAsked, this, &OperatorWindow::askRevocation);
    m_pages = {m_overview,
               m_markets,
               m_participants,
               new LedgerPage(m_theme),
               table("fleet", ConsoleTables::fleet()),
               table("deliveries", ConsoleTables::deliveries()),
               new SettlementPage(m_theme),
               m_alarms};
    m_stack = new QStackedWidget;
    m_loading = new Label(m_theme, TextSize::Title, Role::TextSecondary);
    m_loading->setObjectName(QStringLiteral("loadingLabel"));
    m_loading->setAlignment(Qt::AlignCenter);
    m_loading->setWordWrap(true);
    for (ConsolePage* page : m_pages) {
        m_stack->addWidget(page);
        connect(page, &ConsolePage::periodChosen, this, &OperatorWindow::choosePeriod);
    }
    m_stack->addWidget(m_loading);
}

void OperatorWindow::buildRail()
{
    m_rail = new QWidget;
    m_rail->setObjectName(QStringLiteral("railWidget"));
    m_rail->setFixedWidth(kRailWidth);
    auto* rail = new QVBoxLayout(m_rail);
    rail->setContentsMargins(kStripMargin, kStripMargin, kStripMargin, kStripMargin);
    for (int i = 0; i < kPages; ++i) {
        auto* button = new Button(m_theme, Button::Kind::Choice);
        button->setCheckable(true);
        button->setObjectName(QStringLiteral("page%1Button").arg(i + 1));
        connect(button, &Button::clicked, this, [this, i] { openPage(static_cast<Page>(i)); });
        m_buttons[static_cast<std::size_t>(i)] = button;
        rail->addWidget(button);
    }
    rail->addStretch(1);
    m_language = new Button(m_theme, Button::Kind::Secondary);
    m_language->setObjectName(QStringLiteral("languageButton"));
    connect(m_language, &Button::clicked, this, &OperatorWindow::chooseNextLanguage);
    rail->addWidget(m_language);
    m_word = new Label(m_theme, TextSize::Strong, Role::Text, true);
    m_clock = new Label(m_theme, TextSize::Strong, Role::Text, true);
    m_age = new Label(m_theme, TextSize::Body, Role::TextSecondary);
    m_age->setObjectName(QStringLiteral("ageLabel"));
    m_alarmStrip = new Label(m_theme, TextSize::Strong, Role::Text);
    auto* strip = new QHBoxLayout;
    strip->setContentsMargins(kStripMargin + 4, kStripMargin, kStripMargin + 4, 0);
    strip->addWidget(m_clock);
    strip->addSpacing(kStripMargin * 2);
    strip->addWidget(m_age);
    strip->addStretch(1);
    strip->addWidget(m_alarmStrip);
    strip->addSpacing(kStripMargin * 2);
    strip->addWidget(m_word);
    auto* right = new QVBoxLayout;
    right->setSpacing(0);
    right->addLayout(strip);
    buildBanner(*right);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(0);
    row->addWidget(m_rail);
    row->addLayout(right, 1);
}

void OperatorWindow::setFrameLabel(const QString& word)
{
    m_frameWord = word;
    m_word->setText(word);
    const int edge = word.isEmpty() ? 0 : kFrame;
    layout()->setContentsMargins(edge, edge, edge, edge);
    update();
}

void OperatorWindow::openPage(Page page)
{
    for (int i = 0; i < kPages; ++i)
        m_buttons[static_cast<std::size_t>(i)]->setChecked(i == page);
    showSnapshot();
}

OperatorWindow::Page OperatorWindow::currentPage() const
{
    const auto checked = std::ranges::find_if(m_buttons, [](const Button* button) { return button->isChecked(); });
    return static_cast<Page>(checked - m_buttons.begin());
}

std::optional<std::uint64_t> OperatorWindow::chosenAlarm() const
{
    const Page page = currentPage();
    if (page != Overview && page != Alarms)
        return std::nullopt;
    const TablePage& alarms = page == Overview ? m_overview->alarms() : *m_alarms;
    const std::optional<qint64> id = alarms.table().chosen();
    return id ? std::optional{static_cast<std::uint64_t>(*id)} : std::nullopt;
}

void OperatorWindow::acknowledge()
{
    if (const std::optional<std::uint64_t> id = chosenAlarm())
        m_commands.acknowledgeAlarm(*id);
}

void OperatorWindow::shelve()
{
    if (const std::optional<std::uint64_t> id = chosenAlarm())
        m_commands.shelveAlarm(*id, kShelfTime);
}

void OperatorWindow::buildAlarmActions()
{
    m_acknowledge = new Button(m_theme, Button::Kind::Secondary);
    m_acknowledge->setObjectName(QStringLiteral("acknowledgeButton"));
    connect(m_acknowledge, &Button::clicked, this, &OperatorWindow::acknowledge);
    m_shelve = new Button(m_theme, Button::Kind::Secondary);
    m_shelve->setObjectName(QStringLiteral("shelveButton"));
    connect(m_shelve, &Button::clicked, this, &OperatorWindow::shelve);
    m_alarms->addAction(m_acknowledge);
    m_alarms->addAction(m_shelve);
}

QuantityFormat OperatorWindow::format() const
{
    return {Language::locale(), m_snapshot->currency, m_snapshot->zoneOffsetSeconds};
}

void OperatorWindow::showStrip()
{
    const QuantityFormat words = format();
    if (!m_replay->isRunning())
        m_clock->setText(tr("%1     Round %2 closes next")
                             .arg(words.dayAndTime(m_snapshot->now), words.time(m_snapshot->nextRound.start())));
    const auto asking =
        std::ranges::count(m_snapshot->enrolments, views::EnrolmentState::Pending, &views::EnrolmentRow::state);
    m_buttons[Participants]->setText(asking == 0 ? m_pageNames[Participants] : tr("Participants (%1)").arg(asking));
    const auto open = static_cast<int>(std::ranges::count_if(m_snapshot->alarms, [](const views::AlarmRow& alarm) {
        return alarm.active && !alarm.acknowledged && !alarm.shelvedUntil;
    }));
    m_alarmStrip->setText(open == 0 ? tr("No open alarm") : tr("%n open alarm(s)", nullptr, open));
    m_alarms->setNote(tr("%1 in the last 10 minutes (1 or 2 are bearable), %2 in 24 hours")
                          .arg(words.count(m_snapshot->alarmsInTenMinutes), words.count(m_snapshot->alarmsInADay)));
    m_alarmStrip->setRole(open == 0 ? Role::TextSecondary : Role::Critical);
}

void OperatorWindow::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QWidget::changeEvent(event);
}

void OperatorWindow::retranslate()
{
    setWindowTitle(tr("DGEX operator's console"));
    m_pageNames = {tr("Overview"),  tr("Markets"),    tr("Participants"), tr("Ledger"),
                   tr("DGR fleet"), tr("Deliveries"), tr("Settlement"),   tr("Alarms")};
    for (std::size_t i = 0; i < kPages; ++i) {
        m_buttons[i]->setText(m_pageNames[i]);
        m_buttons[i]->setToolTip(QStringLiteral("Ctrl+%1").arg(i + 1));
        m_pages[i]->retranslate();
    }
    m_confirm->retranslate();
    m_keySheet->retranslate();
    m_acknowledge->setText(tr("Acknowledge (A)"));
    m_shelve->setText(tr("Shelve 1 h (S)"));
    const QLocale locale = Language::locale();
    m_language->setText(locale.nativeLanguageName().section(QLatin1Char(' '), -1));
    m_language->setAccessibleName(tr("Language: %1").arg(m_language->text()));
    m_replay->retranslate();
    showSnapshot();
}

void OperatorWindow::paintEvent(QPaintEvent* event)
{
    QWidget::paintEvent(event);
    if (m_frameWord.isEmpty())
        return;
    QPainter painter(this);
    painter.setPen(QPen(m_theme.color(Role::Warning), kFrame * 2));
    painter.drawRect(rect());
}

} // namespace dgex::ui
