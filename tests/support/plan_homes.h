// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/policy/policy.h"

#include <array>

namespace dgex::test {

inline constexpr std::array kPresets{policy::Preset::Income, policy::Preset::Balanced, policy::Preset::SelfSufficiency,
                                     policy::Preset::RenewableFirst, policy::Preset::BackupReserve};

/// Mean: the middle of the three.
[[nodiscard]] forecast::Quantiles quantilesOf(std::int64_t p10, std::int64_t p50, std::int64_t p90);
/// A home whose forecasts are certain: need in the evening and at night, surplus at noon.
[[nodiscard]] policy::PlanInputs sunnyHome();
/// Anything that a plan may be asked, by seed.
[[nodiscard]] policy::PlanInputs randomHome(std::uint64_t seed);

} // namespace dgex::test
