// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/policy/user_policy.h"

#include <expected>
#include <filesystem>
#include <optional>
#include <string>

namespace dgex::app {

/// The owner's newest will, as set at the panel: a TOML file of the keys of policy_config.h. Written whole or not at
/// all; false when that failed. Requires: no fault in the policy (policy::faultOf).
[[nodiscard]] bool writePolicy(const std::filesystem::path& file, const policy::UserPolicy& policy);
/// None when there is no such file. The error names file and line.
[[nodiscard]] std::expected<std::optional<policy::UserPolicy>, std::string>
readKeptPolicy(const std::filesystem::path& file);

} // namespace dgex::app
