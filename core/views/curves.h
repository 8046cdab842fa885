// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/units.h"

#include <vector>

namespace dgex::views {

/// Orders of a market added up per price.
struct CurveStep {
    Price price;
    Lots quantity;
};

/// Supply and demand of one market in one round. Buy steps from the highest price down, sell steps from the lowest up.
struct Curves {
    std::vector<CurveStep> buy;
    std::vector<CurveStep> sell;
};

} // namespace dgex::views
