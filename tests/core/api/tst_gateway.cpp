// SPDX-License-Identifier: GPL-3.0-or-later
// Goal: a gateway can withhold and delay, but whatever else it does a home or an authority notices. Method: a real
// authority, real gateways over mutual TLS, one of which lies in every way of the list below, and a real controller
// with simulated devices behind it.
#include "core/api/gateway_backend.h"
#include "core/controller/home_controller.h"
#include "drivers/simulated/simulated_neighbourhood.h"
#include "tests/support/api_network.h"

#include <QTimer>
#include <QtTest>

#include <atomic>

using namespace dgex;
using namespace std::chrono_literals;

namespace {

enum class Mischief {
    None,
    TampersSubmissions,  ///< Changes a byte of the sheet on its way.
    SwallowsSubmissions, ///< Says that they were taken.
    RepeatsSubmissions,  ///< Hands everything in three times.
    TampersResults,      ///< Changes a byte of every result leaf.
    InventsResults,      ///< Better fills, under a checkpoint that it signed itself.
    ReplaysResults,      ///< The proven results of the round before.
    AnswersForAnother,   ///< The markets alone, without the home's part.
    Drops,               ///< Never answers.
    Delays               ///< Answers too late.
};

class LyingBackend final : public api::Backend {
public:
    LyingBackend(api::Backend& inner, const crypto::Signer& ownKey)
        : m_inner(inner)
        , m_ownKey(ownKey)
    {
    }
    std::atomic<Mischief> mischief{Mischief::None};

    void handle(const api::Call& call, Reply reply) override
    {
        const bool submits = call.http.method == "POST";
        switch (mischief) {
        case Mischief::TampersSubmissions: {
            api::Call changed = call;
            if (submits)
                changed.http.body[changed.http.body.size() / 2] ^= 1;
            m_inner.handle(changed, std::move(reply));
            return;
        }
        case Mischief::SwallowsSubmissions:
            if (!submits)
                break;
            reply(api::replyOf(api::SubmitAnswer{}));
            return;
        case Mischief::RepeatsSubmissions:
            if (submits)
                for (int i = 0; i < 2; ++i)
                    m_inner.handle(call, [](const api::HttpReply&) {});
            break;
        case Mischief::Drops:
            return;
        case Mischief::Delays:
            QTimer::singleShot(4s, [this, call, reply] { m_inner.handle(call, reply); });
            return;
        default:
            break;
        }
        m_inner.handle(call, [this, reply = std::move(reply)](const api::HttpReply& honest) {
            const auto answer = api::decodeAnswer(honest.body);
            const auto* results = answer ? std::get_if<api::ResultsAnswer>(&*answer) : nullptr;
            reply(results != nullptr ? api::replyOf(twisted(*results)) : honest);
        });
    }

private:
    api::ResultsAnswer twisted(api::ResultsAnswer results)
    {
        const api::ResultsAnswer honest = results;
        if (mischief == Mischief::TampersResults)
            for (api::ProvenLeaf& leaf : results.leaves)
                leaf.leaf[leaf.leaf.size() / 2] ^= 1;
        if (mischief == Mischief::InventsResults)
            results = invented(results);
        if (mischief == Mischief::ReplaysResults && m_before)
            results = *m_before;
        if (mischief == Mischief::AnswersForAnother)
            std::erase_if(results.leaves, [](const api::ProvenLeaf& leaf) {
                return !std::holds_alternative<ledger::MarketResult>(*ledger::decodeResult(leaf.leaf));
            });
        m_before = honest;
        return results;
    }
    [[nodiscard]] api::ResultsAnswer invented(api::ResultsAnswer results) const
    {
        ledger::MerkleTree tree;
        for (api::ProvenLeaf& leaf : results.leaves) {
            auto result = *ledger::decodeResult(leaf.leaf);
            if (auto* own = std::get_if<ledger::HomeRoundResult>(&result))
                for (ledger::HomeOrderResult& order : own->orders)
                    order.filled = order.asked;
            leaf.leaf = ledger::encode(result);
            leaf.index = tree.size();
            tree.append(ledger::leafHash(leaf.leaf));
        }
        for (api::ProvenLeaf& leaf : results.leaves)
            leaf.path = tree.inclusionProof(leaf.index, tree.size());
        results.checkpoint.resultCount = tree.size();
        results.checkpoint.resultRoot = tree.root();
        results.checkpoint.signatures.clear();
        results.checkpoint = ledger::coSign(std::move(results.checkpoint), 0, m_ownKey).value();
        return results;
    }

    api::Backend& m_inner;
    const crypto::Signer& m_ownKey;
    std::optional<api::ResultsAnswer> m_before;
};

/// A gateway, honest or not, in a thread of its own.
class TestGateway {
public:
    TestGateway(const test::TestAuthority& authority, const std::vector<std::string>& nodes)
        : m_identity(authority.identity("gateway-1", crypto::CertificateUse::Gateway))
    {
        m_thread.start();
        m_place.moveToThread(&m_thread);
        run([&] {
            api::GatewayBackend::Options options;
            options.authorities = nodes;
            options.identity = m_identity.tls();
            m_honest = api::GatewayBackend::make(options).value();
            m_lying = std::make_unique<LyingBackend>(*m_honest, *m_identity.key);
            m_server = api::HttpsServer::listen({.address = "127.0.0.1",
                                                 .port = 0,
                                                 .identity = m_identity.tls(),
                                                 .asksForCertificate = true,
                                                 .limits = {}},
                                                *m_lying)
                           .value();
        });
    }
    ~TestGateway()
    {
        run([this] {
            m_server.reset();
            m_lying.reset();
            m_honest.reset();
        });
        m_thread.quit();
        m_thread.wait();
    }
    TestGateway(const TestGateway&) = delete;
    TestGateway& operator=(const TestGateway&) = delete;
    template <class Action>
    void run(Action&& action)
    {
        QMetaObject::invokeMethod(&m_place, std::forward<Action>(action), Qt::BlockingQueuedConnection);
    }
    [[nodiscard]] std::string endpoint() const { return "https://127.0.0.1:" + std::to_string(m_server->port()); }
    [[nodiscard]] LyingBackend& backend() { return *m_lying; }

private:
    QThread m_thread;
    QObject m_place;
    test::Identity m_identity;
    std::unique_ptr<api::GatewayBackend> m_honest;
    std::unique_ptr<LyingBackend> m_lying;
    std::unique_ptr<api::HttpsServer> m_server;
};

class NoPeers final : public ports::PeerLink {
public:
    void publish(Period, std::uint32_t, ParticipantId, const ports::PeerProgress&) override {}
    [[nodiscard]] std::optional<ports::PeerProgress> latest(Period, std::uint32_t, ParticipantId) const override
    {
        return std::nullopt;
    }
};

class FixedRandom final : public ports::RandomSource {
public:
    void fill(std::span<std::uint8_t> bytes) override { std::ranges::fill(bytes, std::uint8_t{7}); }
};

} // namespace

class TestGatewayAndHome : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void anHonestGatewayLetsAHomeTrade();
    void aTamperedSheetIsRefusedByTheAuthority();
    void aSwallowedSheetIsNoticed();
    void aRepeatedSheetCountsOnce();
    void falseResultsAreRefused_data();
    void falseResultsAreRefused();
    void silenceCostsNoMoreThanTheDeadline_data();
    void silenceCostsNoMoreThanTheDeadline();
    void aHomeWithTwoGatewaysTradesInSpiteOfALiar();
    void homesThatWaitForTheSameBlockShareOneCall();
    void aGatewayRelaysNoOperatorsCall();

private:
    [[nodiscard]] std::unique_ptr<api::HttpsTransport> transport(const std::vector<std::string>& endpoints,
                                                                 std::chrono::milliseconds deadline = 8s) const;
    [[nodiscard]] std::unique_ptr<controller::HomeController> home(ports::Transport& transport);
    /// Lets the home bid in the next round and closes it, with a partner that takes and gives whatever is asked.
    Round trade(controller::HomeController& home);
    [[nodiscard]] static bool noticed(const controller::HomeController& home, controller::Incident incident);
    [[nodiscard]] static Lots tradedIn(const controller::HomeController& home);

    crypto::Library m_library;
    std::unique_ptr<test::TestAuthority> m_authority;
    test::Identity m_operator;
    test::Identity m_utility;
    test::Identity m_home;
    test::Identity m_partner;
    std::unique_ptr<test::TestNode> m_node;
    std::unique_ptr<TestGateway> m_gateway;
    std::unique_ptr<TestGateway> m_honest;
    std::unique_ptr<drivers::SimulatedNeighbourhood> m_street;
    NoPeers m_peers;
    FixedRandom m_random;
    Round m_next = test::kFirstTestRound;
    std::uint64_t m_partnersSequence = 0;
};

void TestGatewayAndHome::initTestCase()
{
    m_authority = std::make_unique<test::TestAuthority>();
    using enum crypto::CertificateUse;
    m_operator = m_authority->identity("operator", Participant);
    m_utility = m_authority->identity("utility", Participant);
    m_home = m_authority->identity("home", Participant);
    m_partner = m_authority->identity("partner", Participant);
}

/// Every test trades on a ledger of its own: what one home did in another test would bind it here.
void TestGatewayAndHome::init()
{
    m_gateway.reset();
    m_honest.reset();
    m_next = test::kFirstTestRound;
    m_partnersSequence = 0;
    m_node = std::make_unique<test::TestNode>(*m_authority, m_operator, m_utility,
                                              std::vector<const test::Identity*>{&m_home, &m_partner});
    m_gateway = std::make_unique<TestGateway>(*m_authority, std::vector{m_node->endpoint()});
    m_honest = std::make_unique<TestGateway>(*m_authority, std::vector{m_node->endpoint()});
    drivers::SimulatedNeighbourhoodConfig street;
    street.start = m_next.plus(-1).start();
    street.homes = drivers::syntheticHomes(1, 3);
    m_street = std::make_unique<drivers::SimulatedNeighbourhood>(street);
}

std::unique_ptr<api::HttpsTransport> TestGatewayAndHome::transport(const std::vector<std::string>& endpoints,
                                                                   std::chrono::milliseconds deadline) const
{
    api::HttpsTransport::Options options;
    options.endpoints = endpoints;
    options.identity = m_home.tls();
    options.key = m_home.key.get();
    options.participant = test::kFirstTestHome;
    options.market = m_node->market;
    options.deadline = deadline;
    return api::HttpsTransport::make(options).value();
}

std::unique_ptr<controller::HomeController> TestGatewayAndHome::home(ports::Transport& transport)
{
    controller::HomeIdentity identity;
    identity.id = test::kFirstTestHome;
    identity.name = "home";
    auto made = std::make_unique<controller::HomeController>(
        identity, controller::ControllerParts{m_street->devices(0), m_home.key.get(), &transport, &m_peers, &m_random},
        m_node->anchor());
    const auto past = m_street->history(0, 7);
    forecast::History demand{past.front().period, {}};
    forecast::History pv = demand;
    for (const drivers::HalfHour& one : past) {
        demand.values.emplace_back(one.demand);
        pv.values.emplace_back(one.generation);
    }
    made->seedHistory(demand, pv);
    m_node->run([&] { made->continueAfter(m_node->authority().state().lastSequence(test::kFirstTestHome)); });
    return made;
}

Round TestGatewayAndHome::trade(controller::HomeController& home)
{
    const Round round = m_next;
    m_next = m_next.plus(1);
    const UtcTime now = round.start() - 5min;
    m_street->advanceTo(now);
    home.begin(now);
    home.bid(round, now);
    market::BidSheet sheet;
    sheet.round = round;
    for (int i = 1; i <= 48; ++i)
        sheet.orders.push_back({.period = round.plus(i),
                                .side = i % 2 == 0 ? market::Side::Buy : market::Side::Sell,
                                .energyClass = market::EnergyClass::Any,
                                .quantity = Lots{20},
                                .limit = i % 2 == 0 ? Price{2990} : Price{810}});
    const Bytes transaction = test::signedTransaction(m_node->market, {102}, *m_partner.key, ++m_partnersSequence,
                                                      ledger::TransactionType::SubmitSheet, market::encode(sheet));
    m_node->run([&] {
        DGEX_ASSERT(std::holds_alternative<api::SubmitAnswer>(
            m_node->authority().serve(api::SubmitRequest{transaction, std::nullopt})));
    });
    m_node->closeRound(round);
    return round;
}

bool TestGatewayAndHome::noticed(const controller::HomeController& home, controller::Incident incident)
{
    return std::ranges::any_of(home.incidents(), [incident](const controller::IncidentRecord& record) {
        return record.incident == incident && record.active;
    });
}

Lots TestGatewayAndHome::tradedIn(const controller::HomeController& home)
{
    Lots traded;
    for (const auto& [period, book] : home.book())
        traded += book.bought + book.sold;
    return traded;
}

void TestGatewayAndHome::anHonestGatewayLetsAHomeTrade()
{
    const auto way = transport({m_gateway->endpoint()});
    const auto dgc = home(*way);
    const Round round = trade(*dgc);
    dgc->takeRound(round, round.start());
    QVERIFY(tradedIn(*dgc) > Lots{});
    QVERIFY(dgc->proofs().checked > 0);
    QCOMPARE(dgc->proofs().failed, std::uint64_t{0});
    QVERIFY(!noticed(*dgc, controller::Incident::NodeUnreachable));
}

void TestGatewayAndHome::aTamperedSheetIsRefusedByTheAuthority()
{
    const auto way = transport({m_gateway->endpoint()}, 2s);
    const auto dgc = home(*way);
    m_gateway->backend().mischief = Mischief::TampersSubmissions;
    const auto before = m_node->authority().state().lastSequence(test::kFirstTestHome);
    const Round round = trade(*dgc);
    QVERIFY(noticed(*dgc, controller::Incident::NodeUnreachable));
    QCOMPARE(m_node->authority().state().lastSequence(test::kFirstTestHome), before);
    dgc->takeRound(round, round.start());
    QCOMPARE(tradedIn(*dgc), Lots{});
}

void TestGatewayAndHome::aSwallowedSheetIsNoticed()
{
    const auto way = transport({m_gateway->endpoint()});
    const auto dgc = home(*way);
    m_gateway->backend().mischief = Mischief::SwallowsSubmissions;
    const Round round = trade(*dgc);
    dgc->takeRound(round, round.start());
    QVERIFY(noticed(*dgc, controller::Incident::SheetRefused));
    QCOMPARE(tradedIn(*dgc), Lots{});
}

void TestGatewayAndHome::aRepeatedSheetCountsOnce()
{
    const auto way = transport({m_gateway->endpoint()});
    const auto dgc = home(*way);
    m_gateway->backend().mischief = Mischief::RepeatsSubmissions;
    const auto before = m_node->authority().state().logSize();
    const Round round = trade(*dgc);
    QCOMPARE(m_node->authority().state().logSize(), before + 3); // Two sheets and the closing of the round.
    dgc->takeRound(round, round.start());
    QVERIFY(tradedIn(*dgc) > Lots{});
}

void TestGatewayAndHome::falseResultsAreRefused_data()
{
    QTest::addColumn<int>("mischief");
    QTest::addColumn<bool>("failsProof");
    QTest::newRow("changed leaves") << static_cast<int>(Mischief::TampersResults) << true;
    QTest::newRow("invented fills under its own signature") << static_cast<int>(Mischief::InventsResults) << true;
    QTest::newRow("the round before once more") << static_cast<int>(Mischief::ReplaysResults) << false;
    QTest::newRow("nothing of the home's own") << static_cast<int>(Mischief::AnswersForAnother) << false;
}

void TestGatewayAndHome::falseResultsAreRefused()
{
    QFETCH(int, mischief);
    QFETCH(bool, failsProof);
    const auto way = transport({m_gateway->endpoint()});
    const auto dgc = home(*way);
    const Round honest = trade(*dgc);
    dgc->takeRound(honest, honest.start());
    const Lots traded = tradedIn(*dgc);
    m_gateway->backend().mischief = static_cast<Mischief>(mischief);
    const Round round = trade(*dgc);
    dgc->takeRound(round, round.start());
    QCOMPARE(dgc->proofs().failed > 0, failsProof);
    QVERIFY(noticed(*dgc, controller::Incident::ProofFailed) || noticed(*dgc, controller::Incident::SheetRefused));
    QCOMPARE(tradedIn(*dgc), traded);
    // The same round from an honest one.
    m_gateway->backend().mischief = Mischief::None;
    dgc->takeRound(round, round.start());
    QVERIFY(tradedIn(*dgc) > traded);
    QVERIFY(!noticed(*dgc, controller::Incident::ProofFailed));
}

void TestGatewayAndHome::silenceCostsNoMoreThanTheDeadline_data()
{
    QTest::addColumn<int>("mischief");
    QTest::newRow("dropped") << static_cast<int>(Mischief::Drops);
    QTest::newRow("delayed") << static_cast<int>(Mischief::Delays);
}

void TestGatewayAndHome::silenceCostsNoMoreThanTheDeadline()
{
    QFETCH(int, mischief);
    m_gateway->backend().mischief = static_cast<Mischief>(mischief);
    const auto way = transport({m_gateway->endpoint()}, 1500ms);
    api::Client client{*way};
    QElapsedTimer timer;
    timer.start();
    QCOMPARE(client.head().error(), api::ApiError::Unreachable);
    QVERIFY2(timer.elapsed() < 2500, qPrintable(QString::number(timer.elapsed())));
    const auto both = transport({m_gateway->endpoint(), m_honest->endpoint()}, 8s);
    api::Client patient{*both};
    QVERIFY(patient.head().has_value());
}

void TestGatewayAndHome::aHomeWithTwoGatewaysTradesInSpiteOfALiar()
{
    const auto way = transport({m_gateway->endpoint(), m_honest->endpoint()});
    const auto dgc = home(*way);
    m_gateway->backend().mischief = Mischief::TampersResults;
    Round round = trade(*dgc);
    for (int tries = 0; tries < 3 && tradedIn(*dgc).isZero(); ++tries)
        dgc->takeRound(round, round.start());
    QVERIFY(tradedIn(*dgc) > Lots{});
    QVERIFY(dgc->proofs().failed > 0);
    // A submission reaches the authority by the honest one.
    m_gateway->backend().mischief = Mischief::SwallowsSubmissions;
    round = trade(*dgc);
    const Lots traded = tradedIn(*dgc);
    dgc->takeRound(round, round.start());
    QVERIFY(tradedIn(*dgc) > traded);
}

void TestGatewayAndHome::homesThatWaitForTheSameBlockShareOneCall()
{
    const std::uint64_t height = m_node->authority().state().height();
    const auto client = api::HttpsClient::make(m_home.tls()).value();
    const api::HttpCall call = api::toHttp(api::HeadRequest{height, 20});
    std::vector<api::PendingReply> waiting;
    for (int i = 0; i < 5; ++i)
        waiting.push_back(client->start(m_gateway->endpoint(), call, {}, 25s));
    const auto polls = [this] {
        std::size_t count = 0;
        m_node->run([&] { count = m_node->backend().waiting(); });
        return count;
    };
    QVERIFY(QTest::qWaitFor([&polls] { return polls() == 1; }, 5000));
    QTest::qWait(200);
    QCOMPARE(polls(), std::size_t{1});
    m_node->closeRound(m_next);
    m_next = m_next.plus(1);
    for (const api::PendingReply& one : waiting) {
        QVERIFY(one.waitUntil(std::chrono::steady_clock::now() + 5s));
        QVERIFY(std::get<api::HeadAnswer>(*api::decodeAnswer(one.reply()->body)).height > height);
    }
}

void TestGatewayAndHome::aGatewayRelaysNoOperatorsCall()
{
    const auto client = api::HttpsClient::make(m_operator.tls()).value();
    QCOMPARE(client->call(m_gateway->endpoint(), {"GET", "/v1/enrolments", {}, {}}, 5s)->status, 403);
    QCOMPARE(client->call(m_gateway->endpoint(), {"GET", "/v1/anything", {}, {}}, 5s)->status, 404);
    QCOMPARE(client->call(m_gateway->endpoint(), {"GET", "/v1/openapi.json", {}, {}}, 5s)->status, 200);
}

QTEST_GUILESS_MAIN(TestGatewayAndHome)
#include "tst_gateway.moc"
