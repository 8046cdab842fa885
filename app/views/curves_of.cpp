// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/views/curves_of.h"

#include <algorithm>

namespace dgex::app {

views::Curves curvesOf(std::span<const ledger::CurveStep> steps)
{
    views::Curves curves;
    for (const ledger::CurveStep& step : steps) {
        if (!step.sell.isZero())
            curves.sell.push_back({step.price, step.sell});
        if (!step.buy.isZero())
            curves.buy.push_back({step.price, step.buy});
    }
    std::ranges::reverse(curves.buy);
    return curves;
}

} // namespace dgex::app
