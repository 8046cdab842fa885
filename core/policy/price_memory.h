// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/time.h"
#include "core/base/units.h"

#include <array>
#include <optional>

namespace dgex::policy {

/// Remembers what energy was worth among neighbours at each time of day, as the share of the way from the utility's
/// feed-in price to its retail price: newer days count more.
class PriceMemory {
public:
    /// Takes the price of a period's last round. Prices outside the utility's are taken as its nearer one.
    void observe(Period period, Price price, Price feedIn, Price retail);
    /// What the period is expected to bring; none before the first observation at its time of day.
    [[nodiscard]] std::optional<Price> expected(Period period, Price feedIn, Price retail) const;

private:
    static constexpr std::size_t kSlots = 48;
    std::array<std::optional<double>, kSlots> m_shares;
};

} // namespace dgex::policy
