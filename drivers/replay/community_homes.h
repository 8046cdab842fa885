// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "drivers/replay/community_data.h"

namespace dgex::drivers {

/// Parses the text of homes.toml: everything but the series.
[[nodiscard]] std::expected<Community, CommunityError> parseHomes(std::string_view text, const std::string& file);

} // namespace dgex::drivers
