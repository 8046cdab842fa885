// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/console/table_page.h"

#include "ui/common/watched_application.h"

#include <QBoxLayout>
#include <QFileDialog>
#include <QLineEdit>
#include <QSaveFile>

#include <algorithm>
#include <utility>

namespace dgex::ui {

namespace {

constexpr int kMargin = 16;
constexpr int kFilterWidth = 200;
constexpr std::size_t kSlice = 128;
constexpr std::size_t kAtOnce = 1024;             ///< So many rows at least are made without a pause.
constexpr std::chrono::milliseconds kAtATime{10}; ///< Of the GUI's thread.

} // namespace

TablePage::TablePage(Theme& theme, const QString& name, Content content, QWidget* parent)
    : ConsolePage(parent)
    , m_content(std::move(content))
    , m_title(new Label(theme, TextSize::Title, Role::Text, true))
    , m_count(new Label(theme, TextSize::Body, Role::TextSecondary))
    , m_empty(new Label(theme, TextSize::Strong, Role::TextSecondary))
    , m_note(new Label(theme, TextSize::Body, Role::TextSecondary))
    , m_export(new Button(theme, Button::Kind::Secondary))
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
    m_export->setObjectName(name + QStringLiteral("ExportButton"));
    connect(m_export, &Button::clicked, this, &TablePage::askAndExport);
    m_note->setObjectName(name + QStringLiteral("NoteLabel"));
    m_note->hide();
    m_head = new QHBoxLayout;
    m_head->addWidget(m_title);
    m_head->addSpacing(kMargin);
    m_head->addWidget(m_count);
    m_head->addStretch(1);
    m_head->addWidget(m_filter);
    m_head->addWidget(m_export);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(kMargin, kMargin, kMargin, kMargin);
    column->addLayout(m_head);
    column->addWidget(m_note);
    column->addWidget(m_table, 1);
    column->addWidget(m_empty, 1);
    connect(m_filter, &QLineEdit::textChanged, this, &TablePage::rebuild);
    m_slices.setInterval(0);
    connect(&m_slices, &QTimer::timeout, this, &TablePage::makeSlices);
    retranslate();
    m_table->setStretched(m_content.stretched); // Needs the columns.
}

void TablePage::showView(const ConsoleView& view)
{
    if (isSame(view, m_next.snapshot ? m_next : m_view))
        return;
    if (m_slices.isActive()) {
        m_next = view;
        return;
    }
    m_view = view;
    rebuild();
}

bool TablePage::isSame(const ConsoleView& one, const ConsoleView& other) const
{
    return one.snapshot == other.snapshot && (!m_content.isOfPeriod || one.period == other.period);
}

void TablePage::rebuild()
{
    m_slices.stop();
    m_made.clear();
    m_looked = 0;
    m_isFiltered = !m_filter->text().isEmpty();
    if (m_view.snapshot)
        makeSlices();
    else
        fill();
}

void TablePage::makeSlices()
{
    const auto begun = threadTime();
    while (true) {
        std::vector<Row> slice = m_content.rows(m_view, {m_looked, kSlice});
        const std::size_t got = slice.size();
        m_looked += got;
        if (m_isFiltered)
            std::erase_if(slice, [this](const Row& row) { return !passes(row); });
        std::ranges::move(slice, std::back_inserter(m_made));
        if (got < kSlice)
            break;
        if (m_looked >= kAtOnce && threadTime() - begun > kAtATime)
            return m_slices.start();
    }
    m_slices.stop();
    fill();
    if (m_next.snapshot) {
        m_view = std::exchange(m_next, {});
        QTimer::singleShot(0, this, &TablePage::rebuild);
    }
}

bool TablePage::passes(const Row& row) const
{
    return std::ranges::any_of(
        row.cells, [this](const Cell& cell) { return cell.text.contains(m_filter->text(), Qt::CaseInsensitive); });
}

void TablePage::fill()
{
    m_count->setText(tr("%n row(s)", nullptr, static_cast<int>(m_made.size())));
    m_empty->setText(m_looked == 0 ? m_content.emptyText() : tr("No row matches the filter."));
    m_table->setVisible(!m_made.empty());
    m_empty->setVisible(m_made.empty());
    m_table->table().setRows(std::exchange(m_made, {}));
}

void TablePage::setNote(const QString& note)
{
    m_note->setText(note);
    m_note->setVisible(!note.isEmpty());
}

void TablePage::addAction(Button* button)
{
    m_head->insertWidget(m_head->indexOf(m_filter), button);
}

void TablePage::focusFilter()
{
    m_filter->setFocus(Qt::ShortcutFocusReason);
}

bool TablePage::exportTo(const QString& file) const
{
    QSaveFile output(file);
    return output.open(QIODevice::WriteOnly) && output.write(m_table->csv().toUtf8()) >= 0 && output.commit();
}

void TablePage::askAndExport()
{
    const QString file = QFileDialog::getSaveFileName(this, tr("Export as CSV"),
                                                      m_content.title() + QStringLiteral(".csv"), tr("Tables (*.csv)"));
    if (!file.isEmpty())
        setNote(exportTo(file) ? tr("Written to %1").arg(file) : tr("%1 cannot be written").arg(file));
}

void TablePage::retranslate()
{
    m_view = {};
    m_next = {};
    m_export->setText(tr("CSV"));
    m_export->setAccessibleName(tr("Export this table as CSV"));
    m_title->setText(m_content.title());
    m_filter->setPlaceholderText(tr("Filter"));
    m_filter->setAccessibleName(tr("Filter rows"));
    m_table->setAccessibleName(m_content.title());
    m_table->table().setColumns(m_content.columns());
    rebuild();
}

} // namespace dgex::ui
