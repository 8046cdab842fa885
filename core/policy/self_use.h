// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/policy/policy.h"

#include <span>

namespace dgex::policy {

/// One half hour of a battery under the self-use rule.
struct SelfUseStep {
    Energy storedAtEnd;
    Energy discharged; ///< At the terminals, - when charged.
    Energy rest;       ///< Need (+) or surplus (-) that the battery did not take.
};

/// Requires: efficiency 1 to 1000 per mille.
[[nodiscard]] SelfUseStep selfUseStep(Energy need, Energy stored, const BatteryInputs& battery, Energy reserve);

/// The same within a plan's window: what lies outside it is left to the utility. Equals selfUseStep when the window is
/// wide enough.
[[nodiscard]] SelfUseStep windowStep(Energy need, Energy stored, const BatteryInputs& battery, Energy reserve,
                                     const BatteryWindow& window);

/// The rule applied to one need after the other from battery.stored on.
[[nodiscard]] std::vector<SelfUseStep> selfUse(std::span<const Energy> needs, const BatteryInputs& battery,
                                               Energy reserve);

/// Share of the battery that the owner keeps.
[[nodiscard]] Energy reserveOf(const BatteryInputs& battery, const UserPolicy& policy);

} // namespace dgex::policy
