// SPDX-License-Identifier: GPL-3.0-or-later
// Goal: kill -9 of etcd's leader, of any authority and of everything at once, under load, loses and doubles nothing
// that was acknowledged, and all authorities end on the same root. Method: real etcd members and real dgexd nodes on
// loopback; homes hand in sheets one after another, each once the one before is acknowledged.
// DGEX_KILLS sets how often something is killed.
#include "core/crypto/hash.h"
#include "core/crypto/key_file.h"
#include "core/market/sheet.h"
#include "core/node/authority.h"
#include "core/storage/etcd_sequencer.h"
#include "core/storage/verify_ledger.h"
#include "tests/support/etcd_cluster.h"
#include "tests/support/random_stream.h"

#include <QDateTime>
#include <QElapsedTimer>
#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <set>

using namespace dgex;
using namespace dgex::test;

namespace {

constexpr int kAuthorities = 4;
constexpr std::uint64_t kHomes = 8;
constexpr int kSettleMilliseconds = 60'000;

QString programFile()
{
    return qEnvironmentVariable("DGEX_PROGRAM_DIR") + QStringLiteral("/dgexd");
}

Period currentPeriod()
{
    return Period::containing(UtcTime{QDateTime::currentMSecsSinceEpoch()});
}

} // namespace

class TestCluster : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase();
    void nothingAcknowledgedIsLostOrDoubledByKilling();
    void aNodeStopsCleanlyAndItsFileVerifies();

private:
    void startNode(int number);
    void killNode(int number);
    [[nodiscard]] QString folderOf(int number) const
    {
        return m_folder.filePath(QStringLiteral("network/node%1").arg(number + 1));
    }
    void registerHomes();
    /// One pass of the submitting node and of every home that has nothing under way.
    void work(Round round);
    void killSomething(RandomStream& random);
    [[nodiscard]] bool runUntil(const std::function<bool()>& done, Round round, int milliseconds);

    crypto::Library m_library;
    QTemporaryDir m_folder;
    std::unique_ptr<EtcdCluster> m_etcd;
    std::array<std::unique_ptr<QProcess>, kAuthorities> m_nodes;
    MarketId m_market;
    std::unique_ptr<crypto::Signer> m_operator;
    std::unique_ptr<crypto::Signer> m_home;
    std::unique_ptr<node::Authority> m_submitter;
    std::map<std::uint64_t, std::uint64_t> m_sequences;
    std::set<std::uint64_t> m_underWay;
    std::set<Bytes> m_acknowledged;
};

void TestCluster::initTestCase()
{
    m_etcd = std::make_unique<EtcdCluster>(3);
    QVERIFY2(m_etcd->start(), "the package etcd-server is needed");
    QStringList arguments{QStringLiteral("make-network"),
                          QStringLiteral("--folder"),
                          m_folder.filePath(QStringLiteral("network")),
                          QStringLiteral("--authorities"),
                          QString::number(kAuthorities),
                          QStringLiteral("--first-port"),
                          QStringLiteral("0")};
    for (const std::string& endpoint : m_etcd->endpoints())
        arguments += {QStringLiteral("--etcd"), QString::fromStdString(endpoint)};
    QCOMPARE(QProcess::execute(programFile(), arguments), 0);
    const std::filesystem::path first = folderOf(0).toStdString();
    const auto secret = crypto::readSecretFile(first / "node.secret", /*makeIfMissing=*/false);
    m_operator = crypto::readKeyFile(first / "operator.key", *secret).value();
    m_home = crypto::makeRsaSigner().value();
    const Hash256 name = crypto::sha256(m_operator->publicKey().der);
    std::copy_n(name.begin(), m_market.bytes.size(), m_market.bytes.begin());
    for (int i = 0; i < kAuthorities; ++i)
        startNode(i);
    auto file = storage::LedgerFile::open(m_folder.filePath(QStringLiteral("submitter.ledger")).toStdString());
    storage::EtcdConfig config;
    config.endpoints = m_etcd->endpoints();
    const std::shared_ptr<storage::EtcdClient> client = storage::EtcdClient::open(config).value();
    node::Authority::Parts parts;
    parts.store = std::make_shared<node::SqliteNodeStore>(file.value(), false);
    parts.sequencer = std::make_unique<storage::EtcdSequencer>(client, "dgex/");
    parts.board = std::make_shared<storage::EtcdBoard>(client, "dgex/");
    parts.market = m_market;
    m_submitter = node::Authority::open(std::move(parts)).value();
}

void TestCluster::cleanupTestCase()
{
    for (auto& node : m_nodes)
        if (node) {
            node->kill();
            node->waitForFinished();
        }
    m_submitter.reset();
}

void TestCluster::startNode(int number)
{
    auto& process = m_nodes[static_cast<std::size_t>(number)];
    process = std::make_unique<QProcess>();
    process->setStandardErrorFile(folderOf(number) + QStringLiteral(".log"), QIODevice::Append);
    process->start(programFile(), {QStringLiteral("node"), QStringLiteral("--config"),
                                   folderOf(number) + QStringLiteral("/node.toml")});
    QVERIFY(process->waitForStarted());
}

void TestCluster::killNode(int number)
{
    m_nodes[static_cast<std::size_t>(number)]->kill();
    m_nodes[static_cast<std::size_t>(number)]->waitForFinished();
}

void TestCluster::registerHomes()
{
    for (std::uint64_t home = 1; home <= kHomes; ++home) {
        const ledger::RegisterParticipant registration{.participant = {home},
                                                       .role = ledger::Role::Home,
                                                       .key = m_home->publicKey(),
                                                       .meter = "M" + std::to_string(home),
                                                       .zone = {1},
                                                       .connectionCapacity = Power{10'000}};
        // Far above the numbers that the desks use meanwhile.
        const auto signedOne = ledger::sign({m_market,
                                             ledger::TransactionType::RegisterParticipant,
                                             ParticipantId{0},
                                             1000 + home,
                                             encode(registration),
                                             {}},
                                            *m_operator);
        m_submitter->enqueue(encode(*signedOne));
    }
}

void TestCluster::work(Round round)
{
    for (std::uint64_t home = 1; home <= kHomes; ++home) {
        if (m_underWay.contains(home))
            continue;
        const market::BidSheet sheet{.round = round,
                                     .orders = {{.period = round.plus(1),
                                                 .side = home % 2 == 0 ? market::Side::Buy : market::Side::Sell,
                                                 .energyClass = market::EnergyClass::Any,
                                                 .quantity = Lots{5},
                                                 .limit = Price{1000 + static_cast<std::int64_t>(home)}}}};
        const Bytes bytes = encode(*ledger::sign(
            {m_market, ledger::TransactionType::SubmitSheet, {home}, ++m_sequences[home], encode(sheet), {}}, *m_home));
        m_underWay.insert(home);
        m_submitter->serveLater(api::SubmitRequest{bytes, {}}, [this, home, bytes](const api::Answer& answer) {
            m_underWay.erase(home);
            if (std::holds_alternative<api::SubmitAnswer>(answer))
                m_acknowledged.insert(bytes);
        });
    }
    const auto done = m_submitter->step();
    QVERIFY2(done.has_value(), done ? "" : done.error().reason.c_str());
}

void TestCluster::killSomething(RandomStream& random)
{
    const auto what = random.between(0, 3);
    const int node = static_cast<int>(random.between(0, kAuthorities - 1));
    const int leader = m_etcd->leader();
    if (what == 0 || what == 3)
        killNode(node);
    if (what == 1 && leader >= 0)
        m_etcd->kill(leader);
    if (what >= 2) {
        for (int i = 0; i < m_etcd->size(); ++i)
            m_etcd->kill(i);
        for (int i = 0; i < kAuthorities && what == 3; ++i)
            killNode(i);
    }
    for (int i = 0; i < m_etcd->size(); ++i)
        if (!m_etcd->isRunning(i))
            m_etcd->restart(i);
    for (int i = 0; i < kAuthorities; ++i)
        if (m_nodes[static_cast<std::size_t>(i)]->state() == QProcess::NotRunning)
            startNode(i);
}

bool TestCluster::runUntil(const std::function<bool()>& done, Round round, int milliseconds)
{
    QElapsedTimer waited;
    waited.start();
    while (!done() && waited.elapsed() < milliseconds) {
        work(round);
        QTest::qWait(5);
    }
    return done();
}

void TestCluster::nothingAcknowledgedIsLostOrDoubledByKilling()
{
    // The round must not end meanwhile.
    const int kills = std::max(qEnvironmentVariableIntValue("DGEX_KILLS"), 3);
    const UtcTime end = currentPeriod().plus(1).start();
    const auto left = end - UtcTime{QDateTime::currentMSecsSinceEpoch()};
    if (left < std::chrono::seconds{60 + 12 * kills})
        QTest::qWait(static_cast<int>(std::chrono::milliseconds{left}.count()) + 2000);
    QVERIFY(QTest::qWaitFor(
        [this] {
            static_cast<void>(m_submitter->step());
            return m_submitter->state().lastClosedRound() == currentPeriod();
        },
        kSettleMilliseconds));
    registerHomes();
    const Round round = currentPeriod().plus(1);
    QVERIFY(m_submitter->step().has_value());
    RandomStream random{static_cast<std::uint64_t>(QDateTime::currentMSecsSinceEpoch())};
    for (int i = 0; i < kills; ++i) {
        const std::size_t before = m_acknowledged.size();
        QVERIFY2(runUntil([&] { return m_acknowledged.size() >= before + 40; }, round, kSettleMilliseconds),
                 "the homes did not go on by themselves");
        killSomething(random);
    }
    const std::size_t before = m_acknowledged.size();
    QVERIFY(runUntil([&] { return m_acknowledged.size() >= before + 40; }, round, kSettleMilliseconds));
    QVERIFY(QTest::qWaitFor(
        [this] {
            static_cast<void>(m_submitter->step());
            return m_submitter->pendingCount() == 0 && m_submitter->finalHeight() == m_submitter->state().height();
        },
        kSettleMilliseconds));
    qInfo("%zu sheets acknowledged, %llu blocks, %d kills", m_acknowledged.size(),
          static_cast<unsigned long long>(m_submitter->finalHeight()), kills);
}

void TestCluster::aNodeStopsCleanlyAndItsFileVerifies()
{
    const std::uint64_t height = m_submitter->finalHeight();
    std::set<Hash256> roots;
    QTest::qWait(3000); // For the slowest node to take up the last co-signatures.
    for (int i = 0; i < kAuthorities; ++i) {
        QProcess& node = *m_nodes[static_cast<std::size_t>(i)];
        node.terminate();
        QVERIFY(node.waitForFinished(30'000));
        QCOMPARE(node.exitStatus(), QProcess::NormalExit);
        QCOMPARE(node.exitCode(), 0);
        std::map<Bytes, int> seen;
        storage::VerifyOptions options;
        const std::string ledger = (folderOf(i) + QStringLiteral("/node.ledger")).toStdString();
        auto file = storage::LedgerFile::open(ledger);
        const auto blocks = node::SqliteNodeStore{file.value(), false}.archive(1, 1'000'000);
        QVERIFY(blocks.has_value() && blocks->size() >= height);
        for (const node::ArchivedBlock& block : *blocks)
            for (const Bytes& transaction : block.batch.transactions)
                ++seen[transaction];
        roots.insert((*blocks)[height - 1].header.logRoot);
        for (const Bytes& sheet : m_acknowledged)
            QVERIFY2(seen.contains(sheet), "an acknowledged sheet is lost");
        file->reset();
        const storage::VerifyReport report = storage::verifyLedger(ledger, options);
        QVERIFY2(report.ok, report.reason.c_str());
    }
    QCOMPARE(roots.size(), std::size_t{1});
    // A sheet that stands in the log twice counts once: the second is refused as a duplicate.
    for (std::uint64_t home = 1; home <= kHomes; ++home)
        QVERIFY(m_submitter->state().lastSequence({home}) <= m_sequences[home]);
}

QTEST_GUILESS_MAIN(TestCluster)
#include "tst_cluster.moc"
