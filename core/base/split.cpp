// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/split.h"

#include "core/base/assert.h"

#include <algorithm>
#include <numeric>

namespace dgex {

std::vector<Energy> splitByWeights(Energy total, const std::vector<Energy>& weights)
{
    DGEX_ASSERT(total >= Energy{} && !weights.empty());
    Int128 sum = 0;
    for (const Energy weight : weights) {
        DGEX_ASSERT(weight >= Energy{});
        sum += weight.count();
    }
    const std::int64_t equal = sum == 0 ? 1 : 0;
    if (equal != 0)
        sum = static_cast<Int128>(weights.size());

    std::vector<Energy> parts;
    std::vector<Int128> remainders;
    Energy left = total;
    for (const Energy weight : weights) {
        const Int128 product = Int128{total.count()} * (weight.count() + equal);
        parts.emplace_back(product / sum);
        remainders.push_back(product % sum);
        left -= parts.back();
    }
    std::vector<std::size_t> order(weights.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::stable_sort(order, [&](std::size_t a, std::size_t b) { return remainders[a] > remainders[b]; });
    for (std::size_t i = 0; left > Energy{}; ++i, left -= Energy{1})
        parts[order[i]] += Energy{1};
    return parts;
}

} // namespace dgex
