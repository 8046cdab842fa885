// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/console/alarm_mark.h"

#include "core/base/assert.h"

#include <QPainter>
#include <QPixmap>

#include <array>

namespace dgex::ui {

namespace {

constexpr int kSide = 40; ///< Painted larger than it is shown, for dense screens.

QPolygonF shapeOf(int priority, const QRectF& box)
{
    switch (priority) {
    case 1:
        return QPolygonF(box);
    case 2:
        return QPolygonF{{box.left(), box.bottom()}, {box.right(), box.bottom()}, {box.center().x(), box.top()}};
    default:
        return QPolygonF{{box.left(), box.top()}, {box.right(), box.top()}, {box.center().x(), box.bottom()}};
    }
}

} // namespace

QIcon alarmMark(int priority, bool active, const Theme& theme)
{
    DGEX_ASSERT(priority >= 1 && priority <= 4);
    constexpr std::array kRoles{Role::AlarmP1, Role::AlarmP2, Role::AlarmP3, Role::AlarmP4};
    constexpr std::array kDrops{0.0, 0.15, -0.15, 0.0};
    const auto index = static_cast<std::size_t>(priority - 1);
    const QColor ink{0x1A, 0x1F, 0x24};
    QPixmap picture(kSide, kSide);
    picture.fill(Qt::transparent);
    QPainter painter(&picture);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(active ? ink : theme.color(Role::Outline), 3));
    painter.setBrush(active ? theme.color(kRoles[index]) : theme.color(Role::Surface));
    const QRectF box(3, 3, kSide - 6, kSide - 6);
    if (priority == 4)
        painter.drawEllipse(box);
    else
        painter.drawPolygon(shapeOf(priority, box));
    QFont font = theme.font(TextSize::Caption, true);
    font.setPixelSize(kSide / 2);
    painter.setFont(font);
    painter.setPen(!active ? theme.color(Role::Text) : priority == 1 ? QColor(Qt::white) : ink);
    painter.drawText(box.translated(0, kDrops[index] * kSide), Qt::AlignCenter, QString::number(priority));
    return QIcon(picture);
}

} // namespace dgex::ui
