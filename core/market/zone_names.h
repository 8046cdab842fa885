// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/ids.h"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace dgex::market {

/// Numbers zones by their names in a list that it lengthens.
class ZoneNames {
public:
    /// The list outlives this.
    explicit ZoneNames(std::vector<std::string>& names);
    /// None when the list may not grow further.
    [[nodiscard]] std::optional<ZoneId> numberOf(std::string_view name);

private:
    std::vector<std::string>& m_names;
    std::map<std::string, ZoneId, std::less<>> m_numbers;
};

} // namespace dgex::market
