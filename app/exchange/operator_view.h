// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/exchange/alarm_list.h"
#include "app/exchange/exchange.h"
#include "core/views/operator_snapshot.h"

namespace dgex::app {

/// Makes the snapshots of the operator's console; remembers which alarms were acknowledged. Thread: the exchange's.
class OperatorView {
public:
    [[nodiscard]] views::OperatorSnapshot of(const Exchange& exchange);
    void acknowledge(std::uint64_t alarm) { m_alarms.acknowledge(alarm); }
    void shelve(std::uint64_t alarm, UtcTime until) { m_alarms.shelve(alarm, until); }

private:
    AlarmList m_alarms;
};

} // namespace dgex::app
