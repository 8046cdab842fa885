// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/home/storage_plan.h"

namespace dgex::ui {

void showStoragePlan(LevelChart& chart, const views::HomeSnapshot& snapshot, const QuantityFormat& format,
                     int hoursBetweenTimes, const QString& reserveText)
{
    const std::chrono::hours between{hoursBetweenTimes};
    std::vector<LevelChart::Level> levels;
    for (const views::PlannedStorage& planned : snapshot.storagePlan) {
        const UtcTime start = planned.period.start();
        const bool labelled = (start - format.dayStart(start)) % between == std::chrono::milliseconds{};
        levels.push_back(
            {static_cast<double>(planned.stored.count()) / 1000.0, labelled ? format.time(start) : QString()});
    }
    const double capacity = static_cast<double>(snapshot.batteryCapacity.count()) / 1000.0;
    chart.setLevels(std::move(levels), capacity);
    chart.setLimit(capacity * snapshot.policy.reservePercent / 100.0, reserveText);
    chart.setValueText([format](double value) { return format.number(value, 0); });
}

} // namespace dgex::ui
