// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/policy/policy.h"

namespace dgex::policy {

/// What differs between the presets beside the owner's sliders: parameters of the one optimiser.
struct PresetTraits {
    bool sellsStored = true;       ///< The battery may give more than the home's own need.
    bool storesOnlySun = false;    ///< Buys for the battery only while the home's own sun shines.
    bool refillsReserve = false;   ///< Buys at any price up to retail until the reserve is there.
    int independencePercent = 100; ///< How much a kWh of the utility counts, in percent of its price above feed-in.
};
[[nodiscard]] PresetTraits traitsOf(Preset preset);

} // namespace dgex::policy
