// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/common/theme.h"

#include <QIcon>

namespace dgex::ui {

/// The shape of an alarm's priority with its number: 1 square, 2 triangle, 3 inverted triangle, 4 circle, each in its
/// colour with a dark outline; without colour when the alarm is no longer active. Requires: 1 <= priority <= 4.
[[nodiscard]] QIcon alarmMark(int priority, bool active, const Theme& theme);

} // namespace dgex::ui
