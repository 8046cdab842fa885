// SPDX-License-Identifier: GPL-3.0-or-later
// Goal: every fault that can be injected into a simulation is seen by the home and by the operator, does no harm to
// money, and is over when it is over. Method: a street at noon; inject, live on to a stated time, look at what both
// windows would show.
#include "app/windows/simulation.h"

#include <QTemporaryDir>
#include <QtTest>

#include <algorithm>

using namespace dgex;
using std::chrono::minutes;

namespace {

constexpr std::int64_t kMorning = 20; ///< Half hours from midnight to ten.
constexpr std::size_t kHomes = 8;
constexpr int kPatienceMs = 60'000;

bool isActive(const views::HomeSnapshot& home, views::AlertCode code)
{
    return std::ranges::any_of(home.alerts, [code](const auto& alert) { return alert.code == code && alert.active; });
}

bool isActive(const views::OperatorSnapshot& console, views::AlarmCode code)
{
    return std::ranges::any_of(console.alarms, [code](const auto& row) { return row.code == code && row.active; });
}

/// What the home has counted from proven results itself.
Money ownAccount(const controller::HomeController& home)
{
    Money own;
    for (const auto& [period, book] : home.book()) {
        own += book.trades + book.fees;
        if (book.settlement)
            own += book.settlement->residualMoney + book.settlement->imbalanceMoney;
    }
    return own;
}

std::vector<std::uint64_t> failedProofs(const app::Exchange& street)
{
    std::vector<std::uint64_t> failed;
    for (std::size_t i = 0; i < street.homeCount(); ++i)
        failed.push_back(street.controller(i).proofs().failed);
    return failed;
}

} // namespace

class TestInjectedFaults : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void aLieIsRefusedByEveryHomeAndLaterAskedAgain();
    void aCloudIsSeenOnBothFaces();
    void aTrippedRouterIsSeenOnBothFaces();
    void aSilentMeterIsSeenOnBothFaces();
    void aLyingAuthorityIsSeenOnBothFaces();
    void moneyAddsUpToZeroAfterAllFaults();

private:
    void runFor(minutes time);
    [[nodiscard]] const views::HomeSnapshot& home() const { return *m_home; }
    [[nodiscard]] const views::OperatorSnapshot& console() const { return *m_console; }

    crypto::Library m_library;
    QTemporaryDir m_folder;
    std::unique_ptr<app::Exchange> m_street; ///< Until the simulation has it.
    std::unique_ptr<app::Simulation> m_simulation;
    std::shared_ptr<const views::HomeSnapshot> m_home;
    std::shared_ptr<const views::OperatorSnapshot> m_console;
    std::size_t m_shown = 0;
};

void TestInjectedFaults::initTestCase()
{
    app::ExchangeOptions options;
    options.homes = kHomes;
    options.seed = 7;
    options.ledgerFile = m_folder.filePath(QStringLiteral("exchange.ledger")).toStdString();
    options.keyFolder = m_folder.filePath(QStringLiteral("keys")).toStdString();
    auto street = app::Exchange::open(options, [](const std::string&, std::size_t, std::size_t) {});
    QVERIFY2(street.has_value(), street ? "" : street.error().c_str());
    m_street = std::move(*street);
    QVERIFY(m_street->advanceTo(m_street->setup().start.plus(kMorning).start()).has_value());
    const auto& homes = m_street->setup().homes;
    const auto largest = std::ranges::max_element(homes, {}, &drivers::SimulatedHomeConfig::pvPeak);
    m_shown = static_cast<std::size_t>(largest - homes.begin());
}

void TestInjectedFaults::aLieIsRefusedByEveryHomeAndLaterAskedAgain()
{
    const UtcTime begun = m_street->now();
    const auto refused = m_street->record().totals().refused;
    m_street->answers().lieUntil(begun + minutes{61});
    QVERIFY(m_street->advanceTo(begun + minutes{60}).has_value());
    for (const std::uint64_t failed : failedProofs(*m_street))
        QVERIFY(failed > 0);
    QVERIFY(m_street->answers().hasOpenQuestions());
    for (std::size_t i = 0; i < kHomes; ++i) {
        // Nothing of the lie is believed: no price and no fill of the two rounds.
        const controller::HomeBook& book = m_street->controller(i).book();
        const auto last = book.find(Period::containing(begun).plus(50));
        QVERIFY(last == book.end() || !last->second.price);
    }
    QVERIFY(m_street->advanceTo(begun + minutes{90}).has_value());
    QVERIFY(!m_street->answers().hasOpenQuestions());
    const auto after = failedProofs(*m_street);
    QVERIFY(m_street->advanceTo(begun + minutes{180}).has_value());
    QVERIFY(failedProofs(*m_street) == after);
    const ledger::LedgerState& state = m_street->authority().state();
    QVERIFY(state.accountSum() == 0);
    for (std::size_t i = 0; i < kHomes; ++i)
        QCOMPARE(ownAccount(m_street->controller(i)).count(),
                 state.account(m_street->controller(i).identity().id).count());
    QCOMPARE(m_street->record().totals().refused, refused);
}

void TestInjectedFaults::runFor(minutes time)
{
    const UtcTime until = m_home->now + time;
    m_simulation->runUntil(until);
    const auto isThere = [&] { return m_simulation->home()->now == until && m_simulation->console()->now == until; };
    QVERIFY2(QTest::qWaitFor(isThere, kPatienceMs), m_simulation->failure().c_str());
    m_home = m_simulation->home();
    m_console = m_simulation->console();
}

void TestInjectedFaults::aCloudIsSeenOnBothFaces()
{
    m_simulation = std::make_unique<app::Simulation>(std::move(m_street), app::Simulation::Options{0, {}, {}, {}});
    m_simulation->selectHome(m_shown);
    const auto isShown = [&] {
        const auto now = m_simulation->home();
        return now && now->participant == m_simulation->console()->fleet.at(m_shown).home;
    };
    QVERIFY(QTest::qWaitFor(isShown, kPatienceMs));
    m_home = m_simulation->home();
    runFor(minutes{1});
    const Power roof = home().flow.pv.value();
    const Power street = console().neighbourhoodPv;
    QVERIFY2(roof > Power{500}, qPrintable(QString::number(roof.count())));
    m_simulation->addCloud();
    runFor(minutes{2});
    QVERIFY(home().flow.pv.value() * 2 < roof && console().neighbourhoodPv * 2 < street);
    const Power dark = home().flow.pv.value();
    runFor(minutes{62});
    QVERIFY(home().flow.pv.value() > dark * 2 && console().neighbourhoodPv * 2 > street);
}

void TestInjectedFaults::aTrippedRouterIsSeenOnBothFaces()
{
    m_simulation->tripRouter(m_shown);
    runFor(minutes{2});
    QVERIFY(isActive(home(), views::AlertCode::RouterTripped));
    QVERIFY(home().router.value && home().router.value->mode == ports::DgrMode::Tripped);
    QVERIFY(console().fleet[m_shown].state.value->mode == ports::DgrMode::Tripped);
    QVERIFY(isActive(console(), views::AlarmCode::RouterTripped));
    runFor(minutes{25});
    QVERIFY(!isActive(home(), views::AlertCode::RouterTripped));
    QVERIFY(!isActive(console(), views::AlarmCode::RouterTripped));
    QVERIFY(home().router.value->mode != ports::DgrMode::Tripped);
}

void TestInjectedFaults::aSilentMeterIsSeenOnBothFaces()
{
    m_simulation->stopMeter(m_shown);
    runFor(minutes{5});
    QVERIFY(isActive(home(), views::AlertCode::MeterSilent));
    QVERIFY(!home().flow.utility);
    QVERIFY(isActive(console(), views::AlarmCode::MeterSilent));
    runFor(minutes{45});
    QVERIFY(!isActive(home(), views::AlertCode::MeterSilent) && home().flow.utility);
    QVERIFY(!isActive(console(), views::AlarmCode::MeterSilent));
}

void TestInjectedFaults::aLyingAuthorityIsSeenOnBothFaces()
{
    runFor(minutes{180}); // What follows from the other faults is settled.
    QVERIFY(!isActive(home(), views::AlertCode::ProofFailed));
    const std::uint64_t failed = home().proofsFailed;
    const std::size_t known = console().evidence.size();
    m_simulation->falsifyAnswers();
    runFor(minutes{35});
    QVERIFY(isActive(home(), views::AlertCode::ProofFailed));
    QVERIFY2(!isActive(home(), views::AlertCode::SheetRefused), "of its bid the home knows nothing");
    QVERIFY(home().proofsFailed > failed);
    QVERIFY(isActive(console(), views::AlarmCode::ProofFailed));
    QVERIFY(console().evidence.size() >= known + kHomes);
    for (const views::EvidenceRow& row : console().evidence) {
        const auto block = std::ranges::find(console().blocks, row.height, &views::BlockRow::height);
        QVERIFY(block != console().blocks.end());
        QVERIFY(block->resultRoot == row.resultRoot && row.leaf != row.resultRoot);
    }
    runFor(minutes{60});
    QVERIFY(!isActive(home(), views::AlertCode::ProofFailed));
    QVERIFY(!isActive(console(), views::AlarmCode::ProofFailed));
    const std::uint64_t proven = home().proofsChecked;
    const std::uint64_t refused = home().proofsFailed;
    runFor(minutes{60});
    QVERIFY(home().proofsChecked > proven);
    QCOMPARE(home().proofsFailed, refused);
}

void TestInjectedFaults::moneyAddsUpToZeroAfterAllFaults()
{
    Money sum;
    for (const views::ParticipantRow& row : console().participants)
        sum += row.balance;
    QCOMPARE(sum.count(), 0);
    for (const views::SettlementRow& row : console().settlements)
        QCOMPARE((row.homes + row.utility + row.gridOperator).count(), 0);
    QVERIFY(m_simulation->failure().empty());
}

QTEST_GUILESS_MAIN(TestInjectedFaults)
#include "tst_injected_faults.moc"
