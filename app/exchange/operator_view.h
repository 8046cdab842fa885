// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/exchange/alarm_list.h"
#include "app/exchange/exchange.h"
#include "core/views/operator_snapshot.h"

#include <map>
#include <utility>

namespace dgex::app {

/// Makes the snapshots of the operator's console; remembers which alarms were acknowledged and which curves were
/// already converted. Thread: the exchange's.
class OperatorView {
public:
    [[nodiscard]] views::OperatorSnapshot of(const Exchange& exchange);
    void acknowledge(std::uint64_t alarm) { m_alarms.acknowledge(alarm); }
    void shelve(std::uint64_t alarm, UtcTime until) { m_alarms.shelve(alarm, until); }

private:
    [[nodiscard]] std::shared_ptr<const views::Curves>
    curvesOf(Period period, const std::shared_ptr<const std::vector<ledger::CurveStep>>& steps);

    AlarmList m_alarms;
    std::map<Period,
             std::pair<std::shared_ptr<const std::vector<ledger::CurveStep>>, std::shared_ptr<const views::Curves>>>
        m_curves;
};

} // namespace dgex::app
