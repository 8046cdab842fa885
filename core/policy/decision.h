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

/// What the terminals can give above the record's reserve, and take.
[[nodiscard]] Energy giveable(const DecisionRecord& record);
[[nodiscard]] Energy takeable(const DecisionRecord& record);

} // namespace dgex::policy
