// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/settlement/verification.h"

#include <string_view>

namespace dgex::app {

/// A dispute's cause in logs and JSON.
[[nodiscard]] constexpr std::string_view nameOf(settlement::DisputeCause cause)
{
    switch (cause) {
    case settlement::DisputeCause::BeyondConnection:
        return "beyond_connection";
    case settlement::DisputeCause::AgainstDgr:
        return "against_dgr";
    case settlement::DisputeCause::SidesDiffer:
        return "sides_differ";
    case settlement::DisputeCause::FinalDiffers:
        return "final_differs";
    }
    return "";
}

} // namespace dgex::app
