// SPDX-License-Identifier: GPL-3.0-or-later
#include "drivers/accounting_router.h"

#include <algorithm>

namespace dgex::drivers {

namespace {

constexpr std::int64_t kWattMillisecondsPerWattHour = 3'600'000;

} // namespace

AccountingRouter::AccountingRouter(Power capacity, const ports::Clock& clock, const ports::MeterCounters& counters)
    : m_capacity(capacity)
    , m_clock(clock)
    , m_start(counters)
    , m_since(clock.now())
    , m_until(m_since)
{
}

AccountingRouter::Sums AccountingRouter::sumsAt(UtcTime now) const
{
    Sums sums = m_sums;
    const auto time = std::max(std::chrono::milliseconds{0}, std::min(now, m_until) - m_since);
    (m_power > Power{} ? sums.imported : sums.exported) += m_power.abs().count() * time.count();
    return sums;
}

ports::Reading<ports::DgrState> AccountingRouter::state() const
{
    const UtcTime now = m_clock.now();
    const Sums sums = sumsAt(now);
    ports::DgrState state;
    state.setpoint = now < m_until ? m_power : Power{};
    state.power = state.setpoint;
    state.mode = state.power.isZero() ? ports::DgrMode::Idle : ports::DgrMode::Delivering;
    state.imported = m_start.imported + Energy{sums.imported / kWattMillisecondsPerWattHour};
    state.exported = m_start.exported + Energy{sums.exported / kWattMillisecondsPerWattHour};
    return {state, now, now, ports::Quality::Good};
}

ports::CommandResult AccountingRouter::setPower(Power intoHome, std::chrono::milliseconds validFor)
{
    if (validFor.count() <= 0)
        return ports::CommandResult::Refused;
    const UtcTime now = m_clock.now();
    m_sums = sumsAt(now);
    m_since = now;
    m_until = now + validFor;
    m_power = std::clamp(intoHome, -m_capacity, m_capacity);
    return ports::CommandResult::Accepted;
}

} // namespace dgex::drivers
