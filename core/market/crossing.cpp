// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/market/crossing.h"

#include <algorithm>

namespace dgex::market {

namespace {

using Orders = std::span<const PackedOrder>;
using Cells = std::span<std::int64_t>;

constexpr std::size_t kSortedMax = 4'096;
constexpr std::uint32_t kCellsMax = 1U << 16;
constexpr std::size_t kSampleSize = 1'024;
constexpr std::size_t kSampleError = 64; // Four standard deviations of the rank of a sample's middle.

/// The keys from first on, 2^shift of them in each cell.
struct Ladder {
    std::uint32_t first = 0;
    std::uint32_t cells = 0;
    unsigned shift = 0;
    [[nodiscard]] std::uint32_t keyOf(std::size_t cell) const
    {
        return first + (static_cast<std::uint32_t>(cell) << shift);
    }
};

/// The first cell whose lots pass the wanted one, and the lots below it.
struct Place {
    std::size_t cell = 0;
    std::int64_t below = 0;
};

Place placeOf(Cells cells, std::int64_t below, std::int64_t wanted)
{
    std::size_t cell = 0;
    while (cell < cells.size() && below + cells[cell] <= wanted)
        below += cells[cell++];
    return {.cell = cell, .below = below};
}

/// The greatest key below a bound. Requires: there is one.
std::uint32_t greatestBelow(Orders orders, std::uint32_t bound)
{
    std::uint32_t greatest = 0;
    for (const PackedOrder order : orders)
        greatest = order.key() < bound && order.quantity() > 0 ? std::max(greatest, order.key()) : greatest;
    return greatest;
}

void countAll(Orders orders, const Ladder& ladder, Cells cells)
{
    const std::uint32_t first = ladder.first;
    const unsigned shift = ladder.shift;
    std::int64_t* const cell = cells.data();
    for (const PackedOrder order : orders)
        cell[(order.key() - first) >> shift] += order.quantity();
}

/// What lies outside the ladder counts in its first and last cell.
void countClamped(Orders orders, const Ladder& ladder, Cells cells)
{
    const auto first = static_cast<std::int32_t>(ladder.first);
    const auto last = static_cast<std::int32_t>(ladder.cells) - 1;
    std::int64_t* const cell = cells.data();
    for (const PackedOrder order : orders)
        cell[std::clamp(static_cast<std::int32_t>(order.key()) - first, 0, last)] += order.quantity();
}

/// What lies outside the ladder does not count.
void countInside(Orders orders, const Ladder& ladder, Cells cells)
{
    for (const PackedOrder order : orders) {
        if (const std::uint32_t cell = order.key() - ladder.first; cell < ladder.cells)
            cells[cell] += order.quantity();
    }
}

/// Finishes on a ladder of single keys. below: the lots under its first cell.
Crossing crossingOn(Orders orders, const Ladder& ladder, Cells cells, std::int64_t below, std::int64_t wanted)
{
    const Place place = placeOf(cells, below, wanted);
    DGEX_ASSERT(place.cell < cells.size());
    const std::uint32_t greatest = ladder.keyOf(place.cell);
    Crossing crossing{.least = greatest, .greatest = greatest, .excess = Lots{wanted - place.below}};
    if (place.below == wanted) {
        std::size_t cell = place.cell;
        while (cell > 0 && cells[cell - 1] == 0)
            --cell;
        crossing.least = cell > 0 ? ladder.keyOf(cell - 1) : greatestBelow(orders, ladder.first);
    }
    return crossing;
}

/// A window of single keys around the crossing of a sample; none when the sample is too thin to hope for it there.
std::optional<Ladder> windowOf(Orders orders, const PackedSummary& summary)
{
    PackedSummary sampled;
    std::vector<PackedOrder> sample;
    sample.reserve(kSampleSize);
    for (std::size_t n = 0; n < kSampleSize; ++n) {
        sample.push_back(orders[orders.size() / kSampleSize * n]);
        sampled.add(sample.back());
    }
    std::ranges::sort(sample);
    std::size_t middle = 0;
    for (Lots below; middle + 1 < kSampleSize; ++middle) {
        below += Lots{sample[middle].quantity()};
        if (below > sampled.bought)
            break;
    }
    const std::uint32_t half = kCellsMax / 2;
    const std::uint32_t low = sample[middle - std::min(middle, kSampleError)].key();
    const std::uint32_t high = sample[std::min(middle + kSampleError, kSampleSize - 1)].key();
    if (high - low > half)
        return std::nullopt;
    const std::uint32_t first = std::max(low + (high - low) / 2, summary.leastKey + half) - half;
    return Ladder{.first = std::min(first, summary.greatestKey - kCellsMax + 1), .cells = kCellsMax};
}

/// The crossing if it is within the window.
std::optional<Crossing> crossingInside(Orders orders, const Ladder& window, Cells cells, std::int64_t wanted)
{
    const Place place = placeOf(cells, 0, wanted);
    // In the first and the last cell, or with nothing between the first and the crossing, worths outside may be meant.
    const bool known = place.cell > 0 && place.cell + 1 < cells.size();
    if (!known || (place.below == wanted && place.below == cells[0]))
        return std::nullopt;
    return crossingOn(orders, window, cells, 0, wanted);
}

} // namespace

void PackedSummary::add(PackedOrder order)
{
    (order.sells() ? sold : bought) += Lots{order.quantity()};
    leastKey = std::min(leastKey, order.key());
    greatestKey = std::max(greatestKey, order.key());
}

std::pair<Lots, Lots> tradedAt(const Crossing& crossing, Lots bids, Lots asks)
{
    const Lots sold = std::min(crossing.excess, asks);
    const Lots bought = std::min(bids, asks + bids - crossing.excess);
    DGEX_ASSERT(bought >= Lots{});
    return {bought, sold};
}

Crossing CrossingFinder::findSorted(Orders orders, Lots bought)
{
    m_sorted.assign(orders.begin(), orders.end());
    std::ranges::sort(m_sorted);
    Crossing crossing;
    Lots below;             // Lots of all worths before that of the order at hand.
    Lots through;           // The same with the orders before this one.
    std::uint32_t last = 0; // The last key that has lots.
    for (const PackedOrder order : m_sorted) {
        if (order.quantity() == 0)
            continue;
        if (order.key() != last)
            below = through;
        through += Lots{order.quantity()};
        if (through > bought) {
            const bool atStart = below == bought;
            return {.least = atStart ? last : order.key(), .greatest = order.key(), .excess = bought - below};
        }
        last = order.key();
    }
    DGEX_ASSERT(false);
    return crossing;
}

std::optional<Crossing> CrossingFinder::find(Orders orders, const PackedSummary& summary)
{
    if (summary.bought.isZero() || summary.sold.isZero())
        return std::nullopt;
    const std::int64_t wanted = summary.bought.count();
    if (orders.size() <= kSortedMax)
        return findSorted(orders, summary.bought);

    const std::uint32_t range = summary.greatestKey - summary.leastKey + 1;
    if (range <= kCellsMax) {
        const Ladder ladder{.first = summary.leastKey, .cells = range};
        m_cells.assign(ladder.cells, 0);
        countAll(orders, ladder, m_cells);
        return crossingOn(orders, ladder, m_cells, 0, wanted);
    }

    if (const std::optional<Ladder> window = windowOf(orders, summary)) {
        m_cells.assign(window->cells, 0);
        countClamped(orders, *window, m_cells);
        if (const std::optional<Crossing> crossing = crossingInside(orders, *window, m_cells, wanted))
            return crossing;
    }

    Ladder coarse{.first = summary.leastKey, .cells = 0};
    while ((range - 1) >> coarse.shift >= kCellsMax)
        ++coarse.shift;
    coarse.cells = ((range - 1) >> coarse.shift) + 1;
    m_cells.assign(coarse.cells, 0);
    countAll(orders, coarse, m_cells);
    const Place step = placeOf(m_cells, 0, wanted);
    const Ladder fine{.first = coarse.keyOf(step.cell), .cells = 1U << coarse.shift};
    m_cells.assign(fine.cells, 0);
    countInside(orders, fine, m_cells);
    return crossingOn(orders, fine, m_cells, step.below, wanted);
}

} // namespace dgex::market
