// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/fan_chart.h"

#include <QPainter>

#include <algorithm>

namespace dgex::ui {

FanChart::FanChart(Theme& theme, Role role, QWidget* parent)
    : Chart(theme, parent)
    , m_role(role)
{
}

void FanChart::setPoints(std::vector<FanPoint> points, int now)
{
    m_points = std::move(points);
    m_now = now;
    update();
}

ChartTable FanChart::table() const
{
    ChartTable table{.header = {tr("Place"), tr("Low (P10)"), tr("Middle (P50)"), tr("High (P90)"), tr("Measured")},
                     .rows = {}};
    for (std::size_t i = 0; i < m_points.size(); ++i) {
        const FanPoint& point = m_points[i];
        QString name = point.name.isEmpty() ? point.label : point.name;
        if (name.isEmpty())
            name = QString::number(i + 1);
        table.rows.push_back({name, spoken(point.p10), spoken(point.p50), spoken(point.p90), spoken(point.actual)});
    }
    return table;
}

ValueAxis FanChart::valueAxis() const
{
    double greatest = 0;
    for (const FanPoint& point : m_points)
        greatest = std::max({greatest, point.p90, point.actual.value_or(0)});
    if (greatest <= 0)
        greatest = 1;
    return ValueAxis::around(0, greatest, std::clamp(height() / std::max(1, theme().px(44)), 2, 5));
}

std::vector<Chart::Tick> FanChart::horizontalTicks() const
{
    std::vector<Tick> ticks;
    const double last = std::max(1.0, static_cast<double>(m_points.size()) - 1);
    for (std::size_t i = 0; i < m_points.size(); ++i) {
        if (!m_points[i].label.isEmpty())
            ticks.push_back({static_cast<double>(i) / last, m_points[i].label});
    }
    return ticks;
}

void FanChart::paintPlot(QPainter& painter)
{
    const double last = std::max(1.0, static_cast<double>(m_points.size()) - 1);
    QPolygonF high;
    QPolygonF middle;
    QPolygonF low;
    for (std::size_t i = 0; i < m_points.size(); ++i) {
        const double x = xOf(static_cast<double>(i) / last);
        high << QPointF(x, yOf(m_points[i].p90));
        middle << QPointF(x, yOf(m_points[i].p50));
        low << QPointF(x, yOf(m_points[i].p10));
    }
    QPolygonF band = high;
    for (auto point = low.crbegin(); point != low.crend(); ++point)
        band << *point;
    painter.setPen(Qt::NoPen);
    painter.setBrush(theme().tint(m_role, 0.28));
    painter.drawPolygon(band);
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(theme().color(m_role), 1));
    painter.drawPolyline(high);
    painter.drawPolyline(low);
    painter.setPen(QPen(theme().color(m_role), theme().px(2.5), Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter.drawPolyline(middle);
    if (m_now > 0 && m_now < static_cast<int>(m_points.size())) {
        const double x = xOf((m_now - 0.5) / last);
        painter.setPen(QPen(theme().color(Role::TextSecondary), theme().px(1.5)));
        painter.drawLine(QPointF(x, plot().top()), QPointF(x, plot().bottom()));
    }
    painter.setPen(QPen(theme().color(Role::Surface), 1));
    painter.setBrush(theme().color(Role::Text));
    const double radius = theme().unit() * 3.4;
    for (std::size_t i = 0; i < m_points.size(); ++i) {
        if (m_points[i].actual)
            painter.drawEllipse(QPointF(middle[static_cast<qsizetype>(i)].x(), yOf(*m_points[i].actual)), radius,
                                radius);
    }
}

} // namespace dgex::ui
