// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/common/theme.h"

#include <QAbstractTableModel>
#include <QIcon>
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
    QIcon mark{};               ///< Before the text; none when null.
};

struct Column {
    QString title;
    bool isNumber = false; ///< Right-aligned.
};

/// A row and who it is: the id stays the same from snapshot to snapshot and is unique within its table.
struct Row {
    qint64 id = 0;
    std::vector<Cell> cells;
};

/// Rows of a snapshot as a Qt model. setRows keeps the scroll position when the number of rows stays.
class DataTableModel : public QAbstractTableModel {
    Q_OBJECT
public:
    explicit DataTableModel(Theme& theme, QObject* parent = nullptr);
    void setColumns(std::vector<Column> columns);
    void setRows(std::vector<Row> rows);
    /// For rows without an identity: the id of each is its place.
    void setRows(std::vector<std::vector<Cell>> rows);
    /// The place of the row with this id; -1: not there.
    [[nodiscard]] int rowOf(qint64 id) const;

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    /// The role under which a cell gives its sort key.
    static constexpr int kSortRole = Qt::UserRole + 1;
    /// The role under which every cell gives the id of its row.
    static constexpr int kIdRole = Qt::UserRole + 2;

Q_SIGNALS:
    void rowsAboutToBeReplaced();
    void rowsReplaced();

private:
    Theme& m_theme;
    std::vector<Column> m_columns;
    std::vector<Row> m_rows;
};

/// A read-only table: sorted by a click on a column's head, copied with Ctrl+C as tab-separated text. The choice is
/// kept by id: a chosen row that leaves the table is no longer chosen, and is chosen again when it comes back.
class DataTableView : public QTableView {
    Q_OBJECT
public:
    explicit DataTableView(Theme& theme, QWidget* parent = nullptr);
    [[nodiscard]] DataTableModel& table() { return *m_table; }
    /// The id of the row that is chosen and stands in the table.
    [[nodiscard]] std::optional<qint64> chosen() const;
    /// Chooses a row now, or as soon as it comes; emits nothing.
    void choose(std::optional<qint64> id);
    /// All rows in the shown order, RFC 4180.
    [[nodiscard]] QString csv() const;
    /// The column that takes what is left of the width; -1: the last.
    void setStretched(int column);

Q_SIGNALS:
    /// The user chose the row with this id.
    void rowChosen(qint64 id);

protected:
    void keyPressEvent(QKeyEvent* event) override;

private:
    void applyTheme();
    void noteChoice();
    /// Selects the chosen row where it stands now.
    void showChoice();

    Theme& m_theme;
    DataTableModel* m_table;
    QSortFilterProxyModel* m_sorted;
    std::optional<qint64> m_chosen;
    bool m_isReplacing = false; ///< What the selection does now is not the user's doing.
};

} // namespace dgex::ui
