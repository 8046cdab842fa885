// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/views/past_view.h"

namespace dgex::views {

namespace {

/// Markets open this long before their delivery, with the gate's lead.
constexpr std::int64_t kOpenAhead = 49;

MarketRow pastMarket(MarketRow row, Period running)
{
    if (row.period >= running)
        row.phase = row.period == running           ? MarketPhase::Delivering
                    : row.period == running.plus(1) ? MarketPhase::GateClosed
                                                    : MarketPhase::Open;
    if (row.period == running) {
        row.delivery.received = {};
        row.delivery.tooLittle = 0;
    }
    if (row.lastRound <= running)
        return row;
    MarketRow open;
    open.period = row.period;
    open.phase = row.phase;
    open.lastRound = running;
    return open;
}

} // namespace

OperatorSnapshot pastView(const OperatorSnapshot& newest, UtcTime at)
{
    const Period running = Period::containing(at);
    OperatorSnapshot past;
    past.now = at;
    past.currency = newest.currency;
    past.zoneOffsetSeconds = newest.zoneOffsetSeconds;
    past.lastRound = running;
    past.nextRound = running.plus(1);
    past.quorum = newest.quorum;
    past.authorities = newest.authorities;
    past.logSize = newest.logSize;
    past.logRoot = newest.logRoot;
    past.resultRoot = newest.resultRoot;
    for (const MarketRow& row : newest.markets)
        if (row.period < running.plus(kOpenAhead))
            past.markets.push_back(pastMarket(row, running));
    for (const BlockRow& block : newest.blocks)
        if (block.madeAt <= at)
            past.blocks.push_back(block);
    for (const DeliveryRow& row : newest.deliveries) {
        if (row.period > running)
            continue;
        DeliveryRow& shown = past.deliveries.emplace_back(row);
        if (row.period == running) {
            shown.sent.reset();
            shown.received.reset();
            shown.phase = DeliveryPhase::Delivering;
        }
    }
    for (const SettlementRow& row : newest.settlements)
        if (row.period < running)
            past.settlements.push_back(row);
    for (const DisputeRow& row : newest.disputes)
        if (row.period < running)
            past.disputes.push_back(row);
    return past;
}

} // namespace dgex::views
