// SPDX-License-Identifier: GPL-3.0-or-later
// Goal: verifying a ledger takes no more memory for a long chain than for a short one. Method: two ledgers, one 20
// times as long, verified each in a process of its own whose peak the kernel reports; readings with stored values,
// readings without, and other transactions.
#include "core/storage/verify_ledger.h"
#include "tests/support/stored_ledger.h"

#include <QTemporaryDir>
#include <QTest>

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace dgex;
using namespace dgex::storage;
using namespace dgex::test;

namespace {

const Round kNoon{1'800'014'400};
constexpr int kTransactionsPerBlock = 250;

/// Blocks of readings that nobody signed: they have no effect but must be checked like all others.
void build(const std::string& path, int blocks)
{
    Community community(1, rsaKeys());
    crypto::Verifier verifier;
    StoredLedger ledger(community, LedgerFile::open(path).value(), ledger::checkWith(verifier));
    if (!ledger.append(community.opening()))
        _exit(1);
    ledger::Transaction reading = community.unsignedTransaction({1}, ledger::TransactionType::MeterReading, {});
    for (int block = 0; block < blocks; ++block) {
        std::vector<Bytes> transactions;
        for (int i = 0; i < kTransactionsPerBlock; ++i) {
            ledger::MeterValues values;
            values.home = {1};
            values.period = kNoon.plus(block);
            values.imported = Energy{i};
            if (i % 50 == 0 && !ledger.store.putValues(values))
                _exit(1);
            reading.payload = encode(
                ledger::MeterReading{.home = {1}, .period = values.period, .kind = {}, .values = hashOf(values)});
            transactions.push_back(encode(reading));
        }
        if (!ledger.append(transactions))
            _exit(1);
    }
}

/// Runs an action in a process of its own; its greatest memory in KiB, or none when it failed.
template <class Action>
std::optional<long> peakOf(Action action)
{
    const pid_t child = fork();
    if (child == 0)
        _exit(action() ? 0 : 1);
    int status = 0;
    rusage usage{};
    wait4(child, &status, 0, &usage);
    return WIFEXITED(status) && WEXITSTATUS(status) == 0 ? std::optional(usage.ru_maxrss) : std::nullopt;
}

} // namespace

class TestVerifyMemory : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void memoryDoesNotGrowWithTheChain();

private:
    crypto::Library m_library;
};

void TestVerifyMemory::memoryDoesNotGrowWithTheChain()
{
    const QTemporaryDir folder;
    std::vector<long> peaks;
    for (const int blocks : {10, 200}) {
        const std::string path = folder.filePath(QString::number(blocks)).toStdString();
        QVERIFY(peakOf([&] { return build(path, blocks), true; }).has_value());
        const auto peak = peakOf([&] {
            const VerifyReport report = verifyLedger(path);
            if (!report.ok)
                qWarning("%s", report.reason.c_str());
            return report.ok && report.height == static_cast<std::uint64_t>(blocks) + 1;
        });
        QVERIFY(peak.has_value());
        peaks.push_back(*peak);
    }
    qInfo("%ld KiB for 2,500 readings, %ld KiB for 50,000", peaks[0], peaks[1]);
    // A set of the 50,000 hashes alone would take more.
    QVERIFY2(peaks[1] - peaks[0] < 3 * 1024, std::to_string(peaks[1] - peaks[0]).c_str());
}

QTEST_GUILESS_MAIN(TestVerifyMemory)
#include "tst_verify_memory.moc"
