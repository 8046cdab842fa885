// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/common/chart.h"
#include "ui/console/console_page.h"

namespace dgex::ui {

/// Every market of the past day and the next as one cell, by how far it has come: the fuller the cell, the further.
/// A click and the arrow keys choose one. Grey, because nothing in it is abnormal.
class PhaseStrip : public Chart {
    Q_OBJECT
public:
    explicit PhaseStrip(Theme& theme, QWidget* parent = nullptr);
    void showView(const ConsoleView& view);
    [[nodiscard]] ChartTable table() const override;
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

Q_SIGNALS:
    void periodChosen(Period period);

protected:
    [[nodiscard]] bool isEmpty() const override { return m_cells.empty(); }
    void paintPlot(QPainter& painter) override;
    [[nodiscard]] ValueAxis valueAxis() const override { return {}; }
    [[nodiscard]] std::vector<Tick> horizontalTicks() const override { return {}; }
    void mouseReleaseEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    struct PhaseCell {
        Period period;
        views::MarketPhase phase;
        QString name;
    };
    void choose(int index);

    std::vector<PhaseCell> m_cells;
    int m_chosen = -1;
};

} // namespace dgex::ui
