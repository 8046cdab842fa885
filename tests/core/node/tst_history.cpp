// SPDX-License-Identifier: GPL-3.0-or-later
// Goal: what a node keeps on disk for its proofs is exactly what the ledger said, whatever it is asked for, and a disk
// that fails is noticed. Method: a market of a few homes over some rounds with settlements and a correction; answers of
// a history on disk and of one in memory against everything searched through from the start.
#include "core/node/history.h"
#include "tests/support/ledger_community.h"

#include <QTemporaryDir>
#include <QTest>

#include <sys/resource.h>

#include <csignal>

using namespace dgex;
using namespace dgex::test;
using node::History;

namespace {

const Round kFirst{1'779'339'600};
constexpr std::uint64_t kHomes = 5;
constexpr int kRounds = 6;

bool samePlaces(const std::vector<History::LogPlace>& a, const std::vector<History::LogPlace>& b)
{
    return std::ranges::equal(a, b, [](const History::LogPlace& x, const History::LogPlace& y) {
        return x.index == y.index && x.height == y.height;
    });
}

} // namespace

class TestHistory : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void treesAndLeavesAreTheLedgers();
    void everyHomeFindsItsResultsOfEveryRound();
    void theNewestSettlementCounts();
    void sheetsAndKeysAreFoundByTheirBlocks();
    void aFailingDiskIsNoticed();

private:
    /// A transaction with its place.
    struct Logged {
        ledger::Transaction transaction;
        History::LogPlace place;
    };
    void execute(std::vector<Bytes> transactions);
    void each(const std::function<void(const History&)>& look)
    {
        look(*m_onDisk);
        look(*m_inMemory);
    }

    QTemporaryDir m_folder;
    Community m_community{kHomes};
    ledger::LedgerState m_state;
    std::optional<History> m_onDisk;
    std::optional<History> m_inMemory;
    std::vector<Bytes> m_leaves;
    std::vector<Logged> m_log;
    std::map<Round, std::vector<ledger::Result>> m_rounds; ///< In the order of their closings.
    std::map<Round, std::uint64_t> m_closedAt;
};

void TestHistory::execute(std::vector<Bytes> transactions)
{
    const ports::SequencedBatch batch{m_state.height(), std::move(transactions)};
    const std::uint64_t size = m_state.logSize();
    const ledger::BlockOutcome outcome = m_community.execute(m_state, batch.transactions);
    m_onDisk->take(batch, outcome, m_state);
    m_inMemory->take(batch, outcome, m_state);
    for (std::size_t i = 0; i < batch.transactions.size(); ++i)
        m_log.push_back({ledger::decodeTransaction(batch.transactions[i]).value(), {size + i, m_state.height()}});
    m_leaves.insert(m_leaves.end(), outcome.results.begin(), outcome.results.end());
    if (const auto closed = m_state.lastClosedRound())
        m_closedAt.try_emplace(*closed, m_state.height());
}

void TestHistory::initTestCase()
{
    m_onDisk = History::open(m_folder.path().toStdString()).value();
    m_inMemory = History::open({}).value();
    execute(m_community.opening());
    execute({m_community.tariff(kFirst, 60, {Price{3000}, Price{1000}, Price{4000}, Price{500}})});
    for (int i = 0; i < kRounds; ++i) {
        const Round round = kFirst.plus(i);
        for (std::uint64_t home = 1; home <= kHomes - 1; ++home) { // The last one never trades.
            std::vector<market::Order> orders;
            for (int period = 1; period <= 3; ++period)
                orders.push_back(home % 2 == 0 ? selling(round.plus(period), 5, 1000)
                                               : buying(round.plus(period), 4, 2000));
            execute({m_community.sheet({home}, round, std::move(orders))});
        }
        // Of a round that is over: stands in the log all the same.
        execute({m_community.sheet({1}, round.plus(-1), {buying(round.plus(1), 4, 2000)})});
        execute({m_community.renewal({3}, 3), m_community.closeRound(round)});
        if (i >= 2) {
            const Period period = round.plus(-1);
            for (std::uint64_t home = 1; home < kHomes; ++home)
                execute({m_community.reading({home}, period, Energy{100})});
            execute({m_community.settle(period)});
        }
    }
    const Period corrected = kFirst.plus(2);
    execute({m_community.reading({2}, corrected, Energy{170}, ledger::ReadingKind::Final)});
    ledger::SettlePeriod order{.period = corrected, .meters = {}};
    order.meters.push_back({.home = {2}, .net = Energy{170}, .generated = {}});
    execute({m_community.settle(std::move(order))});
    QVERIFY(m_leaves.size() > 60);
    QCOMPARE(m_state.resultCount(), std::uint64_t{m_leaves.size()});
}

void TestHistory::treesAndLeavesAreTheLedgers()
{
    ledger::MerkleTree tree;
    for (const Bytes& leaf : m_leaves)
        tree.append(ledger::leafHash(leaf));
    each([&](const History& history) {
        QVERIFY(history.isGood());
        QCOMPARE(history.log().size(), m_state.logSize());
        QVERIFY(history.results().root() == m_state.resultRoot());
        for (std::uint64_t i = 0; i < m_leaves.size(); ++i) {
            QVERIFY(history.leaf(i) == m_leaves[i]);
            for (std::uint64_t size = i + 1; size <= m_leaves.size(); size += 7)
                QVERIFY(history.results().inclusionProof(i, size) == tree.inclusionProof(i, size));
        }
        for (std::uint64_t older = 1; older <= m_leaves.size(); older += 3)
            QVERIFY(history.results().consistencyProof(older, m_leaves.size()) ==
                    tree.consistencyProof(older, m_leaves.size()));
    });
}

void TestHistory::everyHomeFindsItsResultsOfEveryRound()
{
    for (int i = -1; i <= kRounds; ++i) {
        const Round round = kFirst.plus(i);
        std::vector<std::uint64_t> markets;
        std::map<std::uint64_t, std::vector<std::uint64_t>> homes;
        for (std::uint64_t at = 0; at < m_leaves.size(); ++at) {
            const auto result = ledger::decodeResult(m_leaves[at]).value();
            if (const auto* market = std::get_if<ledger::MarketResult>(&result); market && market->round == round)
                markets.push_back(at);
            if (const auto* home = std::get_if<ledger::HomeRoundResult>(&result); home && home->round == round)
                homes[home->home.number].push_back(at);
            const auto* contract = std::get_if<ledger::ContractResult>(&result);
            if (contract && contract->contract.period == round.plus(1)) {
                homes[contract->exporter.number].push_back(at);
                homes[contract->importer.number].push_back(at);
            }
        }
        QCOMPARE(markets.empty(), i < 0 || i == kRounds);
        each([&](const History& history) {
            QCOMPARE(history.markets(round), markets);
            for (std::uint64_t home = 0; home <= kHomes + 1; ++home)
                QCOMPARE(history.ofHome(round, {home}), homes[home]);
            QCOMPARE(history.closedAt(round).value_or(0), m_closedAt[round]);
            QCOMPARE(history.firstWithMarkets(round),
                     i == kRounds ? std::nullopt : std::optional{kFirst.plus(std::max(i, 0))});
        });
    }
}

void TestHistory::theNewestSettlementCounts()
{
    std::map<std::pair<Period, std::uint64_t>, std::uint64_t> newest;
    std::map<Period, std::uint64_t> totals;
    int settlements = 0;
    for (std::uint64_t at = 0; at < m_leaves.size(); ++at) {
        const auto result = ledger::decodeResult(m_leaves[at]).value();
        if (const auto* home = std::get_if<ledger::HomeSettlementResult>(&result)) {
            newest[{home->period, home->settlement.home.number}] = at;
            ++settlements;
        }
        if (const auto* total = std::get_if<ledger::PeriodSettlementResult>(&result))
            totals[total->period] = at;
    }
    QVERIFY(settlements > static_cast<int>(newest.size())); // One was corrected.
    each([&](const History& history) {
        for (int i = 0; i < kRounds + 3; ++i) {
            const Period period = kFirst.plus(i);
            const auto total = totals.find(period);
            QCOMPARE(history.periodSettlement(period),
                     total == totals.end() ? std::nullopt : std::optional{total->second});
            for (std::uint64_t home = 1; home <= kHomes; ++home) {
                const auto own = newest.find({period, home});
                QCOMPARE(history.settlement(period, {home}),
                         own == newest.end() ? std::nullopt : std::optional{own->second});
            }
        }
    });
}

void TestHistory::sheetsAndKeysAreFoundByTheirBlocks()
{
    const auto placesOf = [this](std::uint64_t home, bool sheets, std::uint64_t from, std::uint64_t to) {
        std::vector<History::LogPlace> places;
        for (const Logged& one : m_log) {
            const auto& transaction = one.transaction;
            const bool isSheet = transaction.type == ledger::TransactionType::SubmitSheet;
            std::uint64_t subject = transaction.participant.number;
            if (const auto made = ledger::decodeRegisterParticipant(transaction.payload);
                made && transaction.type == ledger::TransactionType::RegisterParticipant)
                subject = made->participant.number;
            else if (const auto renewed = ledger::decodeRenewRegistration(transaction.payload);
                     renewed && transaction.type == ledger::TransactionType::RenewRegistration)
                subject = renewed->participant.number;
            else if (!isSheet)
                continue;
            if (isSheet == sheets && subject == home && one.place.height > from && one.place.height <= to)
                places.push_back(one.place);
        }
        return places;
    };
    each([&](const History& history) {
        for (std::uint64_t home = 1; home <= kHomes; ++home) {
            for (std::uint64_t from = 0; from <= m_state.height(); ++from)
                for (std::uint64_t to = from; to <= m_state.height(); to += 3)
                    QVERIFY(samePlaces(history.sheets({home}, from, to), placesOf(home, true, from, to)));
            QVERIFY(samePlaces(history.identities({home}), placesOf(home, false, 0, m_state.height())));
        }
        QCOMPARE(history.identities({3}).size(), std::size_t{1 + kRounds});
        for (int first = 0; first < kRounds; ++first)
            for (int last = first; last < kRounds; ++last) {
                const auto [from, to] = history.heightsOf(kFirst.plus(first), kFirst.plus(last));
                QCOMPARE(to, m_closedAt[kFirst.plus(last)]);
                QCOMPARE(from, first == 0 ? 0 : m_closedAt[kFirst.plus(first - 1)] - 1);
            }
    });
}

void TestHistory::aFailingDiskIsNoticed()
{
    QVERIFY(!History::open(m_folder.filePath(QStringLiteral("nowhere")).toStdString()));
    // A limit on the size of files stands for a full disk.
    auto shelf = storage::Shelf::open(m_folder.path().toStdString()).value();
    std::signal(SIGXFSZ, SIG_IGN);
    rlimit before{};
    getrlimit(RLIMIT_FSIZE, &before);
    const rlimit small{4096, before.rlim_max};
    setrlimit(RLIMIT_FSIZE, &small);
    shelf->append(Bytes(4000, 1));
    const bool goodBefore = shelf->isGood();
    shelf->append(Bytes(4000, 2));
    const bool goodAfter = shelf->isGood();
    setrlimit(RLIMIT_FSIZE, &before);
    QVERIFY(goodBefore && !goodAfter);
}

QTEST_GUILESS_MAIN(TestHistory)
#include "tst_history.moc"
