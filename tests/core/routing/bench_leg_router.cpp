// SPDX-License-Identifier: GPL-3.0-or-later
// Routing the contracts of 1,000 homes: the first solve and the solve after the exchanges changed.
#include "core/routing/leg_router.h"
#include "tests/support/neighbourhood_network.h"

#include <benchmark/benchmark.h>

namespace {

using namespace dgex;

constexpr std::size_t kHomes = 1'000;

void firstRouting(benchmark::State& state)
{
    const routing::Network network = test::neighbourhoodNetwork(kHomes, 0.015, 0);
    test::RandomStream random(7);
    const auto exchanges = test::randomExchanges(network, random, 1'500);
    for (auto _ : state) {
        routing::LegRouter router(network);
        benchmark::DoNotOptimize(router.route(exchanges));
    }
}
BENCHMARK(firstRouting)->Unit(benchmark::kMillisecond);

void routingAfterAChange(benchmark::State& state)
{
    const routing::Network network = test::neighbourhoodNetwork(kHomes, 0.015, 0);
    test::RandomStream random(7);
    auto exchanges = test::randomExchanges(network, random, 1'500);
    routing::LegRouter router(network);
    (void)router.route(exchanges);
    for (auto _ : state) {
        state.PauseTiming();
        for (int change = 0; change < 20; ++change) {
            const auto cell = static_cast<std::size_t>(random.between(1, kHomes));
            Power& power = exchanges[cell].exported > Power{} ? exchanges[cell].exported : exchanges[cell].imported;
            const Power before = power;
            power = Power{random.between(0, 1'500)};
            const Power more = &power == &exchanges[cell].exported ? power - before : before - power;
            const Power net = exchanges[0].imported - exchanges[0].exported + more;
            exchanges[0] = net > Power{} ? routing::CellExchange{{}, net} : routing::CellExchange{net.abs(), {}};
        }
        state.ResumeTiming();
        benchmark::DoNotOptimize(router.route(exchanges));
    }
}
BENCHMARK(routingAfterAChange)->Unit(benchmark::kMillisecond);

} // namespace

BENCHMARK_MAIN();
