// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/policy/policy.h"

namespace dgex::policy {

struct Decision {
    Rule rule = Rule::BalancedAlready;
    std::optional<market::Order> order;
};

/// Decides one step of one market from the inputs in its record; rule and order of the record are not read.
[[nodiscard]] Decision decide(const DecisionRecord& record);

} // namespace dgex::policy
