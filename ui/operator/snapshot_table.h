// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/common/controls.h"
#include "ui/operator/console_page.h"

#include <QAbstractTableModel>
#include <QSortFilterProxyModel>
#include <QTableView>

#include <functional>
#include <optional>
#include <vector>

class QLineEdit;
class QPushButton;

namespace dgex::ui {

/// One column over the rows of a snapshot. Functions are called with a row index below the table's row count, and only
/// for rows that are shown, sorted, filtered or exported.
struct SnapshotColumn {
    QString title;
    bool isNumber = false; ///< Right-aligned.
    std::function<QString(const ConsoleView&, std::size_t)> text;
    std::function<QVariant(const ConsoleView&, std::size_t)> key{};             ///< Sorts by text when absent.
    std::function<std::optional<Role>(const ConsoleView&, std::size_t)> role{}; ///< A mark's colour when abnormal.
    std::function<double(const ConsoleView&, std::size_t)> bar{};               ///< -1 to 1, drawn behind the text.
    std::function<int(const ConsoleView&, std::size_t)> alarm{};                ///< Priority 1 to 4, drawn as its shape.
};

/// Which rows a table has, and what names a row across snapshots.
struct SnapshotRows {
    std::function<std::size_t(const views::OperatorSnapshot&)> count;
    std::function<quint64(const views::OperatorSnapshot&, std::size_t)> id;
};

/// Any list of the snapshot as a Qt model; cells are written when they are asked for.
class SnapshotTableModel : public QAbstractTableModel {
    Q_OBJECT
public:
    enum CellRole { SortRole = Qt::UserRole + 1, MarkRole, BarRole, AlarmRole, IdRole };

    explicit SnapshotTableModel(SnapshotRows rows, QObject* parent = nullptr);
    void setColumns(std::vector<SnapshotColumn> columns);
    /// Resets only when the rows are others than before.
    void setView(const ConsoleView& view);
    [[nodiscard]] bool wouldReset(const ConsoleView& view) const;
    [[nodiscard]] const ConsoleView& view() const { return m_view; }

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    SnapshotRows m_rows;
    std::vector<SnapshotColumn> m_columns;
    ConsoleView m_view;
    std::size_t m_count = 0;
};

/// Sorts by keys, keeps the rows that contain a text in any column and pass an optional condition.
class SnapshotProxy : public QSortFilterProxyModel {
    Q_OBJECT
public:
    using Condition = std::function<bool(const ConsoleView&, std::size_t)>;
    explicit SnapshotProxy(QObject* parent = nullptr);
    void setCondition(Condition condition);

protected:
    [[nodiscard]] bool filterAcceptsRow(int row, const QModelIndex& parent) const override;

private:
    Condition m_condition;
};

/// A read-only table of a snapshot's rows: sorted by a click on a head, Ctrl+C copies the selected rows as
/// tab-separated text. A new view keeps selection, order and scroll position.
class SnapshotTable : public QTableView {
    Q_OBJECT
public:
    SnapshotTable(Theme& theme, SnapshotRows rows, QWidget* parent = nullptr);
    void setColumns(std::vector<SnapshotColumn> columns);
    void setView(const ConsoleView& view);
    void setCondition(SnapshotProxy::Condition condition);
    void setFilterText(const QString& text);
    /// The selected rows as indices into the snapshot's list, in the shown order.
    [[nodiscard]] std::vector<std::size_t> selectedRows() const;
    /// Selects and shows the row with an id; false when it is not shown.
    bool selectId(quint64 id);
    [[nodiscard]] QString selectionAsText() const;
    /// All shown rows, RFC 4180.
    [[nodiscard]] QString csv() const;
    [[nodiscard]] const SnapshotTableModel& source() const { return *m_source; }

Q_SIGNALS:
    void rowChosen(qulonglong row);
    void shownChanged();

protected:
    void keyPressEvent(QKeyEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void applyTheme();
    void fitColumns();
    void restore(const std::vector<quint64>& ids, std::optional<quint64> current, int scroll);

    Theme& m_theme;
    SnapshotTableModel* m_source;
    SnapshotProxy* m_proxy;
    std::vector<int> m_natural;
    bool m_quiet = false; ///< While a selection is restored.
};

/// A table in a card with its title, filter line, row count and CSV export.
class TablePanel : public Card {
    Q_OBJECT
public:
    TablePanel(Theme& theme, const char* objectName, SnapshotRows rows, QWidget* parent = nullptr);
    [[nodiscard]] SnapshotTable& table() { return *m_table; }
    /// Where a page adds its own controls, left of the filter.
    [[nodiscard]] QBoxLayout& tools() { return *m_tools; }
    void setTitle(const QString& title);
    void setEmptyText(const QString& text);
    void setView(const ConsoleView& view);
    void retranslate();
    void focusFilter();
    /// Writes the shown rows as UTF-8; false when the file cannot be written.
    bool exportCsv(const QString& path) const;

private:
    void showCount();
    void askForFile();

    Label* m_title;
    QBoxLayout* m_tools;
    Label* m_count;
    QLineEdit* m_filter;
    QPushButton* m_export;
    SnapshotTable* m_table;
    Label* m_empty;
    QString m_emptyText;
};

} // namespace dgex::ui
