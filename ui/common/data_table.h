// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/common/theme.h"

#include <QAbstractTableModel>
#include <QTableView>

#include <optional>
#include <vector>

class QSortFilterProxyModel;

namespace dgex::ui {

/// One cell: what is read and what it is sorted by.
struct Cell {
    QString text;
    QVariant key{};             ///< Sorts by text when invalid.
    std::optional<Role> role{}; ///< Colour of the text when not Text.
};

struct Column {
    QString title;
    bool isNumber = false; ///< Right-aligned.
};

/// Rows of a snapshot as a Qt model. setRows keeps the selection and the scroll position when the number of rows stays.
class DataTableModel : public QAbstractTableModel {
    Q_OBJECT
public:
    explicit DataTableModel(Theme& theme, QObject* parent = nullptr);
    void setColumns(std::vector<Column> columns);
    void setRows(std::vector<std::vector<Cell>> rows);

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    /// The role under which a cell gives its sort key.
    static constexpr int kSortRole = Qt::UserRole + 1;

private:
    Theme& m_theme;
    std::vector<Column> m_columns;
    std::vector<std::vector<Cell>> m_rows;
};

/// A read-only table: sorted by a click on a column's head, copied with Ctrl+C as tab-separated text.
class DataTableView : public QTableView {
    Q_OBJECT
public:
    explicit DataTableView(Theme& theme, QWidget* parent = nullptr);
    [[nodiscard]] DataTableModel& table() { return *m_table; }
    /// The row of the model (before sorting) that is chosen; -1: none.
    [[nodiscard]] int chosenRow() const;
    void chooseRow(int row);
    /// All rows in the shown order, RFC 4180.
    [[nodiscard]] QString csv() const;
    /// The column that takes what is left of the width; -1: the last.
    void setStretched(int column);

Q_SIGNALS:
    void rowChosen(int row);

protected:
    void keyPressEvent(QKeyEvent* event) override;

private:
    void applyTheme();

    Theme& m_theme;
    DataTableModel* m_table;
    QSortFilterProxyModel* m_sorted;
};

} // namespace dgex::ui
