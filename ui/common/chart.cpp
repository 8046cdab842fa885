// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/chart.h"

#include <QFocusEvent>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace dgex::ui {

ValueAxis ValueAxis::around(double least, double greatest, int steps)
{
    const double span = std::max(greatest - least, 1e-6);
    const double rough = span / std::max(1, steps);
    const double decade = std::pow(10.0, std::floor(std::log10(rough)));
    double step = decade;
    for (const double factor : {1.0, 2.0, 5.0, 10.0}) {
        step = factor * decade;
        if (step >= rough)
            break;
    }
    ValueAxis axis{std::floor(least / step) * step, std::ceil(greatest / step) * step, step};
    if (axis.high <= axis.low)
        axis.high = axis.low + step;
    return axis;
}

std::vector<double> ValueAxis::ticks() const
{
    std::vector<double> values;
    const int count = static_cast<int>(std::lround((high - low) / step));
    for (int i = 0; i <= count && i <= 20; ++i)
        values.push_back(low + i * step);
    return values;
}

ValueAxis ValueAxis::readableBy(const AxisText& text) const
{
    const auto count = static_cast<int>(ticks().size()) - 1;
    for (int every = 1; every < count; ++every) {
        const ValueAxis wider{low, high, step * every};
        const std::vector<double> values = wider.ticks();
        const auto sameText = [&text](double a, double b) { return text(a) == text(b); };
        if (count % every == 0 && std::ranges::adjacent_find(values, sameText) == values.end())
            return wider;
    }
    return {low, high, high - low};
}

Chart::Chart(Theme& theme, QWidget* parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_valueText([](double value) { return QString::number(value); })
{
    makeChartsReadable();
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
    connect(&theme, &Theme::changed, this, [this] {
        updateGeometry();
        update();
    });
}

void Chart::setTitle(const QString& title)
{
    setAccessibleName(title);
}

void Chart::setSummary(const QString& summary)
{
    setAccessibleDescription(summary);
}

void Chart::setEmptyText(const QString& text)
{
    m_emptyText = text;
    update();
}

void Chart::setValueText(AxisText text)
{
    m_valueText = std::move(text);
    update();
}

void Chart::setAxisTitles(const QString& horizontal, const QString& vertical)
{
    m_horizontalTitle = horizontal;
    m_verticalTitle = vertical;
    update();
}

void Chart::setPlain(bool plain)
{
    m_plain = plain;
    updateGeometry();
    update();
}

void Chart::setPlainLabels(bool labels)
{
    m_plainLabels = labels;
    updateGeometry();
    update();
}

QSize Chart::sizeHint() const
{
    return {m_theme.px(360), m_theme.px(m_plain ? 80 : 180)};
}

QSize Chart::minimumSizeHint() const
{
    return {m_theme.px(160), m_theme.px(m_plain ? 40 : 90)};
}

QString Chart::valueText(double value) const
{
    return m_valueText(value);
}

QString Chart::spoken(const std::optional<double>& value) const
{
    return value ? valueText(*value) : QStringLiteral("\u2013");
}

QString Chart::valueTitle() const
{
    return m_verticalTitle.isEmpty() ? tr("Value") : m_verticalTitle;
}

QRectF Chart::plot() const
{
    const QRectF all = QRectF(rect()).adjusted(1, 1, -1, -1);
    const QFontMetricsF metrics(m_theme.font(TextSize::Caption));
    if (m_plain)
        return m_plainLabels ? all.adjusted(0, 0, 0, -metrics.height() * 1.1) : all;
    double widest = 0;
    for (const double tick : valueAxis().readableBy(m_valueText).ticks())
        widest = std::max(widest, metrics.horizontalAdvance(valueText(tick)));
    const double line = metrics.height();
    const double top = m_verticalTitle.isEmpty() ? line * 0.6 : line * 1.35;
    const double bottom = line * (m_horizontalTitle.isEmpty() ? 1.25 : 2.3);
    return all.adjusted(widest + m_theme.px(8), top, -line * 0.7, -bottom);
}

double Chart::yOf(double value) const
{
    const QRectF area = plot();
    return area.bottom() - std::clamp(valueAxis().fraction(value), 0.0, 1.0) * area.height();
}

double Chart::xOf(double fraction) const
{
    const QRectF area = plot();
    return area.left() + fraction * area.width();
}

void Chart::paintValues(QPainter& painter) const
{
    const QRectF area = plot();
    const QFontMetricsF metrics(painter.font());
    const double line = metrics.height();
    double lastLabelTop = 1e9;
    const ValueAxis axis = valueAxis().readableBy(m_valueText);
    for (const double tick : axis.ticks()) {
        const double y = std::round(area.bottom() - axis.fraction(tick) * area.height()) + 0.5;
        const bool zero = std::abs(tick) < axis.step * 1e-6;
        painter.setPen(QPen(m_theme.color(zero ? Role::Outline : Role::Gridline), 1));
        painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y));
        if (y + line / 2 > lastLabelTop)
            continue;
        lastLabelTop = y - line / 2;
        painter.setPen(m_theme.color(Role::TextSecondary));
        painter.drawText(QRectF(0, y - line / 2, area.left() - m_theme.px(6), line), Qt::AlignRight | Qt::AlignVCenter,
                         valueText(tick));
    }
}

void Chart::paintLabels(QPainter& painter) const
{
    const QRectF area = plot();
    const QFontMetricsF metrics(painter.font());
    const double line = metrics.height();
    painter.setPen(m_theme.color(Role::TextSecondary));
    double lastRight = -1e9;
    for (const Tick& tick : horizontalTicks()) {
        const double width = metrics.horizontalAdvance(tick.text);
        const double left =
            std::clamp(area.left() + tick.fraction * area.width() - width / 2, 0.0, this->width() - width);
        if (left < lastRight + line * 0.5)
            continue;
        lastRight = left + width;
        painter.drawText(QRectF(left, area.bottom() + line * 0.15, width + 2, line), Qt::AlignLeft, tick.text);
    }
}

void Chart::paintAxes(QPainter& painter) const
{
    const QRectF area = plot();
    const double line = QFontMetricsF(painter.font()).height();
    paintValues(painter);
    paintLabels(painter);
    if (!m_verticalTitle.isEmpty())
        painter.drawText(QRectF(0, 0, this->width(), line * 1.1), Qt::AlignLeft | Qt::AlignTop, m_verticalTitle);
    if (!m_horizontalTitle.isEmpty())
        painter.drawText(QRectF(area.left(), height() - line * 1.1, area.width(), line), Qt::AlignHCenter,
                         m_horizontalTitle);
}

void Chart::focusInEvent(QFocusEvent* event)
{
    m_byKeyboard = event->reason() == Qt::TabFocusReason || event->reason() == Qt::BacktabFocusReason;
    QWidget::focusInEvent(event);
}

void Chart::paintEvent(QPaintEvent* event)
{
    Q_UNUSED(event)
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setFont(m_theme.font(TextSize::Caption));
    if (isEmpty()) {
        painter.setPen(m_theme.color(Role::TextSecondary));
        painter.drawText(rect(), Qt::AlignCenter | Qt::TextWordWrap, m_emptyText);
        return;
    }
    if (!m_plain)
        paintAxes(painter);
    else if (m_plainLabels)
        paintLabels(painter);
    painter.save();
    paintPlot(painter);
    painter.restore();
    if (hasFocus() && m_byKeyboard) {
        painter.setPen(QPen(m_theme.color(Role::Accent), m_theme.px(2)));
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), m_theme.px(6), m_theme.px(6));
    }
}

} // namespace dgex::ui
