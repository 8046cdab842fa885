// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ports/services.h"

namespace dgex::app {

/// The clock of a simulated exchange: moves only when told.
class SimulatedClock final : public ports::Clock {
public:
    explicit SimulatedClock(UtcTime start)
        : m_now(start)
    {
    }
    [[nodiscard]] UtcTime now() const override { return m_now; }
    void set(UtcTime now) { m_now = now; }

private:
    UtcTime m_now;
};

} // namespace dgex::app
