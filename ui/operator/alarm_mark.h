// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/common/theme.h"

class QPainter;
class QRectF;

namespace dgex::ui {

/// Paints the shape of an alarm priority with its number: 1 square, 2 triangle, 3 inverted triangle, 4 circle, each in
/// its colour with a dark outline. lit false leaves the colour out (for blinking).
/// Requires: 1 <= priority <= 4.
void paintAlarmMark(QPainter& painter, const QRectF& area, int priority, bool lit, const Theme& theme);

} // namespace dgex::ui
