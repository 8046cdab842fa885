// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/controller/home_controller.h"

#include <filesystem>

namespace dgex::app {

/// Keeps the marks of the running period in a small JSON file, so that a restarted controller goes on where the last
/// one stood. Written whole or not at all; false when that failed.
[[nodiscard]] bool writeMarks(const std::filesystem::path& file, const controller::PeriodMarks& marks);
/// None when there are none or they cannot be read: a controller can do without.
[[nodiscard]] std::optional<controller::PeriodMarks> readMarks(const std::filesystem::path& file);

} // namespace dgex::app
