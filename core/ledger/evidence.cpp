// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ledger/evidence.h"

#include "core/base/assert.h"
#include "core/base/overloaded.h"
#include "core/ledger/fields.h"

#include <algorithm>

namespace dgex::ledger {

namespace {

constexpr std::size_t kCheckpointSizeMax = 8192;
constexpr std::size_t kReceiptSizeMax = 8192;
constexpr std::size_t kResultProofSizeMax = 2U << 20;
constexpr std::size_t kLeavesMax = 1U << 22;

using Verdict = std::expected<Hash256, EvidenceError>;

std::unexpected<EvidenceError> unproven(EvidenceError error)
{
    return std::unexpected(error);
}

/// Whether no chain of blocks has both checkpoints.
bool contradict(const Checkpoint& a, const Checkpoint& b)
{
    if (sameStatement(a, b))
        return false;
    if (a.height == b.height)
        return true;
    const Checkpoint& older = a.height < b.height ? a : b;
    const Checkpoint& newer = a.height < b.height ? b : a;
    if (older.logSize > newer.logSize || older.resultCount > newer.resultCount)
        return true;
    // The state follows from the log: one log, one result.
    if (older.logSize == newer.logSize && (older.logRoot != newer.logRoot || older.resultCount != newer.resultCount))
        return true;
    return older.resultCount == newer.resultCount && older.resultRoot != newer.resultRoot;
}

bool signedByAccused(const Checkpoint& checkpoint, const crypto::PublicKey& key, const SignatureCheck& check)
{
    return checkpoint.signatures.size() == 1 &&
           check(key, signedPreimage(checkpoint), checkpoint.signatures.front().signature);
}

Verdict checkOne(const Equivocation& evidence, const TrustAnchor& anchor, const SignatureCheck& check)
{
    const crypto::PublicKey* const key = findAuthority(anchor, evidence.authority);
    if (key == nullptr || evidence.first.market != anchor.market || evidence.second.market != anchor.market)
        return unproven(EvidenceError::UnknownAuthority);
    if (!signedByAccused(evidence.first, *key, check) || !signedByAccused(evidence.second, *key, check))
        return unproven(EvidenceError::NotSigned);
    if (evidence.kind == Equivocation::Kind::Statement) {
        if (!contradict(evidence.first, evidence.second))
            return unproven(EvidenceError::NoContradiction);
        return evidence.authority;
    }
    const bool isLog = evidence.kind == Equivocation::Kind::LogTree;
    const Hash256& claimed = isLog ? evidence.first.logRoot : evidence.first.resultRoot;
    const std::uint64_t oldSize = isLog ? evidence.first.logSize : evidence.first.resultCount;
    const std::uint64_t newSize = isLog ? evidence.second.logSize : evidence.second.resultCount;
    const Hash256& newRoot = isLog ? evidence.second.logRoot : evidence.second.resultRoot;
    if (oldSize >= newSize || claimed == evidence.provenRoot)
        return unproven(EvidenceError::NoContradiction);
    if (!verifyConsistency(oldSize, evidence.provenRoot, newSize, newRoot, evidence.path))
        return unproven(EvidenceError::NotProven);
    return evidence.authority;
}

Verdict checkOne(const BrokenPromise& evidence, const TrustAnchor& anchor, const SignatureCheck& check)
{
    const Receipt& receipt = evidence.receipt;
    if (receipt.market != anchor.market || findAuthority(anchor, receipt.authority) == nullptr)
        return unproven(EvidenceError::UnknownAuthority);
    if (!verify(receipt, anchor, check))
        return unproven(EvidenceError::NotSigned);
    const auto result = verify(evidence.closed, anchor, check);
    if (!result)
        return unproven(result.error() == ProofError::NotFinal ? EvidenceError::NotFinal : EvidenceError::NotProven);
    if (closedRoundShownBy(*result).value_or(receipt.round.plus(-1)) < receipt.round)
        return unproven(EvidenceError::NotClosed);
    auto log = MerkleFrontier::from(receipt.logFrom, evidence.edge);
    const Checkpoint& checkpoint = evidence.closed.checkpoint;
    if (!log || checkpoint.logSize < receipt.logFrom || checkpoint.logSize - receipt.logFrom != evidence.leaves.size())
        return unproven(EvidenceError::NotProven);
    for (const Hash256& leaf : evidence.leaves)
        log->append(leaf);
    if (log->root() != checkpoint.logRoot)
        return unproven(EvidenceError::NotProven);
    if (std::ranges::contains(evidence.leaves, receipt.transaction))
        return unproven(EvidenceError::PromiseKept);
    return receipt.authority;
}

std::optional<Checkpoint> signedAlone(const Checkpoint& checkpoint, std::uint32_t authority)
{
    const auto place = std::ranges::find(checkpoint.signatures, authority, &CoSignature::authority);
    if (place == checkpoint.signatures.end())
        return std::nullopt;
    Checkpoint alone = checkpoint;
    alone.signatures = {{.authority = 0, .signature = place->signature}};
    return alone;
}

bool isAlone(const Checkpoint& checkpoint)
{
    return checkpoint.signatures.size() == 1 && checkpoint.signatures.front().authority == 0;
}

Equivocation readEquivocation(Decoder& in)
{
    Equivocation evidence;
    evidence.kind = readEnumeration(in, Equivocation::Kind::ResultTree);
    evidence.authority = in.array<32>();
    auto first = decodeCheckpoint(in.blob(kCheckpointSizeMax));
    auto second = decodeCheckpoint(in.blob(kCheckpointSizeMax));
    evidence.provenRoot = in.array<32>();
    evidence.path = readHashes(in, kPathLengthMax);
    if (!first || !second || !isAlone(*first) || !isAlone(*second)) {
        in.fail();
        return evidence;
    }
    evidence.first = std::move(*first);
    evidence.second = std::move(*second);
    const bool usesNoProof = evidence.kind == Equivocation::Kind::Statement;
    if (usesNoProof && (evidence.provenRoot != Hash256{} || !evidence.path.empty()))
        in.fail();
    return evidence;
}

BrokenPromise readBrokenPromise(Decoder& in)
{
    BrokenPromise evidence;
    auto receipt = decodeReceipt(in.blob(kReceiptSizeMax));
    evidence.edge = readHashes(in, kPathLengthMax);
    evidence.leaves = readHashes(in, kLeavesMax);
    auto closed = decodeResultProof(in.blob(kResultProofSizeMax));
    if (!receipt || !closed) {
        in.fail();
        return evidence;
    }
    evidence.receipt = std::move(*receipt);
    evidence.closed = std::move(*closed);
    return evidence;
}

} // namespace

std::string_view describe(EvidenceError error)
{
    switch (error) {
    case EvidenceError::UnknownAuthority:
        return "the accused is no authority of this market";
    case EvidenceError::NotSigned:
        return "the accused did not sign it";
    case EvidenceError::NotFinal:
        return "the checkpoint is not signed by enough authorities of this market";
    case EvidenceError::NoContradiction:
        return "the two checkpoints do not contradict each other";
    case EvidenceError::NotProven:
        return "its hashes do not lead to the signed roots";
    case EvidenceError::NotClosed:
        return "nothing shows that the round was closed";
    case EvidenceError::PromiseKept:
        return "the sheet stands in the log";
    }
    return "unknown error";
}

Bytes encode(const Evidence& evidence)
{
    Encoder out;
    out.domain("evidence").u8(static_cast<std::uint8_t>(evidence.index()));
    std::visit(Overloaded{[&](const Equivocation& e) {
                              out.u8(static_cast<std::uint8_t>(e.kind)).raw(e.authority);
                              out.blob(encode(e.first)).blob(encode(e.second)).raw(e.provenRoot);
                              writeHashes(out, e.path);
                          },
                          [&](const BrokenPromise& e) {
                              out.blob(encode(e.receipt));
                              writeHashes(out, e.edge);
                              writeHashes(out, e.leaves);
                              out.blob(encode(e.closed));
                          }},
               evidence);
    return out.take();
}

std::optional<Evidence> decodeEvidence(ByteView bytes)
{
    Decoder in(bytes);
    in.domain("evidence");
    Evidence evidence;
    switch (in.u8()) {
    case 0:
        evidence = readEquivocation(in);
        break;
    case 1:
        evidence = readBrokenPromise(in);
        break;
    default:
        return std::nullopt;
    }
    if (!in.finished())
        return std::nullopt;
    return evidence;
}

Verdict checkEvidence(const Evidence& evidence, const TrustAnchor& anchor, const SignatureCheck& check)
{
    return std::visit([&](const auto& one) { return checkOne(one, anchor, check); }, evidence);
}

std::optional<Round> closedRoundShownBy(const Result& result)
{
    using Shown = std::optional<Round>;
    return std::visit(Overloaded{[](const MarketResult& r) -> Shown { return r.round; },
                                 [](const HomeRoundResult& r) -> Shown { return r.round; },
                                 // Contracts follow their round's gate lead, which the result does not say.
                                 [](const ContractResult&) -> Shown { return std::nullopt; },
                                 // A period is settled after the round behind it.
                                 [](const HomeSettlementResult& r) -> Shown { return r.period.plus(1); },
                                 [](const PeriodSettlementResult& r) -> Shown { return r.period.plus(1); },
                                 [](const LinkResult& r) -> Shown { return r.round; }},
                      result);
}

std::optional<Equivocation> equivocationOf(const Checkpoint& a, const Checkpoint& b, std::uint32_t authority,
                                           const crypto::PublicKey& key)
{
    auto first = signedAlone(a, authority);
    auto second = signedAlone(b, authority);
    if (!first || !second || !contradict(a, b))
        return std::nullopt;
    return Equivocation{.kind = Equivocation::Kind::Statement,
                        .authority = keyIdOf(key),
                        .first = std::move(*first),
                        .second = std::move(*second),
                        .provenRoot = {},
                        .path = {}};
}

std::optional<Equivocation> equivocationOf(const Checkpoint& older, const Checkpoint& newer, std::uint32_t authority,
                                           const crypto::PublicKey& key, const MerkleTree& log,
                                           const MerkleTree& results)
{
    if (auto plain = equivocationOf(older, newer, authority, key))
        return plain;
    auto first = signedAlone(older, authority);
    auto second = signedAlone(newer, authority);
    if (!first || !second || older.logSize > newer.logSize || older.resultCount > newer.resultCount)
        return std::nullopt;
    DGEX_ASSERT(log.rootAt(newer.logSize) == newer.logRoot && results.rootAt(newer.resultCount) == newer.resultRoot);
    Equivocation evidence{.kind = Equivocation::Kind::LogTree,
                          .authority = keyIdOf(key),
                          .first = std::move(*first),
                          .second = std::move(*second),
                          .provenRoot = log.rootAt(older.logSize),
                          .path = {}};
    if (evidence.provenRoot != older.logRoot) {
        if (older.logSize > 0)
            evidence.path = log.consistencyProof(older.logSize, newer.logSize);
        return evidence;
    }
    evidence.kind = Equivocation::Kind::ResultTree;
    evidence.provenRoot = results.rootAt(older.resultCount);
    if (evidence.provenRoot == older.resultRoot)
        return std::nullopt;
    if (older.resultCount > 0)
        evidence.path = results.consistencyProof(older.resultCount, newer.resultCount);
    return evidence;
}

BrokenPromise brokenPromise(const Receipt& receipt, const MerkleTree& log, ResultProof closed)
{
    DGEX_ASSERT(receipt.logFrom <= closed.checkpoint.logSize && closed.checkpoint.logSize <= log.size());
    BrokenPromise evidence{
        .receipt = receipt, .edge = log.frontierAt(receipt.logFrom).peaks(), .leaves = {}, .closed = std::move(closed)};
    for (std::uint64_t i = receipt.logFrom; i < evidence.closed.checkpoint.logSize; ++i)
        evidence.leaves.push_back(log.leaf(i));
    return evidence;
}

} // namespace dgex::ledger
