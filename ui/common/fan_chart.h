// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/common/chart.h"

#include <optional>

namespace dgex::ui {

struct FanPoint {
    double p10 = 0;
    double p50 = 0;
    double p90 = 0;
    std::optional<double> actual{};
    QString label{}; ///< Below the axis; empty: none.
    QString name{};  ///< What it stands for, in the chart's table; empty: the label, else its place.
};

/// A forecast: band from P10 to P90 with edges, the P50 line, what really happened as dots, now as a line.
class FanChart : public Chart {
    Q_OBJECT
public:
    explicit FanChart(Theme& theme, Role role, QWidget* parent = nullptr);
    /// now: index of the first point that is forecast.
    void setPoints(std::vector<FanPoint> points, int now);
    [[nodiscard]] ChartTable table() const override;

protected:
    [[nodiscard]] bool isEmpty() const override { return m_points.empty(); }
    void paintPlot(QPainter& painter) override;
    [[nodiscard]] ValueAxis valueAxis() const override;
    [[nodiscard]] std::vector<Tick> horizontalTicks() const override;

private:
    Role m_role;
    std::vector<FanPoint> m_points;
    int m_now = 0;
};

} // namespace dgex::ui
