// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/common/data_table.h"
#include "ui/console/console_page.h"

#include <functional>

class QHBoxLayout;
class QLineEdit;

namespace dgex::ui {

/// A title and a table: sorted by a click, filtered by a line, copied with Ctrl+C, written as CSV by a button. What
/// stands in it is given by two functions, so that every list of the console is one of these.
class TablePage : public ConsolePage {
    Q_OBJECT
public:
    struct Content {
        std::function<QString()> title;
        std::function<QString()> emptyText;
        std::function<std::vector<Column>()> columns;
        std::function<std::vector<Row>(const ConsoleView&)> rows; ///< Of the snapshot, whatever the period.
        int stretched = -1;                                       ///< The column that takes what is left of the width.
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
    std::vector<Row> m_rows;
    std::shared_ptr<const views::OperatorSnapshot> m_shown; ///< What the rows were made of.
};

} // namespace dgex::ui
