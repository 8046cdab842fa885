// SPDX-License-Identifier: GPL-3.0-or-later
// Goal: what was acknowledged is there again, in order, whatever happened to the process. Method: the sequencer's and
// the store's promises one by one; a child process that appends until it is killed at a random moment.
#include "core/storage/ledger_file.h"
#include "core/storage/verify_ledger.h"
#include "tests/support/random_stream.h"
#include "tests/support/stored_ledger.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

using namespace dgex;
using namespace dgex::storage;
using namespace dgex::test;

namespace {

std::shared_ptr<LedgerFile> opened(const std::string& path)
{
    auto file = LedgerFile::open(path);
    return file ? *file : nullptr;
}

std::vector<Bytes> batchOf(std::uint8_t number)
{
    return {Bytes{number}, Bytes{}, Bytes(number, 7)};
}

} // namespace

class TestLedgerFile : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void keepsBatchesInOrder();
    void tailsInOrderFromSeveralThreads();
    void compactsButNeverReusesPositions();
    void batchesHaveOneEncoding();
    void leavesOneFileWhenClosed();
    void isHeldByOneAtATime();
    void refusesOtherFiles();
    void refusesANewerVersion();
    void keepsBlocksOnce();
    void keepsValuesAndSettings();
    void rowsAreImmutable();
    void survivesBeingKilled_data();
    void survivesBeingKilled();

private:
    [[nodiscard]] std::string path(const char* name) const
    {
        return m_folder.filePath(QString::fromUtf8(name)).toStdString();
    }

    crypto::Library m_library;
    QTemporaryDir m_folder;
};

void TestLedgerFile::keepsBatchesInOrder()
{
    {
        SqliteSequencer sequencer(opened(path("order")));
        QVERIFY(sequencer.read(0, 10)->empty());
        for (std::uint8_t i = 0; i < 20; ++i)
            QCOMPARE(sequencer.append(batchOf(i)), std::uint64_t{i});
    }
    SqliteSequencer sequencer(opened(path("order")));
    QCOMPARE(sequencer.append({}), std::uint64_t{20});
    const auto batches = sequencer.read(3, 5);
    QVERIFY(batches.has_value());
    QCOMPARE(batches->size(), 5U);
    for (std::uint8_t i = 0; i < 5; ++i) {
        QCOMPARE((*batches)[i].position, std::uint64_t{i} + 3);
        QVERIFY((*batches)[i].transactions == batchOf(static_cast<std::uint8_t>(i + 3)));
    }
    QVERIFY(sequencer.read(20, 1)->front().transactions.empty());
    QVERIFY(sequencer.read(21, 1)->empty());
    QVERIFY(sequencer.read(UINT64_MAX, 1)->empty());
}

void TestLedgerFile::tailsInOrderFromSeveralThreads()
{
    SqliteSequencer sequencer(opened(path("threads")));
    QVERIFY(sequencer.append(batchOf(0)).has_value());
    std::vector<std::uint64_t> seen;
    sequencer.tail([&seen](const ports::SequencedBatch& batch) { seen.push_back(batch.position); });
    std::vector<std::jthread> threads;
    for (int i = 0; i < 4; ++i)
        threads.emplace_back([&sequencer] {
            for (std::uint8_t n = 0; n < 25; ++n)
                static_cast<void>(sequencer.append(batchOf(n)));
        });
    threads.clear();
    QCOMPARE(seen.size(), 100U);
    for (std::size_t i = 0; i < seen.size(); ++i)
        QCOMPARE(seen[i], i + 1);
}

void TestLedgerFile::compactsButNeverReusesPositions()
{
    {
        SqliteSequencer sequencer(opened(path("compact")));
        for (std::uint8_t i = 0; i < 10; ++i)
            QVERIFY(sequencer.append(batchOf(i)).has_value());
        QVERIFY(sequencer.compact(4).has_value());
        QCOMPARE(sequencer.read(0, 10).error(), ports::SequencerError::Compacted);
        QCOMPARE(sequencer.read(4, 10)->size(), 6U);
        QVERIFY(sequencer.compact(1000).has_value());
    }
    SqliteSequencer sequencer(opened(path("compact")));
    QCOMPARE(sequencer.append(batchOf(1)), std::uint64_t{10});
}

void TestLedgerFile::batchesHaveOneEncoding()
{
    const std::vector<Bytes> batch{{1, 2}, {}, {3}};
    const Bytes bytes = encodeBatch(batch);
    QVERIFY(decodeBatch(bytes) == batch);
    for (std::size_t size = 0; size < bytes.size(); ++size)
        QVERIFY(!decodeBatch(ByteView(bytes).first(size)));
    for (std::size_t i = 0; i < bytes.size(); ++i)
        for (unsigned value = 0; value < 256; ++value) {
            Bytes changed = bytes;
            changed[i] = static_cast<std::uint8_t>(value);
            const auto decoded = decodeBatch(changed);
            QVERIFY(!decoded || encodeBatch(*decoded) == changed);
        }
}

void TestLedgerFile::leavesOneFileWhenClosed()
{
    const QString file = QString::fromStdString(path("closed"));
    {
        SqliteSequencer sequencer(opened(file.toStdString()));
        QVERIFY(sequencer.append(batchOf(1)).has_value());
        QVERIFY(QFile::exists(file + QStringLiteral("-wal")));
    }
    QVERIFY(QFile::exists(file));
    for (const char* const suffix : {"-wal", "-shm", "-journal"})
        QVERIFY2(!QFile::exists(file + QString::fromUtf8(suffix)), suffix);
}

void TestLedgerFile::isHeldByOneAtATime()
{
    const auto first = opened(path("held"));
    QVERIFY(first != nullptr);
    const auto second = LedgerFile::open(path("held"));
    QVERIFY(!second.has_value());
    QCOMPARE(second.error(), StorageError::Busy);
    const VerifyReport report = verifyLedger(path("held"));
    QVERIFY(!report.ok);
    QCOMPARE(report.reason, std::string(describe(StorageError::Busy)));
}

void TestLedgerFile::refusesOtherFiles()
{
    const std::string text = path("text");
    QFile file(QString::fromStdString(text));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(QByteArray(5000, 'x'));
    file.close();
    QCOMPARE(LedgerFile::open(text).error(), StorageError::NotALedger);
    QVERIFY(!verifyLedger(text).ok);
    QCOMPARE(verifyLedger(text).reason, std::string(describe(StorageError::NotALedger)));

    const std::string other = path("other");
    {
        auto database = SqliteDatabase::open(other, OpenMode::ReadWriteCreate);
        QVERIFY(database->execute("CREATE TABLE songs (name TEXT)").has_value());
    }
    QCOMPARE(LedgerFile::open(other).error(), StorageError::NotALedger);
    QCOMPARE(verifyLedger(other).reason, std::string(describe(StorageError::NotALedger)));
    QCOMPARE(LedgerFile::open(m_folder.path().toStdString()).error(), StorageError::CannotOpen);
    QCOMPARE(LedgerFile::open(path("no/such/folder")).error(), StorageError::CannotOpen);
    QVERIFY(!verifyLedger(path("missing")).ok);
    QVERIFY(!QFile::exists(QString::fromStdString(path("missing"))));
}

void TestLedgerFile::refusesANewerVersion()
{
    QVERIFY(opened(path("newer")) != nullptr);
    {
        auto database = SqliteDatabase::open(path("newer"), OpenMode::ReadWrite);
        QVERIFY(database->execute("PRAGMA user_version = 3").has_value());
    }
    QCOMPARE(LedgerFile::open(path("newer")).error(), StorageError::NewerVersion);
}

void TestLedgerFile::keepsBlocksOnce()
{
    BlockStore store(opened(path("blocks")));
    QCOMPARE(store.height(), std::uint64_t{0});
    StoredBlock block;
    block.header = {.height = 1, .logSize = 3};
    block.checkpoint = checkpointOf({}, block.header);
    QVERIFY(store.put(block).has_value());
    QVERIFY(store.put(block).has_value());
    StoredBlock second = block;
    second.header.logSize = 4;
    second.checkpoint = checkpointOf({}, second.header);
    QCOMPARE(store.put(second).error(), StorageError::Corrupt);
    second.header.height = 3;
    second.checkpoint.height = 3;
    QCOMPARE(store.put(second).error(), StorageError::Corrupt);
    second.header.height = 2;
    second.checkpoint.height = 2;
    QVERIFY(store.put(second).has_value());
    const auto blocks = store.blocks(1, 10);
    QCOMPARE(blocks->size(), 2U);
    QVERIFY(blocks->front().header == block.header && blocks->front().checkpoint == block.checkpoint);
    QCOMPARE(store.height(), std::uint64_t{2});
}

void TestLedgerFile::keepsValuesAndSettings()
{
    BlockStore store(opened(path("values")));
    const ledger::MeterValues values{.home = {3},
                                     .period = Period{1800},
                                     .imported = Energy{5},
                                     .exported = Energy{6},
                                     .generated = Energy{7},
                                     .salt = {1}};
    const auto hash = store.putValues(values);
    QVERIFY(hash.has_value());
    QCOMPARE(*hash, hashOf(values));
    QCOMPARE(store.putValues(values), *hash);
    const auto read = store.values(*hash);
    QVERIFY(read->has_value());
    QCOMPARE((*read)->generated, Energy{7});
    QVERIFY(store.eraseValues(*hash).has_value());
    QVERIFY(!store.values(*hash)->has_value());

    QVERIFY(!store.setting("theme")->has_value());
    QVERIFY(store.putSetting("theme", "dark").has_value());
    QVERIFY(store.putSetting("theme", "").has_value());
    QCOMPARE(store.setting("theme")->value(), std::string());
}

void TestLedgerFile::rowsAreImmutable()
{
    const auto file = opened(path("immutable"));
    SqliteSequencer sequencer(file);
    QVERIFY(sequencer.append(batchOf(1)).has_value());
    QVERIFY(!file->locked([](SqliteDatabase& database) {
                     return database.execute("UPDATE batches SET transactions = x'00'");
                 })
                 .has_value());
    QVERIFY(sequencer.read(0, 1)->front().transactions == batchOf(1));
}

void TestLedgerFile::survivesBeingKilled_data()
{
    QTest::addColumn<quint64>("seed");
    for (quint64 seed = 1; seed <= 4; ++seed)
        QTest::addRow("seed %llu", static_cast<unsigned long long>(seed)) << seed;
}

namespace {

const Round kFirst{1'800'014'400};

/// In the child: takes up the ledger, then appends rounds for ever and reports each acknowledged position.
[[noreturn]] void appendUntilKilled(const std::string& file, int acknowledged)
{
    Community community(2);
    auto ledgerFile = opened(file);
    if (!ledgerFile)
        _exit(3);
    StoredLedger ledger(community, ledgerFile, HashSigner::check);
    // The community's sequence numbers go on where the log ends, because every block's transactions are made again.
    for (std::uint64_t i = 0;; ++i) {
        const Round round = kFirst.plus(static_cast<std::int64_t>(i));
        const std::vector<Bytes> transactions =
            i == 0 ? community.opening()
                   : std::vector<Bytes>{community.sheet({1}, round, {selling(round.plus(1), 3, 900)}),
                                        community.sheet({2}, round, {buying(round.plus(1), 2, 900)}),
                                        community.closeRound(round)};
        const auto stored = ledger.sequencer.read(i, 1);
        if (!stored || (!stored->empty() && stored->front().transactions != transactions))
            _exit(4);
        if (!stored->empty() ? !ledger.catchUp() : !ledger.append(transactions))
            _exit(5);
        if (write(acknowledged, &i, sizeof i) != sizeof i)
            _exit(6);
    }
}

/// Lets a child work for a while; the last position that it acknowledged.
std::optional<std::uint64_t> workAndKill(const std::string& file, int milliseconds, int& status)
{
    int ends[2];
    if (pipe(ends) != 0)
        return std::nullopt;
    const pid_t child = fork();
    if (child == 0) {
        close(ends[0]);
        appendUntilKilled(file, ends[1]);
    }
    close(ends[1]);
    std::optional<std::uint64_t> last;
    std::jthread reader([&last, end = ends[0]] {
        std::uint64_t position = 0;
        while (read(end, &position, sizeof position) == sizeof position)
            last = position;
    });
    std::this_thread::sleep_for(std::chrono::milliseconds(milliseconds));
    kill(child, SIGKILL);
    waitpid(child, &status, 0);
    reader.join();
    close(ends[0]);
    return last;
}

} // namespace

void TestLedgerFile::survivesBeingKilled()
{
    QFETCH(quint64, seed);
    RandomStream random(seed);
    const std::string file = path(QByteArray("killed-" + QByteArray::number(seed)).constData());
    std::optional<std::uint64_t> acknowledged;
    std::vector<ledger::BlockHeader> headers;
    for (int turn = 0; turn < 6; ++turn) {
        int status = 0;
        const auto last = workAndKill(file, static_cast<int>(random.between(40, 160)), status);
        QVERIFY2(WIFSIGNALED(status), std::to_string(WEXITSTATUS(status)).c_str());
        if (last && (!acknowledged || *last > *acknowledged))
            acknowledged = last;

        // Nothing acknowledged is lost, and the chain begins with what it was before.
        Community community(2);
        StoredLedger ledger(community, opened(file), HashSigner::check);
        QVERIFY(ledger.catchUp());
        if (acknowledged)
            QVERIFY(ledger.state.height() > *acknowledged);
        const auto blocks = ledger.store.blocks(1, 1'000'000).value();
        QCOMPARE(blocks.size(), ledger.state.height());
        for (std::size_t i = 0; i < headers.size(); ++i)
            QVERIFY(blocks[i].header == headers[i]);
        headers.clear();
        for (const StoredBlock& block : blocks)
            headers.push_back(block.header);
    }
    QVERIFY(acknowledged.has_value());
}

QTEST_GUILESS_MAIN(TestLedgerFile)
#include "tst_ledger_file.moc"
