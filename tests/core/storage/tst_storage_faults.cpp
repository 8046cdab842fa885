// SPDX-License-Identifier: GPL-3.0-or-later
// Goal: whatever write or sync fails, and however, reopening the ledger shows every acknowledged block whole and no
// half one, and the market goes on. Method: one scenario over a VFS that fails the k-th write, sync, truncation or
// deletion, for every k, by refusing it, by tearing it, and by a power cut that loses what was not synced; then the
// real disk.
#include "core/storage/verify_ledger.h"
#include "tests/support/fault_vfs.h"
#include "tests/support/stored_ledger.h"

#include <QTemporaryDir>
#include <QTest>

using namespace dgex;
using namespace dgex::storage;
using namespace dgex::test;

namespace {

const Round kNoon{1'800'014'400};

/// The same transactions in every run.
struct Scenario {
    Scenario()
    {
        const Period period = kNoon.plus(1);
        batches.push_back(community.opening());
        batches.push_back({community.tariff(period, 2, {}), community.sheet({1}, kNoon, {selling(period, 5, 1000)}),
                           community.sheet({2}, kNoon, {buying(period, 5, 1000)}), community.closeRound(kNoon)});
        batches.push_back({Bytes(20'000, 7)}); // Larger than a page.
        batches.push_back({community.reading({1}, period, Energy{-500}), community.closeRound(period),
                           community.closeRound(period.plus(1))});
        batches.push_back({community.settle(period)});
    }
    Community community{2};
    std::vector<std::vector<Bytes>> batches;
};

/// What a process did before it died.
struct Progress {
    std::size_t sequenced = 0; ///< Batches whose append was acknowledged.
    std::size_t executed = 0;  ///< Blocks whose storing was acknowledged.
    bool finished = false;
};

/// Takes up the ledger and does the rest of the scenario, until something fails.
Progress work(Scenario& scenario, const std::string& path)
{
    Progress progress;
    auto file = LedgerFile::open(path);
    if (!file)
        return progress;
    StoredLedger ledger(scenario.community, *file, HashSigner::check);
    if (!ledger.keepValues() || !ledger.catchUp())
        return progress;
    progress.sequenced = progress.executed = ledger.state.height();
    for (std::size_t i = ledger.state.height(); i < scenario.batches.size(); ++i) {
        if (!ledger.sequencer.append(scenario.batches[i]))
            return progress;
        progress.sequenced = i + 1;
        if (!ledger.catchUp())
            return progress;
        progress.executed = i + 1;
    }
    progress.finished = ledger.store.putSetting("window", "800x480").has_value();
    return progress;
}

} // namespace

class TestStorageFaults : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void survivesTheFaultOfEveryOperation_data();
    void survivesTheFaultOfEveryOperation();

private:
    /// Empty when all is well after the k-th operation failed; otherwise what is not. hasFailed: there was a k-th.
    std::string tryFault(std::uint64_t failAt, Fault fault, bool& hasFailed);

    crypto::Library m_library;
};

std::string TestStorageFaults::tryFault(std::uint64_t failAt, Fault fault, bool& hasFailed)
{
    const QTemporaryDir folder;
    const std::string path = folder.filePath(QStringLiteral("ledger")).toStdString();
    Scenario scenario;
    Progress before;
    {
        FaultVfs vfs(failAt, fault);
        before = work(scenario, path);
        vfs.leaveWhatSurvived();
        hasFailed = vfs.hasFailed();
    }
    // A process that starts again, on a good disk that is not waited for.
    const FaultVfs good(UINT64_MAX, Fault::Refused);
    {
        auto file = LedgerFile::open(path);
        if (!file)
            return "it cannot be opened: " + std::string(describe(file.error()));
        BlockStore store(*file);
        SqliteSequencer sequencer(*file);
        const auto blocks = store.blocks(1, 100);
        const auto batches = sequencer.read(0, 100);
        if (!blocks || !batches)
            return "something half is there";
        if (blocks->size() < before.executed || batches->size() < before.sequenced)
            return "something acknowledged is lost";
        if (blocks->size() > batches->size())
            return "a block has no transactions";
        for (std::size_t i = 0; i < batches->size(); ++i)
            if ((*batches)[i].transactions != scenario.batches.at(i))
                return "other transactions are there";
    }
    if (!work(scenario, path).finished)
        return "the market does not go on";
    const auto blocks = BlockStore(LedgerFile::open(path).value()).blocks(1, 100).value();
    return blocks.size() == scenario.batches.size() ? std::string() : "blocks are missing at the end";
}

void TestStorageFaults::survivesTheFaultOfEveryOperation_data()
{
    QTest::addColumn<int>("fault");
    QTest::newRow("refused") << static_cast<int>(Fault::Refused);
    QTest::newRow("torn") << static_cast<int>(Fault::Torn);
    QTest::newRow("power loss") << static_cast<int>(Fault::PowerLoss);
}

void TestStorageFaults::survivesTheFaultOfEveryOperation()
{
    QFETCH(int, fault);
    std::uint64_t failAt = 1;
    for (bool hasFailed = true; hasFailed; ++failAt) {
        const std::string wrong = tryFault(failAt, static_cast<Fault>(fault), hasFailed);
        QVERIFY2(wrong.empty(), ("operation " + std::to_string(failAt) + ": " + wrong).c_str());
        QVERIFY(failAt < 2000);
    }
    // The scenario does something.
    QVERIFY2(failAt > 40, std::to_string(failAt).c_str());
    qInfo("%llu operations", static_cast<unsigned long long>(failAt - 2));
}

QTEST_GUILESS_MAIN(TestStorageFaults)
#include "tst_storage_faults.moc"
