// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/views/home_snapshot.h"

#include <optional>

namespace dgex::views {

/// What applying a draft of the owner's policy would change.
struct DraftEffect {
    Money better;  ///< Over the plan's periods against the policy in force, what is stored at the end included.
    Money balance; ///< Of the draft, over the plan's periods.
    Money overUtilityAlone; ///< The balance against the same home without any trade, what is stored included.
    Energy storedLeast;     ///< The least that the battery would hold.
};

/// By the inputs of the controller's newest plan; none without them, or when the draft has a fault. Pure, some tenths
/// of a millisecond.
[[nodiscard]] std::optional<DraftEffect> effectOf(const policy::UserPolicy& draft, const policy::PlanInputs* inputs,
                                                  const forecast::HomeProfile& profile);

} // namespace dgex::views
