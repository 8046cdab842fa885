// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ports/devices.h"

#include <span>

namespace dgex::app {

/// Energy balance over all homes from their own measurements, in Wh.
struct MeasuredEnergy {
    Energy generated;
    Energy consumed;
    Energy imported;
    Energy exported;
    Energy charged;
    Energy discharged;
    Energy routerLost;
    /// What the measurements leave open; near 0.
    [[nodiscard]] Energy unaccounted() const
    {
        return generated + imported + discharged - consumed - exported - charged - routerLost;
    }
};

/// Adds up what the devices of homes show now.
[[nodiscard]] MeasuredEnergy measuredEnergy(std::span<const ports::HomeDevices> homes);

} // namespace dgex::app
