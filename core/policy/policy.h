// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/policy/decision_record.h"
#include "core/policy/flexible_load.h"
#include "core/policy/user_policy.h"

namespace dgex::policy {

struct PeriodInputs {
    Period period;
    forecast::Quantiles demand;
    forecast::Quantiles pv;
    Price retail; ///< The utility's price when nothing is bought here.
    Price feedIn;
    std::optional<Price> expectedPrice; ///< What the neighbours' market is likely to pay; from published results.
    Lots position;                      ///< Already traded: + bought, - sold.
};

struct BatteryInputs {
    Energy stored;
    Energy capacity; ///< 0: none
    Power powerMax;
    int efficiencyPermille = 950; ///< One way.
    Price wear{};                 ///< What a discharged kWh costs the battery in life.
};

struct PlanInputs {
    Round round;
    UserPolicy policy;
    BatteryInputs battery;
    Power routerCapacity;
    std::vector<PeriodInputs> periods; ///< From the round's own period on, gap-free, at least gate lead + 48.
    std::size_t firstOpen = 1;         ///< Index of the first period that can still be traded.
    Price networkFee{};                ///< What buyers pay on top of the market's price.
    Energy depth{500};                 ///< What the neighbours are expected to take or give in a later period.
    std::vector<FlexibleLoad> loads;   ///< Comfort windows as flexibleLoads gives them for these periods.
    std::optional<Power> fuse;         ///< Of the home's connection, each direction; none: no limit.
};

struct PlannedPeriod {
    Period period;
    Energy storedAtEnd;
    Energy battery;  ///< + discharged
    Energy exchange; ///< + bought from neighbours (position and open orders).
    Energy utility;  ///< + bought from the utility.
    Energy flexible; ///< Taken by comfort windows.
};

/// How the battery answers the home's own balance in a running period: it covers need and takes surplus within the
/// window and leaves what lies outside to the utility. The self-use rule is the widest window that charge and power
/// leave; a narrower one saves energy for better prices, one that does not hold 0 charges from or sells to the utility.
/// Whatever the window, the battery never charges or discharges the fuse beyond its rating, and helps it when it can.
struct BatteryWindow {
    Energy least{}; ///< At the terminals over a whole period, + discharge.
    Energy most{};
    Energy importMost{1'000'000'000}; ///< Need left to the utility that the fuse carries beside the period's trades.
    Energy exportMost{1'000'000'000}; ///< Surplus, likewise, >= 0.
    friend bool operator==(const BatteryWindow&, const BatteryWindow&) = default;
};

/// The window that never binds.
inline constexpr BatteryWindow kSelfUseWindow{.least = Energy{-1'000'000'000}, .most = Energy{1'000'000'000}};

struct Plan {
    std::vector<PlannedPeriod> periods;
    BatteryWindow window; ///< Of the first period.
    market::BidSheet sheet;
    std::vector<DecisionRecord> records; ///< One or more for every open market.
    std::vector<PlannedLoad> loads;      ///< In the order of PlanInputs::loads.
};

/// The optimiser: stored energy gets its value at every instant by backward dynamic programming over the forecasts, the
/// expected prices and the utility's (storage_value.h); comfort windows take their cheapest half hours under these
/// values; battery, bids and exchange follow from them. Bids are whole lots for the surplus and need that battery and
/// utility do not serve better: a unit that is there or needed with chance 1 - t is sold from, or bought up to, the
/// share t of the way between feed-in and retail. Whatever subset is accepted stays within the router's capacity. Pure.
/// Requires: no fault in the policy, efficiency 1 to 1000 per mille, periods gap-free from the round on.
[[nodiscard]] Plan plan(const PlanInputs& inputs);

/// The forecast's need minus surplus of a period at a percentile of its own spread (10 to 90, clamped), demand and
/// generation taken as independent.
[[nodiscard]] Energy netNeed(const forecast::Quantiles& demand, const forecast::Quantiles& pv, int percentile);

/// The self-use rule: what the battery does when the home must balance needed (+ short, - surplus) by itself.
/// Never discharges below reserve, never beyond power and capacity. Returns + discharge at the terminals.
[[nodiscard]] Power selfUseBatteryPower(Power needed, const BatteryInputs& battery, Energy reserve,
                                        std::chrono::milliseconds step);

/// How far a period is.
struct WindowTime {
    Energy discharged;              ///< By the battery since the period began.
    std::chrono::milliseconds left; ///< Of the period, > 0.
    std::chrono::milliseconds step; ///< For which the power will hold, > 0.
};
/// The self-use rule within a plan's window: need and surplus are met at once until the window's end is reached; energy
/// that the plan charges from the utility or sells to it is spread over what is left of the period.
[[nodiscard]] Power windowBatteryPower(Power needed, const BatteryInputs& battery, Energy reserve,
                                       const BatteryWindow& window, const WindowTime& time);

} // namespace dgex::policy
