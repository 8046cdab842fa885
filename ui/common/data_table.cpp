// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/data_table.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHeaderView>
#include <QKeyEvent>
#include <QSortFilterProxyModel>

#include <algorithm>

namespace dgex::ui {

namespace {

constexpr int kRowsMeasured = 100; ///< For the widths of columns, besides those that are seen.

} // namespace

DataTableModel::DataTableModel(Theme& theme, QObject* parent)
    : QAbstractTableModel(parent)
    , m_theme(theme)
{
}

void DataTableModel::setColumns(std::vector<Column> columns)
{
    beginResetModel();
    m_columns = std::move(columns);
    m_rows.clear();
    endResetModel();
}

void DataTableModel::setRows(std::vector<std::vector<Cell>> rows)
{
    std::vector<Row> numbered;
    numbered.reserve(rows.size());
    for (std::vector<Cell>& cells : rows)
        numbered.push_back({static_cast<qint64>(numbered.size()), std::move(cells)});
    setRows(std::move(numbered));
}

void DataTableModel::setRows(std::vector<Row> rows)
{
    Q_EMIT rowsAboutToBeReplaced();
    const int before = rowCount();
    const int after = static_cast<int>(rows.size());
    if (after > before) {
        beginInsertRows({}, before, after - 1);
        m_rows = std::move(rows);
        endInsertRows();
    } else if (after < before) {
        beginRemoveRows({}, after, before - 1);
        m_rows = std::move(rows);
        endRemoveRows();
    } else {
        m_rows = std::move(rows);
    }
    if (after > 0 && !m_columns.empty())
        Q_EMIT dataChanged(index(0, 0), index(after - 1, columnCount() - 1));
    Q_EMIT rowsReplaced();
}

int DataTableModel::rowOf(qint64 id) const
{
    const auto found = std::ranges::find(m_rows, id, &Row::id);
    return found == m_rows.end() ? -1 : static_cast<int>(found - m_rows.begin());
}

int DataTableModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int DataTableModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_columns.size());
}

QVariant DataTableModel::data(const QModelIndex& index, int role) const
{
    const Row& row = m_rows[static_cast<std::size_t>(index.row())];
    if (role == kIdRole)
        return row.id;
    const std::size_t column = static_cast<std::size_t>(index.column());
    if (column >= row.cells.size())
        return {};
    const Cell& cell = row.cells[column];
    switch (role) {
    case Qt::DisplayRole:
        return cell.text;
    case kSortRole:
        return cell.key.isValid() ? cell.key : QVariant(cell.text);
    case Qt::TextAlignmentRole:
        return QVariant(Qt::AlignVCenter | (m_columns[column].isNumber ? Qt::AlignRight : Qt::AlignLeft));
    case Qt::ForegroundRole:
        return cell.role ? QVariant(m_theme.color(*cell.role)) : QVariant();
    case Qt::DecorationRole:
        return cell.mark.isNull() ? QVariant() : QVariant(cell.mark);
    default:
        return {};
    }
}

QVariant DataTableModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= columnCount())
        return {};
    const Column& column = m_columns[static_cast<std::size_t>(section)];
    if (role == Qt::DisplayRole)
        return column.title;
    if (role == Qt::TextAlignmentRole)
        return QVariant(Qt::AlignVCenter | (column.isNumber ? Qt::AlignRight : Qt::AlignLeft));
    return {};
}

DataTableView::DataTableView(Theme& theme, QWidget* parent)
    : QTableView(parent)
    , m_theme(theme)
    , m_table(new DataTableModel(theme, this))
    , m_sorted(new QSortFilterProxyModel(this))
{
    m_sorted->setSourceModel(m_table);
    m_sorted->setSortRole(DataTableModel::kSortRole);
    setModel(m_sorted);
    setSortingEnabled(true);
    sortByColumn(-1, Qt::AscendingOrder);
    setSelectionBehavior(QAbstractItemView::SelectRows);
    setSelectionMode(QAbstractItemView::SingleSelection);
    setEditTriggers(QAbstractItemView::NoEditTriggers);
    setAlternatingRowColors(true);
    setShowGrid(false);
    setWordWrap(false);
    setFrameShape(QFrame::NoFrame);
    setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    verticalHeader()->hide();
    horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    horizontalHeader()->setStretchLastSection(true);
    horizontalHeader()->setResizeContentsPrecision(kRowsMeasured);
    horizontalHeader()->setHighlightSections(false);
    connect(&theme, &Theme::changed, this, &DataTableView::applyTheme);
    connect(selectionModel(), &QItemSelectionModel::selectionChanged, this, &DataTableView::noteChoice);
    connect(m_table, &DataTableModel::rowsAboutToBeReplaced, this, [this] { m_isReplacing = true; });
    connect(m_table, &DataTableModel::rowsReplaced, this, &DataTableView::showChoice);
    applyTheme();
}

void DataTableView::applyTheme()
{
    setFont(m_theme.font(TextSize::Body));
    horizontalHeader()->setFont(m_theme.font(TextSize::Caption));
    setStyleSheet(m_theme.styleSheet());
    verticalHeader()->setDefaultSectionSize(m_theme.isDesktop() ? m_theme.fontPx(TextSize::Body) * 2 : m_theme.px(48));
    verticalHeader()->setMinimumSectionSize(1);
}

void DataTableView::setStretched(int column)
{
    horizontalHeader()->setStretchLastSection(column < 0);
    if (column >= 0)
        horizontalHeader()->setSectionResizeMode(column, QHeaderView::Stretch);
}

std::optional<qint64> DataTableView::chosen() const
{
    const QModelIndexList selected = selectionModel()->selectedIndexes();
    if (selected.isEmpty())
        return std::nullopt;
    return selected.front().data(DataTableModel::kIdRole).toLongLong();
}

void DataTableView::choose(std::optional<qint64> id)
{
    if (id == m_chosen)
        return;
    m_chosen = id;
    showChoice();
    if (chosen())
        scrollTo(currentIndex());
}

void DataTableView::noteChoice()
{
    if (m_isReplacing)
        return;
    m_chosen = chosen();
    if (m_chosen)
        Q_EMIT rowChosen(*m_chosen);
}

void DataTableView::showChoice()
{
    m_isReplacing = true;
    const bool scrolls = hasAutoScroll();
    setAutoScroll(false);
    const int row = m_chosen ? m_table->rowOf(*m_chosen) : -1;
    if (row < 0 && chosen()) {
        selectionModel()->clear();
    } else if (row >= 0 && chosen() != m_chosen) {
        setCurrentIndex(m_sorted->mapFromSource(m_table->index(row, 0)));
    }
    setAutoScroll(scrolls);
    m_isReplacing = false;
}

QString DataTableView::csv() const
{
    QString text;
    const auto append = [&text](const QString& field, bool last) {
        const bool quoted =
            field.contains(QLatin1Char(',')) || field.contains(QLatin1Char('"')) || field.contains(QLatin1Char('\n'));
        QString escaped = field;
        escaped.replace(QStringLiteral("\""), QStringLiteral("\"\""));
        text += quoted ? QLatin1Char('"') + escaped + QLatin1Char('"') : field;
        text += last ? QStringLiteral("\r\n") : QStringLiteral(",");
    };
    const int columns = m_sorted->columnCount();
    for (int column = 0; column < columns; ++column)
        append(m_sorted->headerData(column, Qt::Horizontal).toString(), column + 1 == columns);
    for (int row = 0; row < m_sorted->rowCount(); ++row) {
        for (int column = 0; column < columns; ++column)
            append(m_sorted->index(row, column).data().toString(), column + 1 == columns);
    }
    return text;
}

void DataTableView::keyPressEvent(QKeyEvent* event)
{
    if (!event->matches(QKeySequence::Copy))
        return QTableView::keyPressEvent(event);
    QStringList fields;
    for (const QModelIndex& index : selectionModel()->selectedIndexes())
        fields << index.data().toString();
    QGuiApplication::clipboard()->setText(fields.join(QLatin1Char('\t')));
}

} // namespace dgex::ui
