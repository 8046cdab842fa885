// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/operator/snapshot_table.h"

#include <QBoxLayout>
#include <QFileDialog>
#include <QLineEdit>
#include <QPushButton>
#include <QSaveFile>

namespace dgex::ui {

TablePanel::TablePanel(Theme& theme, const char* objectName, SnapshotRows rows, QWidget* parent)
    : Card(theme, parent)
    , m_title(new Label(theme, TextSize::Strong, Role::Text, true))
    , m_tools(new QHBoxLayout)
    , m_count(new Label(theme, TextSize::Caption, Role::TextSecondary))
    , m_filter(new QLineEdit)
    , m_export(new QPushButton)
    , m_table(new SnapshotTable(theme, std::move(rows)))
    , m_empty(new Label(theme, TextSize::Strong, Role::TextSecondary, false, m_table))
{
    const QString name = QString::fromLatin1(objectName);
    setObjectName(name + QStringLiteral("TablePanel"));
    m_table->setObjectName(name + QStringLiteral("SnapshotTable"));
    m_filter->setObjectName(name + QStringLiteral("FilterLineEdit"));
    m_filter->setClearButtonEnabled(true);
    m_filter->setMaximumWidth(220);
    m_filter->setFont(theme.font(TextSize::Body));
    m_export->setObjectName(name + QStringLiteral("ExportPushButton"));
    m_export->setFont(theme.font(TextSize::Body));
    auto* row = new QHBoxLayout;
    row->setSpacing(theme.px(12));
    row->addWidget(m_title);
    row->addWidget(m_count);
    row->addStretch(1);
    row->addLayout(m_tools);
    row->addWidget(m_filter);
    row->addWidget(m_export);
    box().addLayout(row);
    box().addWidget(m_table, 1);
    m_empty->setAlignment(Qt::AlignCenter);
    m_empty->setWordWrap(true);
    auto* over = new QVBoxLayout(m_table->viewport());
    over->addWidget(m_empty);
    m_empty->setAttribute(Qt::WA_TransparentForMouseEvents);
    connect(m_filter, &QLineEdit::textChanged, m_table, &SnapshotTable::setFilterText);
    connect(m_table, &SnapshotTable::shownChanged, this, &TablePanel::showCount);
    connect(m_export, &QPushButton::clicked, this, &TablePanel::askForFile);
}

void TablePanel::setTitle(const QString& title)
{
    m_title->setText(title);
    m_table->setAccessibleName(title);
}

void TablePanel::setEmptyText(const QString& text)
{
    m_emptyText = text;
    showCount();
}

void TablePanel::setView(const ConsoleView& view)
{
    m_table->setView(view);
    showCount();
}

void TablePanel::retranslate()
{
    m_filter->setPlaceholderText(tr("Filter (Ctrl+F)"));
    m_filter->setAccessibleName(tr("Filter"));
    m_export->setText(tr("Export CSV"));
    showCount();
}

void TablePanel::focusFilter()
{
    m_filter->setFocus(Qt::ShortcutFocusReason);
    m_filter->selectAll();
}

void TablePanel::showCount()
{
    const int all = m_table->source().rowCount();
    const int shown = m_table->model()->rowCount();
    m_count->setText(shown == all ? QString::number(all) : tr("%1 of %2").arg(shown).arg(all));
    m_empty->setVisible(shown == 0);
    m_empty->setText(all == 0 ? m_emptyText : tr("No row contains this text."));
}

bool TablePanel::exportCsv(const QString& path) const
{
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly))
        return false;
    const QByteArray bytes = m_table->csv().toUtf8();
    return file.write(bytes) == bytes.size() && file.commit();
}

void TablePanel::askForFile()
{
    const QString path =
        QFileDialog::getSaveFileName(this, tr("Export CSV"), m_title->text() + QStringLiteral(".csv"), tr("CSV files (*.csv)"));
    if (!path.isEmpty() && !exportCsv(path))
        m_count->setText(tr("%1 cannot be written").arg(path));
}

} // namespace dgex::ui
