// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/common/chart.h"

#include <optional>

namespace dgex::ui {

/// A level over time, such as a battery's plan: a filled area with an optional dashed limit and a fixed top.
class LevelChart : public Chart {
    Q_OBJECT
public:
    struct Level {
        double value = 0;
        QString label{}; ///< Below the axis; empty: none.
        QString name{};  ///< What it stands for, in the chart's table; empty: the label, else its place.
    };
    explicit LevelChart(Theme& theme, Role role, QWidget* parent = nullptr);
    void setLevels(std::vector<Level> levels, double top);
    [[nodiscard]] ChartTable table() const override;
    void setLimit(std::optional<double> limit, const QString& label);

protected:
    [[nodiscard]] bool isEmpty() const override { return m_levels.empty(); }
    void paintPlot(QPainter& painter) override;
    [[nodiscard]] ValueAxis valueAxis() const override;
    [[nodiscard]] std::vector<Tick> horizontalTicks() const override;

private:
    Role m_role;
    std::vector<Level> m_levels;
    double m_top = 1;
    std::optional<double> m_limit;
    QString m_limitLabel;
};

} // namespace dgex::ui
