// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/units.h"

#include <vector>

namespace dgex::forecast {

/// Values with whole weights and their exact quantiles and mean: integers only, so the same on every machine.
class WeightedSample {
public:
    /// Requires: weight > 0.
    void add(std::int64_t value, std::int64_t weight);
    [[nodiscard]] bool isEmpty() const { return m_items.empty(); }
    /// The value below which this share of the weight lies, interpolated between the middles of neighbouring items.
    /// Requires: not empty, 0 <= permille <= 1000.
    [[nodiscard]] std::int64_t quantile(int permille);
    /// Requires: not empty.
    [[nodiscard]] std::int64_t mean() const;

private:
    struct Item {
        std::int64_t value;
        std::int64_t weight;
    };
    std::vector<Item> m_items;
    std::int64_t m_weight = 0;
    bool m_sorted = true;
};

} // namespace dgex::forecast
