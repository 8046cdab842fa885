// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/console/table_page.h"

#include <QBoxLayout>
#include <QLineEdit>

#include <algorithm>

namespace dgex::ui {

namespace {

constexpr int kMargin = 16;
constexpr int kFilterWidth = 280;

} // namespace

TablePage::TablePage(Theme& theme, const QString& name, Content content, QWidget* parent)
    : ConsolePage(parent)
    , m_content(std::move(content))
    , m_title(new Label(theme, TextSize::Title, Role::Text, true))
    , m_count(new Label(theme, TextSize::Body, Role::TextSecondary))
    , m_empty(new Label(theme, TextSize::Strong, Role::TextSecondary))
    , m_filter(new QLineEdit)
    , m_table(new DataTableView(theme))
{
    setObjectName(name + QStringLiteral("Page"));
    m_filter->setObjectName(name + QStringLiteral("FilterLineEdit"));
    m_filter->setFixedWidth(kFilterWidth);
    m_filter->setClearButtonEnabled(true);
    m_table->setObjectName(name + QStringLiteral("TableView"));
    m_empty->setObjectName(name + QStringLiteral("EmptyLabel"));
    m_title->setObjectName(name + QStringLiteral("TitleLabel"));
    m_empty->setAlignment(Qt::AlignCenter);
    auto* head = new QHBoxLayout;
    head->addWidget(m_title);
    head->addSpacing(kMargin);
    head->addWidget(m_count);
    head->addStretch(1);
    head->addWidget(m_filter);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(kMargin, kMargin, kMargin, kMargin);
    column->addLayout(head);
    column->addWidget(m_table, 1);
    column->addWidget(m_empty, 1);
    connect(m_filter, &QLineEdit::textChanged, this, &TablePage::fill);
    retranslate();
    m_table->setStretched(m_content.stretched); // Needs the columns.
}

void TablePage::showView(const ConsoleView& view)
{
    m_rows = m_content.rows(view);
    fill();
}

bool TablePage::passes(const Row& row) const
{
    return m_filter->text().isEmpty() || std::ranges::any_of(row.cells, [this](const Cell& cell) {
               return cell.text.contains(m_filter->text(), Qt::CaseInsensitive);
           });
}

void TablePage::fill()
{
    std::vector<Row> shown;
    std::ranges::copy_if(m_rows, std::back_inserter(shown), [this](const Row& row) { return passes(row); });
    m_count->setText(tr("%n row(s)", nullptr, static_cast<int>(shown.size())));
    m_empty->setText(m_rows.empty() ? m_content.emptyText() : tr("No row matches the filter."));
    m_table->setVisible(!shown.empty());
    m_empty->setVisible(shown.empty());
    m_table->table().setRows(std::move(shown));
}

void TablePage::retranslate()
{
    m_title->setText(m_content.title());
    m_filter->setPlaceholderText(tr("Filter"));
    m_filter->setAccessibleName(tr("Filter rows"));
    m_table->setAccessibleName(m_content.title());
    m_table->table().setColumns(m_content.columns());
    fill();
}

} // namespace dgex::ui
