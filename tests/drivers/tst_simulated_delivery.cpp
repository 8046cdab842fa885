// SPDX-License-Identifier: GPL-3.0-or-later
// Goal: two simulated routers under the equal-amount control move equal amounts, also with noise, different meters, a
// trip and lost communication. Method: whole half hours at the true energies of the simulator; progress reaches the
// partner one step late.
#include "core/delivery/completion.h"
#include "drivers/simulated/simulated_neighbourhood.h"

#include <QTest>

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>

using namespace dgex;
using namespace dgex::delivery;
using namespace dgex::drivers;
using std::chrono::minutes;
using std::chrono::seconds;

namespace {

constexpr Period kPeriod{1'800'000'000};

struct Side {
    EqualAmountState state;
    std::vector<std::optional<Progress>> heard{1};
    std::optional<Energy> begun;
    Energy lastMoved;

    std::vector<std::optional<Progress>> step(ports::DigitalGridRouter& router, UtcTime now)
    {
        const auto reading = router.state().fresh(now, readingAgeMax(state.rules));
        EqualAmountInput input{.now = now, .moved = {}, .power = {}, .partners = heard};
        if (reading) {
            const Energy counter = reading->imported - reading->exported;
            begun = begun.value_or(counter);
            lastMoved = counter - *begun;
            input.moved = lastMoved;
            input.power = reading->power;
        }
        EqualAmountOutput output = stepEqualAmount(state, input);
        state = std::move(output.state);
        if (input.moved)
            router.setPower(output.setpoint, setpointLifetime(state.rules));
        return output.progress;
    }
};

/// What really moved at each step's end, Wh.
struct Run {
    std::vector<double> exported;
    std::vector<double> imported;
    std::array<Side, 2> sides;
    seconds step{5};
    [[nodiscard]] std::size_t index(seconds at) const { return static_cast<std::size_t>(at / step); }
};

using Fault = std::function<void(SimulatedNeighbourhood&, seconds)>;

Run run(std::int64_t contracted, std::uint64_t seed, const Fault& fault = {}, seconds step = seconds{5})
{
    SimulatedNeighbourhood street({.start = kPeriod.start(), .step = step, .homes = syntheticHomes(2, seed)});
    EqualAmountRules rules;
    rules.controlStep = step;
    Run result;
    result.step = step;
    const Energy energy{contracted};
    result.sides[0].state =
        beginEqualAmount(kPeriod, {{ParticipantId{2}, -energy}}, street.devices(0).router->capacity(), rules);
    result.sides[1].state =
        beginEqualAmount(kPeriod, {{ParticipantId{1}, energy}}, street.devices(1).router->capacity(), rules);
    for (UtcTime now = kPeriod.start(); now <= kPeriod.end(); now = now + step) {
        street.advanceTo(now);
        if (fault)
            fault(street, std::chrono::duration_cast<seconds>(now - kPeriod.start()));
        result.exported.push_back(street.truth(0).routerExported);
        result.imported.push_back(street.truth(1).routerImported);
        std::array<std::vector<std::optional<Progress>>, 2> said;
        for (std::size_t i = 0; i < 2; ++i)
            said[i] = result.sides[i].step(*street.devices(i).router, now);
        for (std::size_t i = 0; i < 2; ++i) {
            if (said[1 - i][0])
                result.sides[i].heard = said[1 - i];
        }
    }
    return result;
}

/// By how much the worst 5 minutes are beyond 1 % of the contract or 5 Wh.
double largestGapIn5Minutes(const Run& run, double contracted, seconds from = seconds{0})
{
    double largest = -5;
    const std::size_t window = run.index(minutes{5});
    for (std::size_t i = run.index(from); i + window < run.exported.size(); ++i) {
        const double out = run.exported[i + window] - run.exported[i];
        const double in = run.imported[i + window] - run.imported[i];
        largest = std::max(largest, std::abs(out - in) - std::max(5.0, 0.01 * contracted));
    }
    return largest;
}

/// How often power over 10 s turned from rising to falling or back by more than 150 W.
/// Three belong to a trip and the ends, two to one overshoot of the recovered side; a hunting pair has dozens.
int turns(const Run& run, const std::vector<double>& moved)
{
    int count = 0;
    double extreme = 0;
    int direction = 1;
    const std::size_t length = run.index(seconds{10});
    for (std::size_t i = length; i < moved.size(); i += length) {
        const double power = (moved[i] - moved[i - length]) * 360;
        if ((power - extreme) * direction > 0) {
            extreme = power;
        } else if (std::abs(power - extreme) > 150) {
            extreme = power;
            direction = -direction;
            ++count;
        }
    }
    return count;
}

Outcome outcome(const Side& side)
{
    return complete(side.state, side.lastMoved, side.heard)[0].outcome;
}

} // namespace

class TestSimulatedDelivery : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void movesEqualAmounts_data();
    void movesEqualAmounts();
    void movesEqualAmountsInOtherSteps_data();
    void movesEqualAmountsInOtherSteps();
    void neverOscillates_data() { movesEqualAmounts_data(); }
    void neverOscillates();
    void stopsWithAPartnerThatTrips();
    void catchesUpAfterAShortTrip_data();
    void catchesUpAfterAShortTrip();
    void endsBothWhenOneIsNotHeard();
};

void TestSimulatedDelivery::movesEqualAmounts_data()
{
    QTest::addColumn<qint64>("contracted");
    QTest::addColumn<quint64>("seed");
    for (quint64 seed = 1; seed <= 10; ++seed) {
        for (const qint64 contracted : {100, 700, 1300})
            QTest::addRow("%lld Wh, seed %llu", contracted, static_cast<unsigned long long>(seed))
                << contracted << seed;
    }
}

void TestSimulatedDelivery::movesEqualAmounts()
{
    QFETCH(const qint64, contracted);
    QFETCH(const quint64, seed);
    const Run result = run(contracted, seed);
    QVERIFY(largestGapIn5Minutes(result, double(contracted)) <= 0);
    QVERIFY2(std::abs(result.exported.back() - double(contracted)) <= 10,
             qPrintable(QString::number(result.exported.back())));
    QVERIFY2(std::abs(result.imported.back() - double(contracted)) <= 10,
             qPrintable(QString::number(result.imported.back())));
    QVERIFY(outcome(result.sides[0]) == Outcome::Complete);
    QVERIFY(outcome(result.sides[1]) == Outcome::Complete);
}

void TestSimulatedDelivery::movesEqualAmountsInOtherSteps_data()
{
    QTest::addColumn<int>("step");
    QTest::addColumn<quint64>("seed");
    for (const int step : {1, 2, 3}) {
        for (quint64 seed = 20; seed < 25; ++seed)
            QTest::addRow("%d s, seed %llu", step, static_cast<unsigned long long>(seed)) << step << seed;
    }
}

void TestSimulatedDelivery::movesEqualAmountsInOtherSteps()
{
    QFETCH(const int, step);
    QFETCH(const quint64, seed);
    const Run result = run(1200, seed, {}, seconds{step});
    QVERIFY(largestGapIn5Minutes(result, 1200) <= 0);
    QVERIFY2(std::abs(result.exported.back() - 1200) <= 10, qPrintable(QString::number(result.exported.back())));
    QVERIFY2(std::abs(result.imported.back() - 1200) <= 10, qPrintable(QString::number(result.imported.back())));
    QVERIFY(outcome(result.sides[0]) == Outcome::Complete && outcome(result.sides[1]) == Outcome::Complete);
    QVERIFY(!result.sides[0].state.contracts[0].hasFailed && !result.sides[1].state.contracts[0].hasFailed);
}

void TestSimulatedDelivery::neverOscillates()
{
    QFETCH(const qint64, contracted);
    QFETCH(const quint64, seed);
    const Run result = run(contracted, seed);
    const double plateau = double(plateauPower(Energy{contracted}).count());
    const std::size_t length = result.index(seconds{10});
    for (std::size_t i = result.index(seconds{130}); i < result.index(minutes{28}); i += length) {
        const double now = (result.imported[i + length] - result.imported[i]) * 360;
        const double before = (result.imported[i] - result.imported[i - length]) * 360;
        QVERIFY2(std::abs(now - before) <= 0.1 * plateau + 60, qPrintable(QString::number(now - before)));
    }
}

void TestSimulatedDelivery::stopsWithAPartnerThatTrips()
{
    const Run result = run(1300, 3, [](SimulatedNeighbourhood& street, seconds at) {
        if (at == minutes{12})
            street.tripRouter(0, minutes{60});
    });
    QVERIFY(result.exported.back() < 600);
    QVERIFY2(result.imported.back() - result.exported.back() <= 20,
             qPrintable(QString::number(result.imported.back() - result.exported.back())));
    QVERIFY(result.imported[result.index(seconds{760})] == result.imported.back());
    // What the partner moves before it stands still too.
    QVERIFY(largestGapIn5Minutes(result, 1300) <= 10);
    QVERIFY(outcome(result.sides[0]) == Outcome::OwnFault);
    QVERIFY(outcome(result.sides[1]) == Outcome::PartnerFault);
}

void TestSimulatedDelivery::catchesUpAfterAShortTrip_data()
{
    QTest::addColumn<quint64>("seed");
    QTest::addColumn<int>("tripped");
    for (quint64 seed = 30; seed < 40; ++seed) {
        QTest::addRow("exporter, seed %llu", static_cast<unsigned long long>(seed)) << seed << 0;
        QTest::addRow("importer, seed %llu", static_cast<unsigned long long>(seed)) << seed << 1;
    }
}

void TestSimulatedDelivery::catchesUpAfterAShortTrip()
{
    QFETCH(const quint64, seed);
    QFETCH(const int, tripped);
    const Run result = run(900, seed, [tripped](SimulatedNeighbourhood& street, seconds at) {
        if (at == minutes{5})
            street.tripRouter(static_cast<std::size_t>(tripped), minutes{2});
    });
    QVERIFY2(std::abs(result.exported.back() - 900) <= 10, qPrintable(QString::number(result.exported.back())));
    QVERIFY2(std::abs(result.imported.back() - 900) <= 10, qPrintable(QString::number(result.imported.back())));
    QVERIFY(largestGapIn5Minutes(result, 900) <= 10);
    QVERIFY2(turns(result, result.imported) <= 5 && turns(result, result.exported) <= 5,
             qPrintable(QString::number(turns(result, result.imported)) + u' ' +
                        QString::number(turns(result, result.exported))));
}

void TestSimulatedDelivery::endsBothWhenOneIsNotHeard()
{
    const Run result = run(1300, 5, [](SimulatedNeighbourhood& street, seconds at) {
        if (at == minutes{10})
            street.loseCommunication(1, minutes{60});
    });
    // The lost router expires its setpoint after 17.5 s; the partner goes on for 60 s and falls for 60 s.
    QVERIFY(result.imported[result.index(seconds{700})] == result.imported.back());
    QVERIFY(result.exported[result.index(seconds{750})] == result.exported.back());
    QVERIFY2(result.exported.back() - result.imported.back() <= 2700.0 / 3600 * 100,
             qPrintable(QString::number(result.exported.back() - result.imported.back())));
    QVERIFY(outcome(result.sides[0]) == Outcome::PartnerFault);
    QVERIFY(outcome(result.sides[1]) == Outcome::OwnFault);
}

QTEST_GUILESS_MAIN(TestSimulatedDelivery)
#include "tst_simulated_delivery.moc"
