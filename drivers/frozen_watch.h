// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/time.h"

#include <functional>
#include <optional>
#include <string_view>

namespace dgex::drivers {

/// Finds a device that answers on time with a picture of the past: everything that it measures stays the same, to the
/// last digit, while power flows. Without power nothing has to change, so that a resting device is never frozen.
class FrozenWatch {
public:
    static constexpr double kPowerMinWatts = 20;
    /// after = 0: nothing is ever frozen.
    explicit FrozenWatch(std::chrono::milliseconds after)
        : m_after(after)
    {
    }
    /// A sample: all its values as one text, and its power, when it has one.
    void sample(std::string_view values, std::optional<double> watts, UtcTime at)
    {
        const std::size_t print = std::hash<std::string_view>{}(values);
        const bool flows = watts && (*watts >= kPowerMinWatts || *watts <= -kPowerMinWatts);
        if (!m_same || *m_same != print || !flows)
            m_since = at;
        m_same = print;
        m_isFrozen = m_after.count() > 0 && at - m_since >= m_after;
    }
    [[nodiscard]] bool isFrozen() const { return m_isFrozen; }

private:
    std::chrono::milliseconds m_after;
    std::optional<std::size_t> m_same;
    UtcTime m_since;
    bool m_isFrozen = false;
};

} // namespace dgex::drivers
