// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/operator/alarm_mark.h"

#include "core/base/assert.h"

#include <QPainter>

#include <algorithm>
#include <array>

namespace dgex::ui {

void paintAlarmMark(QPainter& painter, const QRectF& area, int priority, bool lit, const Theme& theme)
{
    DGEX_ASSERT(priority >= 1 && priority <= 4);
    constexpr std::array kRoles{Role::AlarmP1, Role::AlarmP2, Role::AlarmP3, Role::AlarmP4};
    const QColor ink{0x1A, 0x1F, 0x24};
    const double side = std::min(area.width(), area.height()) - 2;
    const QRectF box(area.center().x() - side / 2, area.center().y() - side / 2, side, side);
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(lit ? ink : theme.color(Role::Text), 2));
    painter.setBrush(lit ? theme.color(kRoles[static_cast<std::size_t>(priority - 1)]) : theme.color(Role::Surface));
    double drop = 0;
    if (priority == 1) {
        painter.drawRect(box);
    } else if (priority == 2) {
        painter.drawPolygon(QPolygonF{{box.left(), box.bottom()}, {box.right(), box.bottom()}, {box.center().x(), box.top()}});
        drop = side * 0.15;
    } else if (priority == 3) {
        painter.drawPolygon(QPolygonF{{box.left(), box.top()}, {box.right(), box.top()}, {box.center().x(), box.bottom()}});
        drop = -side * 0.15;
    } else {
        painter.drawEllipse(box);
    }
    QFont font = theme.font(TextSize::Caption, true);
    font.setPixelSize(std::max(9, static_cast<int>(side * 0.55)));
    painter.setFont(font);
    painter.setPen(!lit ? theme.color(Role::Text) : priority == 1 ? QColor(Qt::white) : ink);
    painter.drawText(box.translated(0, drop), Qt::AlignCenter, QString::number(priority));
    painter.restore();
}

} // namespace dgex::ui
