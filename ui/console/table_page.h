// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/common/data_table.h"
#include "ui/console/console_page.h"

#include <functional>

class QLineEdit;

namespace dgex::ui {

/// A title and a table: sorted by a click, filtered by a line, copied with Ctrl+C. What stands in it is given by two
/// functions, so that every list of the console is one of these.
class TablePage : public ConsolePage {
    Q_OBJECT
public:
    struct Content {
        std::function<QString()> title;
        std::function<QString()> emptyText;
        std::function<std::vector<Column>()> columns;
        std::function<std::vector<Row>(const ConsoleView&)> rows;
        int stretched = -1; ///< The column that takes what is left of the width.
    };
    TablePage(Theme& theme, const QString& name, Content content, QWidget* parent = nullptr);
    void showView(const ConsoleView& view) override;
    void retranslate() override;
    [[nodiscard]] DataTableView& table() { return *m_table; }
    [[nodiscard]] const DataTableView& table() const { return *m_table; }

private:
    void fill();
    [[nodiscard]] bool passes(const Row& row) const;

    Content m_content;
    Label* m_title;
    Label* m_count;
    Label* m_empty;
    QLineEdit* m_filter;
    DataTableView* m_table;
    std::vector<Row> m_rows;
};

} // namespace dgex::ui
