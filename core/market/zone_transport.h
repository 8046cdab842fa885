// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/market/market.h"

#include <map>
#include <vector>

namespace dgex::market {

/// So much goes from a zone that has too much to one that has too little, over whatever lies between.
struct ZoneTransport {
    ZoneId from;
    ZoneId to;
    Lots quantity; ///< > 0
    friend constexpr bool operator==(const ZoneTransport&, const ZoneTransport&) = default;
};

/// Brings every surplus (> 0) to where it is wanted (< 0) by the same whole-number flow as the clearing: over as few
/// links as possible, then by the order of the links. Ways are then followed from the least zone on, each over the
/// first link that still carries. A zone pair appears once.
/// Requires: surpluses sum to 0 and the links can carry them, as they can whatever the market sold over them.
[[nodiscard]] std::vector<ZoneTransport> transportOf(const std::map<ZoneId, Lots>& surplus,
                                                     std::span<const ZoneLink> links);

} // namespace dgex::market
