// SPDX-License-Identifier: GPL-3.0-or-later
// The general clearing: an hour of 7 zones and 12 borders with 750 orders (limit: 1 ms once warm) and any-slot orders
// of 10,000 homes over 48 periods (limit: 10 s). The counter `limits` is the share of the limit.
#include "core/market/market_clearing.h"
#include "tests/support/random_stream.h"

#include <benchmark/benchmark.h>

using namespace dgex;
using namespace dgex::market;
using test::RandomStream;

namespace {

Market zonalHour()
{
    RandomStream random(1);
    Market market;
    const auto zone = [](std::int64_t number) { return ZoneId{static_cast<std::uint16_t>(number)}; };
    const auto add = [&](std::int64_t at, Side side, std::int64_t lots, std::int64_t limit) {
        market.orders.push_back({.period = Period{},
                                 .zone = zone(at),
                                 .energyClass = EnergyClass::Any,
                                 .participant = ParticipantId{market.orders.size() + 1},
                                 .side = side,
                                 .quantity = Lots{lots},
                                 .limit = Price{limit}});
    };
    for (int n = 0; n < 750; ++n)
        add(random.between(0, 6), n % 3 == 0 ? Side::Buy : Side::Sell, random.between(100, 500'000),
            random.between(-50'000, n % 3 == 0 ? 400'000 : 30'000));
    for (std::int64_t border = 0; border < 12; ++border) {
        add(7 + border, Side::Buy, 10'000'000, 6'000 + 100 * (border % 3));
        add(7 + border, Side::Sell, 10'000'000, 6'000 + 100 * (border % 3));
    }
    for (std::int64_t to = 1; to < 19; ++to) {
        const std::int64_t from = to < 7 ? to - 1 : to % 7;
        market.links.push_back(
            {.from = zone(from), .to = zone(to), .capacity = Lots{random.between(50'000, 4'000'000)}});
        market.links.push_back(
            {.from = zone(to), .to = zone(from), .capacity = Lots{random.between(50'000, 4'000'000)}});
    }
    return market;
}

Market anySlotDay(std::int64_t homes)
{
    RandomStream random(2);
    Market market;
    for (std::int64_t period = 0; period < 48; ++period) {
        for (std::uint64_t seller = 0; seller < 200; ++seller)
            market.orders.push_back({.period = Period{period * Period::kSeconds},
                                     .zone = ZoneId{0},
                                     .energyClass = EnergyClass::Any,
                                     .participant = ParticipantId{1'000'000 + seller},
                                     .side = Side::Sell,
                                     .quantity = Lots{random.between(1, 120)},
                                     .limit = Price{random.between(500, 3'500)}});
    }
    for (std::int64_t home = 0; home < homes; ++home) {
        const std::int64_t perPeriod = random.between(5, 30);
        AnySlotOrder order{.participant = ParticipantId{static_cast<std::uint64_t>(home + 1)},
                           .zone = ZoneId{0},
                           .side = Side::Buy,
                           .quantity = Lots{random.between(perPeriod, 8 * perPeriod)},
                           .lotsPerPeriod = Lots{perPeriod},
                           .limit = Price{random.between(800, 4'000)},
                           .periods = {}};
        for (std::int64_t period = 0; period < 48; ++period)
            order.periods.emplace_back(period * Period::kSeconds);
        market.anySlotOrders.push_back(order);
    }
    return market;
}

void clearRepeatedly(benchmark::State& state, const Market& market, double limitSeconds)
{
    for (auto _ : state) {
        MarketClearing clearing = clearMarket(market, {}, Hash256{});
        benchmark::DoNotOptimize(clearing);
    }
    // Seconds for each iteration, divided by the limit.
    state.counters["limits"] =
        benchmark::Counter(limitSeconds, benchmark::Counter::kIsIterationInvariantRate | benchmark::Counter::kInvert);
}

void sevenZones(benchmark::State& state)
{
    clearRepeatedly(state, zonalHour(), 1e-3);
}
BENCHMARK(sevenZones)->Unit(benchmark::kMicrosecond);

void anySlots(benchmark::State& state)
{
    clearRepeatedly(state, anySlotDay(state.range(0)), 10);
}
BENCHMARK(anySlots)->Arg(1'000)->Arg(10'000)->Iterations(1)->Unit(benchmark::kMillisecond);

} // namespace

BENCHMARK_MAIN();
