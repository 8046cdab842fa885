// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/views/home_snapshot.h"
#include "ui/common/level_chart.h"
#include "ui/common/quantity_format.h"

namespace dgex::ui {

/// Shows the planned battery in a chart, with a time every so many hours and the reserve as its limit.
void showStoragePlan(LevelChart& chart, const views::HomeSnapshot& snapshot, const QuantityFormat& format,
                     int hoursBetweenTimes, const QString& reserveText);

} // namespace dgex::ui
