// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/operator/snapshot_table.h"

#include "ui/operator/alarm_mark.h"

#include <QApplication>
#include <QClipboard>
#include <QHeaderView>
#include <QKeyEvent>
#include <QPainter>
#include <QScrollBar>
#include <QStyledItemDelegate>

#include <algorithm>
#include <cmath>

namespace dgex::ui {

namespace {

constexpr int kPadding = 10;
constexpr int kMarkSide = 20;
constexpr int kSampledRows = 40;

/// Paints a cell: selection, bar, alarm shape or abnormal mark, text.
class CellDelegate : public QStyledItemDelegate {
public:
    CellDelegate(const Theme& theme, QObject* parent)
        : QStyledItemDelegate(parent)
        , m_theme(theme)
    {
    }
    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override
    {
        painter->save();
        if (option.state & QStyle::State_Selected)
            painter->fillRect(option.rect, m_theme.tint(Role::Accent, 0.22));
        QRect area = option.rect.adjusted(kPadding, 0, -kPadding, 0);
        paintBar(*painter, area, index.data(SnapshotTableModel::BarRole));
        if (const QVariant alarm = index.data(SnapshotTableModel::AlarmRole); alarm.isValid()) {
            paintAlarmMark(*painter, QRectF(area.left(), area.center().y() - kMarkSide / 2.0, kMarkSide, kMarkSide),
                           alarm.toInt(), true, m_theme);
            area.setLeft(area.left() + kMarkSide + 8);
        }
        const QVariant mark = index.data(SnapshotTableModel::MarkRole);
        painter->setFont(m_theme.font(TextSize::Body, mark.isValid()));
        const auto alignment = static_cast<Qt::Alignment>(index.data(Qt::TextAlignmentRole).toInt());
        const QString text =
            painter->fontMetrics().elidedText(index.data().toString(), Qt::ElideRight, area.width());
        if (mark.isValid())
            paintMark(*painter, option.rect, static_cast<Role>(mark.toInt()));
        painter->setPen(m_theme.color(Role::Text));
        painter->drawText(area, static_cast<int>(alignment), text);
        painter->restore();
    }

private:
    void paintMark(QPainter& painter, const QRect& cell, Role role) const
    {
        painter.fillRect(QRect(cell.left() + 1, cell.top() + 3, 5, cell.height() - 6), m_theme.color(role));
        painter.setPen(QPen(QColor(0x1A, 0x1F, 0x24), 1));
        painter.drawRect(QRect(cell.left() + 1, cell.top() + 3, 5, cell.height() - 7));
    }
    void paintBar(QPainter& painter, const QRect& area, const QVariant& value) const
    {
        if (!value.isValid())
            return;
        const double share = std::clamp(value.toDouble(), -1.0, 1.0);
        const int textWidth = QFontMetrics(m_theme.font(TextSize::Body)).horizontalAdvance(QStringLiteral("\u2212100\u00A0%"));
        const QRect track(area.left(), area.center().y() - 5, area.width() - textWidth - 8, 10);
        if (track.width() < 8)
            return;
        painter.fillRect(track, m_theme.color(Role::Gridline));
        const int middle = track.center().x();
        const int length = static_cast<int>(std::lround(std::abs(share) * track.width() / 2.0));
        painter.fillRect(QRect(share < 0 ? middle - length : middle, track.top(), length, track.height()),
                         m_theme.color(std::abs(share) > 0.95 ? Role::Warning : Role::Outline));
        painter.fillRect(QRect(middle, track.top() - 3, 1, track.height() + 6), m_theme.color(Role::Text));
    }
    const Theme& m_theme;
};

QString csvField(QString text)
{
    if (!text.contains(QLatin1Char(',')) && !text.contains(QLatin1Char('"')) && !text.contains(QLatin1Char('\n')))
        return text;
    text.replace(QStringLiteral("\""), QStringLiteral("\"\""));
    return QLatin1Char('"') + text + QLatin1Char('"');
}

} // namespace

SnapshotTableModel::SnapshotTableModel(SnapshotRows rows, QObject* parent)
    : QAbstractTableModel(parent)
    , m_rows(std::move(rows))
{
}

void SnapshotTableModel::setColumns(std::vector<SnapshotColumn> columns)
{
    if (columns.size() == m_columns.size()) {
        m_columns = std::move(columns);
        Q_EMIT headerDataChanged(Qt::Horizontal, 0, columnCount() - 1);
        return;
    }
    beginResetModel();
    m_columns = std::move(columns);
    endResetModel();
}

bool SnapshotTableModel::wouldReset(const ConsoleView& view) const
{
    const std::size_t count = m_rows.count(*view.snapshot);
    if (!m_view.snapshot || count != m_count)
        return true;
    for (std::size_t row = 0; row < count; ++row) {
        if (m_rows.id(*view.snapshot, row) != m_rows.id(*m_view.snapshot, row))
            return true;
    }
    return false;
}

void SnapshotTableModel::setView(const ConsoleView& view)
{
    if (wouldReset(view)) {
        beginResetModel();
        m_view = view;
        m_count = m_rows.count(*view.snapshot);
        endResetModel();
        return;
    }
    m_view = view;
    if (m_count > 0 && !m_columns.empty())
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1));
}

int SnapshotTableModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_count);
}

int SnapshotTableModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_columns.size());
}

QVariant SnapshotTableModel::data(const QModelIndex& index, int role) const
{
    const std::size_t row = static_cast<std::size_t>(index.row());
    const SnapshotColumn& column = m_columns[static_cast<std::size_t>(index.column())];
    switch (role) {
    case Qt::DisplayRole:
        return column.text(m_view, row);
    case SortRole:
        return column.key ? column.key(m_view, row) : QVariant(column.text(m_view, row));
    case Qt::TextAlignmentRole:
        return static_cast<int>(Qt::AlignVCenter | (column.isNumber ? Qt::AlignRight : Qt::AlignLeft));
    case MarkRole: {
        const auto mark = column.role ? column.role(m_view, row) : std::nullopt;
        return mark ? QVariant(static_cast<int>(*mark)) : QVariant();
    }
    case BarRole:
        return column.bar ? QVariant(column.bar(m_view, row)) : QVariant();
    case AlarmRole:
        return column.alarm ? QVariant(column.alarm(m_view, row)) : QVariant();
    case IdRole:
        return m_rows.id(*m_view.snapshot, row);
    default:
        return {};
    }
}

QVariant SnapshotTableModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= columnCount())
        return {};
    const SnapshotColumn& column = m_columns[static_cast<std::size_t>(section)];
    if (role == Qt::DisplayRole || role == Qt::ToolTipRole)
        return column.title;
    if (role == Qt::TextAlignmentRole)
        return static_cast<int>(Qt::AlignVCenter | (column.isNumber ? Qt::AlignRight : Qt::AlignLeft));
    return {};
}

SnapshotProxy::SnapshotProxy(QObject* parent)
    : QSortFilterProxyModel(parent)
{
    setSortRole(SnapshotTableModel::SortRole);
    setFilterKeyColumn(-1);
    setFilterCaseSensitivity(Qt::CaseInsensitive);
    setSortLocaleAware(true);
}

void SnapshotProxy::setCondition(Condition condition)
{
    m_condition = std::move(condition);
    invalidateFilter();
}

bool SnapshotProxy::filterAcceptsRow(int row, const QModelIndex& parent) const
{
    const auto& model = static_cast<const SnapshotTableModel&>(*sourceModel());
    if (m_condition && !m_condition(model.view(), static_cast<std::size_t>(row)))
        return false;
    return filterRegularExpression().pattern().isEmpty() || QSortFilterProxyModel::filterAcceptsRow(row, parent);
}

SnapshotTable::SnapshotTable(Theme& theme, SnapshotRows rows, QWidget* parent)
    : QTableView(parent)
    , m_theme(theme)
    , m_source(new SnapshotTableModel(std::move(rows), this))
    , m_proxy(new SnapshotProxy(this))
{
    m_proxy->setSourceModel(m_source);
    setModel(m_proxy);
    setItemDelegate(new CellDelegate(theme, this));
    setSortingEnabled(true);
    sortByColumn(-1, Qt::AscendingOrder);
    setSelectionBehavior(QAbstractItemView::SelectRows);
    setSelectionMode(QAbstractItemView::ExtendedSelection);
    setEditTriggers(QAbstractItemView::NoEditTriggers);
    setTabKeyNavigation(false);
    setAlternatingRowColors(true);
    setShowGrid(false);
    setWordWrap(false);
    setFrameShape(QFrame::NoFrame);
    setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    verticalHeader()->hide();
    horizontalHeader()->setHighlightSections(false);
    horizontalHeader()->setMinimumSectionSize(24);
    connect(&theme, &Theme::changed, this, &SnapshotTable::applyTheme);
    connect(selectionModel(), &QItemSelectionModel::currentRowChanged, this, [this](const QModelIndex& current) {
        if (!m_quiet && current.isValid())
            Q_EMIT rowChosen(static_cast<qulonglong>(m_proxy->mapToSource(current).row()));
    });
    applyTheme();
}

void SnapshotTable::applyTheme()
{
    setFont(m_theme.font(TextSize::Body));
    horizontalHeader()->setFont(m_theme.font(TextSize::Caption));
    verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    verticalHeader()->setMinimumSectionSize(1);
    verticalHeader()->setDefaultSectionSize(m_theme.fontPx(TextSize::Body) * 2 - 2);
}

void SnapshotTable::setColumns(std::vector<SnapshotColumn> columns)
{
    m_source->setColumns(std::move(columns));
    m_natural.clear();
    fitColumns();
}

void SnapshotTable::setCondition(SnapshotProxy::Condition condition)
{
    m_proxy->setCondition(std::move(condition));
    Q_EMIT shownChanged();
}

void SnapshotTable::setFilterText(const QString& text)
{
    m_proxy->setFilterFixedString(text);
    Q_EMIT shownChanged();
}

void SnapshotTable::setView(const ConsoleView& view)
{
    const bool first = !m_source->view().snapshot;
    const int before = m_source->rowCount();
    if (!first && !m_source->wouldReset(view)) {
        m_source->setView(view);
        return;
    }
    std::vector<quint64> ids;
    for (const QModelIndex& index : selectionModel()->selectedRows())
        ids.push_back(index.data(SnapshotTableModel::IdRole).toULongLong());
    std::optional<quint64> current;
    if (currentIndex().isValid())
        current = currentIndex().data(SnapshotTableModel::IdRole).toULongLong();
    const int scroll = verticalScrollBar()->value();
    m_quiet = true;
    m_source->setView(view);
    restore(ids, current, scroll);
    m_quiet = false;
    if (before == 0)
        m_natural.clear();
    if (m_natural.empty())
        fitColumns();
    Q_EMIT shownChanged();
}

void SnapshotTable::restore(const std::vector<quint64>& ids, std::optional<quint64> current, int scroll)
{
    if (!ids.empty() || current) {
        QItemSelection selection;
        for (int row = 0; row < m_proxy->rowCount(); ++row) {
            const QModelIndex index = m_proxy->index(row, 0);
            const quint64 id = index.data(SnapshotTableModel::IdRole).toULongLong();
            if (current == id)
                selectionModel()->setCurrentIndex(index, QItemSelectionModel::NoUpdate);
            if (std::ranges::find(ids, id) != ids.end())
                selection.select(index, index);
        }
        selectionModel()->select(selection, QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
    }
    executeDelayedItemsLayout();
    verticalScrollBar()->setValue(scroll);
}

bool SnapshotTable::selectId(quint64 id)
{
    for (int row = 0; row < m_proxy->rowCount(); ++row) {
        const QModelIndex index = m_proxy->index(row, 0);
        if (index.data(SnapshotTableModel::IdRole).toULongLong() != id)
            continue;
        m_quiet = true;
        if (currentIndex().row() != row || !selectionModel()->isRowSelected(row))
            setCurrentIndex(index);
        m_quiet = false;
        return true;
    }
    return false;
}

std::vector<std::size_t> SnapshotTable::selectedRows() const
{
    std::vector<int> shown;
    for (const QModelIndex& index : selectionModel()->selectedRows())
        shown.push_back(index.row());
    std::ranges::sort(shown);
    std::vector<std::size_t> rows;
    for (const int row : shown)
        rows.push_back(static_cast<std::size_t>(m_proxy->mapToSource(m_proxy->index(row, 0)).row()));
    return rows;
}

QString SnapshotTable::selectionAsText() const
{
    QStringList lines;
    for (const std::size_t row : selectedRows()) {
        QStringList fields;
        for (int column = 0; column < m_source->columnCount(); ++column)
            fields << m_source->index(static_cast<int>(row), column).data().toString();
        lines << fields.join(QLatin1Char('\t'));
    }
    return lines.join(QLatin1Char('\n'));
}

QString SnapshotTable::csv() const
{
    QString text;
    QStringList fields;
    for (int column = 0; column < m_source->columnCount(); ++column)
        fields << csvField(m_source->headerData(column, Qt::Horizontal, Qt::DisplayRole).toString());
    text += fields.join(QLatin1Char(',')) + QStringLiteral("\r\n");
    for (int row = 0; row < m_proxy->rowCount(); ++row) {
        fields.clear();
        for (int column = 0; column < m_source->columnCount(); ++column)
            fields << csvField(m_proxy->index(row, column).data().toString());
        text += fields.join(QLatin1Char(',')) + QStringLiteral("\r\n");
    }
    return text;
}

void SnapshotTable::keyPressEvent(QKeyEvent* event)
{
    if (!event->matches(QKeySequence::Copy))
        return QTableView::keyPressEvent(event);
    QGuiApplication::clipboard()->setText(selectionAsText());
}

void SnapshotTable::resizeEvent(QResizeEvent* event)
{
    QTableView::resizeEvent(event);
    fitColumns();
}

void SnapshotTable::fitColumns()
{
    const int columns = m_source->columnCount();
    if (columns == 0)
        return;
    if (m_natural.empty()) {
        const QFontMetrics head(m_theme.font(TextSize::Caption));
        const QFontMetrics body(m_theme.font(TextSize::Body, true));
        for (int column = 0; column < columns; ++column) {
            int width = head.horizontalAdvance(m_source->headerData(column, Qt::Horizontal, Qt::DisplayRole).toString()) + 18;
            for (int row = 0; row < std::min(kSampledRows, m_source->rowCount()); ++row) {
                const QModelIndex cell = m_source->index(row, column);
                const int mark = cell.data(SnapshotTableModel::AlarmRole).isValid() ? kMarkSide + 8 : 0;
                const int bar = cell.data(SnapshotTableModel::BarRole).isValid() ? 100 : 0;
                width = std::max(width, body.horizontalAdvance(cell.data().toString()) + mark + bar);
            }
            m_natural.push_back(width + 2 * kPadding);
        }
    }
    int sum = 0;
    for (const int width : m_natural)
        sum += width;
    const int spare = std::max(0, viewport()->width() - sum);
    for (int column = 0; column < columns; ++column) {
        const int from = spare * column / columns;
        const int to = spare * (column + 1) / columns;
        setColumnWidth(column, m_natural[static_cast<std::size_t>(column)] + to - from);
    }
}

} // namespace dgex::ui
