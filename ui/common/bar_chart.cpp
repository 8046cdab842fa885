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

void BarChart::setNow(double index)
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

void BarChart::setMissingText(const QString& text)
{
    m_missingText = text;
    update();
}

void BarChart::setLimitName(const QString& name)
{
    m_limitName = name;
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
    if (!m_limitName.isEmpty()) {
        ValueAxis axis = ValueAxis::around(least, greatest, std::max(3, steps));
        axis.high = greatest * 1.25;
        return axis;
    }
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

QRectF BarChart::columnOf(std::size_t index) const
{
    const QRectF area = plot();
    const double slot = area.width() / static_cast<double>(m_bars.size());
    return {area.left() + slot * static_cast<double>(index), area.top(), slot, area.height()};
}

void BarChart::paintBar(QPainter& painter, std::size_t index) const
{
    const Bar& bar = m_bars[index];
    const QRectF column = columnOf(index);
    const double slot = column.width();
    const double gap = slot > 12 ? slot * 0.2 : std::max(1.0, slot * 0.16);
    const double zero = yOf(0);
    painter.setPen(Qt::NoPen);
    if (bar.value) {
        const double top = yOf(*bar.value);
        QRectF area(column.left() + gap / 2, std::min(zero, top), slot - gap, std::max(2.0, std::abs(zero - top)));
        if (*bar.value >= 0 && zero - top < 2.0)
            area.moveBottom(zero);
        const double radius = std::min(area.height(), slot) > 6 ? theme().px(2) : 0;
        painter.setBrush(theme().color(bar.role));
        if (bar.later) {
            painter.setPen(QPen(theme().color(bar.role), 1));
            painter.setBrush(theme().tint(bar.role, 0.35));
            area.adjust(0.5, 0.5, -0.5, -0.5);
        }
        painter.drawRoundedRect(area, radius, radius);
    } else if (m_missingText.isEmpty()) {
        painter.setBrush(theme().color(Role::Gridline));
        painter.drawRect(QRectF(column.left() + gap / 2, zero - 3, slot - gap, 3));
    }
    if (bar.limit && m_limitName.isEmpty()) {
        const double y = yOf(*bar.limit);
        const double half = std::max(1.5, theme().unit() * 1.5);
        painter.setPen(Qt::NoPen);
        painter.fillRect(QRectF(column.left(), y - half - 1, slot, 2 * half + 2), theme().color(Role::Surface));
        painter.fillRect(QRectF(column.left(), y - half, slot, 2 * half), theme().color(Role::Text));
    }
    paintMark(painter, index);
}

void BarChart::paintMark(QPainter& painter, std::size_t index) const
{
    const Bar& bar = m_bars[index];
    if (bar.mark == Bar::Mark::None)
        return;
    const QRectF column = columnOf(index);
    const double half = std::clamp(column.width() * 0.42, 3.0, static_cast<double>(theme().px(7)));
    const double middle = column.center().x();
    const double base = std::min(yOf(0), yOf(bar.value.value_or(0))) - half * 0.8;
    const double far = base - half * 1.6;
    const bool sell = bar.mark == Bar::Mark::Sell;
    const QPolygonF triangle = sell ? QPolygonF{{middle - half, base}, {middle + half, base}, {middle, far}}
                                    : QPolygonF{{middle - half, far}, {middle + half, far}, {middle, base}};
    painter.setPen(Qt::NoPen);
    painter.setBrush(theme().color(sell ? Role::Sell : Role::Buy));
    painter.drawPolygon(triangle);
}

void BarChart::paintLimitLine(QPainter& painter) const
{
    QPolygonF line;
    for (std::size_t i = 0; i < m_bars.size(); ++i) {
        if (!m_bars[i].limit)
            continue;
        const double y = std::round(yOf(*m_bars[i].limit)) + 0.5;
        line << QPointF(columnOf(i).left(), y) << QPointF(columnOf(i).right(), y);
    }
    if (line.isEmpty())
        return;
    painter.setPen(QPen(theme().color(Role::TextSecondary), std::max(1.0, theme().unit() * 2)));
    painter.setBrush(Qt::NoBrush);
    painter.drawPolyline(line);
    const double height = QFontMetricsF(painter.font()).height();
    const double width = QFontMetricsF(painter.font()).horizontalAdvance(m_limitName) + 4;
    const QRectF words(plot().right() - width, line.last().y() - height - 1, width, height);
    painter.fillRect(words, theme().color(Role::Surface));
    painter.drawText(words, Qt::AlignRight | Qt::AlignVCenter, m_limitName);
}

void BarChart::paintMissing(QPainter& painter) const
{
    std::size_t longest = 0;
    QRectF widest;
    const double zero = yOf(0);
    const double height = std::min(plot().height() * 0.45, static_cast<double>(theme().px(24)));
    for (std::size_t from = 0; from < m_bars.size();) {
        std::size_t to = from;
        while (to < m_bars.size() && !m_bars[to].value)
            ++to;
        if (to > from) {
            const QRectF gap(columnOf(from).left(), zero - height, columnOf(to - 1).right() - columnOf(from).left(),
                             height);
            painter.fillRect(gap, QBrush(theme().color(Role::Outline), Qt::BDiagPattern));
            if (to - from > longest) {
                longest = to - from;
                widest = gap;
            }
        }
        from = to + 1;
    }
    const QFontMetricsF metrics(painter.font());
    const QRectF words = metrics.boundingRect(m_missingText).adjusted(-4, 0, 4, 0);
    if (longest == 0 || words.width() > widest.width())
        return;
    const QRectF room(widest.center().x() - words.width() / 2, widest.top() - metrics.height(), words.width(),
                      metrics.height());
    painter.setPen(theme().color(Role::TextSecondary));
    painter.drawText(room, Qt::AlignCenter, m_missingText);
}

void BarChart::paintNow(QPainter& painter) const
{
    const QRectF area = plot();
    const double x = area.left() + area.width() / static_cast<double>(m_bars.size()) * m_now;
    painter.setPen(QPen(theme().color(Role::Text), theme().px(2)));
    painter.drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()));
    const double half = theme().px(5);
    painter.setPen(Qt::NoPen);
    painter.setBrush(theme().color(Role::Text));
    painter.drawPolygon(QPolygonF{{x - half, area.top()}, {x + half, area.top()}, {x, area.top() + half * 1.4}});
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
    for (std::size_t i = 0; i < m_bars.size(); ++i) {
        if (i > 0 && m_bars[i].startsDay) {
            painter.setPen(QPen(theme().color(Role::Outline), 1, Qt::DashLine));
            painter.drawLine(columnOf(i).topLeft(), columnOf(i).bottomLeft());
        }
        paintBar(painter, i);
    }
    painter.setPen(QPen(theme().color(Role::Outline), 1));
    painter.drawLine(QPointF(area.left(), yOf(0)), QPointF(area.right(), yOf(0)));
    if (!m_missingText.isEmpty())
        paintMissing(painter);
    if (!m_limitName.isEmpty())
        paintLimitLine(painter);
    if (m_now >= 0)
        paintNow(painter);
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
