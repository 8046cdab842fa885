// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ports/services.h"

#include <chrono>

namespace dgex::app {

/// The clock of this machine.
class SystemClock final : public ports::Clock {
public:
    [[nodiscard]] UtcTime now() const override
    {
        const auto since = std::chrono::system_clock::now().time_since_epoch();
        return UtcTime{std::chrono::duration_cast<std::chrono::milliseconds>(since).count()};
    }
};

} // namespace dgex::app
