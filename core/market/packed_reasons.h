// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/market/explanation.h"
#include "core/market/packed_market.h"

#include <array>
#include <optional>

namespace dgex::market {

/// Why orders of a packed market got what they got, as step_reasons.h says of a market of one zone and one class.
class PackedReasons {
public:
    PackedReasons(const PackedClearing& clearing, Price fee);
    /// First every order is shown.
    void add(PackedOrder order, std::uint32_t filled);
    [[nodiscard]] Explanation of(PackedOrder order, std::uint32_t filled) const;

private:
    /// Each for bids and for asks.
    std::array<std::optional<Price>, 2> m_prices;
    std::array<std::optional<std::uint32_t>, 2> m_margins; ///< Key of the limit that may be filled only in part.
    std::array<PartFilledLimit, 2> m_atMargin{};
    Price m_fee;
    bool m_reduced = false;
};

} // namespace dgex::market
