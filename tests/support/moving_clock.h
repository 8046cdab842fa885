// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ports/services.h"

#include <QDateTime>

namespace dgex::test {

/// The machine's clock, which a test may put forward.
class MovingClock final : public ports::Clock {
public:
    [[nodiscard]] UtcTime now() const override { return UtcTime{QDateTime::currentMSecsSinceEpoch()} + m_ahead; }
    void advance(std::chrono::milliseconds time) { m_ahead += time; }

private:
    std::chrono::milliseconds m_ahead{0};
};

} // namespace dgex::test
