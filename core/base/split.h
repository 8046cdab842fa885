// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/units.h"

#include <vector>

namespace dgex {

/// Splits an amount in proportion to weights so that the parts sum to it exactly: largest remainder, ties to the
/// first. All weights 0: equal weights. Requires: total >= 0, weights >= 0, at least one weight.
[[nodiscard]] std::vector<Energy> splitByWeights(Energy total, const std::vector<Energy>& weights);

} // namespace dgex
