// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace dgex::app {

/// Exit codes of every command.
enum ExitCode : int {
    kGood = 0,
    kRefused = 1, ///< Refused or found bad.
    kUsage = 2    ///< Wrong use or bad input.
};

} // namespace dgex::app
