// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/common/bar_chart.h"
#include "ui/common/controls.h"
#include "ui/common/data_table.h"
#include "ui/home/page.h"

#include <array>
#include <optional>

class QHBoxLayout;

namespace dgex::ui {

/// What the home earned and paid, against the same days with the utility only, day by day and trade by trade.
class BillsPage : public Page {
    Q_OBJECT
public:
    explicit BillsPage(Theme& theme, QWidget* parent = nullptr);
    void setSnapshot(const views::HomeSnapshot& snapshot, const QuantityFormat& format) override;
    void retranslate() override;
    void setWide(bool wide) override;
    /// Where bills are written; the user's documents until it is set.
    void setFolder(const QString& folder) { m_folder = folder; }

private:
    enum Line { Trades, Fees, Imbalance, Utility, Total, UtilityOnly, kLines };
    struct Row {
        Label* name = nullptr;
        Label* energy = nullptr; ///< Below the name; null: the line is money only.
        Label* money = nullptr;
    };
    [[nodiscard]] QWidget* makeSummary();
    void arrange();
    void showBill();
    void showTrades(const views::HomeSnapshot& snapshot);
    void write(bool asPdf);

    Theme& m_theme;
    Button* m_today;
    Button* m_all;
    Button* m_tradesTab;
    Button* m_pdf;
    Button* m_csv;
    Label* m_message;
    Card* m_summary;
    Card* m_daysCard;
    Card* m_tradesCard;
    Label* m_totalHead;
    Label* m_total;
    Label* m_saved;
    std::array<Row, kLines> m_rows{};
    Label* m_daysHead;
    BarChart* m_days;
    Label* m_tradesHead;
    DataTableView* m_trades;

    std::vector<views::BillDay> m_bills;
    std::optional<views::HomeSnapshot> m_newest;
    QString m_folder;
    QuantityFormat m_format;
    QHBoxLayout* m_columns = nullptr;
    bool m_wide = false;
};

} // namespace dgex::ui
