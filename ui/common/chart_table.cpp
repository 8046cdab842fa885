// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/chart_table.h"

#include "ui/common/chart.h"

#include <QAccessibleWidget>
#include <QPointer>

#include <map>

namespace dgex::ui {

namespace {

class ChartInterface;

constexpr int kHeaderRow = -1;

/// One cell of a chart's table; row kHeaderRow is the header.
class CellInterface final : public QAccessibleInterface, public QAccessibleTableCellInterface {
public:
    CellInterface(Chart* chart, int row, int column)
        : m_chart(chart)
        , m_row(row)
        , m_column(column)
    {
    }
    [[nodiscard]] bool isValid() const override { return m_chart && !text(QAccessible::Name).isNull(); }
    [[nodiscard]] QObject* object() const override { return nullptr; }
    [[nodiscard]] QAccessibleInterface* parent() const override
    {
        return QAccessible::queryAccessibleInterface(m_chart);
    }
    [[nodiscard]] QAccessibleInterface* child(int) const override { return nullptr; }
    [[nodiscard]] QAccessibleInterface* childAt(int, int) const override { return nullptr; }
    [[nodiscard]] int childCount() const override { return 0; }
    [[nodiscard]] int indexOfChild(const QAccessibleInterface*) const override { return -1; }
    [[nodiscard]] QString text(QAccessible::Text kind) const override
    {
        if (kind != QAccessible::Name || !m_chart)
            return {};
        const ChartTable table = m_chart->table();
        if (m_row == kHeaderRow)
            return table.header.value(m_column);
        return m_row < static_cast<int>(table.rows.size()) ? table.rows[static_cast<std::size_t>(m_row)].value(m_column)
                                                           : QString();
    }
    void setText(QAccessible::Text, const QString&) override {}
    [[nodiscard]] QRect rect() const override { return parent() ? parent()->rect() : QRect(); }
    [[nodiscard]] QAccessible::Role role() const override
    {
        return m_row == kHeaderRow ? QAccessible::ColumnHeader : QAccessible::Cell;
    }
    [[nodiscard]] QAccessible::State state() const override
    {
        QAccessible::State state;
        state.readOnly = true;
        return state;
    }
    void* interface_cast(QAccessible::InterfaceType type) override
    {
        return type == QAccessible::TableCellInterface ? static_cast<QAccessibleTableCellInterface*>(this) : nullptr;
    }

    [[nodiscard]] bool isSelected() const override { return false; }
    [[nodiscard]] QList<QAccessibleInterface*> columnHeaderCells() const override;
    [[nodiscard]] QList<QAccessibleInterface*> rowHeaderCells() const override { return {}; }
    [[nodiscard]] int columnIndex() const override { return m_column; }
    [[nodiscard]] int rowIndex() const override { return m_row; }
    [[nodiscard]] int columnExtent() const override { return 1; }
    [[nodiscard]] int rowExtent() const override { return 1; }
    [[nodiscard]] QAccessibleInterface* table() const override { return parent(); }

private:
    QPointer<Chart> m_chart;
    int m_row;
    int m_column;
};

/// A chart as a table: its cells row by row, the header first.
class ChartInterface final : public QAccessibleWidget, public QAccessibleTableInterface {
public:
    explicit ChartInterface(Chart* chart)
        : QAccessibleWidget(chart, QAccessible::Table)
        , m_chart(chart)
    {
    }
    ~ChartInterface() override
    {
        for (const auto& [place, id] : m_cells)
            QAccessible::deleteAccessibleInterface(id);
    }
    void* interface_cast(QAccessible::InterfaceType type) override
    {
        return type == QAccessible::TableInterface ? static_cast<QAccessibleTableInterface*>(this)
                                                   : QAccessibleWidget::interface_cast(type);
    }

    [[nodiscard]] int childCount() const override { return columnCount() * (rowCount() + 1); }
    [[nodiscard]] QAccessibleInterface* child(int index) const override
    {
        const int columns = columnCount();
        return index >= 0 && index < childCount() ? cell(index / columns + kHeaderRow, index % columns) : nullptr;
    }
    [[nodiscard]] int indexOfChild(const QAccessibleInterface* child) const override
    {
        auto* const one = const_cast<QAccessibleInterface*>(child)->tableCellInterface();
        return one == nullptr ? -1 : (one->rowIndex() - kHeaderRow) * columnCount() + one->columnIndex();
    }

    [[nodiscard]] QAccessibleInterface* caption() const override { return nullptr; }
    [[nodiscard]] QAccessibleInterface* summary() const override { return nullptr; }
    [[nodiscard]] QAccessibleInterface* cellAt(int row, int column) const override
    {
        return row >= 0 && row < rowCount() && column >= 0 && column < columnCount() ? cell(row, column) : nullptr;
    }
    [[nodiscard]] int selectedCellCount() const override { return 0; }
    [[nodiscard]] QList<QAccessibleInterface*> selectedCells() const override { return {}; }
    [[nodiscard]] QString columnDescription(int column) const override { return m_chart->table().header.value(column); }
    [[nodiscard]] QString rowDescription(int row) const override
    {
        QAccessibleInterface* const first = cellAt(row, 0);
        return first == nullptr ? QString() : first->text(QAccessible::Name);
    }
    [[nodiscard]] int selectedColumnCount() const override { return 0; }
    [[nodiscard]] int selectedRowCount() const override { return 0; }
    [[nodiscard]] int columnCount() const override { return static_cast<int>(m_chart->table().header.size()); }
    [[nodiscard]] int rowCount() const override { return static_cast<int>(m_chart->table().rows.size()); }
    [[nodiscard]] QList<int> selectedColumns() const override { return {}; }
    [[nodiscard]] QList<int> selectedRows() const override { return {}; }
    [[nodiscard]] bool isColumnSelected(int) const override { return false; }
    [[nodiscard]] bool isRowSelected(int) const override { return false; }
    bool selectRow(int) override { return false; }
    bool selectColumn(int) override { return false; }
    bool unselectRow(int) override { return false; }
    bool unselectColumn(int) override { return false; }
    void modelChange(QAccessibleTableModelChangeEvent*) override {}

    [[nodiscard]] QAccessibleInterface* cell(int row, int column) const
    {
        const auto found = m_cells.find({row, column});
        if (found != m_cells.end())
            return QAccessible::accessibleInterface(found->second);
        auto* const made = new CellInterface(m_chart, row, column);
        m_cells.emplace(std::pair{row, column}, QAccessible::registerAccessibleInterface(made));
        return made;
    }

private:
    Chart* m_chart;
    mutable std::map<std::pair<int, int>, QAccessible::Id> m_cells;
};

QList<QAccessibleInterface*> CellInterface::columnHeaderCells() const
{
    const auto* const chart = dynamic_cast<const ChartInterface*>(parent());
    return chart == nullptr ? QList<QAccessibleInterface*>{}
                            : QList<QAccessibleInterface*>{chart->cell(kHeaderRow, m_column)};
}

QAccessibleInterface* makeInterface(const QString&, QObject* object)
{
    auto* const chart = qobject_cast<Chart*>(object);
    return chart == nullptr ? nullptr : new ChartInterface(chart);
}

} // namespace

void makeChartsReadable()
{
    static const bool isDone = [] {
        QAccessible::installFactory(makeInterface);
        return true;
    }();
    Q_UNUSED(isDone)
}

} // namespace dgex::ui
