// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/simulation/tour.h"

namespace dgex::ui {

class HomeWindow;
class OperatorWindow;
class SimulationWindow;

/// The stops of the demo's tour: from what a home sees to what the operator sees to the faults.
[[nodiscard]] std::vector<Tour::Stop> tourStops(SimulationWindow& window, HomeWindow& home, OperatorWindow& console);

} // namespace dgex::ui
