// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/windows/simulation.h"

#include <expected>
#include <filesystem>
#include <string>

namespace dgex::app {

/// Saves a picture of every page of both windows as PNG files in a folder, which is made; returns how many.
[[nodiscard]] std::expected<std::size_t, std::string>
saveScreenshots(Simulation& simulation, const std::filesystem::path& folder, const std::string& language);

} // namespace dgex::app
