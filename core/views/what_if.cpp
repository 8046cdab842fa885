// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/views/what_if.h"

namespace dgex::views {

namespace {

void add(std::vector<market::BookOrder>& orders, market::Side side, const std::vector<CurveStep>& steps, int percent)
{
    for (const CurveStep& step : steps) {
        const Lots quantity{divide(Int128{step.quantity.count()} * percent, 100, Rounding::Floor)};
        if (!quantity.isZero())
            orders.push_back({ParticipantId{orders.size() + 1}, side, quantity, step.price});
    }
}

} // namespace

WhatIfResult clearAgain(const Curves& curves, const WhatIfRules& what)
{
    std::vector<market::BookOrder> orders;
    add(orders, market::Side::Buy, curves.buy, what.demandPercent);
    add(orders, market::Side::Sell, curves.sell, what.supplyPercent);
    const market::Clearing cleared = market::clear(std::move(orders), what.rules, Period{}, Hash256{});
    return {.price = cleared.price, .volume = cleared.volume, .welfare = cleared.welfare};
}

} // namespace dgex::views
