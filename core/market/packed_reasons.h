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
    std::optional<Price> m_price;
    Price m_fee;
    std::optional<std::uint32_t> m_margin;
    std::array<PartFilledLimit, 2> m_atMargin{}; ///< Bids, asks.
};

} // namespace dgex::market
