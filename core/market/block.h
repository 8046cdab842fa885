// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/market/order.h"

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace dgex::market {

/// What one part of a block trades in one period.
struct BlockPeriod {
    Period period;
    Lots lots;
    friend constexpr auto operator<=>(const BlockPeriod&, const BlockPeriod&) = default;
};

/// Energy over several periods that is traded together: a wash that may not stop, a battery's round. It consists of
/// `parts` equal parts; either none of them is accepted or at least minParts, and each trades in every period. So lots
/// stay whole and the accepted ratio is the same in every period. minParts = parts is all or nothing.
/// Its limit holds for the whole: a seller gets at least, a buyer pays with fees at most the limit on average.
/// A block with a parent is accepted at no greater ratio than its parent.
/// Ranges: |limit| <= the price bound; 1 <= minParts <= parts <= kBlockPartsMax; periods ascending, all different, at
/// least one; each at least 1 lot, and at most kOrderLotsMax in all parts together; parents point to blocks of the list
/// without a circle.
struct BlockOrder {
    ParticipantId participant;
    ZoneId zone;
    EnergyClass energyClass = EnergyClass::Any;
    Side side = Side::Buy;
    Price limit;
    std::uint32_t parts = 1;
    std::uint32_t minParts = 1;
    /// Index of another block.
    std::optional<std::uint32_t> parent;
    std::vector<BlockPeriod> profile;
    friend auto operator<=>(const BlockOrder&, const BlockOrder&) = default;
};
inline constexpr std::uint32_t kBlockPartsMax = 1'000'000'000;
inline constexpr std::size_t kBlocksMax = 20'000;
/// Of all blocks of a market together.
inline constexpr std::size_t kBlockPeriodsMax = 1'000'000;

/// How many parts of each block are accepted, by the order of blocks.
using BlockAcceptance = std::vector<std::uint32_t>;

/// Blocks, every parent before its children; none when parents make a circle or one is not in the list.
[[nodiscard]] std::optional<std::vector<std::uint32_t>> parentsFirst(std::span<const BlockOrder> blocks);
/// All lots of one part.
[[nodiscard]] Lots lotsOfPart(const BlockOrder& block);

} // namespace dgex::market
