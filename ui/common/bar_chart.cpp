// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/bar_chart.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace dgex::ui {

BarChart::BarChart(Theme& theme, QWidget* parent)
    : Chart(theme, parent)
{
}

void BarChart::setBars(std::vector<Bar> bars)
{
    m_bars = std::move(bars);
    if (m_selected >= static_cast<int>(m_bars.size()))
        m_selected = -1;
    update();
}

void BarChart::setNow(int index)
{
    m_now = index;
    update();
}

void BarChart::setSelected(int index)
{
    m_selected = index;
    update();
}

void BarChart::setGate(int index)
{
    m_gate = index;
    update();
}

void BarChart::setAxis(std::optional<ValueAxis> axis)
{
    m_axis = axis;
    update();
}

void BarChart::setSelectable(bool selectable)
{
    m_selectable = selectable;
    setFocusPolicy(selectable ? Qt::StrongFocus : Qt::NoFocus);
}

ChartTable BarChart::table() const
{
    const bool hasMarks = std::ranges::any_of(m_bars, [](const Bar& bar) { return bar.mark != Bar::Mark::None; });
    const bool hasLimits = std::ranges::any_of(m_bars, [](const Bar& bar) { return bar.limit.has_value(); });
    ChartTable table{.header = {tr("Place"), valueTitle()}, .rows = {}};
    if (hasMarks)
        table.header << tr("Own trade");
    if (hasLimits)
        table.header << tr("Compared with");
    for (std::size_t i = 0; i < m_bars.size(); ++i) {
        const Bar& bar = m_bars[i];
        QString name = bar.name.isEmpty() ? bar.label : bar.name;
        if (name.isEmpty())
            name = QString::number(i + 1);
        QStringList row{name, spoken(bar.value)};
        if (hasMarks)
            row << (bar.mark == Bar::Mark::None  ? QStringLiteral("\u2013")
                    : bar.mark == Bar::Mark::Buy ? tr("bought")
                                                 : tr("sold"));
        if (hasLimits)
            row << spoken(bar.limit);
        table.rows.push_back(row);
    }
    return table;
}

ValueAxis BarChart::valueAxis() const
{
    if (m_axis)
        return *m_axis;
    double least = 0;
    double greatest = 0;
    for (const Bar& bar : m_bars) {
        for (const std::optional<double>& value : {bar.value, bar.limit}) {
            least = std::min(least, value.value_or(0));
            greatest = std::max(greatest, value.value_or(0));
        }
    }
    if (least == greatest)
        greatest = 1;
    if (isPlain())
        return {least, greatest + (greatest - least) * 0.12, greatest - least};
    const int steps = std::clamp(height() / std::max(1, theme().px(44)), 2, 6);
    return ValueAxis::around(least, greatest, steps);
}

std::vector<Chart::Tick> BarChart::horizontalTicks() const
{
    std::vector<Tick> ticks;
    const double count = static_cast<double>(m_bars.size());
    for (std::size_t i = 0; i < m_bars.size(); ++i) {
        if (!m_bars[i].label.isEmpty())
            ticks.push_back({(static_cast<double>(i) + 0.5) / count, m_bars[i].label});
    }
    return ticks;
}

void BarChart::paintBar(QPainter& painter, std::size_t index) const
{
    const Bar& bar = m_bars[index];
    const double slot = plot().width() / static_cast<double>(m_bars.size());
    const double left = plot().left() + slot * static_cast<double>(index);
    const double gap = slot > 12 ? slot * 0.2 : std::max(1.0, slot * 0.16);
    const double zero = yOf(0);
    const double top = bar.value ? yOf(*bar.value) : zero;
    if (bar.value) {
        QRectF area(left + gap / 2, std::min(zero, top), slot - gap, std::max(2.0, std::abs(zero - top)));
        if (*bar.value >= 0 && zero - top < 2.0)
            area.moveBottom(zero);
        const double radius = std::min(area.height(), slot) > 6 ? theme().px(2) : 0;
        painter.setPen(Qt::NoPen);
        painter.setBrush(theme().color(bar.role));
        painter.drawRoundedRect(area, radius, radius);
    } else {
        painter.setPen(Qt::NoPen);
        painter.setBrush(theme().color(Role::Gridline));
        painter.drawRect(QRectF(left + gap / 2, zero - 3, slot - gap, 3));
    }
    if (bar.limit) {
        painter.setPen(QPen(theme().color(Role::TextSecondary), std::max(1.0, theme().unit() * 1.5)));
        painter.drawLine(QPointF(left, yOf(*bar.limit)), QPointF(left + slot, yOf(*bar.limit)));
    }
    if (bar.mark != Bar::Mark::None) {
        const double half = std::clamp(slot * 0.42, 3.0, static_cast<double>(theme().px(7)));
        const double middle = left + slot / 2;
        const double base = std::min(zero, top) - half * 0.8;
        const bool sell = bar.mark == Bar::Mark::Sell;
        const QPolygonF triangle =
            sell ? QPolygonF{{middle - half, base}, {middle + half, base}, {middle, base - half * 1.6}}
                 : QPolygonF{{middle - half, base - half * 1.6}, {middle + half, base - half * 1.6}, {middle, base}};
        painter.setPen(Qt::NoPen);
        painter.setBrush(theme().color(sell ? Role::Sell : Role::Buy));
        painter.drawPolygon(triangle);
    }
}

void BarChart::paintPlot(QPainter& painter)
{
    const QRectF area = plot();
    const double slot = area.width() / static_cast<double>(m_bars.size());
    if (m_gate > 0) {
        painter.fillRect(QRectF(area.left(), area.top(), slot * m_gate, area.height()),
                         theme().tint(Role::Outline, 0.16));
    }
    if (m_selected >= 0) {
        const QRectF column(area.left() + slot * m_selected, area.top(), slot, area.height());
        painter.setPen(QPen(theme().color(Role::Accent), theme().px(2)));
        painter.setBrush(theme().tint(Role::Accent, 0.22));
        painter.drawRoundedRect(column.adjusted(-1, 0, 1, 0), theme().px(3), theme().px(3));
    }
    for (std::size_t i = 0; i < m_bars.size(); ++i)
        paintBar(painter, i);
    painter.setPen(QPen(theme().color(Role::Outline), 1));
    painter.drawLine(QPointF(area.left(), yOf(0)), QPointF(area.right(), yOf(0)));
    if (m_now >= 0) {
        const double x = area.left() + slot * m_now;
        painter.setPen(QPen(theme().color(Role::Text), theme().px(2)));
        painter.drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()));
    }
}

void BarChart::choose(int index)
{
    if (m_bars.empty())
        return;
    setSelected(std::clamp(index, 0, static_cast<int>(m_bars.size()) - 1));
    Q_EMIT barChosen(m_selected);
}

void BarChart::mouseReleaseEvent(QMouseEvent* event)
{
    if (!m_selectable || m_bars.empty() || !rect().contains(event->position().toPoint()))
        return Chart::mouseReleaseEvent(event);
    const QRectF area = plot();
    const double fraction = (event->position().x() - area.left()) / area.width();
    choose(static_cast<int>(std::floor(fraction * static_cast<double>(m_bars.size()))));
}

void BarChart::keyPressEvent(QKeyEvent* event)
{
    if (m_selectable && (event->key() == Qt::Key_Left || event->key() == Qt::Key_Right))
        return choose(m_selected + (event->key() == Qt::Key_Right ? 1 : -1));
    Chart::keyPressEvent(event);
}

} // namespace dgex::ui
