// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/level_chart.h"

#include <QPainter>

#include <algorithm>

namespace dgex::ui {

LevelChart::LevelChart(Theme& theme, Role role, QWidget* parent)
    : Chart(theme, parent)
    , m_role(role)
{
}

void LevelChart::setLevels(std::vector<Level> levels, double top)
{
    m_levels = std::move(levels);
    m_top = top;
    update();
}

void LevelChart::setLimit(std::optional<double> limit, const QString& label)
{
    m_limit = limit;
    m_limitLabel = label;
    update();
}

ChartTable LevelChart::table() const
{
    ChartTable table{.header = {tr("Place"), valueTitle()}, .rows = {}};
    for (std::size_t i = 0; i < m_levels.size(); ++i) {
        QString name = m_levels[i].name.isEmpty() ? m_levels[i].label : m_levels[i].name;
        if (name.isEmpty())
            name = QString::number(i + 1);
        table.rows.push_back({name, spoken(m_levels[i].value)});
    }
    return table;
}

ValueAxis LevelChart::valueAxis() const
{
    return ValueAxis::around(0, std::max(m_top, 1e-3), std::clamp(height() / std::max(1, theme().px(44)), 2, 5));
}

std::vector<Chart::Tick> LevelChart::horizontalTicks() const
{
    std::vector<Tick> ticks;
    const double last = std::max(1.0, static_cast<double>(m_levels.size()) - 1);
    for (std::size_t i = 0; i < m_levels.size(); ++i) {
        if (!m_levels[i].label.isEmpty())
            ticks.push_back({static_cast<double>(i) / last, m_levels[i].label});
    }
    return ticks;
}

void LevelChart::paintPlot(QPainter& painter)
{
    const double last = std::max(1.0, static_cast<double>(m_levels.size()) - 1);
    QPolygonF line;
    for (std::size_t i = 0; i < m_levels.size(); ++i)
        line << QPointF(xOf(static_cast<double>(i) / last), yOf(m_levels[i].value));
    QPolygonF area = line;
    area << QPointF(xOf(1), yOf(0)) << QPointF(xOf(0), yOf(0));
    painter.setPen(Qt::NoPen);
    painter.setBrush(theme().tint(m_role, 0.28));
    painter.drawPolygon(area);
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(theme().color(m_role), theme().px(2.5), Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter.drawPolyline(line);
    if (!m_limit)
        return;
    const double y = yOf(*m_limit);
    painter.setPen(QPen(theme().color(Role::Text), theme().px(1.5), Qt::DashLine));
    painter.drawLine(QPointF(xOf(0), y), QPointF(xOf(1), y));
    const QFontMetricsF metrics(painter.font());
    const double width = metrics.horizontalAdvance(m_limitLabel) + theme().px(8);
    const bool below = y - metrics.height() < plot().top();
    const QRectF label(xOf(1) - width - theme().px(4), below ? y + 2 : y - metrics.height() - 2, width,
                       metrics.height());
    QColor veil = theme().color(Role::Surface);
    veil.setAlphaF(0.8F);
    painter.setPen(Qt::NoPen);
    painter.setBrush(veil);
    painter.drawRoundedRect(label, theme().px(3), theme().px(3));
    painter.setPen(theme().color(Role::Text));
    painter.drawText(label, Qt::AlignCenter, m_limitLabel);
}

} // namespace dgex::ui
