// SPDX-License-Identifier: GPL-3.0-or-later
// Goal: whatever network, disks, a lying sequencer and a cheating authority do, honest authorities agree, and what was
// acknowledged stays. Method: four authorities and their homes in one thread under a seed; every step checks every
// promise. The seed of a failure replays it: DGEX_SEED=17 runs that one, DGEX_SEEDS=10000 so many.
#include "core/api/service.h"
#include "core/node/authority.h"
#include "tests/support/archive_account.h"
#include "tests/support/simulated_node.h"

#include <QTest>

#include <array>
#include <deque>

using namespace dgex;
using namespace dgex::test;

namespace {

constexpr std::size_t kNodes = 4;
constexpr std::uint64_t kHomes = 4;
constexpr int kRounds = 5;
constexpr int kTicksPerRound = 10;
constexpr int kTicksToHeal = 120;
constexpr std::chrono::seconds kTick{8};
const Round kFirstRound{1'779'339'600};

/// One seed's world. Failures are sentences.
class World {
public:
    explicit World(std::uint64_t seed)
        : m_random(seed)
        , m_community(kHomes)
    {
        m_community.terms.authorities.clear();
        m_community.terms.threshold = 3;
        for (std::size_t i = 0; i < kNodes; ++i) {
            m_nodes[i].key = std::make_unique<HashSigner>(7000 + i);
            m_nodes[i].clock.skew = std::chrono::milliseconds{m_random.between(-2000, 2000)};
            m_community.terms.authorities.push_back(m_nodes[i].key->publicKey());
        }
        const auto scenario = m_random.between(0, 4);
        m_isForging = scenario == 1;
        m_isLying = scenario == 2;
        m_isBreaking = scenario == 4;
        std::vector<Bytes> opening = m_community.opening();
        opening.push_back(m_community.tariff(kFirstRound, 60, {Price{3000}, Price{1000}, Price{4000}, Price{500}}));
        m_cluster.log.push_back(opening);
        m_now = kFirstRound.start() - kTicksPerRound * kTick;
    }

    /// Empty: every promise held.
    std::string run()
    {
        for (int round = 0; round < kRounds && m_failure.empty(); ++round) {
            makeSheets(kFirstRound.plus(round));
            for (int tick = 0; tick < kTicksPerRound + 3 && m_failure.empty(); ++tick)
                step(true);
            m_now = kFirstRound.plus(round + 1).start() - kTicksPerRound * kTick;
        }
        heal();
        for (int tick = 0; tick < kTicksToHeal && m_failure.empty(); ++tick)
            step(false);
        if (m_failure.empty())
            checkEnd();
        return m_failure;
    }
    [[nodiscard]] std::size_t acknowledged() const { return m_acknowledged; }
    [[nodiscard]] bool isStalled() const { return m_isStalled; }
    /// Receipts that were not honoured, each proven against the authority that gave it.
    [[nodiscard]] std::size_t brokenPromises() const { return m_broken; }

private:
    void makeSheets(Round round)
    {
        for (std::uint64_t home = 1; home <= kHomes; ++home) {
            const Period period = round.plus(m_random.between(1, 3));
            const auto order = home % 2 == 0 ? selling(period, m_random.between(1, 20), m_random.between(800, 2000))
                                             : buying(period, m_random.between(1, 20), m_random.between(1200, 2500));
            auto errand = std::make_shared<Errand>();
            errand->transaction = m_community.sheet({home}, round, {order});
            errand->round = round;
            errand->firstNode = static_cast<std::size_t>(m_random.between(0, kNodes - 1));
            m_errands.push_back(errand);
        }
    }

    void step(bool rough)
    {
        m_now = m_now + kTick;
        ++m_tick;
        for (Node& node : m_nodes)
            node.clock.time = m_now;
        if (rough)
            changeWeather();
        operate();
        send(rough);
        deliver();
        for (Node& node : m_nodes)
            if (!rough || m_random.between(0, 9) > 1)
                runNode(node);
        if (m_isForging && rough)
            forge();
        check();
    }

    void changeWeather()
    {
        for (Node& node : m_nodes) {
            if (m_random.between(0, 9) == 0)
                node.weather = {.lossPercent = static_cast<int>(m_random.between(0, 60)),
                                .withholdPercent = static_cast<int>(m_random.between(0, 40)),
                                .partitioned = m_random.between(0, 4) == 0};
            if (node.authority && m_random.between(0, 29) == 0)
                node.disk->writesUntilCrash = m_random.between(1, 4);
        }
        if (m_isLying && m_cluster.log.size() > 2 && m_random.between(0, 19) == 0 && !m_nodes[0].liesFrom) {
            m_nodes[0].liesFrom = m_cluster.log.size() - 1;
            m_nodes[0].wasLiedTo = true;
        }
    }

    void heal()
    {
        for (Node& node : m_nodes) {
            node.weather = {};
            node.liesFrom.reset();
            node.disk->writesUntilCrash.reset();
            node.downTicks = 0;
            node.clock.skew = {};
        }
    }

    /// The market operator: one transaction at a time, until it is answered.
    void operate()
    {
        if (m_operation && !m_operation->answered)
            return;
        const node::Authority* const seen = anyNode();
        if (seen == nullptr || seen->state().height() == 0)
            return;
        const auto closed = seen->state().lastClosedRound();
        const Round next = closed ? closed->plus(1) : kFirstRound;
        m_operation = std::make_shared<Errand>();
        const auto& unsettled = seen->state().unsettledPeriods();
        if (closed && !unsettled.empty() && unsettled.begin()->plus(1) <= *closed)
            m_operation->transaction = m_community.settle(*unsettled.begin());
        else if (next.start() - std::chrono::seconds{m_random.between(0, 20)} <= m_now &&
                 next < kFirstRound.plus(kRounds))
            m_operation->transaction = m_community.closeRound(next);
        else
            m_operation.reset();
        if (m_operation) {
            m_operation->firstNode = static_cast<std::size_t>(m_random.between(0, kNodes - 1));
            m_errands.push_back(m_operation);
        }
    }
    [[nodiscard]] const node::Authority* anyNode() const
    {
        const node::Authority* best = nullptr;
        for (const Node& node : m_nodes)
            if (node.authority && !node.wasLiedTo &&
                (best == nullptr || node.authority->state().height() > best->state().height()))
                best = node.authority.get();
        return best;
    }

    /// Every open errand goes to two nodes, again and again; messages get lost, doubled and late.
    void send(bool rough)
    {
        for (const auto& errand : m_errands) {
            if (errand->answered || (errand->round && errand->round->start() <= m_now))
                continue;
            for (const std::size_t hop : {std::size_t{0}, std::size_t{1}}) {
                const std::size_t target = (errand->firstNode + hop + static_cast<std::size_t>(m_tick / 5)) % kNodes;
                const int copies = rough ? static_cast<int>(m_random.between(0, 2)) : 1;
                for (int i = 0; i < copies; ++i)
                    m_messages.push_back(
                        {m_tick + static_cast<int>(rough ? m_random.between(0, 3) : 0), target, errand});
            }
        }
    }

    void deliver()
    {
        const auto due = std::ranges::stable_partition(m_messages, [this](const Message& m) { return m.due > m_tick; });
        const std::vector<Message> arrived(due.begin(), due.end());
        m_messages.erase(due.begin(), due.end());
        for (const Message& message : arrived) {
            Node& node = m_nodes[message.node];
            if (!node.authority || node.weather.partitioned)
                continue;
            if (m_isBreaking && message.node == kNodes - 1 && message.errand->round && m_random.between(0, 2) == 0) {
                promiseAndWithhold(*message.errand);
                continue;
            }
            const auto request = api::decodeRequest(api::encode(api::SubmitRequest{message.errand->transaction, {}}));
            guard(node, [&] {
                node.authority->serveLater(*request, [this, &node, errand = message.errand](const api::Answer& answer) {
                    if (m_random.between(0, 99) >= node.weather.lossPercent)
                        take(node, *errand, answer);
                });
                return std::expected<void, node::NodeError>{};
            });
        }
    }

    /// Authority 3 gives its receipt for a sheet and throws the sheet away.
    void promiseAndWithhold(Errand& errand)
    {
        const node::Authority& cheat = *m_nodes[kNodes - 1].authority;
        const auto sheet = ledger::decodeTransaction(errand.transaction).value();
        const auto receipt =
            giveReceipt(sheet, *errand.round, cheat.state().roundStart(), *m_nodes[kNodes - 1].key).value();
        errand.byLiar = true;
        take(m_nodes[kNodes - 1], errand, api::SubmitAnswer{receipt});
    }

    void take(const Node& node, Errand& errand, const api::Answer& answer)
    {
        const auto decoded = api::decodeAnswer(api::encode(answer));
        if (decoded && std::holds_alternative<api::ApiError>(*decoded)) {
            // Another node may have taken it; only the operator's next step depends on knowing.
            errand.answered = errand.answered ||
                              (!errand.round && std::get<api::ApiError>(*decoded) == api::ApiError::BadTransaction);
            return;
        }
        const auto* const submitted = decoded ? std::get_if<api::SubmitAnswer>(&*decoded) : nullptr;
        if (submitted == nullptr)
            return fail("an answer cannot be read");
        errand.answered = true;
        m_acknowledged += errand.acknowledged ? 0 : 1;
        errand.acknowledged = true;
        errand.byLiar = errand.byLiar || node.wasLiedTo;
        if (!submitted->receipt)
            return;
        const auto transaction = ledger::decodeTransaction(errand.transaction).value();
        if (!verify(*submitted->receipt, m_community.anchor(), HashSigner::check) ||
            !isAbout(*submitted->receipt, transaction))
            return fail("a receipt does not hold");
        errand.receipt = submitted->receipt;
    }

    template <class Action>
    void guard(Node& node, Action action)
    {
        try {
            if (const auto done = action(); !done) {
                node.authority.reset();
                node.halted = true;
                if (!node.wasLiedTo)
                    fail("an honest node stopped: " + done.error().reason);
            }
        } catch (const SimulatedCrash&) {
            node.authority.reset();
            node.downTicks = static_cast<int>(m_random.between(1, 8));
        }
    }

    void runNode(Node& node)
    {
        if (node.halted || --node.downTicks > 0)
            return;
        if (!node.authority) {
            guard(node, [&]() -> std::expected<void, node::NodeError> {
                auto opened = node::Authority::open(partsOf(node));
                if (!opened)
                    return std::unexpected(opened.error());
                node.authority = std::move(*opened);
                return {};
            });
            return;
        }
        guard(node, [&] { return node.authority->step(); });
    }

    node::Authority::Parts partsOf(Node& node)
    {
        node::Authority::Parts parts;
        parts.store = node.disk;
        parts.sequencer = std::make_unique<SimulatedSequencer>(m_cluster, m_random, node.weather, node.liesFrom);
        parts.board = std::make_shared<SimulatedBoard>(m_cluster, m_random, node.weather);
        parts.key = node.key.get();
        parts.market = m_community.market();
        parts.clock = &node.clock;
        parts.check = HashSigner::check;
        parts.onEvidence = [&node](const ledger::Evidence& evidence) { node.evidence.push_back(evidence); };
        return parts;
    }

    /// Authority 3 also signs another root at a height that it signed already.
    void forge()
    {
        if (m_random.between(0, 9) != 0 || m_cluster.board.empty())
            return;
        const auto entry = ledger::decodeCheckpoint(m_cluster.board.back().second);
        if (!entry || entry->signatures.front().authority != kNodes - 1)
            return;
        ledger::Checkpoint forged = *entry;
        forged.signatures.clear();
        forged.resultRoot[0] ^= 0x55;
        const auto signedForgery = coSign(forged, kNodes - 1, *m_nodes[kNodes - 1].key);
        m_cluster.board.emplace_back(forged.height, encode(*signedForgery));
        ++m_forgeries;
    }

    void check()
    {
        for (Node& node : m_nodes) {
            for (; node.checkedBlocks < node.disk->blocks().size(); ++node.checkedBlocks) {
                const node::ArchivedBlock& block = node.disk->blocks()[node.checkedBlocks];
                const auto [agreed, first] = m_agreed.try_emplace(block.header.height, block.header);
                if (!first && agreed->second != block.header)
                    return fail("two final blocks at height " + std::to_string(block.header.height));
                if (!isFinal(block.checkpoint, m_community.anchor(), HashSigner::check))
                    return fail("a stored block is not final");
            }
            if (node.authority)
                checkConserved(node.authority->state());
        }
    }

    void checkConserved(const ledger::LedgerState& state)
    {
        if (state.accountSum() != 0)
            fail("money appeared or vanished");
        for (int i = 0; i < kRounds + 4; ++i) {
            Lots sum;
            for (std::uint64_t home = 1; home <= kHomes; ++home)
                sum += state.position({home}, kFirstRound.plus(i));
            if (!sum.isZero())
                fail("energy was bought that nobody sold");
        }
    }

    void checkEnd()
    {
        std::size_t away = 0;
        std::size_t behind = 0;
        for (const Node& node : m_nodes) {
            const bool refuses = node.authority && !node.authority->objections().empty();
            away += node.halted || refuses || node.wasLiedTo ? 1U : 0U;
            behind +=
                !node.halted && (!node.authority || node.authority->finalHeight() != m_cluster.log.size()) ? 1U : 0U;
        }
        // With more than n - k authorities deceived or refusing, nothing more becomes final: that is the promise.
        m_isStalled = behind > 0 && away > kNodes - m_community.terms.threshold;
        if (behind > 0 && !m_isStalled)
            return fail("the nodes did not come to the end of the log: " + standingOf(m_nodes, m_cluster.log.size()));
        std::set<Bytes> inTime;
        std::set<Bytes> all;
        std::optional<Round> closed;
        for (std::size_t i = 0; i < m_cluster.log.size(); ++i)
            for (const Bytes& bytes : m_cluster.log[i]) {
                const auto transaction = ledger::decodeTransaction(bytes);
                all.insert(bytes);
                if (transaction && transaction->type == ledger::TransactionType::CloseRound)
                    closed = ledger::decodeCloseRound(transaction->payload)->round;
                else if (const auto sheet = market::decodeSheet(transaction->payload);
                         sheet && (!closed || sheet->round > *closed))
                    inTime.insert(bytes);
            }
        const ArchiveAccount account{longestDisk().blocks()};
        if (!isFinal(account.checkpoint, m_community.anchor(), HashSigner::check))
            return fail("the newest stored block is not final");
        for (const auto& errand : m_errands) {
            if (errand->acknowledged && !errand->byLiar && !all.contains(errand->transaction))
                return fail("an acknowledged transaction is lost");
            if (!errand->receipt)
                continue;
            const bool isKept = inTime.contains(errand->transaction);
            if (!isKept && !errand->byLiar)
                return fail("a receipt was not honoured");
            checkPromise(account, *errand->receipt);
        }
        checkEvidenceOfForgery();
    }

    [[nodiscard]] const SimulatedStore& longestDisk() const
    {
        return *std::ranges::max_element(m_nodes, {}, [](const Node& node) {
                    return node.disk->blocks().size();
                })->disk;
    }

    /// A sheet that is missing in the log convicts who promised it, and nobody is convicted for one that is there.
    void checkPromise(const ArchiveAccount& account, const ledger::Receipt& receipt)
    {
        const auto promise = account.accuse(receipt);
        if (!promise)
            return; // The round is not closed yet in what is final.
        const auto evidence = ledger::decodeEvidence(encode(ledger::Evidence{*promise}));
        const auto culprit = checkEvidence(*evidence, m_community.anchor(), HashSigner::check);
        // One who names a place behind the sheet promised what is not so.
        const auto at = account.places.find(receipt.transaction);
        if (at != account.places.end() && at->second >= receipt.logFrom) {
            if (culprit || culprit.error() != ledger::EvidenceError::PromiseKept)
                fail("a kept promise counts as broken");
            return;
        }
        ++m_broken;
        if (!culprit || *culprit != receipt.authority)
            return fail("a broken promise cannot be proven");
        const auto isOf = [&](std::size_t node) { return *culprit == ledger::keyIdOf(m_nodes[node].key->publicKey()); };
        if (!(m_isBreaking && isOf(kNodes - 1)) && !(m_nodes[0].wasLiedTo && isOf(0)))
            fail("a broken promise convicts an honest authority");
    }

    void checkEvidenceOfForgery()
    {
        std::size_t found = 0;
        for (const Node& node : m_nodes)
            for (const ledger::Evidence& evidence : node.evidence) {
                ++found;
                const auto culprit = checkEvidence(evidence, m_community.anchor(), HashSigner::check);
                if (!culprit || *culprit != ledger::keyIdOf(m_nodes[kNodes - 1].key->publicKey()))
                    return fail("evidence accuses an honest authority");
            }
        if (m_forgeries > 0 && found == 0)
            fail("a second signature at one height went unnoticed");
        if (m_forgeries == 0 && found > 0 && !m_isLying)
            fail("evidence without a forgery");
    }

    void fail(const std::string& reason)
    {
        if (m_failure.empty())
            m_failure = "tick " + std::to_string(m_tick) + ": " + reason;
    }

    RandomStream m_random;
    Community m_community;
    SimulatedCluster m_cluster;
    std::array<Node, kNodes> m_nodes;
    bool m_isForging = false;
    bool m_isLying = false;
    bool m_isBreaking = false;
    std::size_t m_broken = 0;
    bool m_isStalled = false;
    std::size_t m_forgeries = 0;
    UtcTime m_now;
    int m_tick = 0;
    std::vector<std::shared_ptr<Errand>> m_errands;
    std::shared_ptr<Errand> m_operation;
    std::vector<Message> m_messages;
    std::map<std::uint64_t, ledger::BlockHeader> m_agreed;
    std::size_t m_acknowledged = 0;
    std::string m_failure;
};

} // namespace

class TestSimulation : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void promisesHoldUnderEverySeed();
    void oneSeedGivesOneHistory();
};

void TestSimulation::promisesHoldUnderEverySeed()
{
    const bool one = qEnvironmentVariableIsSet("DGEX_SEED");
    const auto first = static_cast<std::uint64_t>(one ? qEnvironmentVariableIntValue("DGEX_SEED") : 1);
    const int given = qEnvironmentVariableIntValue("DGEX_SEEDS");
    const auto count = static_cast<std::uint64_t>(one ? 1 : given > 0 ? given : 60);
    std::size_t acknowledged = 0;
    std::size_t stalled = 0;
    std::size_t broken = 0;
    for (std::uint64_t seed = first; seed < first + count; ++seed) {
        World world{seed};
        const std::string failure = world.run();
        const std::string place = "seed " + std::to_string(seed) + ", " + failure;
        QVERIFY2(failure.empty(), place.c_str());
        acknowledged += world.acknowledged();
        stalled += world.isStalled() ? 1U : 0U;
        broken += world.brokenPromises();
    }
    qInfo("%llu seeds from %llu, %zu acknowledged transactions, %zu broken promises proven, %zu seeds with too many "
          "authorities deceived",
          static_cast<unsigned long long>(count), static_cast<unsigned long long>(first), acknowledged, broken,
          stalled);
    QVERIFY(one || broken > 0);
    QVERIFY(acknowledged > count * 10);
    QVERIFY(stalled <= count / 20 + 1);
}

void TestSimulation::oneSeedGivesOneHistory()
{
    World first{5};
    World second{5};
    QCOMPARE(first.run(), second.run());
    QCOMPARE(first.acknowledged(), second.acknowledged());
}

QTEST_GUILESS_MAIN(TestSimulation)
#include "tst_simulation.moc"
