// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/replay/replay.h"
#include "core/policy/price_memory.h"
#include "core/policy/self_use.h"

#include <map>

namespace dgex::app {

/// One home of a replay living one way: its battery, its positions and what it has learned of prices.
class ReplayHome {
public:
    ReplayHome(const drivers::CommunityHome& home, const ReplayOptions& options);

    /// Makes the plan for round `round` (index into the data). trades: bids to neighbours.
    void plan(const policy::PlanInputs& inputs) { m_plan = policy::plan(inputs); }
    [[nodiscard]] const policy::Plan& lastPlan() const { return m_plan; }
    [[nodiscard]] policy::BatteryInputs battery() const;
    [[nodiscard]] Energy reserve() const { return m_reserve; }
    [[nodiscard]] const policy::PriceMemory& prices() const { return m_prices; }

    /// What a market brought: + bought lots at a price; booked when the period counts.
    void take(std::int64_t period, Lots bought, Price price, bool counts);
    /// Learns from the last round of a period: its price, or that own orders stayed unserved.
    void learn(Period period, const std::optional<Price>& price, const std::vector<market::Fill>& fills,
               ParticipantId self, Price feedIn, Price retail);
    [[nodiscard]] Lots position(std::int64_t period) const;
    /// Lives a half hour; returns what the utility gave (+) or took.
    Energy deliver(std::int64_t period, Energy need, Price retail, Price feedIn, bool counts);

    Money cost;
    Money fees;
    Energy bought;
    Energy sold;
    Energy discharged;
    [[nodiscard]] Energy stored() const { return m_stored; }

private:
    const drivers::CommunityHome& m_home;
    Price m_networkFee;
    Energy m_reserve;
    Energy m_stored;
    policy::Plan m_plan;
    policy::PriceMemory m_prices;
    std::map<std::int64_t, Lots> m_positions;
};

} // namespace dgex::app
