// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/common/bar_chart.h"
#include "ui/common/step_curve_chart.h"
#include "ui/console/table_page.h"
#include "ui/console/what_if_panel.h"

class QBoxLayout;
class QStackedWidget;

namespace dgex::ui {

/// All markets in a list; of the chosen one the curves with the clearing cross and its facts.
class MarketsPage : public ConsolePage {
    Q_OBJECT
public:
    explicit MarketsPage(Theme& theme, QWidget* parent = nullptr);
    void showView(const ConsoleView& view) override;
    void retranslate() override;
    /// 0: curves, 1: book, 2: fills.
    void showDetail(int index);
    [[nodiscard]] WhatIfPanel& whatIf() { return *m_whatIf; }

Q_SIGNALS:
    void replayAsked();

private:
    [[nodiscard]] static QStringList trailOf(const ConsoleView& view, const views::MarketRow& row);
    void buildDetails(QBoxLayout& column);
    void showFacts(const ConsoleView& view, const views::MarketRow* row);

    Theme& m_theme;
    TablePage* m_list;
    Label* m_title;
    Label* m_facts;
    Label* m_trail; ///< What became of the trades: delivery, settlement, proof.
    StepCurveChart* m_curves;
    WhatIfPanel* m_whatIf;
    Button* m_replay;
    QStackedWidget* m_details; ///< Curves, book or fills.
    std::array<Button*, 3> m_choices{};
    TablePage* m_book;
    TablePage* m_fills;
    BarChart* m_prices;
    Label* m_pricesTitle;
    std::vector<Period> m_periods;
};

/// Bars of the prices of all markets; orange and blue are for the home panel, here only the chosen one stands out.
[[nodiscard]] std::vector<Bar> priceBars(const ConsoleView& view);
/// The place of a period among the snapshot's markets; -1: not there.
[[nodiscard]] int marketIndex(const views::OperatorSnapshot& snapshot, Period period);

} // namespace dgex::ui
