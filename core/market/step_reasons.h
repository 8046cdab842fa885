// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/market/step_clearing.h"

#include <span>

namespace dgex::market {

/// What a cleared market tells of itself: steps in their order, results and flows by period, and its rules.
struct ClearedSteps {
    std::span<Step> steps;
    std::span<const ZoneResult> results;
    std::span<const LinkFlow> flows;
    std::span<const ZoneLink> links;
    std::span<const LinkCapacity> capacities;
    Price fee;
};

/// Writes into every step why its orders got what they got.
void explainSteps(const ClearedSteps& cleared);

/// Why any-slot orders got what they got; writes into the fills. Requires: orders and fills are of one length.
void explainAnySlots(std::span<const AnySlotOrder> orders, std::span<AnySlotFill> fills,
                     std::span<const ZoneResult> results, Price fee);

} // namespace dgex::market
