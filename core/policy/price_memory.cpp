// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/policy/price_memory.h"

#include <algorithm>
#include <cmath>

namespace dgex::policy {

namespace {

/// Weight of a new day.
constexpr double kNewDay = 0.2;

std::size_t slotOf(Period period)
{
    const std::int64_t slot = period.startSeconds() / Period::kSeconds % 48;
    return static_cast<std::size_t>(slot < 0 ? slot + 48 : slot);
}

} // namespace

void PriceMemory::observe(Period period, Price price, Price feedIn, Price retail)
{
    if (retail <= feedIn)
        return;
    const Price inside = std::clamp(price, feedIn, retail);
    const double share =
        static_cast<double>((inside - feedIn).count()) / static_cast<double>((retail - feedIn).count());
    std::optional<double>& known = m_shares[slotOf(period)];
    known = known ? *known + kNewDay * (share - *known) : share;
}

std::optional<Price> PriceMemory::expected(Period period, Price feedIn, Price retail) const
{
    const std::optional<double>& share = m_shares[slotOf(period)];
    if (!share || retail <= feedIn)
        return std::nullopt;
    return feedIn + Price{std::llround(*share * static_cast<double>((retail - feedIn).count()))};
}

} // namespace dgex::policy
