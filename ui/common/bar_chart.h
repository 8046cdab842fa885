// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/common/chart.h"

#include <optional>

namespace dgex::ui {

/// One bar; its role is its colour, its mark a triangle above (buy points down, sell up).
struct Bar {
    std::optional<double> value; ///< None: an empty place.
    Role role = Role::Utility;
    enum class Mark : std::uint8_t { None, Buy, Sell } mark = Mark::None;
    QString label;                 ///< Below the axis; empty: none.
    std::optional<double> limit{}; ///< A short line across the bar, such as the retail price.
    bool later = false;            ///< Agreed or expected, not done yet: its tint with an edge.
    bool startsDay = false;        ///< A hairline before it.
    QString name{};                ///< What it stands for, in the chart's table; empty: the label, else its place.
};

/// Bars side by side from a zero line, such as the prices of 48 half hours or the money of days.
class BarChart : public Chart {
    Q_OBJECT
public:
    explicit BarChart(Theme& theme, QWidget* parent = nullptr);
    void setBars(std::vector<Bar> bars);
    /// A vertical line at the left edge of a bar, or within it by a fraction; below 0: none.
    void setNow(double index);
    /// -1: none.
    void setSelected(int index);
    [[nodiscard]] int selected() const { return m_selected; }
    /// Bars before this index are past the gate and shaded.
    void setGate(int index);
    /// Empty places are hatched, and the longest row of them says this when it has the room.
    void setMissingText(const QString& text);
    /// The limits are one stepped line with this name instead of a line for each bar.
    void setLimitName(const QString& name);
    void setAxis(std::optional<ValueAxis> axis);
    /// Taps and the arrow keys choose a bar.
    void setSelectable(bool selectable);
    [[nodiscard]] ChartTable table() const override;

Q_SIGNALS:
    void barChosen(int index);

protected:
    [[nodiscard]] bool isEmpty() const override { return m_bars.empty(); }
    void paintPlot(QPainter& painter) override;
    [[nodiscard]] ValueAxis valueAxis() const override;
    [[nodiscard]] std::vector<Tick> horizontalTicks() const override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    [[nodiscard]] QRectF columnOf(std::size_t index) const;
    void paintBar(QPainter& painter, std::size_t index) const;
    void paintMark(QPainter& painter, std::size_t index) const;
    void paintLimitLine(QPainter& painter) const;
    void paintMissing(QPainter& painter) const;
    void paintNow(QPainter& painter) const;
    void choose(int index);

    std::vector<Bar> m_bars;
    std::optional<ValueAxis> m_axis;
    QString m_missingText;
    QString m_limitName;
    double m_now = -1;
    int m_selected = -1;
    int m_gate = 0;
    bool m_selectable = false;
};

} // namespace dgex::ui
