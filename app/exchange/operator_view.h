// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/exchange/exchange.h"
#include "core/views/operator_snapshot.h"

#include <map>
#include <set>
#include <tuple>

namespace dgex::app {

/// Makes the snapshots of the operator's console; remembers which alarms were acknowledged and which curves were
/// already converted. Thread: the exchange's.
class OperatorView {
public:
    [[nodiscard]] views::OperatorSnapshot of(const Exchange& exchange);
    void acknowledge(std::uint64_t alarm) { m_acknowledged.insert(alarm); }

private:
    [[nodiscard]] std::shared_ptr<const views::Curves>
    curvesOf(Period period, const std::shared_ptr<const std::vector<ledger::CurveStep>>& steps);
    void addAlarms(views::OperatorSnapshot& view, const Exchange& exchange);

    std::set<std::uint64_t> m_acknowledged;
    std::map<std::tuple<std::uint64_t, views::AlarmCode, UtcTime>, std::uint64_t> m_alarmIds;
    std::map<Period,
             std::pair<std::shared_ptr<const std::vector<ledger::CurveStep>>, std::shared_ptr<const views::Curves>>>
        m_curves;
};

} // namespace dgex::app
