// SPDX-License-Identifier: GPL-3.0-or-later
// Goal: a replay knows nothing of the future and its comparisons hold. Method: a small made-up community replayed
// twice, the second time with everything behind the replayed days changed.
#include "app/replay/replay.h"
#include "tests/support/random_stream.h"

#include <QtTest>

#include <cmath>

using namespace dgex;
using namespace dgex::app;

namespace {

constexpr std::int64_t kHistory = 16;
constexpr std::int64_t kDays = 4;
constexpr std::int64_t kSlots = 48;

/// Three homes: sun and battery, sun alone, battery alone.
drivers::Community community()
{
    test::RandomStream random{11};
    drivers::Community made;
    made.currency = "JPY";
    made.retailAdder = Price{900};
    made.feedIn = Price{850};
    made.first = Period{1'704'034'800}; // Midnight in Tokyo.
    const std::int64_t size = (kHistory + kDays + 3) * kSlots;
    for (const auto& [name, sun, capacity] : {std::tuple{"a", 4000, 9800}, {"b", 5000, 0}, {"c", 0, 6000}}) {
        drivers::CommunityHome home{.name = name, .pvPeak = Power{sun}, .battery = {}, .demand = {}, .pv = {}};
        home.battery.capacity = Energy{capacity};
        home.battery.powerMax = Power{capacity / 2};
        made.homes.push_back(home);
    }
    for (std::int64_t i = 0; i < size; ++i) {
        const std::int64_t slot = i % kSlots;
        const double height = std::max(0.0, std::sin((static_cast<double>(slot) - 12) / 24 * 3.14159));
        const double sky = 0.3 + 0.7 * static_cast<double>((i / kSlots * 7) % 10) / 9;
        made.energy.emplace_back(slot > 32 && slot < 42 ? 2200 : 900 + random.between(0, 300));
        for (drivers::CommunityHome& home : made.homes) {
            const double peak = static_cast<double>(home.pvPeak.count()) / 2;
            home.pv.emplace_back(std::llround(peak * height * sky));
            home.demand.emplace_back(150 + random.between(0, 200) + (slot > 34 && slot < 44 ? 500 : 0));
        }
    }
    return made;
}

ReplayOptions options()
{
    ReplayOptions made;
    made.policy = policy::presetPolicy(policy::Preset::Balanced);
    made.firstDay = kHistory;
    made.days = kDays;
    return made;
}

ReplayResult replayed(const drivers::Community& community, const ReplayOptions& options)
{
    return replay(community, options, meterForecasts(community, options), [](std::int64_t, std::int64_t) {});
}

bool same(const ReplayResult& a, const ReplayResult& b)
{
    for (std::size_t i = 0; i < a.homes.size(); ++i)
        if (a.homes[i].neighbours != b.homes[i].neighbours || a.homes[i].planned != b.homes[i].planned ||
            a.homes[i].storedAtEnd != b.homes[i].storedAtEnd)
            return false;
    return a.traded == b.traded && a.exchanged == b.exchanged;
}

} // namespace

class TestReplay : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void nothingThatComesLaterChangesADecision()
    {
        const drivers::Community before = community();
        drivers::Community after = before;
        const auto end = static_cast<std::size_t>((kHistory + kDays) * kSlots);
        for (drivers::CommunityHome& home : after.homes)
            for (std::size_t i = end; i < home.demand.size(); ++i) {
                home.demand[i] = home.demand[i] * 3 + Energy{777};
                home.pv[i] = home.pvPeak.count() > 0 ? Energy{900} : Energy{};
            }
        // The utility's prices of the next day are known from ten o'clock on, those behind it are not.
        for (std::size_t i = end + kSlots; i < after.energy.size(); ++i)
            after.energy[i] = Price{9000};
        const ReplayResult known = replayed(before, options());
        QVERIFY(known.traded > Lots{50});
        QVERIFY(same(known, replayed(after, options())));
        // The test would notice: the last half hour that a meter tells in time may change everything.
        after.homes[0].demand[end - 2] += Energy{5000};
        QVERIFY(!same(known, replayed(after, options())));
    }

    void anyNumberOfThreadsGivesTheSame()
    {
        const drivers::Community homes = community();
        ReplayOptions other = options();
        other.threads = 3;
        QVERIFY(same(replayed(homes, options()), replayed(homes, other)));
    }

    void comparisonsAreInTheirOrder()
    {
        const drivers::Community homes = community();
        const ReplayResult result = replayed(homes, options());
        QCOMPARE(result.homes.size(), homes.homes.size());
        Money rule;
        Money neighbours;
        for (const HomeCosts& home : result.homes) {
            QVERIFY(home.selfUse <= home.noBattery);
            QVERIFY(home.perfect <= home.selfUse);
            // What is left in the battery at the end of the few days is not counted.
            QVERIFY(home.planned <= home.selfUse + valueOf(Energy{1500}, Price{3000}));
            QVERIFY2(home.neighbours < home.selfUse, home.name.c_str());
            rule += home.selfUse;
            neighbours += home.neighbours;
        }
        QVERIFY(result.perfectCommunity <= result.pooledRule);
        QVERIFY(result.perfectCommunity < neighbours);
        QVERIFY(result.pooledRule < rule);
    }

    void aFeeMakesTradeDearerAndIsCounted()
    {
        const drivers::Community homes = community();
        ReplayOptions dear = options();
        dear.networkFee = Price{300};
        dear.lossPermille = 50;
        const ReplayResult free = replayed(homes, options());
        const ReplayResult result = replayed(homes, dear);
        QVERIFY(result.exchanged < free.exchanged);
        QVERIFY(result.losses > Money{});
        Money fees;
        for (const HomeCosts& home : result.homes)
            fees += home.fees;
        QCOMPARE(fees, valueOf(result.traded, Price{300}));
    }

    void pausedHomesLiveAlone()
    {
        const drivers::Community homes = community();
        ReplayOptions paused = options();
        paused.policy.tradingPaused = true;
        const ReplayResult result = replayed(homes, paused);
        QCOMPARE(result.traded, Lots{});
        for (const HomeCosts& home : result.homes)
            QCOMPARE(home.neighbours, home.planned);
    }
};

QTEST_GUILESS_MAIN(TestReplay)
#include "tst_replay.moc"
