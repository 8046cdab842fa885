// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/market/any_slot.h"
#include "core/market/circulation.h"
#include "core/market/step_clearing.h"

#include <array>
#include <optional>
#include <span>
#include <vector>

namespace dgex::market {

/// Periods that are cleared together because any-slot orders tie them, or one period alone.
struct TiedPart {
    std::vector<Period> periods;
    /// Indices, in the order of steps.
    std::vector<std::uint32_t> steps;
    /// Indices, in the order of the draws' ranking.
    std::vector<std::uint32_t> anySlots;
};

/// What a network is made of; everything outlives it.
struct StepNetworkInput {
    std::span<const Step> steps;
    std::span<const AnySlotOrder> anySlotOrders;
    Links links;
    const TiedPart& part;
    const AuctionRules& rules;
    const AnySlotDraws& draws;
};

/// The network of clearMarket for one part, from orders to flow and back.
class StepNetwork {
public:
    explicit StepNetwork(const StepNetworkInput& input);
    /// Clears the part: writes what its steps trade and adds its results, flows and any-slot fills.
    void clearInto(std::span<Step> steps, StepClearing& clearing);

private:
    struct Ends {
        std::uint32_t outside;
        std::uint32_t zone;
    };
    /// What one class of one zone and period trades.
    struct Tally {
        bool present = false;
        Lots bought;
        Lots sold;
        Int128 welfare = 0;
        void add(Side side, Lots lots, Price worth);
    };

    void numberNodes();
    void addLinks();
    void addSteps();
    void addAnySlots();
    [[nodiscard]] std::size_t placeOf(Period period, ZoneId zone) const;
    [[nodiscard]] std::size_t periodOf(std::size_t place) const { return place / m_zones.size(); }
    /// A sell runs from the first to the second, a buy back; the price is the second's potential minus the first's.
    [[nodiscard]] Ends endsOf(std::size_t place, EnergyClass energyClass) const;
    [[nodiscard]] Tally& tallyOf(std::size_t place, EnergyClass energyClass);

    void takeSteps(std::span<Step> steps);
    void takeAnySlots(std::vector<AnySlotFill>& fills);
    void takeFlows(std::vector<LinkFlow>& flows);
    void takeResults(std::vector<ZoneResult>& results) const;
    [[nodiscard]] std::optional<std::int64_t> potentialOf(std::uint32_t node) const;
    void setPrice(ZoneResult& result, const Ends& ends) const;

    const StepNetworkInput m_in;
    std::vector<ZoneId> m_zones;
    bool m_oneZone = true;
    /// By period: which classes are traded.
    std::vector<std::array<bool, 2>> m_hasClass;
    std::vector<std::uint32_t> m_renewableNodes; ///< By period (several zones) or place (one zone); 0 for none.
    FlowProblem m_problem;
    Flow m_flow;
    std::size_t m_firstStepArc = 0;
    std::size_t m_firstAnySlotArc = 0;
    std::vector<Tally> m_tallies;
    std::vector<bool> m_touched; ///< By place: whether a link carries anything there.
};

} // namespace dgex::market
