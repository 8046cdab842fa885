// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/home/trade_path_view.h"

#include <QPainter>

namespace dgex::ui {

TradePathView::TradePathView(Theme& theme, QWidget* parent)
    : QWidget(parent)
    , m_theme(theme)
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

QSize TradePathView::sizeHint() const
{
    return {m_theme.px(400), m_theme.fontPx(TextSize::Caption) * 3 + m_theme.px(30)};
}

QSize TradePathView::minimumSizeHint() const
{
    return sizeHint();
}

std::vector<TradePathView::Step> TradePathView::steps() const
{
    return {{tr("Bid"), m_path.bid},
            {tr("Contract"), m_path.contract},
            {tr("Confirmed"), m_path.confirmed},
            {tr("Delivered"), m_path.delivered},
            {tr("Metered"), m_path.metered},
            {tr("Settled"), m_path.settled}};
}

void TradePathView::setPath(const views::TradePath& path, const QuantityFormat& format)
{
    m_path = path;
    m_format = format;
    QStringList spoken;
    for (const Step& step : steps())
        spoken << step.name + QLatin1Char(' ') + (step.at ? format.time(*step.at) : QuantityFormat::absent());
    setAccessibleName(tr("Path of the trade"));
    setAccessibleDescription(spoken.join(QStringLiteral(", ")));
    update();
}

void TradePathView::paintEvent(QPaintEvent* event)
{
    Q_UNUSED(event)
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const std::vector<Step> all = steps();
    const double slot = width() / static_cast<double>(all.size());
    const double radius = m_theme.px(11);
    const double y = radius + m_theme.px(3);
    const QFont small = m_theme.font(TextSize::Caption);
    const double line = QFontMetricsF(small).height();
    painter.setFont(small);
    for (std::size_t i = 0; i < all.size(); ++i) {
        const QPointF centre(slot * (static_cast<double>(i) + 0.5), y);
        const bool done = all[i].at.has_value();
        if (i + 1 < all.size()) {
            const bool next = done && all[i + 1].at;
            painter.setPen(QPen(next ? m_theme.color(Role::Ok) : m_theme.tint(Role::Outline, 0.45), m_theme.px(3),
                                next ? Qt::SolidLine : Qt::DotLine));
            painter.drawLine(centre + QPointF(radius, 0), centre + QPointF(slot - radius, 0));
        }
        painter.setPen(QPen(m_theme.color(done ? Role::Ok : Role::Outline), m_theme.px(2)));
        painter.setBrush(m_theme.color(done ? Role::Ok : Role::Surface));
        painter.drawEllipse(centre, radius, radius);
        if (done) {
            painter.setPen(
                QPen(m_theme.color(Role::Surface), m_theme.px(2.5), Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
            painter.drawPolyline(QPolygonF{centre + QPointF(-0.42, 0.02) * radius,
                                           centre + QPointF(-0.1, 0.36) * radius,
                                           centre + QPointF(0.46, -0.34) * radius});
        }
        const QRectF name(centre.x() - slot / 2, y + radius + 2, slot, line);
        painter.setPen(m_theme.color(done ? Role::Text : Role::TextSecondary));
        painter.drawText(name, Qt::AlignCenter, all[i].name);
        painter.setPen(m_theme.color(Role::TextSecondary));
        painter.drawText(name.translated(0, line), Qt::AlignCenter,
                         done ? m_format.time(*all[i].at) : QuantityFormat::absent());
    }
}

} // namespace dgex::ui
