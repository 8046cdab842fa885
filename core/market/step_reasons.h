// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/market/step_clearing.h"

#include <array>
#include <map>
#include <optional>
#include <span>
#include <tuple>
#include <utility>
#include <vector>

namespace dgex::market {

/// What a cleared market tells of itself: steps in their order, results and flows by period, and its rules.
struct ClearedSteps {
    std::span<Step> steps;
    std::span<const ZoneResult> results;
    std::span<const LinkFlow> flows;
    std::span<const ZoneLink> links;
    std::span<const LinkCapacity> capacities;
    Price fee;
};

/// Why the steps of one cleared period got what they got.
class StepReasons {
public:
    /// Requires: all of one period; the steps that are told lie in its spans, which outlive this. Steps that are not
    /// the best of those of their kind that are not filled may be left out.
    explicit StepReasons(const ClearedSteps& period);
    /// Why the orders of a step that are not filled whole are not.
    [[nodiscard]] Explanation explain(const Step& step);

private:
    /// What lies beyond the full links around a zone.
    struct Beyond {
        Price price;
        std::uint32_t link = 0; ///< The first full link on the way, seen from the zone.
    };

    [[nodiscard]] std::optional<Price> priceOf(ZoneId zone, EnergyClass energyClass, Side side) const;
    /// Whether McAfee's rule left out a lot of the step.
    [[nodiscard]] bool isReduced(const Step& step) const;
    [[nodiscard]] bool isFull(std::uint32_t link) const;
    /// What a zone has for orders of a side and class: its price, or the best limit that does not trade.
    [[nodiscard]] std::optional<Price> quoteOf(ZoneId zone, Side side, EnergyClass energyClass) const;
    /// The best that a zone could reach if no link were full.
    [[nodiscard]] std::optional<Beyond> beyondOf(const Step& step);
    [[nodiscard]] std::optional<Beyond> findBeyond(const Step& step) const;

    const ClearedSteps m_in;
    /// For buyers and for sellers.
    std::map<std::pair<ZoneId, EnergyClass>, std::array<std::optional<Price>, 2>> m_prices;
    std::map<std::pair<ZoneId, EnergyClass>, std::array<Price, 2>> m_reducedAt;
    std::map<std::uint32_t, Lots> m_carried;
    std::map<ZoneId, std::vector<std::uint32_t>> m_linksTo;
    std::map<ZoneId, std::vector<std::uint32_t>> m_linksFrom;
    std::map<std::tuple<ZoneId, Side, EnergyClass>, std::optional<Beyond>> m_beyond;
};

/// Writes into every step why its orders got what they got.
void explainSteps(const ClearedSteps& cleared);

/// Why any-slot orders got what they got; writes into the fills. Requires: orders and fills are of one length.
void explainAnySlots(std::span<const AnySlotOrder> orders, std::span<AnySlotFill> fills,
                     std::span<const ZoneResult> results, Price fee);

} // namespace dgex::market
