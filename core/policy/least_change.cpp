// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/policy/decision.h"

#include <algorithm>

namespace dgex::policy {

namespace {

/// More need than any decision asks about, in Wh.
constexpr std::int64_t kNeedMax = 1'000'000;
constexpr std::int64_t kRouterMax = 1'000'000'000'000;

std::int64_t currentOf(const DecisionRecord& record, ChangedInput input)
{
    switch (input) {
    case ChangedInput::OwnerLimit:
        return record.limitOfOwner.count();
    case ChangedInput::Value:
        return record.value.count();
    case ChangedInput::Router:
        return record.routerCapacity.count();
    case ChangedInput::Stored:
        return record.stored.count();
    case ChangedInput::Reserve:
        return record.reserve.count();
    case ChangedInput::UtilityPrice:
        return record.retail.count();
    case ChangedInput::Need:
    case ChangedInput::Trading:
    case ChangedInput::OwnOpposite:
        break;
    }
    return 0;
}

bool actsOtherwise(const Decision& before, const Decision& after)
{
    if (before.order && after.order)
        return before.rule == Rule::RouterFull && after.order->quantity > before.order->quantity;
    return before.order.has_value() != after.order.has_value();
}

/// Which input to move, and how far at most.
std::vector<Change> candidatesOf(const DecisionRecord& record, const Decision& decision)
{
    const bool buys = record.wanted > Energy{} || (record.wanted.isZero() && record.covered > Energy{});
    const std::int64_t best = buys ? kPriceMax.count() : -kPriceMax.count();
    const bool sells = record.wanted < Energy{} || record.covered < Energy{} || record.heldBack < Energy{};
    const std::int64_t more = sells ? -kNeedMax : kNeedMax;
    switch (decision.rule) {
    case Rule::Paused:
        return {{ChangedInput::Trading, 0}};
    case Rule::RouterFull:
        return {{ChangedInput::Router, kRouterMax}};
    case Rule::LimitTooTight:
        return {{ChangedInput::OwnerLimit, best}, {ChangedInput::Value, best}, {ChangedInput::OwnOpposite, 0}};
    case Rule::HoldsReserve:
        return {{ChangedInput::Reserve, 0}, {ChangedInput::Need, more}};
    case Rule::BatteryCovers:
        return {{ChangedInput::Stored, (record.covered > Energy{} ? record.reserve : record.batteryCapacity).count()},
                {ChangedInput::Need, more}};
    case Rule::BalancedAlready:
    case Rule::BelowOneLot:
        return {{ChangedInput::Need, more}};
    case Rule::SellsSurplus:
    case Rule::SellsStored:
    case Rule::BuysNeed:
    case Rule::ClosesPosition:
    case Rule::FillsBattery:
    case Rule::ServesLoad:
        break;
    }
    return {{ChangedInput::Need, -record.wanted.count()}};
}

/// The value nearest to the record's own that still acts otherwise. Requires: change does.
Change nearest(const DecisionRecord& record, const Decision& before, const Change& change)
{
    std::int64_t same = currentOf(record, change.input);
    std::int64_t other = change.to;
    while (std::max(same, other) - std::min(same, other) > 1) {
        const std::int64_t middle = same + (other - same) / 2;
        const bool acts = actsOtherwise(before, decide(changed(record, {change.input, middle})));
        (acts ? other : same) = middle;
    }
    return {change.input, other};
}

} // namespace

DecisionRecord changed(DecisionRecord record, const Change& change)
{
    switch (change.input) {
    case ChangedInput::Trading:
        record.tradingPaused = false;
        break;
    case ChangedInput::Need:
        record.wanted += Energy{change.to};
        break;
    case ChangedInput::OwnerLimit:
        record.limitOfOwner = Price{change.to};
        break;
    case ChangedInput::Value:
        record.value = Price{change.to};
        break;
    case ChangedInput::Router:
        record.routerCapacity = Power{change.to};
        break;
    case ChangedInput::Stored:
        record.stored = Energy{change.to};
        break;
    case ChangedInput::Reserve:
        record.reserve = Energy{change.to};
        break;
    case ChangedInput::OwnOpposite:
        record.ownOpposite.reset();
        break;
    case ChangedInput::UtilityPrice:
        record.retail = Price{change.to};
        break;
    }
    return record;
}

std::vector<Change> leastChange(const DecisionRecord& record)
{
    const Decision before = decide(record);
    std::vector<Change> changes;
    DecisionRecord now = record;
    if (!before.order && now.retail < now.feedIn) {
        changes.push_back({ChangedInput::UtilityPrice, now.feedIn.count()});
        now = changed(now, changes.back());
    }
    constexpr std::size_t kChangesMax = 8;
    while (changes.size() < kChangesMax) {
        const Decision decision = decide(now);
        if (actsOtherwise(before, decision))
            return changes;
        const std::vector<Change> candidates = candidatesOf(now, decision);
        for (const Change& candidate : candidates) {
            if (!actsOtherwise(before, decide(changed(now, candidate))))
                continue;
            changes.push_back(nearest(now, before, candidate));
            return changes;
        }
        // No input alone: the first that is not at its end yet goes there, and the search goes on.
        const auto moves = std::ranges::find_if(candidates, [&](const Change& candidate) {
            return std::ranges::find(changes, candidate.input, &Change::input) == changes.end();
        });
        if (moves == candidates.end())
            break;
        changes.push_back(*moves);
        now = changed(now, *moves);
    }
    return changes;
}

} // namespace dgex::policy
