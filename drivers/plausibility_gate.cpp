// SPDX-License-Identifier: GPL-3.0-or-later
#include "drivers/plausibility_gate.h"

#include <algorithm>

namespace dgex::drivers {

namespace {

constexpr int kBelievedAfter = 3;

} // namespace

bool PlausibilityGate::follows(const Sample& earlier, double value, UtcTime at) const
{
    const double seconds = static_cast<double>(std::max<std::int64_t>(0, (at - earlier.at).count())) / 1000;
    return value >= earlier.value && value - earlier.value <= *m_limits.risePerSecond * seconds + m_limits.slack;
}

bool PlausibilityGate::admit(double value, UtcTime at)
{
    const bool isInRange = value >= m_limits.low && value <= m_limits.high;
    if (isInRange && (!m_limits.risePerSecond || !m_last || follows(*m_last, value, at))) {
        m_last = Sample{value, at};
        m_oddInARow = 0;
        return true;
    }
    if (isInRange) {
        m_oddInARow = m_oddInARow > 0 && follows(*m_odd, value, at) ? m_oddInARow + 1 : 1;
        m_odd = Sample{value, at};
        if (m_oddInARow >= kBelievedAfter) {
            m_last = m_odd;
            m_oddInARow = 0;
            return true;
        }
    }
    ++m_rejected;
    return false;
}

} // namespace dgex::drivers
