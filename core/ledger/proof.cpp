// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ledger/proof.h"

#include "core/base/assert.h"
#include "core/ledger/fields.h"

namespace dgex::ledger {

namespace {

constexpr std::size_t kLeafSizeMax = 1U << 20;
constexpr std::size_t kCheckpointSizeMax = 1U << 20;

} // namespace

std::string_view describe(ProofError error)
{
    switch (error) {
    case ProofError::NotFinal:
        return "the checkpoint is not signed by enough authorities of this market";
    case ProofError::NotIncluded:
        return "the result is not part of the signed result log";
    case ProofError::NotCanonical:
        return "the result cannot be read";
    case ProofError::NotConsistent:
        return "the newer checkpoint does not continue the older one";
    }
    return "unknown error";
}

std::expected<Result, ProofError> verify(const ResultProof& proof, const TrustAnchor& anchor,
                                         const SignatureCheck& check)
{
    if (!isFinal(proof.checkpoint, anchor, check))
        return std::unexpected(ProofError::NotFinal);
    if (!verifyInclusion(leafHash(proof.leaf), proof.index, proof.checkpoint.resultCount, proof.path,
                         proof.checkpoint.resultRoot))
        return std::unexpected(ProofError::NotIncluded);
    auto result = decodeResult(proof.leaf);
    if (!result)
        return std::unexpected(ProofError::NotCanonical);
    return std::move(*result);
}

Bytes encode(const ResultProof& proof)
{
    Encoder out;
    out.domain("result-proof").blob(proof.leaf).u64(proof.index);
    writeHashes(out, proof.path);
    out.blob(encode(proof.checkpoint));
    return out.take();
}

std::optional<ResultProof> decodeResultProof(ByteView bytes)
{
    Decoder in(bytes);
    ResultProof proof;
    in.domain("result-proof");
    proof.leaf = in.blob(kLeafSizeMax);
    proof.index = in.u64();
    proof.path = readHashes(in, kPathLengthMax);
    auto checkpoint = decodeCheckpoint(in.blob(kCheckpointSizeMax));
    if (!in.finished() || !checkpoint)
        return std::nullopt;
    proof.checkpoint = std::move(*checkpoint);
    return proof;
}

std::expected<void, ProofError> verify(const ConsistencyProof& proof, const TrustAnchor& anchor,
                                       const SignatureCheck& check)
{
    const Checkpoint& older = proof.older;
    const Checkpoint& newer = proof.newer;
    if (!isFinal(older, anchor, check) || !isFinal(newer, anchor, check))
        return std::unexpected(ProofError::NotFinal);
    if (older.height > newer.height ||
        !verifyConsistency(older.logSize, older.logRoot, newer.logSize, newer.logRoot, proof.log) ||
        !verifyConsistency(older.resultCount, older.resultRoot, newer.resultCount, newer.resultRoot, proof.results))
        return std::unexpected(ProofError::NotConsistent);
    return {};
}

ConsistencyProof proveConsistency(const Checkpoint& older, const Checkpoint& newer, const MerkleTree& log,
                                  const MerkleTree& results)
{
    ConsistencyProof proof{.older = older, .newer = newer, .log = {}, .results = {}};
    // An empty tree begins every tree.
    if (older.logSize > 0)
        proof.log = log.consistencyProof(older.logSize, newer.logSize);
    if (older.resultCount > 0)
        proof.results = results.consistencyProof(older.resultCount, newer.resultCount);
    return proof;
}

Bytes encode(const ConsistencyProof& proof)
{
    Encoder out;
    out.domain("consistency-proof").blob(encode(proof.older)).blob(encode(proof.newer));
    writeHashes(out, proof.log);
    writeHashes(out, proof.results);
    return out.take();
}

std::optional<ConsistencyProof> decodeConsistencyProof(ByteView bytes)
{
    Decoder in(bytes);
    in.domain("consistency-proof");
    auto older = decodeCheckpoint(in.blob(kCheckpointSizeMax));
    auto newer = decodeCheckpoint(in.blob(kCheckpointSizeMax));
    ConsistencyProof proof;
    proof.log = readHashes(in, kPathLengthMax);
    proof.results = readHashes(in, kPathLengthMax);
    if (!in.finished() || !older || !newer)
        return std::nullopt;
    proof.older = std::move(*older);
    proof.newer = std::move(*newer);
    return proof;
}

void ResultLog::append(Bytes leaf)
{
    m_tree.append(leafHash(leaf));
    m_leaves.push_back(std::move(leaf));
}

ResultProof ResultLog::prove(std::uint64_t index, const Checkpoint& checkpoint) const
{
    DGEX_ASSERT(index < checkpoint.resultCount && checkpoint.resultCount <= size());
    return {.leaf = leaf(index),
            .index = index,
            .path = m_tree.inclusionProof(index, checkpoint.resultCount),
            .checkpoint = checkpoint};
}

} // namespace dgex::ledger
