// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/console/settlement_page.h"

#include "ui/console/console_tables.h"

#include <QBoxLayout>

namespace dgex::ui {

namespace {

constexpr int kDisputesHeight = 260;

} // namespace

SettlementPage::SettlementPage(Theme& theme, QWidget* parent)
    : ConsolePage(parent)
    , m_settlements(new TablePage(theme, QStringLiteral("settlement"), ConsoleTables::settlements(), this))
    , m_disputes(new TablePage(theme, QStringLiteral("disputes"), ConsoleTables::disputes(), this))
{
    m_disputes->setFixedHeight(kDisputesHeight);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_settlements, 1);
    column->addWidget(m_disputes);
    retranslate();
}

void SettlementPage::showView(const ConsoleView& view)
{
    m_settlements->showView(view);
    m_disputes->showView(view);
}

void SettlementPage::retranslate()
{
    m_settlements->retranslate();
    m_disputes->retranslate();
}

} // namespace dgex::ui
