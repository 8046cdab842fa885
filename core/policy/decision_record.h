// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/forecast/forecast.h"
#include "core/market/sheet.h"

#include <optional>
#include <vector>

namespace dgex::policy {

/// Why an order stands as it does, or why a market was left alone. Part of the decision record.
enum class Rule : std::uint8_t {
    SellsSurplus,    ///< Expected surplus that the battery cannot take.
    SellsStored,     ///< Stored energy above the reserve is worth more sold.
    BuysNeed,        ///< Expected need that the battery cannot cover.
    ClosesPosition,  ///< Buys back or sells off what the newer forecast no longer wants.
    HoldsReserve,    ///< Nothing: what could be sold is kept as the reserve.
    BalancedAlready, ///< Nothing: forecast and position match within a lot.
    BelowOneLot,     ///< Nothing: less than 0.1 kWh.
    LimitTooTight,   ///< Nothing: the owner's price limits leave no room between feed-in and retail.
    Paused,          ///< Nothing: trading is paused.
    BatteryCovers,   ///< Nothing: the battery takes the surplus or covers the need.
    RouterFull,      ///< Quantity cut to the router's capacity.
    FillsBattery,    ///< Energy is cheaper here than what it will save or bring later.
    ServesLoad,      ///< A comfort window is to take its energy in this half hour.
};

/// One order or one market left alone, with everything that decided it.
struct DecisionRecord {
    Period period;
    Rule rule = Rule::BalancedAlready;
    std::optional<market::Order> order; ///< None: left alone.
    forecast::Quantiles demand;         ///< With the comfort windows' energy and the calendar's exceptions.
    forecast::Quantiles pv;
    Energy stored; ///< Planned at the start of the period.
    Energy reserve;
    Energy batteryCapacity;
    int batteryEfficiencyPermille = 1000; ///< One way.
    Lots position;                        ///< Before this order.
    Energy wanted;                        ///< Still wanted from the neighbours at this step, + buy; 0 when nothing is.
    Energy covered;           ///< Of the rest, + need that the battery gives or - surplus that it takes instead.
    Energy heldBack;          ///< <= 0: what would be sold too if the reserve did not keep it.
    Energy flexible;          ///< Of the demand, what comfort windows are to take in this half hour.
    Price value;              ///< What a kWh of this step is worth to the home: it buys up to it, sells from it.
    bool fromBattery = false; ///< Beyond the period's own surplus or need: given or taken by the battery.
    Lots placed;              ///< Orders of earlier records of this market on the same side, >= 0.
    std::optional<Price> ownOpposite; ///< Best price of earlier records of this market on the other side.
    Price retail;
    Price feedIn;
    Price limitOfOwner; ///< The owner's buy or sell limit that applied.
    std::optional<Price> expectedPrice;
    int riskPercent = 50;
    int reservePercent = 0;
    bool tradingPaused = false;
    Power routerCapacity;
};

/// Decides one market again from a record alone; equals the record's order for every record that plan made.
[[nodiscard]] std::optional<market::Order> reevaluate(const DecisionRecord& record);

/// An input of a decision that could have been another.
enum class ChangedInput : std::uint8_t {
    Trading,     ///< Trading goes on; `to` is 0.
    Need,        ///< The half hour's need is more (+) or less (-) by `to` Wh.
    OwnerLimit,  ///< The owner's price limit is `to` ticks per kWh.
    Value,       ///< A kWh is worth `to` ticks to the home: other prices later, or another policy.
    Router,      ///< The router carries `to` W.
    Stored,      ///< The battery holds `to` Wh.
    Reserve,     ///< The reserve is `to` Wh.
    OwnOpposite, ///< The home has no orders on the other side of this market; `to` is 0.
    UtilityPrice ///< Retail is not below feed-in but `to` ticks per kWh.
};
struct Change {
    ChangedInput input = ChangedInput::Need;
    std::int64_t to = 0;
    friend bool operator==(const Change&, const Change&) = default;
};
/// The record with another input.
[[nodiscard]] DecisionRecord changed(DecisionRecord record, const Change& change);

/// What would have changed the decision: an order into none, none into an order, one cut to the router's capacity into
/// a larger one. As few inputs as possible, all together, mostly one; the last one by as little as possible: computed
/// by deciding again, so changed() by all of them always decides otherwise, and by less it does not.
[[nodiscard]] std::vector<Change> leastChange(const DecisionRecord& record);

} // namespace dgex::policy
