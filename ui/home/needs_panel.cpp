// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/home/needs_panel.h"

#include <QBoxLayout>
#include <QGridLayout>
#include <QTime>

#include <algorithm>

namespace dgex::ui {

namespace {

/// What one step and the most of a need is; the windows begin when a car or dishes come home.
struct Kind {
    const char* name; ///< In the policy; never shown.
    policy::LoadKind kind;
    Energy step;
    Energy most;
    Power power;
    int fromMinute;
    int byMinute;
};
constexpr std::array kKinds{
    Kind{"car", policy::LoadKind::Charge, Energy{1'000}, Energy{40'000}, Power{6'000}, 18 * 60, 7 * 60},
    Kind{"appliance", policy::LoadKind::Run, Energy{200}, Energy{4'000}, Power{1'000}, 20 * 60, 6 * 60}};
constexpr int kHalfHour = 30;
constexpr int kDay = 24 * 60;
constexpr int kAwayDemandPercent = 30;

policy::ComfortWindow* windowOf(policy::UserPolicy& draft, const Kind& kind)
{
    const auto found = std::ranges::find(draft.windows, kind.name, &policy::ComfortWindow::name);
    return found == draft.windows.end() ? nullptr : &*found;
}

} // namespace

NeedsPanel::NeedsPanel(Theme& theme, QWidget* parent)
    : Card(theme, parent)
    , m_away(new Button(theme, Button::Kind::Choice))
{
    setObjectName(QStringLiteral("needsPanel"));
    auto* grid = new QGridLayout;
    grid->setHorizontalSpacing(theme.px(12));
    grid->setColumnStretch(1, 1);
    grid->setColumnStretch(3, 1);
    for (std::size_t i = 0; i < kNeeds; ++i) {
        Need& need = m_needs[i];
        need = {new Label(theme, TextSize::Body), new Stepper(theme), new Label(theme, TextSize::Body),
                new Stepper(theme)};
        need.energy->setObjectName(QStringLiteral("need%1EnergyStepper").arg(i));
        need.time->setObjectName(QStringLiteral("need%1TimeStepper").arg(i));
        const int row = static_cast<int>(i);
        grid->addWidget(need.name, row, 0);
        grid->addWidget(need.energy, row, 1);
        grid->addWidget(need.by, row, 2);
        grid->addWidget(need.time, row, 3);
        connect(need.energy, &Stepper::stepped, this, [this, i](int direction) { stepEnergy(i, direction); });
        connect(need.time, &Stepper::stepped, this, [this, i](int direction) { stepTime(i, direction); });
    }
    m_away->setObjectName(QStringLiteral("awayButton"));
    m_away->setCheckable(true);
    connect(m_away, &Button::clicked, this, &NeedsPanel::toggleAway);
    box().addLayout(grid);
    box().addWidget(m_away);
    box().addStretch(1);
}

void NeedsPanel::setDraft(const policy::UserPolicy& draft, UtcTime now, const QuantityFormat& format)
{
    m_draft = draft;
    m_now = now;
    m_format = format;
    show();
}

void NeedsPanel::stepEnergy(std::size_t need, int direction)
{
    const Kind& kind = kKinds[need];
    policy::ComfortWindow* window = windowOf(m_draft, kind);
    if (window == nullptr) {
        if (direction < 0)
            return;
        m_draft.windows.push_back({.name = kind.name,
                                   .kind = kind.kind,
                                   .energy = {},
                                   .powerMax = kind.power,
                                   .fromMinute = kind.fromMinute,
                                   .byMinute = kind.byMinute});
        window = &m_draft.windows.back();
    }
    window->energy = std::clamp(window->energy + kind.step * direction, Energy{}, kind.most);
    if (window->energy.isZero())
        std::erase_if(m_draft.windows, [&](const policy::ComfortWindow& one) { return one.name == kind.name; });
    show();
    Q_EMIT changed(m_draft);
}

void NeedsPanel::stepTime(std::size_t need, int direction)
{
    policy::ComfortWindow* const window = windowOf(m_draft, kKinds[need]);
    if (window == nullptr)
        return;
    policy::UserPolicy changedDraft = m_draft;
    policy::ComfortWindow& moved = *windowOf(changedDraft, kKinds[need]);
    moved.byMinute = (moved.byMinute + direction * kHalfHour + kDay) % kDay;
    if (policy::faultOf(changedDraft)) // Too short for the energy.
        return;
    m_draft = changedDraft;
    show();
    Q_EMIT changed(m_draft);
}

policy::CalendarException NeedsPanel::tomorrow() const
{
    const UtcTime begin = m_format.dayStart(m_now) + std::chrono::hours{24};
    const Period from = Period::containing(begin);
    return {.from = from, .until = from.plus(48), .reservePercent = {}, .demandPercent = kAwayDemandPercent};
}

void NeedsPanel::toggleAway()
{
    const policy::CalendarException away = tomorrow();
    if (std::erase(m_draft.exceptions, away) == 0)
        m_draft.exceptions.push_back(away);
    show();
    Q_EMIT changed(m_draft);
}

void NeedsPanel::show()
{
    for (std::size_t i = 0; i < kNeeds; ++i) {
        const policy::ComfortWindow* const window = windowOf(m_draft, kKinds[i]);
        m_needs[i].energy->setText(window == nullptr ? tr("none") : m_format.energy(window->energy));
        const int by = window == nullptr ? kKinds[i].byMinute : window->byMinute;
        m_needs[i].time->setText(m_format.locale().toString(QTime(by / 60, by % 60), QStringLiteral("HH:mm")));
        m_needs[i].time->setEnabled(window != nullptr);
    }
    m_away->setChecked(std::ranges::find(m_draft.exceptions, tomorrow()) != m_draft.exceptions.end());
}

void NeedsPanel::retranslate()
{
    const std::array names{tr("Car"), tr("Appliance")};
    for (std::size_t i = 0; i < kNeeds; ++i) {
        m_needs[i].name->setText(names[i]);
        m_needs[i].by->setText(tr("by"));
        m_needs[i].energy->setMeaning(tr("%1: energy").arg(names[i]), tr("%1: less").arg(names[i]),
                                      tr("%1: more").arg(names[i]));
        m_needs[i].time->setMeaning(tr("%1: ready by").arg(names[i]), tr("%1: earlier").arg(names[i]),
                                    tr("%1: later").arg(names[i]));
    }
    m_away->setText(tr("Nobody home tomorrow"));
    show();
}

} // namespace dgex::ui
