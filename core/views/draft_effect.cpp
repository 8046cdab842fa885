// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/views/draft_effect.h"

#include "core/policy/preview.h"

namespace dgex::views {

std::optional<DraftEffect> effectOf(const policy::UserPolicy& draft, const policy::PlanInputs* inputs,
                                    const forecast::HomeProfile& profile)
{
    if (inputs == nullptr || policy::faultOf(draft))
        return std::nullopt;
    const policy::Preview now = policy::preview(*inputs);
    const policy::Preview then = policy::preview(policy::withPolicy(*inputs, draft, profile));
    return DraftEffect{.better = then.balance + then.storedWorth - now.balance - now.storedWorth,
                       .balance = then.balance,
                       .overUtilityAlone =
                           then.balance + then.storedWorth - then.balanceSelfUse - then.storedWorthSelfUse,
                       .storedLeast = then.storedLeast};
}

} // namespace dgex::views
