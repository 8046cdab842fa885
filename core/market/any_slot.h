// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/bytes.h"
#include "core/market/market.h"

#include <cstdint>
#include <span>
#include <vector>

namespace dgex::market {

/// What ties among any-slot orders hang on; see clearMarket.
class AnySlotDraws {
public:
    AnySlotDraws(std::span<const AnySlotOrder> orders, const Hash256& seed);
    /// The orders by participant, zone, side, limit and the rest of their content.
    [[nodiscard]] const std::vector<std::uint32_t>& ranking() const { return m_ranking; }
    /// By the periods of an order.
    [[nodiscard]] std::uint32_t draw(std::uint32_t order, Period period) const;

private:
    std::span<const AnySlotOrder> m_orders;
    Hash256 m_seed{};
    std::vector<std::uint32_t> m_ranking;
    std::vector<std::uint32_t> m_numbers; ///< By order: its number among its participant's.
};

} // namespace dgex::market
