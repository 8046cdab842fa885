// SPDX-License-Identifier: GPL-3.0-or-later
// Goal: a home gets from a running authority what convinces anyone offline: its bundle of a period, the consistency of
// two checkpoints, and evidence against whoever broke a receipt's promise. Method: an embedded authority with two homes
// that trade in three rounds; what it answers is checked with the pinned keys alone. Hashes stand for signatures.
#include "core/node/authority.h"
#include "tests/support/ledger_community.h"

#include <QTemporaryDir>
#include <QtTest>

using namespace dgex;
using namespace dgex::test;

namespace {

const Round kFirst{1'779'339'600};
const Period kPeriod = kFirst.plus(3);

} // namespace

class TestAuthorityProofs : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void aBundleProvesAHomesTradingOfAPeriod();
    void nothingIsProvenOfWhatWasNotTraded();
    void checkpointsAreShownToBeOfOneLog();
    void aBrokenPromiseBecomesEvidence();
    void aKeptPromiseAndAForgedReceiptDoNot();

private:
    [[nodiscard]] Bytes proofOf(const api::Request& request)
    {
        const api::Answer answer = m_node->serve(request);
        const auto* const proof = std::get_if<api::ProofAnswer>(&answer);
        return proof == nullptr ? Bytes{} : proof->proof;
    }
    [[nodiscard]] api::ApiError errorOf(const api::Request& request)
    {
        const api::Answer answer = m_node->serve(request);
        const auto* const error = std::get_if<api::ApiError>(&answer);
        return error == nullptr ? api::ApiError{} : *error;
    }
    void commit(std::vector<Bytes> transactions)
    {
        for (Bytes& transaction : transactions)
            m_node->enqueue(std::move(transaction));
        QVERIFY(m_node->commit().has_value());
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<Community> m_community;
    std::shared_ptr<crypto::Signer> m_key;
    std::unique_ptr<node::Authority> m_node;
    std::vector<Bytes> m_sheets; ///< Of home 1, by round.
};

void TestAuthorityProofs::init()
{
    m_node.reset();
    m_folder = std::make_unique<QTemporaryDir>();
    m_community = std::make_unique<Community>(3);
    m_key = m_community->authority();
    m_sheets.clear();
    auto file = storage::LedgerFile::open(m_folder->filePath(QStringLiteral("node.ledger")).toStdString());
    auto parts = node::Authority::embedded(file.value(), *m_key, m_community->market());
    parts.check = HashSigner::check;
    m_node = node::Authority::open(std::move(parts)).value();
    commit(m_community->opening());
    commit({m_community->tariff(kFirst, 20, {Price{3000}, Price{1000}, Price{4000}, Price{500}})});
    for (int round = 0; round < 3; ++round) {
        const Round now = kFirst.plus(round);
        m_sheets.push_back(m_community->sheet({1}, now, {selling(kPeriod, 5, 1000)}));
        // Home 3 trades another period.
        commit({m_sheets.back(), m_community->sheet({2}, now, {buying(kPeriod, 5, 2000)}),
                m_community->sheet({3}, now, {buying(kPeriod.plus(1), 5, 2000)})});
        commit({m_community->closeRound(now)});
    }
    for (int round = 3; round < 5; ++round)
        commit({m_community->closeRound(kFirst.plus(round))});
    commit({m_community->settle(kPeriod)});
}

void TestAuthorityProofs::aBundleProvesAHomesTradingOfAPeriod()
{
    const auto bundle = ledger::decodeProofBundle(proofOf(api::BundleRequest{kPeriod, {1}}));
    QVERIFY(bundle.has_value());
    const auto checked = checkBundle(*bundle, m_community->anchor(), HashSigner::check);
    QVERIFY2(checked.has_value(), checked ? "" : describe(checked.error()).data());
    QCOMPARE(checked->sheets.size(), 3U);
    std::size_t contracts = 0;
    std::size_t settlements = 0;
    for (const ledger::Result& result : checked->results) {
        contracts += std::holds_alternative<ledger::ContractResult>(result) ? 1U : 0U;
        settlements += std::holds_alternative<ledger::HomeSettlementResult>(result) ? 1U : 0U;
    }
    QCOMPARE(contracts, 1U);
    QCOMPARE(settlements, 1U);
}

void TestAuthorityProofs::nothingIsProvenOfWhatWasNotTraded()
{
    QCOMPARE(errorOf(api::BundleRequest{kPeriod.plus(200), {1}}), api::ApiError::NotThere);
    QCOMPARE(errorOf(api::BundleRequest{kPeriod, {77}}), api::ApiError::NotThere);
    // Home 3 had sheets in the rounds, but none for this period.
    const auto bundle = ledger::decodeProofBundle(proofOf(api::BundleRequest{kPeriod, {3}}));
    QVERIFY(!bundle || bundle->sheets.empty());
}

void TestAuthorityProofs::checkpointsAreShownToBeOfOneLog()
{
    const std::uint64_t height = m_node->finalHeight();
    const auto proof = ledger::decodeConsistencyProof(proofOf(api::ConsistencyRequest{2, height}));
    QVERIFY(proof.has_value());
    QVERIFY(verify(*proof, m_community->anchor(), HashSigner::check).has_value());
    QCOMPARE(proof->older.height, 2U);
    QCOMPARE(proof->newer.height, height);
    QCOMPARE(errorOf(api::ConsistencyRequest{0, 2}), api::ApiError::NotThere);
    QCOMPARE(errorOf(api::ConsistencyRequest{3, 2}), api::ApiError::NotThere);
    QCOMPARE(errorOf(api::ConsistencyRequest{2, height + 1}), api::ApiError::NotThere);
}

void TestAuthorityProofs::aBrokenPromiseBecomesEvidence()
{
    // The authority promises a sheet of round 1 that never comes into the log.
    const Bytes withheld = m_community->sheet({1}, kFirst.plus(1), {selling(kPeriod, 7, 900)});
    const auto receipt = giveReceipt(*ledger::decodeTransaction(withheld), kFirst.plus(1), 8, *m_key).value();
    const auto evidence = ledger::decodeEvidence(proofOf(api::PromiseRequest{receipt}));
    QVERIFY(evidence.has_value());
    const auto culprit = checkEvidence(*evidence, m_community->anchor(), HashSigner::check);
    QVERIFY2(culprit.has_value(), culprit ? "" : describe(culprit.error()).data());
    QCOMPARE(*culprit, ledger::keyIdOf(m_key->publicKey()));
    // Of a round that is still open nothing can be said.
    const auto open = giveReceipt(*ledger::decodeTransaction(withheld), kFirst.plus(9), 8, *m_key).value();
    QCOMPARE(errorOf(api::PromiseRequest{open}), api::ApiError::NotThere);
}

void TestAuthorityProofs::aKeptPromiseAndAForgedReceiptDoNot()
{
    const auto kept = giveReceipt(*ledger::decodeTransaction(m_sheets[1]), kFirst.plus(1), 0, *m_key).value();
    QCOMPARE(errorOf(api::PromiseRequest{kept}), api::ApiError::NotThere);
    const HashSigner stranger{4711};
    const auto forged = giveReceipt(*ledger::decodeTransaction(m_sheets[1]), kFirst.plus(1), 0, stranger).value();
    QCOMPARE(errorOf(api::PromiseRequest{forged}), api::ApiError::BadRequest);
}

QTEST_GUILESS_MAIN(TestAuthorityProofs)
#include "tst_authority_proofs.moc"
