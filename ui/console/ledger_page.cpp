// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/console/ledger_page.h"

#include "ui/console/console_tables.h"

#include <QBoxLayout>

namespace dgex::ui {

namespace {

constexpr int kMargin = 16;
constexpr int kLowerHeight = 220;

} // namespace

LedgerPage::LedgerPage(Theme& theme, QWidget* parent)
    : ConsolePage(parent)
    , m_facts(new Label(theme, TextSize::Body))
    , m_blocks(new TablePage(theme, QStringLiteral("blocks"), ConsoleTables::blocks(), this))
    , m_authorities(new TablePage(theme, QStringLiteral("authorities"), ConsoleTables::authorities(), this))
    , m_evidence(new TablePage(theme, QStringLiteral("evidence"), ConsoleTables::evidence(), this))
{
    setObjectName(QStringLiteral("ledgerPage"));
    m_facts->setObjectName(QStringLiteral("ledgerFactsLabel"));
    m_facts->setContentsMargins(kMargin, kMargin, kMargin, 0);
    m_facts->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_authorities->setFixedHeight(kLowerHeight);
    m_evidence->setFixedHeight(kLowerHeight);
    auto* lower = new QHBoxLayout;
    lower->addWidget(m_authorities, 1);
    lower->addWidget(m_evidence, 1);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_facts);
    column->addWidget(m_blocks, 1);
    column->addLayout(lower);
    retranslate();
}

void LedgerPage::showView(const ConsoleView& view)
{
    const views::OperatorSnapshot& snapshot = *view.snapshot;
    m_facts->setText(
        tr("%1 transactions in the log. Final with %2 of %3 co-signatures.\nLog root %4\nResult root %5")
            .arg(view.format.count(static_cast<std::int64_t>(snapshot.logSize)))
            .arg(snapshot.quorum)
            .arg(snapshot.authorities.size())
            .arg(QString::fromStdString(toHex(snapshot.logRoot)), QString::fromStdString(toHex(snapshot.resultRoot))));
    m_blocks->showView(view);
    m_authorities->showView(view);
    m_evidence->showView(view);
}

void LedgerPage::retranslate()
{
    m_blocks->retranslate();
    m_authorities->retranslate();
    m_evidence->retranslate();
}

} // namespace dgex::ui
