// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commands/plan_json.h"

#include "app/commands/policy_names.h"
#include "core/base/text.h"

#include <format>

namespace dgex::app {

namespace {

using Json = nlohmann::ordered_json;

Json priceOrNull(const std::optional<Price>& price)
{
    return price ? Json(toText(*price)) : Json();
}

std::string clockOf(int minute)
{
    return std::format("{:02}:{:02}", minute / 60, minute % 60);
}

Json jsonOf(const market::Order& order)
{
    return {{"period", toText(order.period)},
            {"side", order.side == market::Side::Buy ? "buy" : "sell"},
            {"class", order.energyClass == market::EnergyClass::Any ? "any" : "renewable"},
            {"lots", order.quantity.count()},
            {"limit", toText(order.limit)}};
}

Json jsonOf(const policy::Change& change)
{
    using policy::ChangedInput;
    Json json{{"input", nameOf(change.input)}};
    if (change.input == ChangedInput::OwnerLimit || change.input == ChangedInput::Value ||
        change.input == ChangedInput::UtilityPrice)
        json["to"] = toText(Price{change.to});
    else if (change.input != ChangedInput::Trading && change.input != ChangedInput::OwnOpposite)
        json["to"] = change.to;
    return json;
}

Json jsonOf(const policy::PlannedLoad& load, const policy::UserPolicy& policy)
{
    Json slots = Json::array();
    for (const auto& [period, energy] : load.slots)
        slots.push_back({{"period", toText(period)}, {"energy_wh", energy.count()}});
    return {{"window", policy.windows[load.load.window].name},
            {"by", toText(load.load.by)},
            {"energy_wh", load.load.left.count()},
            {"later_wh", load.later.count()},
            {"unmet_wh", load.unmet.count()},
            {"slots", std::move(slots)}};
}

} // namespace

Json jsonOf(const policy::UserPolicy& policy)
{
    Json windows = Json::array();
    for (const policy::ComfortWindow& window : policy.windows)
        windows.push_back({{"name", window.name},
                           {"kind", window.kind == policy::LoadKind::Run ? "run" : "charge"},
                           {"energy_wh", window.energy.count()},
                           {"power_w", window.powerMax.count()},
                           {"from", clockOf(window.fromMinute)},
                           {"by", clockOf(window.byMinute)},
                           {"enabled", window.enabled}});
    Json exceptions = Json::array();
    for (const policy::CalendarException& one : policy.exceptions)
        exceptions.push_back({{"from", toText(one.from)},
                              {"until", toText(one.until)},
                              {"reserve_percent", one.reservePercent ? Json(*one.reservePercent) : Json()},
                              {"demand_percent", one.demandPercent},
                              {"trading_paused", one.tradingPaused}});
    return {{"preset", nameOf(policy.preset)},        {"reserve_percent", policy.reservePercent},
            {"risk_percent", policy.riskPercent},     {"buy_limit", toText(policy.buyLimit)},
            {"sell_limit", toText(policy.sellLimit)}, {"trading_paused", policy.tradingPaused},
            {"windows", std::move(windows)},          {"exceptions", std::move(exceptions)}};
}

Json jsonOf(const forecast::Quantiles& quantiles)
{
    return {{"p10", quantiles.p10.count()},
            {"p50", quantiles.p50.count()},
            {"p90", quantiles.p90.count()},
            {"mean", quantiles.mean.count()}};
}

Json jsonOf(const policy::DecisionRecord& record)
{
    Json changes = Json::array();
    for (const policy::Change& change : policy::leastChange(record))
        changes.push_back(jsonOf(change));
    return {{"period", toText(record.period)},
            {"rule", nameOf(record.rule)},
            {"order", record.order ? jsonOf(*record.order) : Json()},
            {"demand_wh", jsonOf(record.demand)},
            {"pv_wh", jsonOf(record.pv)},
            {"flexible_wh", record.flexible.count()},
            {"stored_wh", record.stored.count()},
            {"reserve_wh", record.reserve.count()},
            {"battery_capacity_wh", record.batteryCapacity.count()},
            {"position_lots", record.position.count()},
            {"wanted_wh", record.wanted.count()},
            {"covered_by_battery_wh", record.covered.count()},
            {"held_back_wh", record.heldBack.count()},
            {"from_battery", record.fromBattery},
            {"value", toText(record.value)},
            {"expected_price", priceOrNull(record.expectedPrice)},
            {"retail", toText(record.retail)},
            {"feed_in", toText(record.feedIn)},
            {"limit_of_owner", toText(record.limitOfOwner)},
            {"placed_lots", record.placed.count()},
            {"own_opposite", priceOrNull(record.ownOpposite)},
            {"risk_percent", record.riskPercent},
            {"trading_paused", record.tradingPaused},
            {"router_w", record.routerCapacity.count()},
            {"would_have_changed_it", std::move(changes)}};
}

Json jsonOf(const policy::Plan& plan, const policy::PlanInputs& inputs)
{
    Json periods = Json::array();
    for (std::size_t i = 0; i < plan.periods.size(); ++i) {
        const policy::PlannedPeriod& one = plan.periods[i];
        const policy::PeriodInputs& known = inputs.periods[i];
        periods.push_back({{"period", toText(one.period)},
                           {"retail", toText(known.retail)},
                           {"feed_in", toText(known.feedIn)},
                           {"expected_price", priceOrNull(known.expectedPrice)},
                           {"position_lots", known.position.count()},
                           {"stored_at_end_wh", one.storedAtEnd.count()},
                           {"battery_wh", one.battery.count()},
                           {"exchange_wh", one.exchange.count()},
                           {"utility_wh", one.utility.count()},
                           {"flexible_wh", one.flexible.count()}});
    }
    Json loads = Json::array();
    for (const policy::PlannedLoad& load : plan.loads)
        loads.push_back(jsonOf(load, inputs.policy));
    Json orders = Json::array();
    for (const market::Order& order : plan.sheet.orders)
        orders.push_back(jsonOf(order));
    Json records = Json::array();
    for (const policy::DecisionRecord& record : plan.records)
        records.push_back(jsonOf(record));
    return {{"plan", std::move(periods)},
            {"battery_now", {{"least_wh", plan.window.least.count()}, {"most_wh", plan.window.most.count()}}},
            {"comfort", std::move(loads)},
            {"sheet", {{"round", toText(plan.sheet.round)}, {"orders", std::move(orders)}}},
            {"records", std::move(records)}};
}

Json jsonOf(const policy::Preview& preview)
{
    return {{"balance", toText(preview.balance)},
            {"balance_by_self_use_rule", toText(preview.balanceSelfUse)},
            {"stored_worth", toText(preview.storedWorth)},
            {"stored_worth_by_self_use_rule", toText(preview.storedWorthSelfUse)},
            {"bought_wh", preview.bought.count()},
            {"sold_wh", preview.sold.count()},
            {"from_utility_wh", preview.fromUtility.count()},
            {"to_utility_wh", preview.toUtility.count()},
            {"discharged_wh", preview.discharged.count()},
            {"stored_least_wh", preview.storedLeast.count()},
            {"stored_at_end_wh", preview.storedAtEnd.count()},
            {"unmet_wh", preview.unmet.count()}};
}

} // namespace dgex::app
