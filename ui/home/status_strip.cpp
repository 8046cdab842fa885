// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/home/status_strip.h"

#include "ui/home/wording.h"

#include <QBoxLayout>

#include <algorithm>

namespace dgex::ui {

namespace {

constexpr std::chrono::milliseconds kOld{10'000};
constexpr std::chrono::milliseconds kFresh{5'000};
constexpr std::chrono::milliseconds kMeasuredOld{60'000};

} // namespace

StatusStrip::StatusStrip(Theme& theme, QWidget* parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_time(new Label(theme, TextSize::Strong, Role::Text, true))
    , m_word(new Label(theme, TextSize::Caption, Role::Text, true))
    , m_market(new Label(theme, TextSize::Caption, Role::TextSecondary))
    , m_router(new Label(theme, TextSize::Caption, Role::TextSecondary))
    , m_sign(new WarningSign(theme))
    , m_alerts(new Label(theme, TextSize::Caption, Role::Text, true))
    , m_age(new Label(theme, TextSize::Caption, Role::TextSecondary))
{
    setObjectName(QStringLiteral("statusStrip"));
    m_time->setObjectName(QStringLiteral("timeLabel"));
    m_age->setObjectName(QStringLiteral("ageLabel"));
    m_word->setObjectName(QStringLiteral("frameWordLabel"));
    m_word->hide();
    m_alerts->hide();
    m_sign->hide();
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(theme.px(16), theme.px(4), theme.px(16), theme.px(2));
    row->setSpacing(theme.px(18));
    row->addWidget(m_time);
    row->addWidget(m_word);
    row->addWidget(m_market);
    row->addStretch(1);
    auto* alerts = new QHBoxLayout;
    alerts->setSpacing(theme.px(6));
    alerts->addWidget(m_sign);
    alerts->addWidget(m_alerts);
    row->addLayout(alerts);
    row->addWidget(m_router);
    row->addWidget(m_age);
}

void StatusStrip::setWord(const QString& word)
{
    m_word->setText(word);
    m_word->setVisible(!word.isEmpty());
}

void StatusStrip::showWaiting()
{
    m_age->setText(tr("No data yet"));
}

void StatusStrip::setSnapshot(const views::HomeSnapshot& snapshot, const QuantityFormat& format,
                              std::chrono::milliseconds silence)
{
    m_time->setText(format.time(snapshot.now));
    m_market->setText(tr("Next auction %1").arg(format.time(snapshot.nextRound.start())));
    const bool known = snapshot.router.value && snapshot.router.quality != ports::Quality::Invalid;
    m_router->setText(
        tr("Router: %1").arg(Wording::routerMode(known ? snapshot.router.value->mode : ports::DgrMode::Lost)));
    const auto active = std::ranges::count_if(snapshot.alerts, [](const views::Alert& alert) { return alert.active; });
    m_alerts->setVisible(active > 0);
    m_alerts->setText(tr("%n alert(s)", nullptr, static_cast<int>(active)));
    const std::chrono::milliseconds measured = snapshot.now - snapshot.flow.measuredAt;
    m_sign->setVisible(active > 0 || silence >= kOld);
    if (silence >= kOld)
        m_age->setText(tr("Offline for %1").arg(format.age(silence)));
    else if (measured < kFresh)
        m_age->setText(tr("Live"));
    else
        m_age->setText(tr("Updated %1 ago").arg(format.age(measured)));
    m_age->setRole(silence >= kOld || measured >= kMeasuredOld ? Role::Text : Role::TextSecondary);
}

} // namespace dgex::ui
