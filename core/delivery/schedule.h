// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/ids.h"
#include "core/base/time.h"
#include "core/base/units.h"

namespace dgex::delivery {

/// A contract of a period as one home sees it.
struct HomeContract {
    ParticipantId partner;
    Energy energy; ///< + this home imports, - it exports; never 0.
    friend bool operator==(const HomeContract&, const HomeContract&) = default;
};

/// The trajectory is a trapezoid that depends on the contracted energy alone, so both sides follow the same one:
/// power rises from 0 at the period's start over kRampTime, stays, and falls over kRampTime to 0 at its end.
inline constexpr std::chrono::milliseconds kRampTime{60'000};

/// The energy that should have moved by now, half a watt-hour exact: 0 before the period, contracted after it.
/// Sign as contracted. Requires: |contracted| <= 10^9 Wh, here and below.
[[nodiscard]] Energy scheduledEnergy(Period period, Energy contracted, UtcTime now);

/// The power of the trajectory now, 0 outside the period. Sign as contracted.
[[nodiscard]] Power scheduledPower(Period period, Energy contracted, UtcTime now);

/// The constant power that moves over the next length what the trajectory does. Requires: 0 < length <= 10 h.
[[nodiscard]] Power meanScheduledPower(Period period, Energy contracted, UtcTime from,
                                       std::chrono::milliseconds length);

/// The power between the ramps, rounded away from zero: what the DGR must be able to do.
[[nodiscard]] Power plateauPower(Energy contracted);

} // namespace dgex::delivery
