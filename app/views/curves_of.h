// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ledger/results.h"
#include "core/views/curves.h"

#include <span>

namespace dgex::app {

/// The two sides of a market's orders, which come ascending by price.
[[nodiscard]] views::Curves curvesOf(std::span<const ledger::CurveStep> steps);

} // namespace dgex::app
