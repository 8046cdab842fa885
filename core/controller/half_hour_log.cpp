// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/controller/half_hour_log.h"

#include <algorithm>

namespace dgex::controller {

void HalfHourLog::close(Period period, std::optional<Energy> counterAtEnd)
{
    if (m_history.values.empty())
        m_history.first = period;
    DGEX_ASSERT(period >= m_history.end());
    while (m_history.end() < period)
        m_history.values.emplace_back();
    if (m_lastCounter && counterAtEnd && *counterAtEnd >= *m_lastCounter)
        m_history.values.emplace_back(*counterAtEnd - *m_lastCounter);
    else
        m_history.values.emplace_back();
    m_lastCounter = counterAtEnd;
}

void HalfHourLog::takeOff(Period period, Energy energy)
{
    const std::int64_t index = period.since(m_history.first);
    if (!at(period))
        return;
    auto& value = m_history.values[static_cast<std::size_t>(index)];
    value = std::max(Energy{}, *value - energy);
}

std::optional<Energy> HalfHourLog::at(Period period) const
{
    const std::int64_t index = period.since(m_history.first);
    if (m_history.values.empty() || index < 0 || index >= static_cast<std::int64_t>(m_history.values.size()))
        return std::nullopt;
    return m_history.values[static_cast<std::size_t>(index)];
}

} // namespace dgex::controller
