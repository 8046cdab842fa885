// SPDX-License-Identifier: GPL-3.0-or-later
// Goal: a node never signs two roots at one height, whenever it dies, and a follower verifies without signing. Method:
// real ledger files over one simulated log; the node dies at every write of a scenario.
#include "core/node/authority.h"
#include "core/storage/verify_ledger.h"
#include "tests/support/ledger_community.h"
#include "tests/support/simulated_services.h"

#include <QTemporaryDir>
#include <QTest>

using namespace dgex;
using namespace dgex::test;

namespace {

constexpr std::size_t kAuthorities = 4;
const Round kRound{1'779'339'600};

/// Four authorities' keys, and a log with a traded round.
struct Market {
    Market()
        : community(2)
        , random(1)
    {
        community.terms.authorities.clear();
        community.terms.threshold = 3;
        for (std::size_t i = 0; i < kAuthorities; ++i) {
            keys.push_back(std::make_unique<HashSigner>(7000 + i));
            community.terms.authorities.push_back(keys.back()->publicKey());
        }
        cluster.log.push_back(community.opening());
        cluster.log.push_back({community.sheet({1}, kRound, {buying(kRound.plus(1), 5, 2000)}),
                               community.sheet({2}, kRound, {selling(kRound.plus(1), 5, 1000)})});
        cluster.log.push_back({community.closeRound(kRound)});
    }
    /// A node over the shared log; without a key it follows.
    node::Authority::Parts parts(std::shared_ptr<node::NodeStore> store, const HashSigner* key)
    {
        node::Authority::Parts parts;
        parts.store = std::move(store);
        parts.sequencer = std::make_unique<SimulatedSequencer>(cluster, random, weather, honest);
        parts.board = std::make_shared<SimulatedBoard>(cluster, random, weather);
        parts.key = key;
        parts.market = community.market();
        parts.check = HashSigner::check;
        parts.onEvidence = [this](const ledger::Evidence&) { ++evidence; };
        return parts;
    }

    Community community;
    RandomStream random;
    SimulatedCluster cluster;
    Weather weather;
    std::optional<std::uint64_t> honest;
    std::vector<std::unique_ptr<HashSigner>> keys;
    int evidence = 0;
};

} // namespace

class TestCoSigning : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void becomesFinalWithTheThirdOfFour();
    void signsOneRootAtAHeightWheneverItDies();
    void refusesALogThatIsNotTheOneItSigned();
    void stopsWhenEnoughOthersAgreeOnAnotherRoot();
    void aFollowerVerifiesWithoutSigning();
    void keepsWhatIsFinalInItsFile();
    void servesOnlyWhatIsFinal();
};

void TestCoSigning::becomesFinalWithTheThirdOfFour()
{
    Market market;
    std::vector<std::unique_ptr<node::Authority>> nodes;
    for (std::size_t i = 0; i < 3; ++i) {
        nodes.push_back(
            node::Authority::open(market.parts(std::make_shared<SimulatedStore>(), market.keys[i].get())).value());
        QVERIFY(nodes.back()->step().has_value());
        QCOMPARE(nodes.back()->finalHeight(), std::uint64_t{i < 2 ? 0U : 3U});
    }
    QVERIFY(nodes[0]->step().has_value());
    QCOMPARE(nodes[0]->finalHeight(), std::uint64_t{3});
    QCOMPARE(nodes[0]->checkpoint().signatures.size(), std::size_t{3});
    QCOMPARE(market.evidence, 0);
}

void TestCoSigning::signsOneRootAtAHeightWheneverItDies()
{
    int deaths = 0;
    for (int writes = 1;; ++writes) {
        Market market;
        const auto store = std::make_shared<SimulatedStore>();
        const auto others = {market.keys[1].get(), market.keys[2].get()};
        std::vector<std::unique_ptr<node::Authority>> rest;
        for (const HashSigner* const key : others)
            rest.push_back(node::Authority::open(market.parts(std::make_shared<SimulatedStore>(), key)).value());
        store->writesUntilCrash = writes;
        const auto live = [&] {
            auto node = node::Authority::open(market.parts(store, market.keys[0].get()));
            for (int step = 0; step < 3; ++step) {
                QVERIFY((*node)->step().has_value());
                for (auto& other : rest)
                    QVERIFY(other->step().has_value());
            }
            QCOMPARE((*node)->finalHeight(), market.cluster.log.size());
        };
        bool died = false;
        try {
            live();
        } catch (const SimulatedCrash&) {
            died = true;
            ++deaths;
            market.cluster.log.push_back({market.community.closeRound(kRound.plus(1))});
            live();
        }
        for (auto& other : rest)
            QVERIFY(other->step().has_value());
        QCOMPARE(market.evidence, 0);
        std::map<std::uint64_t, Bytes> statements;
        for (const auto& [height, entry] : market.cluster.board) {
            const auto checkpoint = ledger::decodeCheckpoint(entry);
            const auto [place, first] = statements.try_emplace(height, signedPreimage(*checkpoint));
            QVERIFY(place->second == signedPreimage(*checkpoint));
        }
        if (!died)
            break;
    }
    QVERIFY(deaths >= 6);
}

void TestCoSigning::refusesALogThatIsNotTheOneItSigned()
{
    Market market;
    const auto store = std::make_shared<SimulatedStore>();
    {
        const auto node = node::Authority::open(market.parts(store, market.keys[0].get())).value();
        QVERIFY(node->step().has_value());
        QCOMPARE(node->state().height(), std::uint64_t{3});
    }
    std::swap(market.cluster.log[1][0], market.cluster.log[1][1]);
    const auto node = node::Authority::open(market.parts(store, market.keys[0].get())).value();
    const auto stopped = node->step();
    QVERIFY(!stopped.has_value());
    QCOMPARE(stopped.error().reason, std::string{"block 2 differs from the one signed before"});
}

void TestCoSigning::stopsWhenEnoughOthersAgreeOnAnotherRoot()
{
    Market market;
    const auto node =
        node::Authority::open(market.parts(std::make_shared<SimulatedStore>(), market.keys[0].get())).value();
    QVERIFY(node->step().has_value());
    auto other = ledger::decodeCheckpoint(market.cluster.board[1].second).value();
    other.signatures.clear();
    other.resultRoot[3] ^= 1;
    for (std::uint32_t i = 1; i <= 3; ++i) {
        QVERIFY(node->step().has_value());
        market.cluster.board.emplace_back(other.height, encode(coSign(other, i, *market.keys[i]).value()));
    }
    QVERIFY(!node->step().has_value());
}

void TestCoSigning::aFollowerVerifiesWithoutSigning()
{
    Market market;
    const auto follower = node::Authority::open(market.parts(std::make_shared<SimulatedStore>(), nullptr)).value();
    QVERIFY(follower->step().has_value());
    QVERIFY(market.cluster.board.empty());
    for (std::size_t i = 0; i < 3; ++i) {
        const auto node =
            node::Authority::open(market.parts(std::make_shared<SimulatedStore>(), market.keys[i].get())).value();
        QVERIFY(node->step().has_value());
    }
    QVERIFY(follower->step().has_value());
    QCOMPARE(follower->finalHeight(), std::uint64_t{3});
    QCOMPARE(follower->counts().coSignatures, std::uint64_t{0});
}

void TestCoSigning::keepsWhatIsFinalInItsFile()
{
    QTemporaryDir folder;
    const std::string path = folder.filePath(QStringLiteral("node.ledger")).toStdString();
    Market market;
    for (std::size_t i = 1; i < 3; ++i) {
        const auto node =
            node::Authority::open(market.parts(std::make_shared<SimulatedStore>(), market.keys[i].get())).value();
        QVERIFY(node->step().has_value());
    }
    const auto open = [&] {
        return node::Authority::open(
                   market.parts(std::make_shared<node::SqliteNodeStore>(storage::LedgerFile::open(path).value(), false),
                                market.keys[0].get()))
            .value();
    };
    const Hash256 root = [&] {
        const auto node = open();
        static_cast<void>(node->step());
        return node->checkpoint().resultRoot;
    }();
    market.cluster.log.clear(); // The archive is enough for what is final.
    const auto again = open();
    QCOMPARE(again->finalHeight(), std::uint64_t{3});
    QVERIFY(again->checkpoint().resultRoot == root);
    market.cluster.log = {{}, {}, {}, {market.community.closeRound(kRound.plus(1))}};
    QVERIFY(again->step().has_value());
    QCOMPARE(again->state().height(), std::uint64_t{4});
    QCOMPARE(again->finalHeight(), std::uint64_t{3});
}

void TestCoSigning::servesOnlyWhatIsFinal()
{
    Market market;
    std::vector<std::unique_ptr<node::Authority>> nodes;
    for (std::size_t i = 0; i < 3; ++i)
        nodes.push_back(
            node::Authority::open(market.parts(std::make_shared<SimulatedStore>(), market.keys[i].get())).value());
    const api::Request request = api::RoundRequest{kRound, {1}};
    QVERIFY(nodes[0]->step().has_value());
    QVERIFY(std::get<api::ApiError>(nodes[0]->serve(request)) == api::ApiError::NotThere);
    QCOMPARE(std::get<api::HeadAnswer>(nodes[0]->serve(api::HeadRequest{})).height, std::uint64_t{0});
    for (auto& node : nodes)
        QVERIFY(node->step().has_value());
    QVERIFY(nodes[0]->step().has_value());
    const auto answer = std::get<api::ResultsAnswer>(nodes[0]->serve(request));
    QVERIFY(!answer.leaves.empty());
    for (const api::ProvenLeaf& leaf : answer.leaves)
        QVERIFY(ledger::verify({leaf.leaf, leaf.index, leaf.path, answer.checkpoint}, market.community.anchor(),
                               HashSigner::check)
                    .has_value());
}

QTEST_GUILESS_MAIN(TestCoSigning)
#include "tst_co_signing.moc"
