// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/split.h"
#include "core/delivery/equal_amount.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace dgex::delivery {

enum class Outcome : std::uint8_t { Complete, OwnFault, PartnerFault };

struct ContractCompletion {
    HomeContract contract;
    Energy delivered; ///< >= 0, at the own DGR's grid side.
    Outcome outcome = Outcome::Complete;
    friend bool operator==(const ContractCompletion&, const ContractCompletion&) = default;
};

/// How far delivered energy may be off: 10 Wh or 1 % of the contract, whichever is more.
[[nodiscard]] Energy completionTolerance(Energy contracted);

/// Closes a period: splits the energy that the own DGR moved (+ imported; what went against the contracts' direction
/// counts as 0) over the contracts as they were served, and says how each ended. A contract outside the
/// tolerance is the partner's fault when this home had to wait for it, did not fail itself, and the partner, as far as
/// heard, moved no more than this home (within the tolerance); otherwise its own. partners: the last progress heard,
/// in the order of the contracts.
[[nodiscard]] std::vector<ContractCompletion> complete(const EqualAmountState& state, Energy moved,
                                                       const std::vector<std::optional<Progress>>& partners);

} // namespace dgex::delivery
