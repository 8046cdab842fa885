// SPDX-License-Identifier: GPL-3.0-or-later
// 1,000 blocks beside 10,000 simple orders over 48 periods (limits: 10 s and a gap to the bound of 0.5 %). The counter
// `limits` is the share of the time, `gap_limits` that of the gap; `checked` is one exact check of the proposal.
#include "core/market/block_solver.h"
#include "tests/support/random_stream.h"

#include <benchmark/benchmark.h>

using namespace dgex;
using namespace dgex::market;
using test::RandomStream;

namespace {

struct BlockDay {
    Market market;
    std::vector<BlockOrder> blocks;
};

BlockDay blockDay(std::uint64_t seed, int orders, int blocks)
{
    RandomStream random(seed);
    BlockDay day;
    for (int n = 0; n < orders; ++n) {
        const bool buys = random.between(0, 1) == 0;
        day.market.orders.push_back({.period = Period{random.between(0, 47) * Period::kSeconds},
                                     .zone = ZoneId{0},
                                     .energyClass = EnergyClass::Any,
                                     .participant = ParticipantId{static_cast<std::uint64_t>(n + 1)},
                                     .side = buys ? Side::Buy : Side::Sell,
                                     .quantity = Lots{random.between(1, 60)},
                                     .limit = Price{random.between(500, 3'500)}});
    }
    for (int n = 0; n < blocks; ++n) {
        const bool buys = random.between(0, 1) == 0;
        const std::int64_t length = random.between(2, 12);
        const std::int64_t first = random.between(0, 48 - length);
        const std::int64_t lots = random.between(2, 30);
        BlockOrder block{.participant = ParticipantId{static_cast<std::uint64_t>(100'000 + n)},
                         .zone = ZoneId{0},
                         .energyClass = EnergyClass::Any,
                         .side = buys ? Side::Buy : Side::Sell,
                         .limit = Price{random.between(1'000, 3'000)},
                         .parts = 1,
                         .minParts = 1,
                         .parent = {},
                         .profile = {}};
        for (std::int64_t t = first; t < first + length; ++t)
            block.profile.push_back({.period = Period{t * Period::kSeconds}, .lots = Lots{lots}});
        if (n % 10 == 3)
            block.parent = static_cast<std::uint32_t>(n - 1);
        day.blocks.push_back(block);
    }
    return day;
}

void findsBlocks(benchmark::State& state)
{
    const BlockDay day = blockDay(static_cast<std::uint64_t>(state.range(1)), 10'000, static_cast<int>(state.range(0)));
    double gap = 0;
    for (auto _ : state) {
        const BlockSolution solution = solveBlocks(day.market, day.blocks, {}, Hash256{});
        const auto bound = static_cast<double>(solution.bound);
        gap = (bound - static_cast<double>(solution.clearing.market.welfare)) / bound;
        state.counters["iterations"] = static_cast<double>(solution.solverWork.iterations);
        state.counters["nodes"] = static_cast<double>(solution.solverWork.nodes);
        state.counters["clearings"] = solution.clearings;
    }
    state.counters["limits"] =
        benchmark::Counter(10, benchmark::Counter::kIsIterationInvariantRate | benchmark::Counter::kInvert);
    state.counters["gap_percent"] = 100 * gap;
    state.counters["gap_limits"] = gap / 0.005;
}
BENCHMARK(findsBlocks)
    ->Args({1'000, 1})
    ->Args({1'000, 2})
    ->Args({1'000, 3})
    ->Iterations(1)
    ->Unit(benchmark::kMillisecond);

void checksAProposal(benchmark::State& state)
{
    const BlockDay day = blockDay(1, 10'000, 1'000);
    const BlockSolution solution = solveBlocks(day.market, day.blocks, {}, Hash256{},
                                               {.solver = {.iterations = 20'000, .nodes = 1}, .clearings = 60});
    for (auto _ : state) {
        auto cleared = clearWithBlocks(day.market, day.blocks, solution.acceptance, {}, Hash256{});
        benchmark::DoNotOptimize(cleared);
    }
}
BENCHMARK(checksAProposal)->Unit(benchmark::kMillisecond);

} // namespace

BENCHMARK_MAIN();
