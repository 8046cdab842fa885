// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/market/block.h"

namespace dgex::market {

std::optional<std::vector<std::uint32_t>> parentsFirst(std::span<const BlockOrder> blocks)
{
    std::vector<std::vector<std::uint32_t>> children(blocks.size());
    std::vector<std::uint32_t> order;
    order.reserve(blocks.size());
    for (std::uint32_t b = 0; b < blocks.size(); ++b) {
        if (!blocks[b].parent)
            order.push_back(b);
        else if (*blocks[b].parent < blocks.size())
            children[*blocks[b].parent].push_back(b);
        else
            return std::nullopt;
    }
    for (std::size_t i = 0; i < order.size(); ++i) {
        for (const std::uint32_t child : children[order[i]])
            order.push_back(child);
    }
    if (order.size() != blocks.size())
        return std::nullopt;
    return order;
}

Lots lotsOfPart(const BlockOrder& block)
{
    Lots sum;
    for (const BlockPeriod& period : block.profile)
        sum += period.lots;
    return sum;
}

} // namespace dgex::market
