// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/common/bar_chart.h"
#include "ui/console/phase_strip.h"
#include "ui/console/table_page.h"

#include <array>

namespace dgex::ui {

/// The whole exchange at a glance: figures, prices and volumes of all markets, alarms.
class OverviewPage : public ConsolePage {
    Q_OBJECT
public:
    explicit OverviewPage(Theme& theme, QWidget* parent = nullptr);
    void showView(const ConsoleView& view) override;
    void retranslate() override;
    [[nodiscard]] const TablePage& alarms() const { return *m_alarms; }

private:
    static constexpr std::size_t kTiles = 6;
    struct Tile {
        Label* name = nullptr;
        Label* value = nullptr;
        Label* detail = nullptr;
    };
    void buildTiles(Theme& theme, QBoxLayout& row);
    void showTiles(const ConsoleView& view);
    void showCharts(const ConsoleView& view);

    std::array<Tile, kTiles> m_tiles;
    PhaseStrip* m_phases;
    Label* m_pricesTitle;
    BarChart* m_prices;
    Label* m_volumesTitle;
    BarChart* m_volumes;
    TablePage* m_alarms;
    std::vector<Period> m_periods;
};

} // namespace dgex::ui
