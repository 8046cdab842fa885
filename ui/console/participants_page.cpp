// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/console/participants_page.h"

#include "ui/console/console_tables.h"

#include <QBoxLayout>

#include <algorithm>

namespace dgex::ui {

namespace {

constexpr int kRequestsHeight = 220;

} // namespace

ParticipantsPage::ParticipantsPage(Theme& theme, QWidget* parent)
    : ConsolePage(parent)
    , m_requests(new TablePage(theme, QStringLiteral("requests"), ConsoleTables::enrolments(), this))
    , m_participants(new TablePage(theme, QStringLiteral("participants"), ConsoleTables::participants(), this))
    , m_approve(new Button(theme, Button::Kind::Secondary))
    , m_refuse(new Button(theme, Button::Kind::Secondary))
    , m_revoke(new Button(theme, Button::Kind::Secondary))
{
    m_approve->setObjectName(QStringLiteral("approveButton"));
    m_refuse->setObjectName(QStringLiteral("refuseButton"));
    m_revoke->setObjectName(QStringLiteral("revokeButton"));
    m_requests->addAction(m_approve);
    m_requests->addAction(m_refuse);
    m_participants->addAction(m_revoke);
    m_requests->setFixedHeight(kRequestsHeight);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_requests);
    column->addWidget(m_participants, 1);
    connect(m_approve, &Button::clicked, this, &ParticipantsPage::approvalAsked);
    connect(m_refuse, &Button::clicked, this, &ParticipantsPage::refusalAsked);
    connect(m_revoke, &Button::clicked, this, &ParticipantsPage::revocationAsked);
    retranslate();
}

void ParticipantsPage::showView(const ConsoleView& view)
{
    m_snapshot = view.snapshot;
    m_requests->showView(view);
    m_participants->showView(view);
}

std::optional<views::EnrolmentRow> ParticipantsPage::chosenRequest() const
{
    const auto id = m_requests->table().chosen();
    if (!id || !m_snapshot)
        return std::nullopt;
    const auto& rows = m_snapshot->enrolments;
    const std::size_t place = rows.size() - static_cast<std::size_t>(*id);
    if (place >= rows.size() || rows[place].state != views::EnrolmentState::Pending)
        return std::nullopt;
    return rows[place];
}

std::optional<views::ParticipantRow> ParticipantsPage::chosenHome() const
{
    const auto id = m_participants->table().chosen();
    if (!id || !m_snapshot)
        return std::nullopt;
    const auto& rows = m_snapshot->participants;
    const auto found =
        std::ranges::find(rows, ParticipantId{static_cast<std::uint64_t>(*id)}, &views::ParticipantRow::id);
    if (found == rows.end() || found->revoked || found->role != views::ParticipantRow::Role::Home)
        return std::nullopt;
    return *found;
}

void ParticipantsPage::retranslate()
{
    m_requests->retranslate();
    m_participants->retranslate();
    m_approve->setText(tr("Approve (E)"));
    m_refuse->setText(tr("Refuse (R)"));
    m_revoke->setText(tr("Revoke (V)"));
}

} // namespace dgex::ui
