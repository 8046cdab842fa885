// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/exchange/exchange.h"
#include "core/views/home_snapshot.h"

namespace dgex::app {

/// What the panel of one home of a simulated neighbourhood shows now. Thread: the exchange's.
[[nodiscard]] views::HomeSnapshot homeView(const Exchange& exchange, std::size_t home);

} // namespace dgex::app
