// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/home/flow_diagram.h"

#include <QPainter>
#include <QPainterPath>

#include <algorithm>
#include <cmath>

namespace dgex::ui {

namespace {

constexpr Power kIdle{30};
constexpr double kShareOfChord = 0.84; ///< Of a node's inner width that a figure may take.

bool flows(const std::optional<Power>& power)
{
    return power && power->abs() >= kIdle;
}

} // namespace

FlowDiagram::FlowDiagram(Theme& theme, QWidget* parent)
    : QWidget(parent)
    , m_theme(theme)
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
}

void FlowDiagram::setFlow(const views::LiveFlow& flow, const QuantityFormat& format, bool stale)
{
    m_flow = flow;
    m_format = format;
    m_stale = stale;
    describe();
    update();
}

void FlowDiagram::describe()
{
    setAccessibleName(tr("Energy flow"));
    setAccessibleDescription(
        tr("Sun %1, home %2, battery %3, neighbours %4, utility %5. Plus flows into the home.")
            .arg(m_format.power(m_flow.pv), m_format.power(m_flow.load), m_format.power(m_flow.battery, Sign::Always),
                 m_format.power(m_flow.neighbours, Sign::Always), m_format.power(m_flow.utility, Sign::Always)));
}

void FlowDiagram::advance()
{
    const bool moving = flows(m_flow.pv) || flows(m_flow.battery) || flows(m_flow.neighbours) || flows(m_flow.utility);
    if (!moving || m_stale || m_theme.palette() == Palette::Night)
        return;
    m_phase = std::fmod(m_phase + 0.04, 1.0);
    update();
}

QSize FlowDiagram::sizeHint() const
{
    return {m_theme.px(370), m_theme.px(330)};
}

QSize FlowDiagram::minimumSizeHint() const
{
    return {m_theme.px(320), m_theme.px(280)};
}

FlowDiagram::Layout FlowDiagram::arrange() const
{
    const double line = QFontMetricsF(m_theme.font(TextSize::Caption)).height();
    const double roomy = std::min(width() / 370.0, height() / 330.0);
    const double radius = std::max(45.0 * m_theme.unit(), 47.0 * roomy);
    const double left = std::max(radius + 6, width() * 0.17);
    const double right = width() - left;
    const double top = radius + line + 6;
    const double bottom = height() - top;
    const auto magnitude = [this](const std::optional<Power>& power) {
        return m_format.power(power ? std::optional<Power>(power->abs()) : std::nullopt);
    };
    Layout layout;
    layout.home = {{width() / 2.0, height() / 2.0}, radius * 1.14, Role::Load, tr("Home"), magnitude(m_flow.load)};
    layout.home.icon = Icon::House;
    layout.solar = {{left, top}, radius, Role::Solar, tr("Solar"), magnitude(m_flow.pv)};
    layout.solar.icon = Icon::Sun;
    layout.solar.nameAbove = true;
    layout.neighbours = {{right, top}, radius, Role::Sell, tr("Neighbours"), magnitude(m_flow.neighbours)};
    layout.neighbours.icon = Icon::Neighbours;
    layout.neighbours.nameAbove = true;
    if (!flows(m_flow.neighbours))
        layout.neighbours.role = Role::Outline;
    else if (*m_flow.neighbours > Power{})
        layout.neighbours.role = Role::Buy;
    layout.battery = {{left, bottom}, radius, Role::Battery, tr("Battery"), QuantityFormat::absent()};
    if (m_flow.batteryPercent)
        layout.battery.value = m_format.percent(*m_flow.batteryPercent);
    layout.battery.second = magnitude(m_flow.battery);
    layout.utility = {{right, bottom}, radius, Role::Utility, tr("Utility"), magnitude(m_flow.utility)};
    layout.utility.icon = Icon::Pylon;
    return layout;
}

void FlowDiagram::paintLine(QPainter& painter, const Node& node, const Node& home,
                            const std::optional<Power>& intoHome) const
{
    const QPointF whole = home.centre - node.centre;
    const double length = std::hypot(whole.x(), whole.y());
    const QPointF along = whole / length;
    const QPointF from = node.centre + along * node.radius;
    const QPointF to = home.centre - along * home.radius;
    if (!flows(intoHome)) {
        painter.setPen(QPen(m_theme.color(Role::Outline), m_theme.px(2), Qt::DotLine));
        painter.drawLine(from, to);
        return;
    }
    const double kilowatts = static_cast<double>(intoHome->abs().count()) / 1000.0;
    const double thickness = m_theme.unit() * std::clamp(4.0 + 1.5 * kilowatts, 4.0, 10.0);
    const QColor color = m_theme.color(node.role);
    painter.setPen(QPen(color, thickness, Qt::SolidLine, Qt::FlatCap));
    painter.drawLine(node.centre, home.centre);

    const double direction = *intoHome > Power{} ? 1.0 : -1.0;
    const QPointF ahead = along * direction;
    const QPointF aside(-ahead.y(), ahead.x());
    const double span = std::hypot(to.x() - from.x(), to.y() - from.y());
    const double half = thickness / 2 + m_theme.px(6);
    const double clear = m_theme.px(4);
    const double way = span - 2 * clear - half * 1.5;
    const QPointF tail = (direction > 0 ? from : to) + ahead * (clear + std::max(0.0, way) * m_phase);
    painter.setPen(QPen(m_theme.color(Role::Surface), m_theme.px(2), Qt::SolidLine, Qt::FlatCap, Qt::MiterJoin));
    painter.setBrush(color);
    painter.drawPolygon(QPolygonF{tail + aside * half, tail + ahead * half * 1.5, tail - aside * half});
}

void FlowDiagram::paintIcon(QPainter& painter, Icon icon, QRectF area, const QColor& color) const
{
    painter.save();
    painter.translate(area.topLeft());
    painter.scale(area.width() / 24.0, area.height() / 24.0);
    painter.setPen(QPen(color, 2.2, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter.setBrush(Qt::NoBrush);
    switch (icon) {
    case Icon::Sun:
        painter.drawEllipse(QPointF(12, 12), 4.6, 4.6);
        for (int i = 0; i < 8; ++i) {
            const double angle = i * 3.14159265 / 4;
            const QPointF ray(std::cos(angle), std::sin(angle));
            painter.drawLine(QPointF(12, 12) + ray * 8, QPointF(12, 12) + ray * 10.5);
        }
        break;
    case Icon::House:
        painter.drawPolyline(QPolygonF{{2.5, 12}, {12, 3}, {21.5, 12}});
        painter.drawPolyline(QPolygonF{{5, 10.5}, {5, 21}, {19, 21}, {19, 10.5}});
        painter.drawPolyline(QPolygonF{{10, 21}, {10, 15}, {14, 15}, {14, 21}});
        break;
    case Icon::Neighbours:
        painter.drawPolyline(QPolygonF{{1, 13}, {6.5, 7.5}, {12, 13}, {17.5, 7.5}, {23, 13}});
        painter.drawPolyline(QPolygonF{{3, 12}, {3, 20}, {21, 20}, {21, 12}});
        painter.drawLine(QPointF(12, 13), QPointF(12, 20));
        break;
    case Icon::Pylon:
        painter.drawPolyline(QPolygonF{{7, 22}, {10.5, 2}, {13.5, 2}, {17, 22}});
        painter.drawLine(QPointF(4, 8), QPointF(20, 8));
        painter.drawLine(QPointF(4, 13), QPointF(20, 13));
        painter.drawPolyline(QPolygonF{{9, 13}, {15.6, 20}});
        painter.drawPolyline(QPolygonF{{15, 13}, {8.4, 20}});
        break;
    }
    painter.restore();
}

void FlowDiagram::paintNode(QPainter& painter, const Node& node) const
{
    const bool big = node.name == tr("Home");
    const QFont valueFont = m_theme.font(big ? TextSize::Title : TextSize::Strong, true);
    const QFont nameFont = m_theme.font(TextSize::Caption);
    const double valueLine = QFontMetricsF(valueFont).height();
    const double nameLine = QFontMetricsF(nameFont).height();
    painter.setPen(QPen(m_theme.color(node.role), m_theme.px(4)));
    painter.setBrush(m_theme.tint(node.role, 0.06));
    const double ring = node.radius - m_theme.px(2);
    if (node.second.isEmpty()) {
        painter.drawEllipse(node.centre, ring, ring);
    } else {
        painter.setPen(QPen(m_theme.tint(node.role, 0.25), m_theme.px(6)));
        painter.drawEllipse(node.centre, ring, ring);
        const int percent = m_flow.batteryPercent.value_or(0);
        painter.setPen(QPen(m_theme.color(node.role), m_theme.px(6), Qt::SolidLine, Qt::FlatCap));
        painter.drawArc(QRectF(node.centre.x() - ring, node.centre.y() - ring, 2 * ring, 2 * ring), 90 * 16,
                        -percent * 360 * 16 / 100);
    }
    const double icon = node.icon ? node.radius * (big ? 0.44 : 0.54) : 0;
    const double lines = icon + valueLine * 0.92 + (node.second.isEmpty() && !big ? 0 : nameLine * 0.95);
    double y = node.centre.y() - lines / 2;
    if (node.icon) {
        paintIcon(painter, *node.icon, QRectF(node.centre.x() - icon / 2, y, icon, icon), m_theme.color(node.role));
        y += icon;
    }
    paintFigure(painter, node, node.value, valueFont, y + valueLine * 0.46);
    y += valueLine * 0.92;
    if (!node.second.isEmpty()) {
        paintFigure(painter, node, node.second, nameFont, y + nameLine * 0.475);
        y += nameLine * 0.95;
    }
    painter.setFont(nameFont);
    painter.setPen(m_theme.color(Role::TextSecondary));
    if (!big)
        y = node.nameAbove ? node.centre.y() - node.radius - nameLine - 2 : node.centre.y() + node.radius + 2;
    painter.drawText(QRectF(node.centre.x() - node.radius * 2, y, node.radius * 4, nameLine), Qt::AlignCenter,
                     node.name);
}

double FlowDiagram::roomAt(const Node& node, double y, double height)
{
    const double inner = node.radius - 6;
    const double far = std::min(inner, std::abs(y - node.centre.y()) + height / 2);
    return kShareOfChord * 2 * std::sqrt(inner * inner - far * far);
}

void FlowDiagram::paintFigure(QPainter& painter, const Node& node, const QString& text, QFont font, double y) const
{
    const qsizetype cut = std::max(text.lastIndexOf(QChar::Nbsp), text.lastIndexOf(QLatin1Char(' ')));
    const QString number = cut < 0 ? text : text.left(cut);
    const QString unit = cut < 0 ? QString() : text.mid(cut);
    QFont unitFont = font;
    unitFont.setBold(false);
    const auto width = [&] {
        return QFontMetricsF(font).horizontalAdvance(number) + QFontMetricsF(unitFont).horizontalAdvance(unit);
    };
    unitFont.setPixelSize(font.pixelSize() * 3 / 4);
    const double room = roomAt(node, y, QFontMetricsF(font).capHeight());
    while (width() > room && font.pixelSize() > m_theme.px(11)) {
        font.setPixelSize(font.pixelSize() - 1);
        unitFont.setPixelSize(font.pixelSize() * 3 / 4);
    }
    const double left = node.centre.x() - width() / 2;
    const double baseline = y + QFontMetricsF(font).capHeight() / 2;
    painter.setPen(m_theme.color(Role::Text));
    painter.setFont(font);
    painter.drawText(QPointF(left, baseline), number);
    painter.setFont(unitFont);
    painter.drawText(QPointF(left + QFontMetricsF(font).horizontalAdvance(number), baseline), unit);
}

void FlowDiagram::paintRouter(QPainter& painter, const Layout& layout) const
{
    const QPointF whole = layout.home.centre - layout.neighbours.centre;
    const double length = std::hypot(whole.x(), whole.y());
    const double between = (layout.neighbours.radius + length - layout.home.radius) / 2;
    const QPointF middle = layout.neighbours.centre + whole / length * between;
    const QFont font = m_theme.font(TextSize::Caption, true);
    const QFontMetricsF metrics(font);
    const QSizeF size(metrics.horizontalAdvance(QStringLiteral("DGR")) + m_theme.px(12), metrics.height());
    const QPointF place(std::min(middle.x(), layout.neighbours.centre.x() - layout.neighbours.radius) -
                            size.width() / 2 - m_theme.px(4),
                        middle.y() - size.height() * 1.2);
    const QRectF body(place.x() - size.width() / 2, place.y() - size.height() / 2, size.width(), size.height());
    painter.setPen(QPen(m_theme.color(Role::Outline), m_theme.px(2)));
    painter.drawLine(place, middle);
    painter.setBrush(m_theme.color(Role::Surface));
    painter.drawRoundedRect(body, m_theme.px(6), m_theme.px(6));
    painter.setFont(font);
    painter.setPen(m_theme.color(Role::Text));
    painter.drawText(body, Qt::AlignCenter, QStringLiteral("DGR"));
}

void FlowDiagram::paintEvent(QPaintEvent* event)
{
    Q_UNUSED(event)
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const Layout layout = arrange();
    if (m_flow.hasPv)
        paintLine(painter, layout.solar, layout.home, m_flow.pv);
    if (m_flow.hasBattery)
        paintLine(painter, layout.battery, layout.home, m_flow.battery);
    paintLine(painter, layout.neighbours, layout.home, m_flow.neighbours);
    paintLine(painter, layout.utility, layout.home, m_flow.utility);
    if (m_flow.hasPv)
        paintNode(painter, layout.solar);
    if (m_flow.hasBattery)
        paintNode(painter, layout.battery);
    paintNode(painter, layout.neighbours);
    paintNode(painter, layout.utility);
    paintNode(painter, layout.home);
    paintRouter(painter, layout);
    if (m_stale) {
        QColor veil = m_theme.color(Role::Outline);
        veil.setAlphaF(0.35F);
        painter.fillRect(rect(), QBrush(veil, Qt::BDiagPattern));
    }
}

} // namespace dgex::ui
