// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/assert.h"
#include "core/market/order.h"

#include <optional>
#include <span>
#include <utility>
#include <vector>

namespace dgex::market {

/// Orders of one market at most: with kOrderLotsMax lots each, every sum of lots stays below 2^62, every product of two
/// sums below 2^124, and welfare (sum of lots x 3 x 10^8 ticks x 100 Wh) below 2^98. Nothing in a market can overflow.
inline constexpr std::uint64_t kMarketOrdersMax = std::uint64_t{1} << 32;
static_assert(Int128{kMarketOrdersMax} * kOrderLotsMax.count() < Int128{1} << 62);

/// A validated order in 8 bytes. Its worth is the limit as the seller sees it: a bid is worth the network fee less.
/// Ranges: |worth| <= 2 kPriceMax, 0 <= quantity < 2^31 lots.
class PackedOrder {
public:
    static constexpr std::int64_t kQuantityMax = (std::int64_t{1} << 31) - 1;

    PackedOrder() = default;
    PackedOrder(Side side, Price worth, Lots quantity)
        : m_word(std::uint64_t{keyOf(worth)} << 32 | std::uint64_t{side == Side::Sell} << 31 |
                 static_cast<std::uint64_t>(quantity.count()))
    {
        DGEX_ASSERT(quantity >= Lots{} && quantity.count() <= kQuantityMax);
    }
    /// The worth as a number that orders like it.
    [[nodiscard]] std::uint32_t key() const { return static_cast<std::uint32_t>(m_word >> 32); }
    [[nodiscard]] std::uint32_t quantity() const { return static_cast<std::uint32_t>(m_word) & 0x7FFF'FFFFU; }
    [[nodiscard]] bool sells() const { return (m_word & 0x8000'0000U) != 0; }
    [[nodiscard]] Side side() const { return sells() ? Side::Sell : Side::Buy; }
    /// The 32 bits of side and quantity: 0x80000000 is the side.
    [[nodiscard]] std::uint32_t lowWord() const { return static_cast<std::uint32_t>(m_word); }

    [[nodiscard]] static std::uint32_t keyOf(Price worth)
    {
        DGEX_ASSERT(worth.abs() <= kPriceMax * 2);
        return static_cast<std::uint32_t>(worth.count() + kKeyOfZero);
    }
    [[nodiscard]] static Price worthOf(std::uint32_t key) { return Price{std::int64_t{key} - kKeyOfZero}; }

    /// By worth first.
    friend auto operator<=>(PackedOrder, PackedOrder) = default;

private:
    static constexpr std::int64_t kKeyOfZero = std::int64_t{1} << 30;
    std::uint64_t m_word = 0;
};
static_assert(sizeof(PackedOrder) == 8);

/// What is known of packed orders before they are looked at. Requires of a user: it is true.
struct PackedSummary {
    Lots bought; ///< The sum of all bids.
    Lots sold;   ///< The sum of all asks.
    std::uint32_t leastKey = UINT32_MAX;
    std::uint32_t greatestKey = 0;
    void add(PackedOrder order);
};

/// Where the curves of supply and demand cross.
///
/// Line up every lot of both sides by worth and let D be the number of lots bid for. Let w be the worth of lot D + 1,
/// C the lots below w, a and b the lots asked and bid at w. Then demand at w is at least supply below w and demand
/// above w is less than supply at w; so all bids above and all asks below w trade, and min of supply and demand at w is
/// the greatest volume of the greatest welfare. The prices that support it are those from the worth of lot D to w: the
/// interval of the k-double auction (M. A. Satterthwaite, S. R. Williams, "Bilateral trade with the sealed bid
/// k-double auction", Journal of Economic Theory 48, 1989). With e = D - C, what demand at w exceeds supply below it:
/// asks at w sell min(e, a), bids at w buy min(b, a + b - e).
struct Crossing {
    std::uint32_t least = 0;    ///< Key of the worth of lot D.
    std::uint32_t greatest = 0; ///< Key of the worth of lot D + 1.
    Lots excess;                ///< e, at least 0.
};

/// What the orders at the crossing trade, given all lots that are bid and asked there: {bought, sold}.
[[nodiscard]] std::pair<Lots, Lots> tradedAt(const Crossing& crossing, Lots bids, Lots asks);

/// Memory that is used again from market to market. Results never depend on what it holds.
class CrossingFinder {
public:
    /// None when a side is empty: nothing can trade. The curves may still miss each other: then nothing trades at the
    /// crossing either, and above and below it no bid meets an ask.
    ///
    /// Few orders are sorted. Many are counted on a ladder of at most 2^16 worths, which costs one reading: of all
    /// worths when they fit, else of the worths around the crossing of a sample, else of coarse and then fine steps.
    [[nodiscard]] std::optional<Crossing> find(std::span<const PackedOrder> orders, const PackedSummary& summary);

private:
    [[nodiscard]] Crossing findSorted(std::span<const PackedOrder> orders, Lots bought);
    std::vector<PackedOrder> m_sorted;
    std::vector<std::int64_t> m_cells;
};

} // namespace dgex::market
