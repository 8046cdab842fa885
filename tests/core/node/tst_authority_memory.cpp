// SPDX-License-Identifier: GPL-3.0-or-later
// Goal: a running authority takes no more memory after many rounds than after a few. Method: one with 60 homes that
// send 48 orders each, round after round, with its index on disk; memory in use by the allocator's own account. Hashes
// stand for signatures.
#include "core/node/authority.h"
#include "tests/support/ledger_community.h"

#include <QTemporaryDir>
#include <QTest>

#include <malloc.h>

using namespace dgex;
using namespace dgex::test;

namespace {

const Round kFirst{1'779'339'600};
constexpr std::uint64_t kHomes = 60;
constexpr int kFewRounds = 60; ///< Until every part of the state is as full as it gets.
constexpr int kMoreRounds = 30;

std::size_t bytesInUse()
{
    const struct mallinfo2 info = mallinfo2();
    return info.uordblks + info.hblkhd;
}

} // namespace

class TestAuthorityMemory : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void memoryDoesNotGrowWithTheLedger();
};

void TestAuthorityMemory::memoryDoesNotGrowWithTheLedger()
{
    const QTemporaryDir folder;
    Community community(kHomes);
    const auto key = community.authority();
    auto file = storage::LedgerFile::open(folder.filePath(QStringLiteral("node.ledger")).toStdString());
    auto parts = node::Authority::embedded(file.value(), *key, community.market());
    parts.check = HashSigner::check;
    parts.history = folder.path().toStdString();
    const auto node = node::Authority::open(std::move(parts)).value();
    const auto commit = [&](std::vector<Bytes> transactions) {
        for (Bytes& transaction : transactions)
            node->enqueue(std::move(transaction));
        QVERIFY(node->commit().has_value());
    };
    commit(community.opening());
    std::size_t early = 0;
    std::uint64_t resultsBefore = 0;
    for (int i = 0; i < kFewRounds + kMoreRounds; ++i) {
        const Round round = kFirst.plus(i);
        std::vector<Bytes> transactions{
            community.tariff(round.plus(2), 1, {Price{3000}, Price{1000}, Price{4000}, Price{500}})};
        for (std::uint64_t home = 1; home <= kHomes; ++home) {
            std::vector<market::Order> orders;
            for (int period = 1; period <= 48; ++period)
                orders.push_back(home % 2 == 0 ? selling(round.plus(period), 1, 1000)
                                               : buying(round.plus(period), 1, 2000));
            transactions.push_back(community.sheet({home}, round, std::move(orders)));
        }
        transactions.push_back(community.closeRound(round));
        commit(std::move(transactions));
        if (i >= 3)
            commit({community.settle(round.plus(-1))});
        if (i + 1 == kFewRounds) {
            early = bytesInUse();
            resultsBefore = node->state().resultCount();
        }
    }
    const std::size_t late = bytesInUse();
    const std::uint64_t results = node->state().resultCount() - resultsBefore;
    const auto growth = static_cast<std::int64_t>(late) - static_cast<std::int64_t>(early);
    qInfo("%.1f MB, then %+.2f MB by %llu result leaves", static_cast<double>(early) / 1e6,
          static_cast<double>(growth) / 1e6, static_cast<unsigned long long>(results));
    QVERIFY(results > kMoreRounds * kHomes);
    // The leaves alone are more than 1 KB each.
    QVERIFY2(growth < 500'000, "memory grows with the ledger");
}

QTEST_GUILESS_MAIN(TestAuthorityMemory)
#include "tst_authority_memory.moc"
