// SPDX-License-Identifier: GPL-3.0-or-later
// Goal: an authority that lies is proven guilty by its own signatures, and an honest one cannot be accused. Method: a
// ledger of four authorities; each kind of lie told, the honest cases beside it, and every byte of good evidence
// changed.
#include "core/ledger/evidence.h"
#include "tests/support/recorded_ledger.h"

#include <QTest>

using namespace dgex;
using namespace dgex::ledger;
using namespace dgex::test;

namespace {

const Round kNoon{1'800'014'400};

std::vector<Bytes> roundOf(Community& community, Round round)
{
    return {community.sheet({1}, round, {selling(round.plus(1), 5, 1000)}),
            community.sheet({2}, round, {buying(round.plus(1), 5, 1000)}), community.closeRound(round)};
}

RecordedLedger tradedLedger()
{
    RecordedLedger ledger(3);
    ledger.run(ledger.community.opening());
    ledger.run(roundOf(ledger.community, kNoon));
    return ledger;
}

std::optional<EvidenceError> errorOf(const Evidence& evidence, const TrustAnchor& anchor)
{
    const auto verdict = checkEvidence(evidence, anchor, HashSigner::check);
    return verdict ? std::nullopt : std::optional(verdict.error());
}

} // namespace

class TestEvidence : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void twoRootsAtOneHeightProveEquivocation();
    void honestCheckpointsProveNothing();
    void twoRootsOfOneLogSizeProveEquivocation();
    void aLaterBlockWithASmallerLogProvesEquivocation();
    void aForkOfTheLogProvesEquivocation();
    void aForkOfTheResultsProvesEquivocation();
    void nobodyIsAccusedBySomebodyElsesSignature();
    void aReceiptHoldsForExactlyItsSheet();
    void aSheetLeftOutProvesTheBrokenPromise();
    void aKeptPromiseProvesNothing();
    void anOpenRoundProvesNothing();
    void aLeafLeftOutIsNoticed();
    void everyChangedByteIsRefused();
    void aNewerCheckpointIsProvenToContinueAnOlderOne();
    void signaturesAreTakenOverOnceAndOnlyIfTheyHold();
    void everyChangedByteOfACheckpointIsRefused();

private:
    static Transaction sheetOf(RecordedLedger& ledger, Round round);
    static Receipt receiptFor(const RecordedLedger& ledger, const Transaction& sheet, Round round);
    static BrokenPromise leftOut(RecordedLedger& ledger);
};

void TestEvidence::twoRootsAtOneHeightProveEquivocation()
{
    const RecordedLedger ledger = tradedLedger();
    const Checkpoint good = ledger.checkpoint();
    Checkpoint bad = good;
    bad.resultRoot[5] ^= 1;
    bad = ledger.signedBy(bad, {1});
    const auto evidence = equivocationOf(good, bad, 1, ledger.authorities[1]->publicKey());
    QVERIFY(evidence.has_value());
    const auto read = decodeEvidence(encode(Evidence(*evidence)));
    QVERIFY(read == Evidence(*evidence));
    QCOMPARE(checkEvidence(*read, ledger.anchor(), HashSigner::check).value(),
             keyIdOf(ledger.authorities[1]->publicKey()));
    // Authority 0 signed only one of the two.
    QVERIFY(!equivocationOf(good, bad, 0, ledger.authorities[0]->publicKey()));
}

void TestEvidence::honestCheckpointsProveNothing()
{
    RecordedLedger ledger = tradedLedger();
    std::vector<Checkpoint> checkpoints{ledger.checkpoint()};
    ledger.run({});
    checkpoints.push_back(ledger.checkpoint());
    ledger.run({Bytes{1, 2, 3}});
    checkpoints.push_back(ledger.checkpoint());
    ledger.run(roundOf(ledger.community, kNoon.plus(1)));
    checkpoints.push_back(ledger.checkpoint());
    const crypto::PublicKey& key = ledger.authorities[0]->publicKey();
    for (std::size_t i = 0; i < checkpoints.size(); ++i)
        for (std::size_t j = i; j < checkpoints.size(); ++j) {
            QVERIFY(!equivocationOf(checkpoints[i], checkpoints[j], 0, key));
            QVERIFY(!equivocationOf(checkpoints[j], checkpoints[i], 0, key));
            QVERIFY(!equivocationOf(checkpoints[i], checkpoints[j], 0, key, ledger.log, ledger.results.tree()));
            Equivocation made{.kind = Equivocation::Kind::Statement,
                              .authority = keyIdOf(key),
                              .first = ledger.signedBy(checkpoints[i], {0}),
                              .second = ledger.signedBy(checkpoints[j], {0}),
                              .provenRoot = {},
                              .path = {}};
            QCOMPARE(errorOf(made, ledger.anchor()), EvidenceError::NoContradiction);
        }
    // True consistency proofs do not accuse either.
    Equivocation made{.kind = Equivocation::Kind::LogTree,
                      .authority = keyIdOf(key),
                      .first = ledger.signedBy(checkpoints[0], {0}),
                      .second = ledger.signedBy(checkpoints[3], {0}),
                      .provenRoot = checkpoints[0].logRoot,
                      .path = ledger.log.consistencyProof(checkpoints[0].logSize, checkpoints[3].logSize)};
    QCOMPARE(errorOf(made, ledger.anchor()), EvidenceError::NoContradiction);
    made.provenRoot[0] ^= 1;
    QCOMPARE(errorOf(made, ledger.anchor()), EvidenceError::NotProven);
}

void TestEvidence::twoRootsOfOneLogSizeProveEquivocation()
{
    const RecordedLedger ledger = tradedLedger();
    Checkpoint bad = ledger.checkpoint();
    bad.height += 1;
    bad.logRoot[0] ^= 1;
    const auto evidence =
        equivocationOf(ledger.checkpoint(), ledger.signedBy(bad, {2}), 2, ledger.authorities[2]->publicKey());
    QVERIFY(evidence.has_value());
    QCOMPARE(errorOf(*evidence, ledger.anchor()), std::nullopt);
}

void TestEvidence::aLaterBlockWithASmallerLogProvesEquivocation()
{
    const RecordedLedger ledger = tradedLedger();
    Checkpoint bad = ledger.checkpoint();
    bad.height += 1;
    bad.logSize -= 1;
    const auto evidence =
        equivocationOf(ledger.signedBy(bad, {2}), ledger.checkpoint(), 2, ledger.authorities[2]->publicKey());
    QVERIFY(evidence.has_value());
    QCOMPARE(errorOf(*evidence, ledger.anchor()), std::nullopt);
}

void TestEvidence::aForkOfTheLogProvesEquivocation()
{
    RecordedLedger ledger = tradedLedger();
    Checkpoint fork = ledger.checkpoint();
    fork.logRoot[31] ^= 1;
    fork = ledger.signedBy(fork, {3});
    ledger.run(roundOf(ledger.community, kNoon.plus(1)));
    const Checkpoint newer = ledger.checkpoint({3});
    const crypto::PublicKey& key = ledger.authorities[3]->publicKey();
    QVERIFY(!equivocationOf(fork, newer, 3, key));
    const auto evidence = equivocationOf(fork, newer, 3, key, ledger.log, ledger.results.tree());
    QVERIFY(evidence.has_value() && evidence->kind == Equivocation::Kind::LogTree);
    QCOMPARE(errorOf(decodeEvidence(encode(Evidence(*evidence))).value(), ledger.anchor()), std::nullopt);
}

void TestEvidence::aForkOfTheResultsProvesEquivocation()
{
    RecordedLedger ledger = tradedLedger();
    Checkpoint fork = ledger.checkpoint();
    fork.resultRoot[31] ^= 1;
    fork = ledger.signedBy(fork, {3});
    ledger.run(roundOf(ledger.community, kNoon.plus(1)));
    const crypto::PublicKey& key = ledger.authorities[3]->publicKey();
    const auto evidence = equivocationOf(fork, ledger.checkpoint({3}), 3, key, ledger.log, ledger.results.tree());
    QVERIFY(evidence.has_value() && evidence->kind == Equivocation::Kind::ResultTree);
    QCOMPARE(errorOf(*evidence, ledger.anchor()), std::nullopt);
}

void TestEvidence::nobodyIsAccusedBySomebodyElsesSignature()
{
    const RecordedLedger ledger = tradedLedger();
    Checkpoint bad = ledger.checkpoint();
    bad.logRoot[0] ^= 1;
    Equivocation evidence =
        equivocationOf(ledger.checkpoint(), ledger.signedBy(bad, {1}), 1, ledger.authorities[1]->publicKey()).value();
    evidence.authority = keyIdOf(ledger.authorities[0]->publicKey());
    QCOMPARE(errorOf(evidence, ledger.anchor()), EvidenceError::NotSigned);
    evidence.authority = keyIdOf(HashSigner(1).publicKey());
    QCOMPARE(errorOf(evidence, ledger.anchor()), EvidenceError::UnknownAuthority);
    evidence.authority = keyIdOf(ledger.authorities[1]->publicKey());
    TrustAnchor elsewhere = ledger.anchor();
    elsewhere.market.bytes[0] ^= 1;
    QCOMPARE(errorOf(evidence, elsewhere), EvidenceError::UnknownAuthority);
}

Transaction TestEvidence::sheetOf(RecordedLedger& ledger, Round round)
{
    return decodeTransaction(ledger.community.sheet({3}, round, {selling(round.plus(1), 2, 900)})).value();
}

Receipt TestEvidence::receiptFor(const RecordedLedger& ledger, const Transaction& sheet, Round round)
{
    return giveReceipt(sheet, round, ledger.state.roundStart(), *ledger.authorities[0]).value();
}

void TestEvidence::aReceiptHoldsForExactlyItsSheet()
{
    RecordedLedger ledger = tradedLedger();
    const Round round = kNoon.plus(1);
    const Transaction sheet = sheetOf(ledger, round);
    const Receipt receipt = decodeReceipt(encode(receiptFor(ledger, sheet, round))).value();
    QVERIFY(verify(receipt, ledger.anchor(), HashSigner::check));
    QVERIFY(isAbout(receipt, sheet));
    QCOMPARE(receipt.logFrom, ledger.log.size());
    QVERIFY(!isAbout(receipt, sheetOf(ledger, round)));
    QVERIFY(!isAbout(receiptFor(ledger, sheet, round.plus(1)), sheet));
    const Bytes bytes = encode(receipt);
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        Bytes changed = bytes;
        changed[i] ^= 0x10;
        const auto read = decodeReceipt(changed);
        QVERIFY2(!read || !verify(*read, ledger.anchor(), HashSigner::check), std::to_string(i).c_str());
    }
}

/// Home 3 holds a receipt of the second round; the round is closed without its sheet.
BrokenPromise TestEvidence::leftOut(RecordedLedger& ledger)
{
    const Round round = kNoon.plus(1);
    const Receipt receipt = receiptFor(ledger, sheetOf(ledger, round), round);
    ledger.run(roundOf(ledger.community, round));
    const std::uint64_t shown = ledger.findResult([&](const Result& r) {
        const auto* const market = std::get_if<MarketResult>(&r);
        return market != nullptr && market->round == round;
    });
    return brokenPromise(receipt, ledger.log, ledger.results.prove(shown, ledger.checkpoint()));
}

void TestEvidence::aSheetLeftOutProvesTheBrokenPromise()
{
    RecordedLedger ledger = tradedLedger();
    const BrokenPromise evidence = leftOut(ledger);
    QCOMPARE(evidence.leaves.size(), 3U);
    const auto read = decodeEvidence(encode(Evidence(evidence)));
    QVERIFY(read == Evidence(evidence));
    QCOMPARE(checkEvidence(*read, ledger.anchor(), HashSigner::check).value(),
             keyIdOf(ledger.authorities[0]->publicKey()));
    // Without enough co-signatures nothing is proven.
    BrokenPromise weak = evidence;
    weak.closed.checkpoint = ledger.checkpoint({0, 1});
    QCOMPARE(errorOf(weak, ledger.anchor()), EvidenceError::NotFinal);
    // A receipt that another made up.
    BrokenPromise forged = evidence;
    forged.receipt.round = kNoon;
    QCOMPARE(errorOf(forged, ledger.anchor()), EvidenceError::NotSigned);
}

void TestEvidence::aKeptPromiseProvesNothing()
{
    RecordedLedger ledger = tradedLedger();
    const Round round = kNoon.plus(1);
    const Transaction sheet = sheetOf(ledger, round);
    const Receipt receipt = receiptFor(ledger, sheet, round);
    ledger.run({encode(sheet)});
    ledger.run(roundOf(ledger.community, round));
    const BrokenPromise evidence =
        brokenPromise(receipt, ledger.log, ledger.results.prove(ledger.results.size() - 1, ledger.checkpoint()));
    const std::uint64_t home = ledger.findResult([&](const Result& r) {
        const auto* const own = std::get_if<HomeRoundResult>(&r);
        return own != nullptr && own->home == ParticipantId{3};
    });
    BrokenPromise kept = evidence;
    kept.closed = ledger.results.prove(home, ledger.checkpoint());
    QCOMPARE(errorOf(kept, ledger.anchor()), EvidenceError::PromiseKept);
}

void TestEvidence::anOpenRoundProvesNothing()
{
    RecordedLedger ledger = tradedLedger();
    const Round round = kNoon.plus(1);
    const Receipt receipt = receiptFor(ledger, sheetOf(ledger, round), round);
    ledger.run({Bytes{1}});
    const BrokenPromise evidence = brokenPromise(receipt, ledger.log, ledger.results.prove(0, ledger.checkpoint()));
    QCOMPARE(errorOf(evidence, ledger.anchor()), EvidenceError::NotClosed);
}

void TestEvidence::aLeafLeftOutIsNoticed()
{
    RecordedLedger ledger = tradedLedger();
    const BrokenPromise evidence = leftOut(ledger);
    BrokenPromise cut = evidence;
    cut.leaves.erase(cut.leaves.begin() + 1);
    QCOMPARE(errorOf(cut, ledger.anchor()), EvidenceError::NotProven);
    BrokenPromise exchanged = evidence;
    std::swap(exchanged.leaves[0], exchanged.leaves[1]);
    QCOMPARE(errorOf(exchanged, ledger.anchor()), EvidenceError::NotProven);
    BrokenPromise edge = evidence;
    edge.edge.pop_back();
    QCOMPARE(errorOf(edge, ledger.anchor()), EvidenceError::NotProven);
}

void TestEvidence::everyChangedByteIsRefused()
{
    RecordedLedger ledger = tradedLedger();
    Checkpoint bad = ledger.checkpoint();
    bad.logRoot[0] ^= 1;
    const Equivocation equivocation =
        equivocationOf(ledger.checkpoint(), ledger.signedBy(bad, {1}), 1, ledger.authorities[1]->publicKey()).value();
    for (const Evidence& evidence : {Evidence(equivocation), Evidence(leftOut(ledger))}) {
        const Bytes bytes = encode(evidence);
        for (std::size_t i = 0; i < bytes.size(); ++i) {
            Bytes changed = bytes;
            changed[i] ^= static_cast<std::uint8_t>(1U << (i % 8));
            const auto read = decodeEvidence(changed);
            QVERIFY2(!read || errorOf(*read, ledger.anchor()), std::to_string(i).c_str());
        }
        for (std::size_t size = 0; size < bytes.size(); ++size)
            QVERIFY(!decodeEvidence(ByteView(bytes).first(size)));
    }
}

void TestEvidence::aNewerCheckpointIsProvenToContinueAnOlderOne()
{
    RecordedLedger ledger(3);
    std::vector<Checkpoint> checkpoints;
    ledger.run({});
    checkpoints.push_back(ledger.checkpoint());
    ledger.run(ledger.community.opening());
    checkpoints.push_back(ledger.checkpoint());
    for (int i = 0; i < 4; ++i) {
        ledger.run(roundOf(ledger.community, kNoon.plus(i)));
        checkpoints.push_back(ledger.checkpoint());
    }
    for (std::size_t i = 0; i < checkpoints.size(); ++i)
        for (std::size_t j = i; j < checkpoints.size(); ++j) {
            const ConsistencyProof made =
                proveConsistency(checkpoints[i], checkpoints[j], ledger.log, ledger.results.tree());
            const ConsistencyProof proof = decodeConsistencyProof(encode(made)).value();
            QVERIFY(proof == made);
            QVERIFY(verify(proof, ledger.anchor(), HashSigner::check).has_value());
            if (i == j)
                continue;
            ConsistencyProof swapped{proof.newer, proof.older, proof.log, proof.results};
            QCOMPARE(verify(swapped, ledger.anchor(), HashSigner::check).error(), ProofError::NotConsistent);
            ConsistencyProof fork = proof;
            fork.older.logRoot[0] ^= 1;
            QCOMPARE(verify(fork, ledger.anchor(), HashSigner::check).error(), ProofError::NotFinal);
            fork.older = ledger.signedBy(fork.older, {0, 1, 3});
            QCOMPARE(verify(fork, ledger.anchor(), HashSigner::check).error(), ProofError::NotConsistent);
        }
}

void TestEvidence::signaturesAreTakenOverOnceAndOnlyIfTheyHold()
{
    const RecordedLedger ledger = tradedLedger();
    const TrustAnchor anchor = ledger.anchor();
    Checkpoint own = ledger.checkpoint({1});
    QCOMPARE(takeSignatures(own, ledger.checkpoint({0, 1}), anchor, HashSigner::check), 1U);
    QCOMPARE(takeSignatures(own, ledger.checkpoint({0, 1}), anchor, HashSigner::check), 0U);
    QVERIFY(!isFinal(own, anchor, HashSigner::check));
    Checkpoint spoiled = ledger.checkpoint({3});
    spoiled.signatures[0].signature.bytes[0] ^= 1;
    QCOMPARE(takeSignatures(own, spoiled, anchor, HashSigner::check), 0U);
    spoiled = ledger.checkpoint({3});
    spoiled.signatures[0].authority = 2;
    QCOMPARE(takeSignatures(own, spoiled, anchor, HashSigner::check), 0U);
    spoiled.signatures[0].authority = 9;
    QCOMPARE(takeSignatures(own, spoiled, anchor, HashSigner::check), 0U);
    Checkpoint other = ledger.checkpoint();
    other.height += 1;
    QCOMPARE(takeSignatures(own, ledger.signedBy(other, {3}), anchor, HashSigner::check), 0U);
    QCOMPARE(takeSignatures(own, ledger.checkpoint({3}), anchor, HashSigner::check), 1U);
    QVERIFY(isFinal(own, anchor, HashSigner::check));
}

void TestEvidence::everyChangedByteOfACheckpointIsRefused()
{
    const RecordedLedger ledger = tradedLedger();
    const Bytes bytes = encode(ledger.checkpoint());
    QVERIFY(isFinal(decodeCheckpoint(bytes).value(), ledger.anchor(), HashSigner::check));
    for (std::size_t i = 0; i < bytes.size() * 8; ++i) {
        Bytes changed = bytes;
        changed[i / 8] ^= static_cast<std::uint8_t>(1U << (i % 8));
        const auto read = decodeCheckpoint(changed);
        QVERIFY2(!read || !isFinal(*read, ledger.anchor(), HashSigner::check), std::to_string(i).c_str());
    }
}

QTEST_GUILESS_MAIN(TestEvidence)
#include "tst_evidence.moc"
