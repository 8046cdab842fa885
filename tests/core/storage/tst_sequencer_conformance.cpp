// SPDX-License-Identifier: GPL-3.0-or-later
// Goal: whoever works with a sequencer need not know which one it is. Method: one suite of promises runs against the
// embedded sequencer and against the etcd one over a real member; what only etcd can suffer has tests of its own.
#include "core/storage/etcd_sequencer.h"
#include "core/storage/ledger_file.h"
#include "tests/support/etcd_cluster.h"

#include <QTcpServer>
#include <QTcpSocket>
#include <QTemporaryDir>
#include <QTest>
#include <QUrl>

#include <atomic>
#include <future>
#include <mutex>
#include <set>

using namespace dgex;
using namespace dgex::storage;
using namespace dgex::test;

namespace {

std::vector<Bytes> batchOf(std::uint8_t number)
{
    return {Bytes{number}, Bytes{}, Bytes(number, 7)};
}

/// Collects what a tail delivers, from whatever thread.
class Listener {
public:
    std::function<void(const ports::SequencedBatch&)> callback()
    {
        return [this](const ports::SequencedBatch& batch) {
            const std::lock_guard lock(m_mutex);
            m_batches.push_back(batch);
        };
    }
    [[nodiscard]] std::vector<ports::SequencedBatch> batches() const
    {
        const std::lock_guard lock(m_mutex);
        return m_batches;
    }
    /// Whether just so many came, within some seconds.
    [[nodiscard]] bool reaches(std::size_t count) const
    {
        return QTest::qWaitFor([&] { return batches().size() >= count; }, 10'000) && batches().size() == count;
    }

private:
    mutable std::mutex m_mutex;
    std::vector<ports::SequencedBatch> m_batches;
};

/// Passes bytes on to a member until it is cut.
class Relay {
public:
    explicit Relay(const std::string& target)
        : m_target(QString::fromStdString(target))
    {
        m_server.listen(QHostAddress::LocalHost);
        m_port = m_server.serverPort();
        QObject::connect(&m_server, &QTcpServer::newConnection, &m_server, [this] { accept(); });
    }
    [[nodiscard]] std::string endpoint() const { return "http://127.0.0.1:" + std::to_string(m_port); }
    void cut()
    {
        m_server.close();
        qDeleteAll(m_server.findChildren<QTcpSocket*>());
    }
    void mend() { m_server.listen(QHostAddress::LocalHost, m_port); }

private:
    void accept()
    {
        while (QTcpSocket* const near = m_server.nextPendingConnection()) {
            auto* const far = new QTcpSocket(&m_server);
            far->connectToHost(m_target.host(), static_cast<quint16>(m_target.port()));
            for (const auto& [from, to] : {std::pair{near, far}, std::pair{far, near}}) {
                QObject::connect(from, &QTcpSocket::readyRead, to, [from, to] { to->write(from->readAll()); });
                QObject::connect(from, &QTcpSocket::disconnected, to, &QTcpSocket::disconnectFromHost);
            }
        }
    }

    QUrl m_target;
    QTcpServer m_server;
    quint16 m_port = 0;
};

} // namespace

class TestSequencerConformance : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase() { m_cluster.reset(); }
    void init() { ++m_log; }

    void keepsBatchesInOrder_data() { kinds(); }
    void keepsBatchesInOrder();
    void keepsThemForTheNextProcess_data() { kinds(); }
    void keepsThemForTheNextProcess();
    void readsPagesOfLargeBatches_data() { kinds(); }
    void readsPagesOfLargeBatches();
    void refusesABatchThatIsTooLarge();
    void tailsOnceAndInOrderFromSeveralThreads_data() { kinds(); }
    void tailsOnceAndInOrderFromSeveralThreads();
    void compactsButNeverReusesPositions_data() { kinds(); }
    void compactsButNeverReusesPositions();

    void twoNodesNeverTakeOnePosition();
    void noticesAChangedRecord();
    void noticesAMissingRecord();
    void repairsATailThatLostEvents();
    void dropsDoubledEvents();
    void goesOnAtAnotherMember();
    void saysWhenTheClusterIsAway();
    void keepsEveryAuthoritysEntries();
    void speaksMutualTls();

private:
    static void kinds()
    {
        QTest::addColumn<bool>("overEtcd");
        QTest::newRow("SQLite") << false;
        QTest::newRow("etcd") << true;
    }
    [[nodiscard]] EtcdConfig config() const
    {
        return {.endpoints = m_cluster->endpoints(), .authorityFile = {}, .certificateFile = {}, .keyFile = {}};
    }
    [[nodiscard]] std::shared_ptr<EtcdClient> client() const { return EtcdClient::open(config()).value(); }
    [[nodiscard]] std::string prefix() const { return "test" + std::to_string(m_log) + "/"; }
    [[nodiscard]] std::string key(int position) const
    {
        return prefix() + "log/" + QStringLiteral("%1").arg(position, 20, 10, QLatin1Char{'0'}).toStdString();
    }
    /// The log of the running test.
    [[nodiscard]] std::unique_ptr<ports::Sequencer> open(bool overEtcd) const
    {
        if (overEtcd)
            return std::make_unique<EtcdSequencer>(client(), prefix());
        auto file = LedgerFile::open(m_folder.filePath(QString::number(m_log)).toStdString());
        return std::make_unique<SqliteSequencer>(file.value());
    }

    QTemporaryDir m_folder;
    std::unique_ptr<EtcdCluster> m_cluster;
    int m_log = 0;
};

void TestSequencerConformance::initTestCase()
{
    m_cluster = std::make_unique<EtcdCluster>(1);
    QVERIFY2(m_cluster->start(), "the package etcd-server is needed");
}

void TestSequencerConformance::keepsBatchesInOrder()
{
    QFETCH(bool, overEtcd);
    const auto sequencer = open(overEtcd);
    QVERIFY(sequencer->read(0, 10)->empty());
    for (std::uint8_t i = 0; i < 20; ++i)
        QCOMPARE(sequencer->append(batchOf(i)), std::uint64_t{i});
    QCOMPARE(sequencer->append({}), std::uint64_t{20});
    const auto batches = sequencer->read(3, 5);
    QVERIFY(batches.has_value());
    QCOMPARE(batches->size(), 5U);
    for (std::uint8_t i = 0; i < 5; ++i) {
        QCOMPARE((*batches)[i].position, std::uint64_t{i} + 3);
        QVERIFY((*batches)[i].transactions == batchOf(static_cast<std::uint8_t>(i + 3)));
    }
    QVERIFY(sequencer->read(20, 1)->front().transactions.empty());
    QVERIFY(sequencer->read(21, 1)->empty());
    QVERIFY(sequencer->read(0, 0)->empty());
    QVERIFY(sequencer->read(UINT64_MAX, 1)->empty());
}

void TestSequencerConformance::keepsThemForTheNextProcess()
{
    QFETCH(bool, overEtcd);
    QCOMPARE(open(overEtcd)->append(batchOf(1)), std::uint64_t{0});
    QCOMPARE(open(overEtcd)->append(batchOf(2)), std::uint64_t{1});
    const auto batches = open(overEtcd)->read(0, 10);
    QCOMPARE(batches->size(), 2U);
    QVERIFY(batches->back().transactions == batchOf(2));
}

void TestSequencerConformance::readsPagesOfLargeBatches()
{
    QFETCH(bool, overEtcd);
    const auto sequencer = open(overEtcd);
    const std::vector<Bytes> large(10, Bytes(100'000, 3));
    for (int i = 0; i < 15; ++i)
        QVERIFY(sequencer->append(large).has_value());
    const auto batches = sequencer->read(1, 100);
    QVERIFY(batches.has_value());
    QCOMPARE(batches->size(), 14U);
    QVERIFY(std::ranges::all_of(*batches, [&](const auto& batch) { return batch.transactions == large; }));
}

void TestSequencerConformance::refusesABatchThatIsTooLarge()
{
    const auto sequencer = open(true);
    const std::size_t most = sequencer->batchBytesMax();
    QCOMPARE(sequencer->append({Bytes(most - 3, 1)}).error(), ports::SequencerError::TooLarge);
    QCOMPARE(sequencer->append({Bytes(most - 4, 1)}), std::uint64_t{0});
}

void TestSequencerConformance::tailsOnceAndInOrderFromSeveralThreads()
{
    QFETCH(bool, overEtcd);
    const auto sequencer = open(overEtcd);
    QVERIFY(sequencer->append(batchOf(0)).has_value());
    Listener listener;
    sequencer->tail(listener.callback());
    std::vector<std::jthread> threads;
    for (int i = 0; i < 4; ++i)
        threads.emplace_back([&sequencer] {
            for (std::uint8_t n = 0; n < 25; ++n)
                static_cast<void>(sequencer->append(batchOf(n)));
        });
    threads.clear();
    QVERIFY(listener.reaches(100));
    const auto seen = listener.batches();
    for (std::size_t i = 0; i < seen.size(); ++i)
        QCOMPARE(seen[i].position, i + 1);
    const auto stored = sequencer->read(1, 1000);
    QCOMPARE(stored->size(), 100U);
    for (std::size_t i = 0; i < seen.size(); ++i)
        QVERIFY(seen[i].transactions == (*stored)[i].transactions);
}

void TestSequencerConformance::compactsButNeverReusesPositions()
{
    QFETCH(bool, overEtcd);
    {
        const auto sequencer = open(overEtcd);
        QVERIFY(sequencer->compact(3).has_value());
        for (std::uint8_t i = 0; i < 10; ++i)
            QVERIFY(sequencer->append(batchOf(i)).has_value());
        QVERIFY(sequencer->compact(4).has_value());
        QCOMPARE(sequencer->read(0, 10).error(), ports::SequencerError::Compacted);
        QCOMPARE(sequencer->read(4, 10)->size(), 6U);
        QVERIFY(sequencer->compact(1000).has_value());
        QVERIFY(sequencer->compact(1000).has_value());
        QCOMPARE(sequencer->read(9, 10)->size(), 1U);
        QCOMPARE(sequencer->append(batchOf(1)), std::uint64_t{10});
    }
    QCOMPARE(open(overEtcd)->append(batchOf(1)), std::uint64_t{11});
}

void TestSequencerConformance::twoNodesNeverTakeOnePosition()
{
    constexpr int kNodes = 4;
    constexpr int kEach = 25;
    std::mutex mutex;
    std::multiset<std::uint64_t> positions;
    std::vector<std::jthread> nodes;
    for (int node = 0; node < kNodes; ++node)
        nodes.emplace_back([&, node] {
            const auto sequencer = open(true);
            for (std::uint8_t i = 0; i < kEach; ++i) {
                const auto position = sequencer->append({Bytes{static_cast<std::uint8_t>(node), i}});
                const std::lock_guard lock(mutex);
                positions.insert(position.value_or(UINT64_MAX));
            }
        });
    nodes.clear();
    std::uint64_t expected = 0;
    for (const std::uint64_t position : positions)
        QCOMPARE(position, expected++);
    std::set<Bytes> stored;
    const auto batches = open(true)->read(0, 1000).value();
    for (const auto& batch : batches)
        stored.insert(batch.transactions.front());
    QCOMPARE(stored.size(), std::size_t{kNodes} * kEach);
}

void TestSequencerConformance::noticesAChangedRecord()
{
    const auto sequencer = open(true);
    for (std::uint8_t i = 0; i < 5; ++i)
        QVERIFY(sequencer->append(batchOf(i)).has_value());
    const auto etcd = client();
    auto stored = etcd->range(rangeOf(key(2)), 1)->records.front();
    auto record = decodeLogRecord(stored.value).value();
    record.transactions.push_back({9});
    stored.value = encode(record);
    QVERIFY(etcd->put(stored).has_value());
    QCOMPARE(sequencer->read(0, 10).error(), ports::SequencerError::Corrupt);
    QCOMPARE(sequencer->read(0, 3)->size(), 3U);
    QCOMPARE(sequencer->read(4, 10)->size(), 1U);
    stored.value = {1, 2, 3};
    QVERIFY(etcd->put(stored).has_value());
    QCOMPARE(sequencer->read(2, 1).error(), ports::SequencerError::Corrupt);
}

void TestSequencerConformance::noticesAMissingRecord()
{
    const auto sequencer = open(true);
    for (std::uint8_t i = 0; i < 5; ++i)
        QVERIFY(sequencer->append(batchOf(i)).has_value());
    const auto etcd = client();
    QVERIFY(etcd->remove(rangeOf(key(2))).has_value());
    QCOMPARE(sequencer->read(0, 10).error(), ports::SequencerError::Corrupt);
    QVERIFY(etcd->remove(rangeOf(key(4))).has_value());
    QCOMPARE(sequencer->append(batchOf(6)).error(), ports::SequencerError::Corrupt);
}

void TestSequencerConformance::repairsATailThatLostEvents()
{
    Relay relay(m_cluster->endpoints().front());
    EtcdConfig relayed = config();
    relayed.endpoints = {relay.endpoint()};
    Listener listener;
    const std::shared_ptr<EtcdClient> relayedClient = EtcdClient::open(relayed).value();
    EtcdSequencer tailing(relayedClient, prefix());
    auto beginning = std::async(std::launch::async, [&] { tailing.tail(listener.callback()); });
    QVERIFY(QTest::qWaitFor([&] { return beginning.wait_for(std::chrono::seconds{0}) == std::future_status::ready; }));
    const auto sequencer = open(true);
    QVERIFY(sequencer->append(batchOf(0)).has_value());
    QVERIFY(listener.reaches(1));
    const std::uint64_t before = tailing.tailCounts().repairs;
    relay.cut();
    for (std::uint8_t i = 1; i < 30; ++i)
        QVERIFY(sequencer->append(batchOf(i)).has_value());
    QTest::qWait(500);
    QVERIFY(listener.reaches(1));
    relay.mend();
    QVERIFY(listener.reaches(30));
    const auto seen = listener.batches();
    for (std::size_t i = 0; i < seen.size(); ++i)
        QCOMPARE(seen[i].position, std::uint64_t{i});
    QVERIFY(tailing.tailCounts().repairs > before);
    relayedClient->close();
}

void TestSequencerConformance::dropsDoubledEvents()
{
    EtcdSequencer sequencer(client(), prefix());
    Listener listener;
    sequencer.tail(listener.callback());
    QTest::qWait(300);
    for (std::uint8_t i = 0; i < 3; ++i)
        QVERIFY(sequencer.append(batchOf(i)).has_value());
    QVERIFY(listener.reaches(3));
    const auto etcd = client();
    QVERIFY(etcd->put(etcd->range(rangeOf(key(1)), 1)->records.front()).has_value());
    QVERIFY(sequencer.append(batchOf(3)).has_value());
    QVERIFY(listener.reaches(4));
    QVERIFY(sequencer.tailCounts().doubled >= 1);
    QCOMPARE(sequencer.tailCounts().delivered, 4U);
}

void TestSequencerConformance::goesOnAtAnotherMember()
{
    EtcdConfig withDead = config();
    withDead.endpoints.insert(withDead.endpoints.begin(), "http://127.0.0.1:1");
    EtcdSequencer sequencer(EtcdClient::open(withDead).value(), prefix());
    Listener listener;
    sequencer.tail(listener.callback());
    QCOMPARE(sequencer.append(batchOf(1)), std::uint64_t{0});
    QVERIFY(listener.reaches(1));
}

void TestSequencerConformance::saysWhenTheClusterIsAway()
{
    EtcdConfig away = config();
    away.endpoints = {"http://127.0.0.1:1", "http://127.0.0.1:2"};
    away.deadline = std::chrono::milliseconds{600};
    EtcdSequencer sequencer(EtcdClient::open(away).value(), prefix());
    QCOMPARE(sequencer.append(batchOf(1)).error(), ports::SequencerError::Unavailable);
    QCOMPARE(sequencer.read(0, 1).error(), ports::SequencerError::Unavailable);
    away.endpoints = {"ftp://127.0.0.1"};
    QVERIFY(!EtcdClient::open(away).has_value());
    away.endpoints = {"https://127.0.0.1:1"};
    QVERIFY(!EtcdClient::open(away).has_value());
}

void TestSequencerConformance::keepsEveryAuthoritysEntries()
{
    EtcdBoard board(client(), prefix());
    std::atomic<int> woken = 0;
    board.watch([&woken] { ++woken; });
    QVERIFY(QTest::qWaitFor([&] { return woken > 0; }));
    const int before = woken;
    QVERIFY(board.publish(1, 0, Bytes{1}).has_value());
    QVERIFY(board.publish(2, 3, Bytes{2}).has_value());
    QVERIFY(board.publish(2, 3, Bytes{3}).has_value()); // Two about one height: both stay, as evidence.
    QVERIFY(board.publish(2, 3, Bytes{3}).has_value());
    QVERIFY(board.publish(10, 0, Bytes{4}).has_value());
    QVERIFY(QTest::qWaitFor([&] { return woken > before; }));
    QCOMPARE(board.read(0)->size(), 4U);
    QCOMPARE(board.read(2)->size(), 3U);
    QVERIFY(board.forget(10).has_value());
    QVERIFY(board.read(0).value() == std::vector<Bytes>{{4}});
}

void TestSequencerConformance::speaksMutualTls()
{
    EtcdCluster encrypted{1, true};
    QVERIFY(encrypted.start());
    const TestCertificates& files = encrypted.certificates();
    EtcdConfig with{.endpoints = encrypted.endpoints(),
                    .authorityFile = files.authority,
                    .certificateFile = files.clientCertificate,
                    .keyFile = files.clientKey};
    EtcdSequencer sequencer(EtcdClient::open(with).value(), prefix());
    QCOMPARE(sequencer.append(batchOf(1)), std::uint64_t{0});
    QTemporaryDir other;
    const TestCertificates foreign = makeCertificates(other.path());
    EtcdConfig stranger = with;
    stranger.certificateFile = foreign.clientCertificate;
    stranger.keyFile = foreign.clientKey;
    stranger.deadline = std::chrono::milliseconds{800};
    EtcdSequencer refused(EtcdClient::open(stranger).value(), prefix());
    QCOMPARE(refused.append(batchOf(2)).error(), ports::SequencerError::Unavailable);
    EtcdConfig fooled = with; // The member is not of the authority that this node trusts.
    fooled.authorityFile = foreign.authority;
    fooled.deadline = std::chrono::milliseconds{800};
    EtcdSequencer refusing(EtcdClient::open(fooled).value(), prefix());
    QCOMPARE(refusing.append(batchOf(2)).error(), ports::SequencerError::Unavailable);
    QVERIFY(!EtcdClient::open({.endpoints = with.endpoints,
                               .authorityFile = files.authority,
                               .certificateFile = files.clientCertificate,
                               .keyFile = files.authority})
                 .has_value());
}

QTEST_GUILESS_MAIN(TestSequencerConformance)
#include "tst_sequencer_conformance.moc"
