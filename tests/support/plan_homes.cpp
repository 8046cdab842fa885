// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/plan_homes.h"

#include "tests/support/random_stream.h"

namespace dgex::test {

using namespace policy;

namespace {

constexpr Round kRound{1'700'006'400};

/// Sometimes a fuse, a calendar and comfort windows.
void addWishes(PlanInputs& inputs, RandomStream& random)
{
    if (random.between(0, 2) == 0)
        inputs.fuse = Power{random.between(500, 15'000)};
    for (std::int64_t i = random.between(-3, 2); i > 0; --i) {
        CalendarException one{.from = inputs.round.plus(random.between(-5, 40)),
                              .until = {},
                              .reservePercent = std::nullopt,
                              .demandPercent = static_cast<int>(random.between(0, 300)),
                              .tradingPaused = random.between(0, 3) == 0};
        one.until = one.from.plus(random.between(1, 20));
        if (random.between(0, 1) == 0)
            one.reservePercent = static_cast<int>(random.between(0, 100));
        inputs.policy.exceptions.push_back(one);
    }
    for (std::int64_t i = random.between(-2, 2); i > 0; --i) {
        ComfortWindow window{.name = std::to_string(i), .energy = Energy{random.between(1, 12'000)}};
        window.kind = random.between(0, 1) == 0 ? LoadKind::Charge : LoadKind::Run;
        window.fromMinute = static_cast<int>(random.between(0, 47)) * 30;
        window.byMinute = static_cast<int>(random.between(0, 47)) * 30;
        window.powerMax = Power{window.energy.count() * 2 / lengthOf(window) + random.between(2, 4000)};
        inputs.policy.windows.push_back(window);
    }
    inputs.loads = flexibleLoads(inputs.policy, inputs.round, inputs.periods.size(), {}, {});
}

} // namespace

forecast::Quantiles quantilesOf(std::int64_t p10, std::int64_t p50, std::int64_t p90)
{
    return {Energy{p10}, Energy{p50}, Energy{p90}, Energy{(p10 + p50 + p90) / 3}};
}

PlanInputs sunnyHome()
{
    PlanInputs inputs;
    inputs.round = kRound;
    inputs.routerCapacity = Power{10'000};
    for (std::int64_t i = 0; i < 49; ++i) {
        const std::int64_t slot = i % 48;
        const std::int64_t pv = slot >= 16 && slot < 32 ? 1500 : 0;
        inputs.periods.push_back({.period = kRound.plus(i),
                                  .demand = quantilesOf(400, 400, 400),
                                  .pv = quantilesOf(pv, pv, pv),
                                  .retail = Price{3000},
                                  .feedIn = Price{850},
                                  .expectedPrice = std::nullopt,
                                  .position = Lots{}});
    }
    return inputs;
}

PlanInputs randomHome(std::uint64_t seed)
{
    RandomStream random{seed};
    PlanInputs inputs;
    inputs.round = kRound.plus(random.between(0, 1000));
    inputs.policy = presetPolicy(*(kPresets.begin() + random.between(0, 4)));
    inputs.policy.riskPercent = static_cast<int>(random.between(0, 100));
    inputs.policy.reservePercent = static_cast<int>(random.between(0, 100));
    inputs.policy.tradingPaused = random.between(0, 15) == 0;
    if (random.between(0, 3) == 0)
        inputs.policy.buyLimit = Price{random.between(500, 4000)};
    if (random.between(0, 3) == 0)
        inputs.policy.sellLimit = Price{random.between(500, 4000)};
    if (random.between(0, 2) != 0) {
        inputs.battery.capacity = Energy{random.between(1, 15'000)};
        inputs.battery.stored = Energy{random.between(0, inputs.battery.capacity.count())};
        inputs.battery.powerMax = Power{random.between(0, 6000)};
        inputs.battery.efficiencyPermille = static_cast<int>(random.between(500, 1000));
    }
    inputs.routerCapacity = Power{random.between(0, 12'000)};
    const std::int64_t lotsMax = inputs.routerCapacity.count() / 2 / kWattHoursPerLot;
    const std::int64_t size = random.between(20, 50);
    for (std::int64_t i = 0; i < size; ++i) {
        const std::int64_t d10 = random.between(0, 400);
        const std::int64_t d50 = d10 + random.between(0, 600);
        const bool sun = i % 48 > 12 && i % 48 < 34;
        const std::int64_t g10 = sun ? random.between(0, 800) : 0;
        const std::int64_t g50 = sun ? g10 + random.between(0, 1500) : 0;
        const std::int64_t feedIn = random.between(-100, 1500);
        const std::int64_t retail = random.between(0, 30) == 0 ? feedIn - 5 : feedIn + random.between(0, 3000);
        PeriodInputs period{.period = inputs.round.plus(i),
                            .demand = quantilesOf(d10, d50, d50 + random.between(0, 900)),
                            .pv = quantilesOf(g10, g50, sun ? g50 + random.between(0, 900) : 0),
                            .retail = Price{retail},
                            .feedIn = Price{feedIn},
                            .expectedPrice = std::nullopt,
                            .position = Lots{random.between(0, 2) == 0 ? random.between(-lotsMax, lotsMax) : 0}};
        if (random.between(0, 1) == 0)
            period.expectedPrice = Price{random.between(-500, 4500)};
        inputs.periods.push_back(period);
    }
    addWishes(inputs, random);
    return inputs;
}

} // namespace dgex::test
