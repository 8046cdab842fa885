// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/step_curve_chart.h"

#include <QPainter>

#include <algorithm>

namespace dgex::ui {

namespace {

constexpr double kTicksPerUnit = 100.0;
constexpr double kLotsPerKWh = 10.0;
constexpr Price kFarPrice{10'000'000}; ///< Beyond this a limit stands for "at any price" and is not scaled to.

double inUnits(Price price)
{
    return static_cast<double>(price.count()) / kTicksPerUnit;
}

double inKWh(Lots lots)
{
    return static_cast<double>(lots.count()) / kLotsPerKWh;
}

Lots total(const std::vector<views::CurveStep>& side)
{
    Lots sum;
    for (const views::CurveStep& step : side)
        sum += step.quantity;
    return sum;
}

Lots crossingOf(const views::Curves& curves)
{
    Lots matched;
    std::size_t buy = 0;
    std::size_t sell = 0;
    Lots buyLeft = curves.buy.empty() ? Lots{} : curves.buy.front().quantity;
    Lots sellLeft = curves.sell.empty() ? Lots{} : curves.sell.front().quantity;
    while (buy < curves.buy.size() && sell < curves.sell.size() && curves.buy[buy].price >= curves.sell[sell].price) {
        const Lots step = std::min(buyLeft, sellLeft);
        matched += step;
        buyLeft -= step;
        sellLeft -= step;
        if (buyLeft.isZero() && ++buy < curves.buy.size())
            buyLeft = curves.buy[buy].quantity;
        if (sellLeft.isZero() && ++sell < curves.sell.size())
            sellLeft = curves.sell[sell].quantity;
    }
    return matched;
}

ValueAxis priceAxisOf(const views::Curves& curves, const std::optional<Price>& price)
{
    std::optional<double> least;
    std::optional<double> greatest;
    const auto include = [&](Price value) {
        if (value.abs() > kFarPrice)
            return;
        least = std::min(least.value_or(inUnits(value)), inUnits(value));
        greatest = std::max(greatest.value_or(inUnits(value)), inUnits(value));
    };
    for (const views::CurveStep& step : curves.buy)
        include(step.price);
    for (const views::CurveStep& step : curves.sell)
        include(step.price);
    if (price)
        include(*price);
    const double low = std::min(0.0, least.value_or(0));
    const double high = greatest.value_or(1);
    return ValueAxis::around(low, high > low ? high * 1.05 : low + 1, 5);
}

} // namespace

StepCurveChart::StepCurveChart(Theme& theme, QWidget* parent)
    : Chart(theme, parent)
{
}

void StepCurveChart::setMarket(std::shared_ptr<const views::Curves> curves, std::optional<Price> price,
                               std::optional<std::pair<Price, Price>> priceInterval, const QuantityFormat& format)
{
    m_curves = std::move(curves);
    m_price = price;
    m_interval = priceInterval;
    m_format = format;
    m_crossing = m_curves ? crossingOf(*m_curves) : Lots{};
    if (!isEmpty()) {
        const Lots widest = std::max(total(m_curves->buy), total(m_curves->sell));
        const Lots shown = m_crossing.isZero() ? widest : std::min(widest, m_crossing * 3);
        m_quantityAxis = ValueAxis::around(0, std::max(0.1, inKWh(shown)), 6);
        m_priceAxis = priceAxisOf(*m_curves, m_price);
    }
    setAxisTitles(tr("Quantity in kWh"), tr("Price in %1").arg(m_format.priceUnit()));
    setValueText([figures = m_format](double value) { return figures.number(value, 0); });
    update();
}

bool StepCurveChart::isEmpty() const
{
    return !m_curves || (m_curves->buy.empty() && m_curves->sell.empty());
}

ChartTable StepCurveChart::table() const
{
    ChartTable table{.header = {tr("Side"), tr("Price"), tr("Quantity up to here"), tr("Own")}, .rows = {}};
    if (!m_curves)
        return table;
    const auto add = [&](const QString& side, const std::vector<views::CurveStep>& steps,
                         const std::vector<views::CurveStep>& own) {
        Lots sum;
        for (const views::CurveStep& step : steps) {
            sum += step.quantity;
            const auto mine = std::ranges::find(own, step.price, &views::CurveStep::price);
            table.rows.push_back({side, m_format.unitPrice(step.price), m_format.energy(sum),
                                  mine != own.end() ? m_format.energy(mine->quantity) : QuantityFormat::absent()});
        }
    };
    add(tr("Buy"), m_curves->buy, m_own.buy);
    add(tr("Sell"), m_curves->sell, m_own.sell);
    return table;
}

ValueAxis StepCurveChart::valueAxis() const
{
    return m_priceAxis;
}

std::vector<Chart::Tick> StepCurveChart::horizontalTicks() const
{
    std::vector<Tick> ticks;
    const int decimals = m_quantityAxis.step < 1 ? 1 : 0;
    for (const double tick : m_quantityAxis.ticks())
        ticks.push_back({m_quantityAxis.fraction(tick), m_format.number(tick, decimals)});
    return ticks;
}

QPolygonF StepCurveChart::steps(const std::vector<views::CurveStep>& side, double upTo) const
{
    QPolygonF line;
    double quantity = 0;
    for (const views::CurveStep& step : side) {
        if (quantity >= upTo)
            break;
        const double y = yOf(inUnits(step.price));
        line << QPointF(xOf(m_quantityAxis.fraction(quantity)), y);
        quantity = std::min(upTo, quantity + inKWh(step.quantity));
        line << QPointF(xOf(m_quantityAxis.fraction(quantity)), y);
    }
    return line;
}

void StepCurveChart::paintPlot(QPainter& painter)
{
    const QRectF area = plot();
    if (!m_crossing.isZero()) {
        QPolygonF cleared = steps(m_curves->buy, inKWh(m_crossing));
        const QPolygonF supply = steps(m_curves->sell, inKWh(m_crossing));
        for (auto point = supply.crbegin(); point != supply.crend(); ++point)
            cleared << *point;
        painter.setPen(Qt::NoPen);
        painter.setBrush(QBrush(theme().color(Role::Outline), Qt::BDiagPattern));
        painter.drawPolygon(cleared);
    }
    if (m_interval && m_interval->first < m_interval->second) {
        const double top = yOf(inUnits(m_interval->second));
        painter.fillRect(QRectF(area.left(), top, area.width(), yOf(inUnits(m_interval->first)) - top),
                         theme().tint(Role::Accent, 0.14));
    }
    painter.setBrush(Qt::NoBrush);
    const double everything = m_quantityAxis.high;
    painter.setPen(QPen(theme().color(Role::Buy), theme().px(2.5), Qt::SolidLine, Qt::FlatCap, Qt::MiterJoin));
    painter.drawPolyline(steps(m_curves->buy, everything));
    painter.setPen(QPen(theme().color(Role::Sell), theme().px(2.5), Qt::SolidLine, Qt::FlatCap, Qt::MiterJoin));
    painter.drawPolyline(steps(m_curves->sell, everything));
    paintOwn(painter, m_own.buy, m_curves->buy, Role::Buy);
    paintOwn(painter, m_own.sell, m_curves->sell, Role::Sell);
    paintCross(painter);
}

void StepCurveChart::paintOwn(QPainter& painter, const std::vector<views::CurveStep>& own,
                              const std::vector<views::CurveStep>& side, Role role) const
{
    for (const views::CurveStep& mine : own) {
        double before = 0;
        for (const views::CurveStep& step : side) {
            if (step.price == mine.price)
                break;
            before += inKWh(step.quantity);
        }
        const double y = yOf(inUnits(mine.price));
        const double from = xOf(m_quantityAxis.fraction(before));
        const double to = xOf(m_quantityAxis.fraction(before + inKWh(mine.quantity)));
        if (from > plot().right() || y < plot().top())
            continue;
        painter.setPen(QPen(theme().color(role), theme().px(7), Qt::SolidLine, Qt::FlatCap));
        painter.drawLine(QPointF(from, y), QPointF(std::min(to, plot().right()), y));
        painter.setPen(QPen(theme().color(Role::Text), theme().px(1.5)));
        painter.setBrush(theme().color(Role::Surface));
        painter.drawEllipse(QPointF((from + std::min(to, plot().right())) / 2, y), theme().px(5), theme().px(5));
    }
    painter.setBrush(Qt::NoBrush);
}

void StepCurveChart::paintCross(QPainter& painter) const
{
    if (!m_price || m_crossing.isZero())
        return;
    const QRectF area = plot();
    const QPointF cross(xOf(m_quantityAxis.fraction(inKWh(m_crossing))), yOf(inUnits(*m_price)));
    painter.setPen(QPen(theme().color(Role::Text), 1, Qt::DashLine));
    painter.drawLine(QPointF(area.left(), cross.y()), cross);
    painter.drawLine(QPointF(cross.x(), area.bottom()), cross);
    const double arm = theme().px(8);
    painter.setPen(QPen(theme().color(Role::Text), theme().px(3)));
    painter.drawLine(cross - QPointF(arm, arm), cross + QPointF(arm, arm));
    painter.drawLine(cross - QPointF(arm, -arm), cross + QPointF(arm, -arm));

    painter.setFont(theme().font(TextSize::Body, true));
    const QFontMetricsF metrics(painter.font());
    const QString text = m_format.unitPrice(*m_price) + QStringLiteral(" · ") + m_format.energy(m_crossing);
    const double width = metrics.horizontalAdvance(text) + theme().px(12);
    QRectF label(cross.x() + arm * 1.6, cross.y() - metrics.height() - arm, width, metrics.height() + theme().px(4));
    if (label.right() > area.right())
        label.moveRight(cross.x() - arm * 1.6);
    if (label.top() < area.top())
        label.moveTop(cross.y() + arm);
    painter.setPen(QPen(theme().color(Role::Outline), 1));
    painter.setBrush(theme().color(Role::Surface));
    painter.drawRoundedRect(label, theme().px(4), theme().px(4));
    painter.setPen(theme().color(Role::Text));
    painter.drawText(label, Qt::AlignCenter, text);
}

} // namespace dgex::ui
