// SPDX-License-Identifier: GPL-3.0-or-later
// Goal: the dynamic programme finds what a linear programme would. Method: brute force over fine levels of charge, and
// the closed forms of small cases.
#include "core/policy/price_memory.h"
#include "core/policy/self_use.h"
#include "core/policy/storage_value.h"
#include "tests/support/random_stream.h"

#include <QtTest>

using namespace dgex;
using namespace dgex::policy;

namespace {

constexpr Storage kBattery{.floor = 1000, .capacity = 9000, .perPeriod = 2000, .efficiency = 0.95, .wear = 0};

Node utility(double buy, double sell)
{
    return {.buyFar = buy, .buyNear = buy, .sellNear = sell, .sellFar = sell, .depth = 0};
}

struct Half {
    double need;
    double buy;
    double sell;
};

std::vector<Half> randomDay(quint64 seed)
{
    test::RandomStream random{seed};
    std::vector<Half> day;
    for (int i = 0; i < 48; ++i) {
        const auto sell = static_cast<double>(random.between(200, 1200));
        day.push_back({static_cast<double>(random.between(-2500, 2500)),
                       sell + static_cast<double>(random.between(0, 3000)), sell});
    }
    return day;
}

double costOf(double rest, const Half& half)
{
    return rest > 0 ? rest * half.buy : rest * half.sell;
}

/// Least cost over all courses of the charge on a fine grid.
double gridCost(const std::vector<Half>& day, double start)
{
    constexpr int kLevels = 401;
    const double step = (kBattery.capacity - kBattery.floor) / (kLevels - 1);
    std::vector<double> cost(kLevels, 0.0);
    for (auto half = day.rbegin(); half != day.rend(); ++half) {
        std::vector<double> before(kLevels, 1e300);
        for (int from = 0; from < kLevels; ++from)
            for (int to = 0; to < kLevels; ++to) {
                const double stored = (to - from) * step;
                const double terminal = stored > 0 ? stored / kBattery.efficiency : stored * kBattery.efficiency;
                if (std::abs(terminal) <= kBattery.perPeriod + 1e-9)
                    before[static_cast<std::size_t>(from)] =
                        std::min(before[static_cast<std::size_t>(from)],
                                 costOf(half->need + terminal, *half) + cost[static_cast<std::size_t>(to)]);
            }
        cost = before;
    }
    return cost[static_cast<std::size_t>((start - kBattery.floor) / step + 0.5)];
}

/// What the home pays when it follows the values.
double followedCost(const std::vector<Half>& day, double start)
{
    std::vector<StorageValue> after(day.size());
    StorageValue value{kBattery.floor, kBattery.capacity, 0};
    for (std::size_t i = day.size(); i-- > 0;) {
        after[i] = value;
        const NeedPoint point{.need = day[i].need, .weight = 1};
        value = value.before(kBattery, utility(day[i].buy, day[i].sell), {&point, 1});
    }
    double stored = start;
    double cost = 0;
    for (std::size_t i = 0; i < day.size(); ++i) {
        const double given = NodeSupply{&after[i], kBattery, stored, day[i].buy, day[i].sell}.discharge(day[i].need);
        stored -= given > 0 ? given / kBattery.efficiency : given * kBattery.efficiency;
        cost += costOf(day[i].need - given, day[i]);
    }
    return cost;
}

} // namespace

class TestStorageValue : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void followingTheValuesIsAsGoodAsAnyCourse_data()
    {
        QTest::addColumn<quint64>("seed");
        for (quint64 seed = 1; seed <= 12; ++seed)
            QTest::addRow("seed %llu", static_cast<unsigned long long>(seed)) << seed;
    }
    void followingTheValuesIsAsGoodAsAnyCourse()
    {
        QFETCH(quint64, seed);
        const std::vector<Half> day = randomDay(seed);
        const double best = gridCost(day, 5000);
        double traded = 0;
        for (const Half& half : day)
            traded += std::abs(half.need) * half.buy;
        const double own = followedCost(day, 5000);
        QVERIFY2(own <= best + 0.004 * traded, qPrintable(QString::number((own - best) / traded)));
        QVERIFY(own >= best - 0.004 * traded); // the grid of the brute force is coarse too
    }

    void aCellIsWorthWhatItReplaces()
    {
        // Half an hour's need of 950 Wh at 3000: the first 1000 Wh above the floor save it, the rest brings the
        // feed-in price, both less the loss of discharging.
        const StorageValue end{kBattery.floor, kBattery.capacity, 0};
        const NeedPoint need{.need = 950, .weight = 1};
        const StorageValue value = end.before(kBattery, utility(3000, 800), {&need, 1});
        QCOMPARE(value.at(1100), 3000 * 0.95);
        QCOMPARE(value.at(1900), 3000 * 0.95);
        QCOMPARE(value.at(2100), 800 * 0.95);
        QCOMPARE(value.at(8900), 0.0); // More than a period's power can bring out.
    }

    void uncertainNeedAveragesTheValues()
    {
        const StorageValue end{kBattery.floor, kBattery.capacity, 0};
        const std::vector<NeedPoint> needs{{.need = 0, .weight = 0.5}, {.need = 950, .weight = 0.5}};
        const StorageValue value = end.before(kBattery, utility(3000, 800), needs);
        QCOMPARE(value.at(1500), (3000 + 800) * 0.95 / 2);
    }

    void valuesFallAsTheBatteryFills_data() { followingTheValuesIsAsGoodAsAnyCourse_data(); }
    void valuesFallAsTheBatteryFills()
    {
        QFETCH(quint64, seed);
        StorageValue value{kBattery.floor, kBattery.capacity, 1000};
        for (const Half& half : randomDay(seed)) {
            const NeedPoint point{.need = half.need, .weight = 1};
            value = value.before(kBattery, utility(half.buy, half.sell), {&point, 1});
            for (std::size_t i = 1; i < StorageValue::kCells; ++i)
                QVERIFY(value.cell(i) <= value.cell(i - 1) + 1e-6);
        }
    }

    void wearKeepsSmallGainsInTheBattery()
    {
        const StorageValue worth{kBattery.floor, kBattery.capacity, 2000};
        Storage worn = kBattery;
        const double need = 500;
        QVERIFY((NodeSupply{&worth, worn, 5000, 2300, 800}.discharge(need) == need));
        worn.wear = 300;
        QVERIFY((NodeSupply{&worth, worn, 5000, 2300, 800}.discharge(need) < 1e-6));
    }

    void theWindowKeepsItsBounds()
    {
        const BatteryInputs battery{.stored = Energy{5000}, .capacity = Energy{10'000}, .powerMax = Power{4000}};
        const Energy reserve{1000};
        const BatteryWindow narrow{.least = Energy{-200}, .most = Energy{300}};
        QCOMPARE(windowStep(Energy{900}, battery.stored, battery, reserve, narrow).discharged, Energy{300});
        QCOMPARE(windowStep(Energy{900}, battery.stored, battery, reserve, narrow).rest, Energy{600});
        QCOMPARE(windowStep(Energy{-900}, battery.stored, battery, reserve, narrow).discharged, Energy{-200});
        const BatteryWindow charges{.least = Energy{-2000}, .most = Energy{-1000}};
        QCOMPARE(windowStep(Energy{900}, battery.stored, battery, reserve, charges).rest, Energy{1900});
        for (const std::int64_t need : {-3000, -500, 0, 700, 5000}) {
            const SelfUseStep wide = windowStep(Energy{need}, battery.stored, battery, reserve, kSelfUseWindow);
            const SelfUseStep rule = selfUseStep(Energy{need}, battery.stored, battery, reserve);
            QVERIFY(wide.rest == rule.rest && wide.storedAtEnd == rule.storedAtEnd);
        }
    }

    void windowPowerMeetsTheWindowOverThePeriod()
    {
        const BatteryInputs battery{.stored = Energy{5000}, .capacity = Energy{10'000}, .powerMax = Power{4000}};
        const auto step = std::chrono::seconds{10};
        const auto power = [&](std::int64_t needed, const BatteryWindow& window, std::int64_t done) {
            const WindowTime time{.discharged = Energy{done}, .left = std::chrono::minutes{15}, .step = step};
            return windowBatteryPower(Power{needed}, battery, Energy{1000}, window, time);
        };
        QCOMPARE(power(3000, kSelfUseWindow, 0), Power{3000});
        QCOMPARE(power(3000, {.least = Energy{-100}, .most = Energy{500}}, 0), Power{3000});    // at once
        QCOMPARE(power(3000, {.least = Energy{-100}, .most = Energy{500}}, 500), Power{});      // used up
        QCOMPARE(power(1000, {.least = Energy{-2000}, .most = Energy{-500}}, 0), Power{-2000}); // spread: 500 Wh
        QCOMPARE(power(0, {.least = Energy{500}, .most = Energy{900}}, 0), Power{2000});
    }

    void rememberedPricesKeepTheirPlaceBetweenTheUtilitys()
    {
        PriceMemory memory;
        const Period noon{1'700'006'400};
        QVERIFY(!memory.expected(noon.plus(48), Price{800}, Price{2800}));
        memory.observe(noon, Price{1800}, Price{800}, Price{2800});
        QCOMPARE(memory.expected(noon.plus(48), Price{800}, Price{1800}), std::optional{Price{1300}});
        QVERIFY(!memory.expected(noon.plus(49), Price{800}, Price{1800}));
        memory.observe(noon.plus(48), Price{9000}, Price{800}, Price{2800}); // taken as retail
        QCOMPARE(memory.expected(noon.plus(96), Price{0}, Price{1000}), std::optional{Price{600}});
        memory.observe(noon.plus(96), Price{900}, Price{800}, Price{800}); // says nothing
        QCOMPARE(memory.expected(noon.plus(144), Price{0}, Price{1000}), std::optional{Price{600}});
    }
};

QTEST_GUILESS_MAIN(TestStorageValue)
#include "tst_storage_value.moc"
