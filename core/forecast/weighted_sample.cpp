// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/forecast/weighted_sample.h"

#include <algorithm>

namespace dgex::forecast {

void WeightedSample::add(std::int64_t value, std::int64_t weight)
{
    DGEX_ASSERT(weight > 0);
    m_items.push_back({value, weight});
    m_weight += weight;
    m_sorted = false;
}

std::int64_t WeightedSample::quantile(int permille)
{
    DGEX_ASSERT(!m_items.empty() && permille >= 0 && permille <= 1000);
    if (!m_sorted)
        std::ranges::sort(m_items, {}, [](const Item& item) { return std::pair{item.value, item.weight}; });
    m_sorted = true;
    // Positions are doubled and in per mille of the weight, so that middles of items are whole numbers.
    const Int128 wanted = Int128{m_weight} * 2 * permille;
    Int128 below = 0;
    Int128 previousMiddle = 0;
    for (std::size_t i = 0; i < m_items.size(); ++i) {
        const Int128 middle = (2 * below + m_items[i].weight) * 1000;
        if (middle >= wanted) {
            if (i == 0)
                return m_items[i].value;
            const std::int64_t step = m_items[i].value - m_items[i - 1].value;
            const Int128 part = Int128{step} * (wanted - previousMiddle);
            return m_items[i - 1].value +
                   divide(part, static_cast<std::int64_t>(middle - previousMiddle), Rounding::HalfAwayFromZero);
        }
        previousMiddle = middle;
        below += m_items[i].weight;
    }
    return m_items.back().value;
}

std::int64_t WeightedSample::mean() const
{
    DGEX_ASSERT(!m_items.empty());
    Int128 sum = 0;
    for (const Item& item : m_items)
        sum += Int128{item.value} * item.weight;
    return divide(sum, m_weight, Rounding::HalfAwayFromZero);
}

} // namespace dgex::forecast
