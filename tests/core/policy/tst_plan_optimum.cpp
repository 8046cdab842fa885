// SPDX-License-Identifier: GPL-3.0-or-later
// Goal: the optimiser (dynamic programming, loads placed by marginal cost) and a linear programme check each other: the
// plan is never cheaper than the programme's optimum and hardly dearer. Method: random homes whose forecasts are
// certain, with battery, fuse and a car to charge, the utility alone behind them; HiGHS solves the same day with the
// battery's charge at the end that the plan left.
#include "core/policy/policy.h"
#include "tests/support/plan_homes.h"
#include "tests/support/random_stream.h"

#include <Highs.h>

#include <QtTest>

using namespace dgex;
using namespace dgex::policy;

namespace {

constexpr std::size_t kPeriods = 49;

PlanInputs certainHome(std::uint64_t seed, bool withCar)
{
    test::RandomStream random{seed};
    PlanInputs inputs;
    inputs.round = Round{1'700'006'400};
    inputs.routerCapacity = Power{10'000};
    inputs.policy.tradingPaused = true;
    inputs.policy.reservePercent = static_cast<int>(random.between(0, 40));
    inputs.battery.capacity = Energy{random.between(4000, 14'000)};
    inputs.battery.stored =
        Energy{random.between(inputs.battery.capacity.count() / 2, inputs.battery.capacity.count())};
    inputs.battery.powerMax = Power{random.between(1500, 5000)};
    inputs.battery.efficiencyPermille = static_cast<int>(random.between(850, 1000));
    const std::int64_t sun = random.between(0, 2500);
    for (std::size_t i = 0; i < kPeriods; ++i) {
        const auto slot = static_cast<std::int64_t>(i % 48);
        const std::int64_t height = std::max<std::int64_t>(0, 12 - std::abs(slot - 24));
        const std::int64_t pv = height * sun / 12;
        const std::int64_t demand = random.between(100, 900) + (slot > 35 && slot < 44 ? 700 : 0);
        inputs.periods.push_back({.period = inputs.round.plus(static_cast<std::int64_t>(i)),
                                  .demand = test::quantilesOf(demand, demand, demand),
                                  .pv = test::quantilesOf(pv, pv, pv),
                                  .retail = Price{random.between(1500, 4000)},
                                  .feedIn = Price{random.between(500, 1200)},
                                  .expectedPrice = std::nullopt,
                                  .position = Lots{}});
    }
    if (withCar) {
        inputs.policy.windows = {{.name = "car", .energy = Energy{6000}, .powerMax = Power{3000}}};
        inputs.loads = flexibleLoads(inputs.policy, inputs.round, 28, {}, {}); // The coming morning's alone.
        inputs.loads.resize(1);
    }
    return inputs;
}

/// The columns of a half hour in the programme.
enum Column : HighsInt { Bought, Sold, Charged, Discharged, Stored, Car, Columns };

/// Least cost of the day in tick x Wh / 1000 by linear programming; the end holds at least `storedAtEnd`.
double optimum(const PlanInputs& inputs, double storedAtEnd)
{
    const double efficiency = inputs.battery.efficiencyPermille / 1000.0;
    const auto power = static_cast<double>(inputs.battery.powerMax.count()) / 2;
    const auto capacity = static_cast<double>(inputs.battery.capacity.count());
    const double reserve = std::round(capacity * inputs.policy.reservePercent / 100);
    HighsLp programme;
    programme.num_col_ = static_cast<HighsInt>(kPeriods) * Columns;
    programme.sense_ = ObjSense::kMinimize;
    std::vector<std::vector<std::pair<HighsInt, double>>> rows;
    const auto row = [&](std::vector<std::pair<HighsInt, double>> entries, double lower, double upper) {
        rows.push_back(std::move(entries));
        programme.row_lower_.push_back(lower);
        programme.row_upper_.push_back(upper);
    };
    std::vector<std::pair<HighsInt, double>> car;
    for (std::size_t i = 0; i < kPeriods; ++i) {
        const PeriodInputs& one = inputs.periods[i];
        const auto at = [i](Column column) { return static_cast<HighsInt>(i) * Columns + column; };
        const bool charges = !inputs.loads.empty() && one.period < inputs.loads[0].by;
        const std::array<double, Columns> cost{static_cast<double>(one.retail.count()),
                                               -static_cast<double>(one.feedIn.count())};
        const std::array<double, Columns> upper{1e6, 1e6, power, power, capacity, charges ? 1500.0 : 0.0};
        programme.col_cost_.insert(programme.col_cost_.end(), cost.begin(), cost.end());
        programme.col_upper_.insert(programme.col_upper_.end(), upper.begin(), upper.end());
        for (int column = 0; column < Columns; ++column)
            programme.col_lower_.push_back(column != Stored ? 0.0 : i + 1 == kPeriods ? storedAtEnd : reserve);
        const auto need = static_cast<double>((one.demand.p50 - one.pv.p50).count());
        row({{at(Bought), 1}, {at(Sold), -1}, {at(Discharged), 1}, {at(Charged), -1}, {at(Car), -1}}, need, need);
        std::vector<std::pair<HighsInt, double>> charge{
            {at(Stored), 1}, {at(Charged), -efficiency}, {at(Discharged), 1 / efficiency}};
        if (i > 0)
            charge.emplace_back(at(Stored) - Columns, -1);
        const double begun = i > 0 ? 0 : static_cast<double>(inputs.battery.stored.count());
        row(std::move(charge), begun, begun);
        car.emplace_back(at(Car), 1);
    }
    const double wanted = inputs.loads.empty() ? 0 : static_cast<double>(inputs.loads[0].left.count());
    row(std::move(car), wanted, wanted);
    programme.num_row_ = static_cast<HighsInt>(rows.size());
    programme.a_matrix_.format_ = MatrixFormat::kRowwise;
    programme.a_matrix_.start_ = {0};
    for (const auto& entries : rows) {
        for (const auto& [column, value] : entries) {
            programme.a_matrix_.index_.push_back(column);
            programme.a_matrix_.value_.push_back(value);
        }
        programme.a_matrix_.start_.push_back(static_cast<HighsInt>(programme.a_matrix_.index_.size()));
    }
    Highs solver;
    solver.setOptionValue("output_flag", false);
    if (solver.passModel(programme) != HighsStatus::kOk || solver.run() != HighsStatus::kOk ||
        solver.getModelStatus() != HighsModelStatus::kOptimal)
        return std::numeric_limits<double>::quiet_NaN();
    return solver.getInfo().objective_function_value;
}

} // namespace

class TestPlanOptimum : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void planAndProgrammeAgree_data()
    {
        QTest::addColumn<quint64>("seed");
        QTest::addColumn<bool>("withCar");
        for (quint64 seed = 1; seed <= 20; ++seed)
            for (const bool withCar : {false, true})
                QTest::addRow("seed %llu%s", static_cast<unsigned long long>(seed), withCar ? " with a car" : "")
                    << seed << withCar;
    }
    void planAndProgrammeAgree()
    {
        QFETCH(quint64, seed);
        QFETCH(bool, withCar);
        const PlanInputs inputs = certainHome(seed, withCar);
        const Plan made = plan(inputs);
        double cost = 0;
        double turnover = 0;
        for (std::size_t i = 0; i < kPeriods; ++i) {
            const auto rest = static_cast<double>(made.periods[i].utility.count());
            const PeriodInputs& one = inputs.periods[i];
            cost += rest * static_cast<double>((rest > 0 ? one.retail : one.feedIn).count());
            turnover += std::abs(static_cast<double>((one.demand.p50 - one.pv.p50).count())) *
                        static_cast<double>(one.retail.count());
        }
        for (const PlannedLoad& load : made.loads)
            QCOMPARE(load.unmet, Energy{});
        const double best = optimum(inputs, static_cast<double>(made.periods.back().storedAtEnd.count()) - 1);
        QVERIFY2(cost >= best - 1e-4 * turnover, qPrintable(QString::number((cost - best) / turnover)));
        QVERIFY2(cost <= best + 0.02 * turnover, qPrintable(QString::number((cost - best) / turnover)));
    }
};

QTEST_GUILESS_MAIN(TestPlanOptimum)
#include "tst_plan_optimum.moc"
