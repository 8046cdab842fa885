// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/policy/policy.h"

namespace dgex::policy {

/// What holds in one period of a plan once calendar, comfort windows and fuse have been read.
struct PeriodTerms {
    Energy reserve;
    bool paused = false;
    Energy flexible; ///< Of the demand: comfort windows.
};

/// The inputs of a plan with the calendar's demand, and the terms of each period.
struct PlanTerms {
    PlanInputs inputs;
    std::vector<PeriodTerms> periods; ///< Like inputs.periods.
    /// Adds a comfort window's energy to a period (- takes it away).
    void addFlexible(std::size_t period, Energy energy);
    /// What the fuse leaves for need or surplus at the utility beside the period's trades.
    [[nodiscard]] Energy importMost(std::size_t period) const;
    [[nodiscard]] Energy exportMost(std::size_t period) const;
    [[nodiscard]] Energy reserveMost() const;
};
[[nodiscard]] PlanTerms termsOf(const PlanInputs& inputs);

} // namespace dgex::policy
