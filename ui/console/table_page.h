// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/common/data_table.h"
#include "ui/console/console_page.h"

#include <QTimer>

#include <algorithm>
#include <functional>
#include <span>

class QHBoxLayout;
class QLineEdit;

namespace dgex::ui {

/// Some rows of a list.
struct RowRange {
    std::size_t first = 0;
    std::size_t count = 0;
    template <class T>
    [[nodiscard]] std::span<const T> of(std::span<const T> all) const
    {
        const std::size_t from = std::min(first, all.size());
        return all.subspan(from, std::min(count, all.size() - from));
    }
    template <class T>
    [[nodiscard]] std::span<const T> of(const std::vector<T>& all) const
    {
        return of(std::span<const T>{all});
    }
};

/// A title and a table: sorted by a click, filtered by a line, copied with Ctrl+C, written as CSV by a button. What
/// stands in it is given by two functions, so that every list of the console is one of these. A long list is made in
/// slices between other events, so that it never keeps the GUI's thread for long; the old one stands meanwhile.
class TablePage : public ConsolePage {
    Q_OBJECT
public:
    struct Content {
        std::function<QString()> title;
        std::function<QString()> emptyText;
        std::function<std::vector<Column>()> columns;
        /// Of the snapshot; fewer than asked for: these were the last.
        std::function<std::vector<Row>(const ConsoleView&, RowRange)> rows;
        int stretched = -1;      ///< The column that takes what is left of the width.
        bool isOfPeriod = false; ///< Other rows for another period of the same snapshot.
    };
    TablePage(Theme& theme, const QString& name, Content content, QWidget* parent = nullptr);
    void showView(const ConsoleView& view) override;
    void retranslate() override;
    /// Writes what is shown as CSV (UTF-8, RFC 4180); false when the file cannot be written.
    [[nodiscard]] bool exportTo(const QString& file) const;
    /// A line below the title; empty: none.
    void setNote(const QString& note);
    /// Puts a button before the filter.
    void addAction(Button* button);
    void focusFilter();
    void askAndExport();
    [[nodiscard]] DataTableView& table() { return *m_table; }
    [[nodiscard]] const DataTableView& table() const { return *m_table; }

private:
    /// Makes the rows of m_view, from the first.
    void rebuild();
    [[nodiscard]] bool isSame(const ConsoleView& one, const ConsoleView& other) const;
    void makeSlices();
    void fill();
    [[nodiscard]] bool passes(const Row& row) const;

    Content m_content;
    Label* m_title;
    Label* m_count;
    Label* m_empty;
    Label* m_note;
    Button* m_export;
    QHBoxLayout* m_head = nullptr;
    QLineEdit* m_filter;
    DataTableView* m_table;
    ConsoleView m_view; ///< What is shown, or being made; no snapshot: nothing.
    ConsoleView m_next; ///< What came meanwhile.
    QTimer m_slices;    ///< Runs while rows are being made.
    std::vector<Row> m_made;
    std::size_t m_looked = 0; ///< Rows of the list that were made or left out by the filter.
    bool m_isFiltered = false;
};

} // namespace dgex::ui
