// SPDX-License-Identifier: GPL-3.0-or-later
// Goal: a home's control loop never waits for the network, and what it handed over comes to its authorities in order,
// once they are there. Method: ways that answer as told, late, wrongly or not at all.
#include "app/home/home_network.h"

#include <QElapsedTimer>
#include <QTemporaryDir>
#include <QTest>

using namespace dgex;
using namespace std::chrono_literals;

namespace {

using Answering = std::function<std::optional<api::Answer>(const api::Request&)>;

/// What the test decides, from any thread.
struct Script {
    std::mutex mutex;
    Answering answering = [](const api::Request&) { return std::nullopt; };
    std::vector<api::Request> seen;
    int distrusted = 0;

    void set(Answering now)
    {
        const std::lock_guard lock(mutex);
        answering = std::move(now);
    }
    [[nodiscard]] std::vector<api::Request> requests()
    {
        const std::lock_guard lock(mutex);
        return seen;
    }
};

class ScriptedWay final : public ports::Transport {
public:
    explicit ScriptedWay(Script& script)
        : m_script(script)
    {
    }
    std::optional<Bytes> exchange(ByteView request) override
    {
        const auto decoded = api::decodeRequest(request).value();
        Answering answering;
        {
            const std::lock_guard lock(m_script.mutex);
            m_script.seen.push_back(decoded);
            answering = m_script.answering;
        }
        const auto answer = answering(decoded);
        return answer ? std::optional{api::encode(*answer)} : std::nullopt;
    }
    void distrust() override
    {
        const std::lock_guard lock(m_script.mutex);
        ++m_script.distrusted;
    }

private:
    Script& m_script;
};

/// Holds whoever comes until it is opened.
class Barrier {
public:
    void pass()
    {
        std::unique_lock lock(m_mutex);
        m_rung.wait(lock, [this] { return m_open; });
    }
    void open()
    {
        const std::lock_guard lock(m_mutex);
        m_open = true;
        m_rung.notify_all();
    }

private:
    std::mutex m_mutex;
    std::condition_variable m_rung;
    bool m_open = false;
};

api::Request submission(std::uint8_t number)
{
    return api::SubmitRequest{{number}, std::nullopt};
}

std::vector<std::uint8_t> numbersIn(const std::vector<api::Request>& requests)
{
    std::vector<std::uint8_t> numbers;
    for (const api::Request& request : requests)
        numbers.push_back(std::get<api::SubmitRequest>(request).transaction.front());
    return numbers;
}

bool comes(const std::function<bool()>& wish)
{
    return QTest::qWaitFor(wish, 10'000);
}

} // namespace

class TestHomeNetwork : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup() { m_network.reset(); }
    void nothingWaitsForAWayThatHangs();
    void whatFailsIsHandedInAgainAndInOrder();
    void aRefusedTransactionDoesNotHoldUpTheNext();
    void nothingIsTakenOverBeforeTheSequenceIsKnown();
    void aReadingIsAskedUntilItIsAnswered();
    void aControllerGetsWhatWasPresentedAndNothingElse();
    void newsAreWaitedForBehindTheLastHeight();
    void aReceiptThatDoesNotHoldTurnsToOtherNodes();
    void anOldTransactionIsGivenUp();

private:
    void open(std::chrono::milliseconds submitMax = 60s);
    std::optional<Bytes> hand(const api::Request& request) { return m_network->exchange(api::encode(request)); }

    crypto::Library m_library;
    std::unique_ptr<QTemporaryDir> m_folder;
    std::array<std::unique_ptr<Script>, 3> m_scripts; ///< Of the ways to submit, read and watch.
    std::unique_ptr<app::HomeNetwork> m_network;
};

void TestHomeNetwork::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    for (auto& script : m_scripts)
        script = std::make_unique<Script>();
}

void TestHomeNetwork::open(std::chrono::milliseconds submitMax)
{
    app::HomeNetwork::Ways ways;
    ways.submit = std::make_unique<ScriptedWay>(*m_scripts[0]);
    ways.read = std::make_unique<ScriptedWay>(*m_scripts[1]);
    ways.watch = std::make_unique<ScriptedWay>(*m_scripts[2]);
    m_network = std::make_unique<app::HomeNetwork>(std::move(ways),
                                                   app::HomeNetwork::Options{.receipts = m_folder->path().toStdString(),
                                                                             .anchor = {},
                                                                             .newsPause = 10ms,
                                                                             .retryPause = 10ms,
                                                                             .submitMax = submitMax});
    m_network->takeSubmissions();
}

void TestHomeNetwork::nothingWaitsForAWayThatHangs()
{
    Barrier barrier;
    for (auto& script : m_scripts)
        script->set([&barrier](const api::Request&) {
            barrier.pass();
            return std::optional<api::Answer>{api::SubmitAnswer{}};
        });
    open();
    QElapsedTimer timer;
    timer.start();
    for (std::uint8_t i = 0; i < 100; ++i) {
        QVERIFY(hand(submission(i)));
        m_network->ask(api::RoundRequest{Round{1'800'000 * i}, {7}});
        QVERIFY(!hand(api::RoundRequest{Round{1'800'000 * i}, {7}}));
        QVERIFY(!m_network->next() && !m_network->head());
    }
    QVERIFY2(timer.elapsed() < 500, "the caller waited");
    QCOMPARE(m_network->unsent(), std::size_t{100});
    barrier.open();
    QVERIFY(comes([&] { return m_network->unsent() == 0; }));
    QCOMPARE(m_scripts[0]->requests().size(), std::size_t{100});
}

void TestHomeNetwork::whatFailsIsHandedInAgainAndInOrder()
{
    open();
    hand(submission(1));
    hand(submission(2));
    QVERIFY(comes([&] { return m_scripts[0]->requests().size() >= 3 && !m_network->isReachable(); }));
    QVERIFY(!hand(submission(3))); // Taken over, but the controller knows that nobody is reached.
    for (const std::uint8_t number : numbersIn(m_scripts[0]->requests()))
        QCOMPARE(number, std::uint8_t{1});
    m_scripts[0]->set([](const api::Request&) { return api::SubmitAnswer{}; });
    QVERIFY(comes([&] { return m_network->unsent() == 0; }));
    auto numbers = numbersIn(m_scripts[0]->requests());
    numbers.erase(std::unique(numbers.begin(), numbers.end()), numbers.end());
    QCOMPARE(numbers, (std::vector<std::uint8_t>{1, 2, 3}));
    QVERIFY(m_network->isReachable());
}

void TestHomeNetwork::aRefusedTransactionDoesNotHoldUpTheNext()
{
    m_scripts[0]->set([](const api::Request& request) -> std::optional<api::Answer> {
        if (std::get<api::SubmitRequest>(request).transaction == Bytes{1})
            return api::ApiError::BadTransaction;
        return api::SubmitAnswer{};
    });
    open();
    hand(submission(1));
    hand(submission(2));
    QVERIFY(comes([&] { return m_network->unsent() == 0; }));
    QCOMPARE(numbersIn(m_scripts[0]->requests()), (std::vector<std::uint8_t>{1, 2}));
}

void TestHomeNetwork::nothingIsTakenOverBeforeTheSequenceIsKnown()
{
    app::HomeNetwork::Ways ways;
    ways.submit = std::make_unique<ScriptedWay>(*m_scripts[0]);
    ways.read = std::make_unique<ScriptedWay>(*m_scripts[1]);
    ways.watch = std::make_unique<ScriptedWay>(*m_scripts[2]);
    app::HomeNetwork network{std::move(ways), {.receipts = m_folder->path().toStdString(), .anchor = {}}};
    QVERIFY(!network.exchange(api::encode(submission(1))));
    QCOMPARE(network.unsent(), std::size_t{0});
}

void TestHomeNetwork::aReadingIsAskedUntilItIsAnswered()
{
    std::atomic<int> asked = 0;
    m_scripts[1]->set([&asked](const api::Request& request) -> std::optional<api::Answer> {
        const int time = asked++;
        if (time == 0)
            return std::nullopt;
        if (time == 1)
            return api::ApiError::Unavailable;
        if (std::holds_alternative<api::StandingRequest>(request) && time == 2)
            return api::ApiError::NotThere; // Not enrolled yet.
        return api::StandingAnswer{ledger::Role::Home, 9};
    });
    open();
    m_network->ask(api::StandingRequest{{7}});
    std::optional<app::HomeNetwork::Reply> reply;
    QVERIFY(comes([&] { return (reply = m_network->next()).has_value(); }));
    QCOMPARE(asked.load(), 4);
    QCOMPARE(std::get<api::StandingAnswer>(*api::decodeAnswer(reply->answer)).lastSequence, std::uint64_t{9});
    // Of all else, "not there" is an answer.
    m_scripts[1]->set([](const api::Request&) { return api::ApiError::NotThere; });
    m_network->ask(api::SettlementRequest{Period{1'800}, {7}});
    QVERIFY(comes([&] { return (reply = m_network->next()).has_value(); }));
    QVERIFY(std::holds_alternative<api::ApiError>(*api::decodeAnswer(reply->answer)));
}

void TestHomeNetwork::aControllerGetsWhatWasPresentedAndNothingElse()
{
    open();
    const api::Request asked = api::RoundRequest{Round{1'800}, {7}};
    const Bytes answer{1, 2, 3};
    QVERIFY(!hand(asked));
    m_network->present({asked, answer});
    QCOMPARE(hand(asked).value(), answer);
    QVERIFY(!hand(api::RoundRequest{Round{3'600}, {7}}));
    m_network->present({api::TariffRequest{Period{1'800}, 50}, Bytes{4}});
    QCOMPARE(hand(api::TariffRequest{Period{3'600}, 50}).value(), Bytes{4});
    QCOMPARE(hand(asked).value(), answer);
    QVERIFY(m_scripts[1]->requests().empty());
}

void TestHomeNetwork::newsAreWaitedForBehindTheLastHeight()
{
    std::atomic<std::uint64_t> height = 5;
    m_scripts[2]->set([&height](const api::Request&) { return api::HeadAnswer{height++, Round{1'800}, Round{3'600}}; });
    open();
    QVERIFY(comes([&] { return m_network->head() && m_network->head()->height >= 8; }));
    const auto requests = m_scripts[2]->requests();
    const auto first = std::get<api::HeadRequest>(requests.at(0));
    const auto second = std::get<api::HeadRequest>(requests.at(1));
    QVERIFY(first.after == 0 && first.waitSeconds == 0);
    QVERIFY(second.after == 5 && second.waitSeconds == api::kHeadWaitMax);
    m_network->distrust();
    const std::size_t before = requests.size();
    const auto asksAfresh = [&] {
        const auto all = m_scripts[2]->requests();
        return std::any_of(all.begin() + static_cast<std::ptrdiff_t>(before), all.end(),
                           [](const api::Request& one) { return std::get<api::HeadRequest>(one).after == 0; });
    };
    QVERIFY(comes(asksAfresh));
}

void TestHomeNetwork::aReceiptThatDoesNotHoldTurnsToOtherNodes()
{
    m_scripts[0]->set([](const api::Request&) { return api::SubmitAnswer{ledger::Receipt{}}; });
    open();
    hand(submission(1));
    QVERIFY(comes([&] { return m_network->unsent() == 0; }));
    QCOMPARE(m_scripts[0]->requests().size(), std::size_t{5});
    QCOMPARE(m_scripts[0]->distrusted, 4);
}

void TestHomeNetwork::anOldTransactionIsGivenUp()
{
    open(50ms);
    hand(submission(1));
    QVERIFY(comes([&] { return m_network->unsent() == 0; }));
    QVERIFY(m_scripts[0]->requests().size() >= 2);
}

QTEST_GUILESS_MAIN(TestHomeNetwork)
#include "tst_home_network.moc"
