// SPDX-License-Identifier: GPL-3.0-or-later
// Goal: money sums to zero in every history, and every node gets the same results, whatever the keys and in whatever
// order the homes' transactions arrive within a round. Method: random histories with printed seeds, played again, with
// other keys, and in another order.
#include "tests/support/ledger_community.h"
#include "tests/support/random_stream.h"

#include <QTest>

using namespace dgex;
using namespace dgex::ledger;
using namespace dgex::test;

namespace {

const Round kNoon{1'800'014'400};
constexpr settlement::Tariff kTariff{
    .retail = Price{3000}, .feedIn = Price{800}, .imbalanceShort = Price{4000}, .imbalanceLong = Price{400}};

} // namespace

class TestLedgerHistories : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void moneySumsToZeroOverRandomHistories_data();
    void moneySumsToZeroOverRandomHistories();
    void resultsDependNeitherOnKeysNorOnOrder_data();
    void resultsDependNeitherOnKeysNorOnOrder();
};

namespace {

/// A reproducible life of a community: every block's transactions, decided by the seed only.
class History {
public:
    History(std::uint64_t seed, std::uint64_t keySalt)
        : community(5, Community::hashKeys(keySalt))
        , m_random(seed)
    {
        community.terms.rules.auction.networkFee = Price{m_random.between(0, 300)};
        community.terms.rules.auction.pricing = static_cast<market::PricingRule>(seed % 3);
    }

    /// Transactions of one round with the closing one last; those of different homes commute.
    std::vector<Bytes> round(const LedgerState& state, Round round)
    {
        std::vector<Bytes> transactions;
        for (std::uint64_t home = 1; home <= community.homes(); ++home) {
            if (m_random.between(0, 9) > 0)
                transactions.push_back(community.sheet({home}, round, orders({home}, state, round)));
            for (const Period period : state.unsettledPeriods())
                speak({home}, state, period, transactions);
        }
        return transactions;
    }
    /// What the operator does after a round: settles what is over.
    std::vector<Bytes> settlements(const LedgerState& state)
    {
        std::vector<Bytes> transactions;
        for (const Period period : state.unsettledPeriods()) {
            if (*state.lastClosedRound() <= period || m_random.between(0, 2) == 0)
                continue;
            transactions.push_back(community.settle(period));
        }
        return transactions;
    }

    Community community;

private:
    std::vector<market::Order> orders(ParticipantId home, const LedgerState& state, Round round)
    {
        std::vector<market::Order> orders;
        for (int i = 1; i <= 4; ++i) {
            const Period period = round.plus(i);
            const std::int64_t room = 50 - state.position(home, period).abs().count();
            const std::int64_t lots = m_random.between(1, 12);
            if (lots > room)
                continue;
            const std::int64_t price = m_random.between(-500, 3000);
            orders.push_back(m_random.between(0, 1) == 0 ? buying(period, lots, price) : selling(period, lots, price));
        }
        return orders;
    }
    void speak(ParticipantId home, const LedgerState& state, Period period, std::vector<Bytes>& transactions)
    {
        const auto contracts = state.contracts(period);
        for (std::uint32_t number = 0; number < contracts.size(); ++number) {
            const Contract& contract = contracts[number];
            if (contract.exporter != home && contract.importer != home)
                continue;
            const ContractId id{.period = period, .number = number};
            const bool started = *state.lastClosedRound() >= period;
            if (!started && m_random.between(0, 5) > 0)
                transactions.push_back(community.confirm(home, id));
            if (started && m_random.between(0, 5) > 0)
                transactions.push_back(community.report(
                    home, id, energyOf(contract.quantity) + Energy{m_random.between(-40, 40)},
                    m_random.between(0, 8) == 0 ? DeliveryStatus::OwnFault : DeliveryStatus::Complete));
        }
        if (*state.lastClosedRound() >= period && m_random.between(0, 5) > 0)
            transactions.push_back(community.reading(home, period, Energy{m_random.between(-4000, 4000)}));
    }

    RandomStream m_random;
};

struct Played {
    std::vector<Hash256> resultRoots;
    Hash256 logRoot{};
    std::uint64_t settled = 0;
    std::uint64_t traded = 0;
    std::uint64_t refused = 0;
    bool balanced = true;
};

/// Plays 12 rounds. With turn > 0 the homes' transactions of a round are delivered in another order, every home's own
/// ones in theirs.
Played play(std::uint64_t seed, std::uint64_t keySalt, std::uint64_t turn)
{
    History history(seed, keySalt);
    Community& community = history.community;
    LedgerState state;
    Played played;
    const auto run = [&](const std::vector<Bytes>& transactions) {
        const BlockOutcome outcome = community.execute(state, transactions);
        played.refused += static_cast<std::uint64_t>(
            std::ranges::count_if(outcome.transactions, [](const TransactionOutcome& t) { return !t.accepted(); }));
        for (const Bytes& leaf : outcome.results)
            played.settled += std::holds_alternative<PeriodSettlementResult>(decodeResult(leaf).value()) ? 1U : 0U;
        for (const MarketResult& market : state.lastResults())
            played.traded += static_cast<std::uint64_t>(market.volume.count());
        played.balanced = played.balanced && state.accountSum() == 0;
        played.resultRoots.push_back(outcome.header.resultRoot);
        played.logRoot = outcome.header.logRoot;
    };
    run(community.opening());
    run({community.tariff(kNoon.plus(1), 100, kTariff)});
    for (int i = 0; i < 12; ++i) {
        const Round round = kNoon.plus(i);
        std::vector<Bytes> transactions = history.round(state, round);
        if (turn > 0)
            std::ranges::stable_sort(transactions, {}, [turn](const Bytes& bytes) {
                return (decodeTransaction(bytes)->participant.number + turn) % 5;
            });
        transactions.push_back(community.closeRound(round));
        run(transactions);
        run(history.settlements(state));
    }
    return played;
}

} // namespace

void TestLedgerHistories::moneySumsToZeroOverRandomHistories_data()
{
    QTest::addColumn<quint64>("seed");
    for (quint64 seed = 1; seed <= 12; ++seed)
        QTest::addRow("seed %llu", static_cast<unsigned long long>(seed)) << seed;
}

void TestLedgerHistories::moneySumsToZeroOverRandomHistories()
{
    QFETCH(quint64, seed);
    const Played played = play(seed, 0, 0);
    QVERIFY(played.balanced);
    QVERIFY(played.settled >= 3);
    QVERIFY(played.traded > 0);
    const Played again = play(seed, 0, 0);
    QVERIFY(again.resultRoots == played.resultRoots);
    QCOMPARE(again.logRoot, played.logRoot);
}

void TestLedgerHistories::resultsDependNeitherOnKeysNorOnOrder_data()
{
    moneySumsToZeroOverRandomHistories_data();
}

void TestLedgerHistories::resultsDependNeitherOnKeysNorOnOrder()
{
    QFETCH(quint64, seed);
    const Played first = play(seed, 0, 0);
    const Played otherKeys = play(seed, 7, 0);
    QVERIFY(otherKeys.resultRoots == first.resultRoots);
    QVERIFY(otherKeys.logRoot != first.logRoot);
    const Played otherOrder = play(seed, 0, 2);
    QVERIFY(otherOrder.resultRoots == first.resultRoots);
    QVERIFY(otherOrder.logRoot != first.logRoot);
    QVERIFY(play(seed + 100, 0, 0).resultRoots != first.resultRoots);
}

QTEST_GUILESS_MAIN(TestLedgerHistories)
#include "tst_ledger_histories.moc"
