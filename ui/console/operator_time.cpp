// SPDX-License-Identifier: GPL-3.0-or-later
// The part of OperatorWindow about which time is shown: the newest, its age, or a past day's.
#include "ui/console/operator_window.h"

#include "core/views/past_view.h"
#include "ui/common/language.h"
#include "ui/console/markets_page.h"
#include "ui/console/replay_bar.h"

#include <QBoxLayout>
#include <QPainter>
#include <QStackedWidget>

namespace dgex::ui {

namespace {

using namespace std::chrono_literals;

constexpr auto kQuiet = 5s;        ///< So long without news is nothing to speak of.
constexpr auto kHatched = 60s;     ///< Older figures are hatched.
constexpr auto kWithdrawn = 30min; ///< Older figures are not shown.
constexpr auto kSlowStart = 10s;
constexpr int kMargin = 16;
constexpr int kVeilStrength = 70; ///< Of 255.

/// Hatching that lets clicks through.
class Veil final : public QWidget {
public:
    Veil(Theme& theme, QWidget* over)
        : QWidget(over)
        , m_theme(theme)
    {
        setObjectName(QStringLiteral("staleVeil"));
        setAttribute(Qt::WA_TransparentForMouseEvents);
        hide();
    }

protected:
    void paintEvent(QPaintEvent*) override
    {
        QColor line = m_theme.color(Role::TextSecondary);
        line.setAlpha(kVeilStrength);
        QPainter(this).fillRect(rect(), QBrush(line, Qt::BDiagPattern));
    }

private:
    Theme& m_theme;
};

} // namespace

void OperatorWindow::buildBanner(QBoxLayout& column)
{
    m_banner = new Label(m_theme, TextSize::Strong, Role::Critical, true);
    m_banner->setObjectName(QStringLiteral("bannerLabel"));
    m_banner->setContentsMargins(kMargin, kMargin / 2, kMargin, 0);
    m_banner->setWordWrap(true);
    m_banner->hide();
    m_veil = new Veil(m_theme, m_stack);
    m_replay = new ReplayBar(m_theme);
    connect(m_replay, &ReplayBar::moved, this, &OperatorWindow::showReplay);
    connect(m_replay, &ReplayBar::liveWanted, this, &OperatorWindow::followNow);
    column.addWidget(m_banner);
    column.addWidget(m_stack, 1);
    column.addWidget(m_replay);
}

void OperatorWindow::refresh()
{
    const std::chrono::milliseconds now = m_time();
    auto newest = m_source.console();
    if (newest != m_snapshot) {
        m_snapshot = std::move(newest);
        m_arrived = now;
        showSnapshot();
    }
    m_replay->pass(now - m_ticked);
    m_ticked = now;
    showAge();
}

bool OperatorWindow::isOfReplay(Page page) const
{
    return m_replay->isRunning() && (page == Markets || page == Ledger || page == Deliveries || page == Settlement);
}

void OperatorWindow::showSnapshot()
{
    if (!m_snapshot)
        return showLoading();
    if (m_follows)
        m_period = Period::containing(m_snapshot->now);
    const Page shown = currentPage();
    ConsolePage* page = m_pages[static_cast<std::size_t>(shown)];
    m_stack->setCurrentWidget(page);
    page->showView({isOfReplay(shown) ? m_past : m_snapshot, m_period, format()});
    showStrip();
    showAge();
}

void OperatorWindow::showLoading()
{
    m_stack->setCurrentWidget(m_loading);
    m_veil->hide();
    const std::chrono::milliseconds waited = m_time() - m_arrived;
    const QString failure = QString::fromStdString(m_source.failure());
    const QuantityFormat words(Language::locale(), "JPY", 0);
    m_loading->setText(!failure.isEmpty() ? tr("The exchange has stopped: %1").arg(failure)
                       : waited < kSlowStart
                           ? tr("Waiting for the exchange")
                           : tr("The exchange has not answered for %1. The console keeps asking; is the exchange "
                                "running?")
                                 .arg(words.age(waited)));
}

void OperatorWindow::showBanner(const QString& text, Role role)
{
    m_banner->setText(text);
    m_banner->setRole(role);
    m_banner->setVisible(!text.isEmpty());
}

void OperatorWindow::showAge()
{
    if (!m_snapshot)
        return showLoading();
    const std::chrono::milliseconds age = m_time() - m_arrived;
    const QString failure = QString::fromStdString(m_source.failure());
    const bool isOld = age >= kQuiet || !failure.isEmpty();
    const QuantityFormat words = format();
    m_age->setText(m_replay->isRunning() ? tr("Replay") : tr("Data %1 old").arg(words.age(age)));
    m_age->setRole(isOld ? Role::Critical : Role::TextSecondary);
    if (!failure.isEmpty())
        showBanner(
            tr("The exchange has stopped: %1. Figures are of %2.").arg(failure, words.dayAndTime(m_snapshot->now)),
            Role::Critical);
    else if (isOld)
        showBanner(tr("No news for %1: figures are of %2. Homes deliver by what they know; the console keeps asking.")
                       .arg(words.age(age), words.dayAndTime(m_snapshot->now)),
                   Role::Critical);
    else if (m_replay->isRunning())
        showBanner(isOfReplay(currentPage())
                       ? tr("Replay of %1 at %2 times: this is not live.")
                             .arg(words.dayAndTime(m_replay->at()))
                             .arg(m_replay->speed())
                       : tr("This page is live; the replay goes on on Markets, Ledger, Deliveries and Settlement."),
                   Role::Text);
    else
        showBanner({}, Role::Text);
    m_veil->setGeometry(m_stack->rect());
    m_veil->setVisible(age >= kHatched && age < kWithdrawn);
    m_veil->raise();
    if (age >= kWithdrawn && m_stack->currentWidget() != m_loading) {
        m_loading->setText(tr("Figures older than %1 are not shown.").arg(words.age(kWithdrawn)));
        m_stack->setCurrentWidget(m_loading);
    }
}

void OperatorWindow::followNow()
{
    m_replay->stop();
    m_past.reset();
    m_history.reset();
    m_follows = true;
    refresh();
    showSnapshot();
}

void OperatorWindow::choosePeriod(Period period)
{
    if (m_replay->isRunning())
        return m_replay->jump(period.start());
    m_follows = false;
    m_period = period;
    showSnapshot();
}

void OperatorWindow::toggleReplay()
{
    if (m_replay->isRunning())
        return followNow();
    if (!m_snapshot || m_snapshot->markets.empty() || m_snapshot->markets.front().period.start() >= m_snapshot->now)
        return;
    m_history = m_snapshot;
    m_follows = false;
    m_replay->start(m_history->markets.front().period.start(), m_history->now, format());
    showReplay();
    openPage(Markets);
}

void OperatorWindow::showReplay()
{
    const UtcTime at = m_replay->at();
    const Period period = Period::containing(at);
    m_clock->setText(tr("%1     Round %2 closes next").arg(format().dayAndTime(at), format().time(period.end())));
    if (m_past && m_period == period)
        return;
    m_period = period;
    m_past = std::make_shared<const views::OperatorSnapshot>(views::pastView(*m_history, at));
    showSnapshot();
}

} // namespace dgex::ui
