// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/delivery/completion.h"

#include "core/base/assert.h"

#include <algorithm>

namespace dgex::delivery {

Energy completionTolerance(Energy contracted)
{
    return std::max(Energy{10}, Energy{contracted.abs().count() / 100});
}

std::vector<ContractCompletion> complete(const EqualAmountState& state, Energy moved,
                                         const std::vector<std::optional<Progress>>& partners)
{
    DGEX_ASSERT(partners.size() == state.contracts.size());
    std::vector<ContractCompletion> result;
    if (state.contracts.empty())
        return result;
    std::vector<Energy> claims;
    std::vector<Energy> contracted;
    for (const ContractControl& control : state.contracts) {
        claims.emplace_back(control.claim);
        contracted.push_back(control.contract.energy.abs());
    }
    const bool imports = state.contracts.front().contract.energy > Energy{};
    const Energy total = std::max(Energy{}, imports ? moved : -moved);
    const bool hasClaims = std::ranges::any_of(claims, [](Energy claim) { return claim > Energy{}; });
    const std::vector<Energy> delivered = splitByWeights(total, hasClaims ? claims : contracted);

    for (std::size_t i = 0; i < delivered.size(); ++i) {
        const ContractControl& control = state.contracts[i];
        ContractCompletion& completion = result.emplace_back(control.contract, delivered[i], Outcome::Complete);
        if ((delivered[i] - contracted[i]).abs() <= completionTolerance(contracted[i]))
            continue;
        const bool partnerIsNoFurther =
            !partners[i] || partners[i]->moved <= delivered[i] + completionTolerance(contracted[i]);
        const bool isInnocent = control.hasWaited && !control.hasFailed && partnerIsNoFurther;
        completion.outcome = isInnocent ? Outcome::PartnerFault : Outcome::OwnFault;
    }
    return result;
}

} // namespace dgex::delivery
