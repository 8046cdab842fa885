// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/market/market.h"

#include <algorithm>
#include <utility>

namespace dgex::market {

Lots capacityOf(std::span<const ZoneLink> links, std::span<const LinkCapacity> exceptions, std::uint32_t link,
                Period period)
{
    const auto place = [](const LinkCapacity& one) { return std::pair{one.period, one.link}; };
    const auto found = std::ranges::lower_bound(exceptions, std::pair{period, link}, {}, place);
    const bool isException = found != exceptions.end() && place(*found) == std::pair{period, link};
    return isException ? found->capacity : links[link].capacity;
}

} // namespace dgex::market
