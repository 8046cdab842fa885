// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/policy/self_use.h"

namespace dgex::policy {

/// What differs between the presets beside the owner's sliders.
struct PresetTraits {
    bool sellsStored = true;       ///< Sells stored energy that will not be missed.
    bool storesBought = true;      ///< Buys for a battery that will run empty.
    bool storesOnlySun = false;    ///< Buys for the battery only while the home's own sun shines.
    int independencePercent = 100; ///< How much a kWh of the utility counts, in percent of its price above feed-in.
};
[[nodiscard]] PresetTraits traitsOf(Preset preset);

/// Energy to trade with the neighbours in one period for the battery's sake.
struct StorageTrade {
    Energy amount; ///< + bought and stored, - sold out of the battery; whole lots.
    Price value;   ///< Buys up to it, sells from it.
};

/// For every period the trade that the battery calls for, 0 for most: stored energy that would still be there when
/// the battery is full and the sun brings more is sold, best price first; room for energy that will be short later
/// is filled, cheapest price first.
/// @param needs what the home needs in every period after its position, expected value.
[[nodiscard]] std::vector<StorageTrade> storageTrades(const PlanInputs& inputs, std::vector<Energy> needs,
                                                      Energy reserve);

} // namespace dgex::policy
