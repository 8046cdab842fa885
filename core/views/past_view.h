// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/views/operator_snapshot.h"

namespace dgex::views {

/// What was known at an earlier time of markets, contracts, settlements, disputes and blocks, from what a newer
/// snapshot still holds: the past day. Prices that a later round made are absent, deliveries that had not ended have no
/// amounts. What no snapshot remembers (live values, alarms, participants) is empty. Pure.
[[nodiscard]] OperatorSnapshot pastView(const OperatorSnapshot& newest, UtcTime at);

} // namespace dgex::views
