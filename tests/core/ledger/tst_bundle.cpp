// SPDX-License-Identifier: GPL-3.0-or-later
// Goal: a proof bundle shows a stranger with pinned keys what a home signed and what was decided, and nothing in it can
// be changed. Method: a ledger of four authorities with two rounds about one period; every part taken away, exchanged,
// and every byte changed.
#include "core/ledger/bundle.h"
#include "tests/support/recorded_ledger.h"

#include <QTest>

using namespace dgex;
using namespace dgex::ledger;
using namespace dgex::test;

namespace {

const Round kNoon{1'800'014'400};
const Period kPeriod = kNoon.plus(2);
constexpr ParticipantId kHome{1};

} // namespace

class TestBundle : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void provesSheetAndResultOffline();
    void everyChangedByteIsRefused();
    void refusesWhatDoesNotBelong_data();
    void refusesWhatDoesNotBelong();
    void aRefusedSheetIsProvenToo();

private:
    [[nodiscard]] std::optional<BundleError> errorOf(const ProofBundle& bundle) const;

    std::unique_ptr<RecordedLedger> m_ledger;
    ProofBundle m_bundle;
};

void TestBundle::initTestCase()
{
    m_ledger = std::make_unique<RecordedLedger>(2);
    Community& community = m_ledger->community;
    m_ledger->run(community.opening());
    const std::uint64_t first = m_ledger->log.size();
    m_ledger->run({community.sheet(kHome, kNoon, {selling(kPeriod, 5, 1000), selling(kPeriod, 2, 1000)}),
                   community.sheet({2}, kNoon, {buying(kPeriod, 4, 1100)}), community.closeRound(kNoon)});
    m_ledger->run({community.sheet(kHome, kNoon.plus(1), {selling(kPeriod, 3, 900)}),
                   community.sheet({2}, kNoon.plus(1), {buying(kPeriod, 1, 1100)}),
                   community.closeRound(kNoon.plus(1))});
    m_ledger->run({Bytes{1, 2, 3}});

    m_bundle.home = kHome;
    m_bundle.period = kPeriod;
    m_bundle.checkpoint = m_ledger->checkpoint();
    m_bundle.identities = {m_ledger->logged(1)};
    m_bundle.sheets = {m_ledger->logged(first), m_ledger->logged(first + 3)};
    for (std::uint64_t i = 0; i < m_ledger->results.size(); ++i) {
        const Result result = decodeResult(m_ledger->results.leaf(i)).value();
        const auto* const home = std::get_if<HomeRoundResult>(&result);
        if (home == nullptr || home->home == kHome)
            m_bundle.results.push_back(m_ledger->decided(i));
    }
}

std::optional<BundleError> TestBundle::errorOf(const ProofBundle& bundle) const
{
    const auto checked = checkBundle(bundle, m_ledger->anchor(), HashSigner::check);
    return checked ? std::nullopt : std::optional(checked.error());
}

void TestBundle::provesSheetAndResultOffline()
{
    const auto read = decodeProofBundle(encode(m_bundle));
    QVERIFY(read == m_bundle);
    const auto checked = checkBundle(*read, m_ledger->anchor(), HashSigner::check);
    QVERIFY2(checked.has_value(), std::string(checked ? "" : describe(checked.error())).c_str());
    QCOMPARE(checked->sheets.size(), 2U);
    QCOMPARE(checked->keys.size(), 1U);
    QCOMPARE(checked->sheets[1].sheet.round, kNoon.plus(1));
    // Per round a market and the home's answer, then the contract.
    QCOMPARE(checked->results.size(), 5U);
    QVERIFY(std::holds_alternative<ContractResult>(checked->results.back()));
    QCOMPARE(std::get<ContractResult>(checked->results.back()).quantity, Lots{5});
}

void TestBundle::everyChangedByteIsRefused()
{
    const Bytes bytes = encode(m_bundle);
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        Bytes changed = bytes;
        changed[i] ^= static_cast<std::uint8_t>(1U << (i % 8));
        const auto read = decodeProofBundle(changed);
        QVERIFY2(!read || errorOf(*read), std::to_string(i).c_str());
        QVERIFY(!decodeProofBundle(ByteView(bytes).first(i)));
    }
}

void TestBundle::refusesWhatDoesNotBelong_data()
{
    using Change = std::function<void(ProofBundle&)>;
    QTest::addColumn<Change>("change");
    QTest::addColumn<BundleError>("error");
    const auto row = [](const char* name, BundleError error, Change change) {
        QTest::newRow(name) << std::move(change) << error;
    };
    row("too few co-signatures", BundleError::NotFinal, [](ProofBundle& b) { b.checkpoint.signatures.pop_back(); });
    row("a sheet at another place", BundleError::NotInLog, [](ProofBundle& b) { b.sheets[0].index += 1; });
    row("a result at another place", BundleError::NotInResults, [](ProofBundle& b) { b.results[0].index += 1; });
    row("a sheet as identity", BundleError::NotCanonical, [](ProofBundle& b) { b.identities[0] = b.sheets[0]; });
    row("an identity as sheet", BundleError::WrongHome, [](ProofBundle& b) { b.sheets[0] = b.identities[0]; });
    row("no identity", BundleError::BadSignature, [](ProofBundle& b) { b.identities.clear(); });
    row("another home", BundleError::WrongHome, [](ProofBundle& b) { b.home = {2}; });
    row("another period", BundleError::WrongPeriod, [](ProofBundle& b) { b.period = b.period.plus(1); });
    row("a result without its sheet", BundleError::WrongPeriod, [](ProofBundle& b) { b.sheets.pop_back(); });
    row("no results", BundleError::ResultMissing, [](ProofBundle& b) { b.results.clear(); });
}

void TestBundle::refusesWhatDoesNotBelong()
{
    QFETCH(std::function<void(ProofBundle&)>, change);
    QFETCH(BundleError, error);
    ProofBundle bundle = m_bundle;
    change(bundle);
    QCOMPARE(errorOf(bundle), error);
}

void TestBundle::aRefusedSheetIsProvenToo()
{
    RecordedLedger ledger(1);
    ledger.run(ledger.community.opening());
    ledger.run(
        {ledger.community.sheet(kHome, kNoon, {selling(kPeriod, 5000, 1000)}), ledger.community.closeRound(kNoon)});
    ProofBundle bundle;
    bundle.home = kHome;
    bundle.period = kPeriod;
    bundle.checkpoint = ledger.checkpoint();
    bundle.identities = {ledger.logged(1)};
    bundle.sheets = {ledger.logged(4)};
    bundle.results = {ledger.decided(0)};
    const auto checked = checkBundle(bundle, ledger.anchor(), HashSigner::check);
    QVERIFY2(checked.has_value(), std::string(checked ? "" : describe(checked.error())).c_str());
    QCOMPARE(std::get<HomeRoundResult>(checked->results[0]).refusal->error, TransactionError::OverCapacity);
}

QTEST_GUILESS_MAIN(TestBundle)
#include "tst_bundle.moc"
