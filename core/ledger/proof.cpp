// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ledger/proof.h"

#include "core/base/assert.h"
#include "core/base/encoding.h"

namespace dgex::ledger {

namespace {

constexpr std::size_t kLeafSizeMax = 1U << 20;
constexpr std::size_t kPathLengthMax = 64;
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
    out.domain("result-proof").blob(proof.leaf).u64(proof.index).u32(static_cast<std::uint32_t>(proof.path.size()));
    for (const Hash256& hash : proof.path)
        out.raw(hash);
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
    const std::uint32_t count = in.listCount(kPathLengthMax, sizeof(Hash256));
    for (std::uint32_t i = 0; i < count; ++i)
        proof.path.push_back(in.array<32>());
    auto checkpoint = decodeCheckpoint(in.blob(kCheckpointSizeMax));
    if (!in.finished() || !checkpoint)
        return std::nullopt;
    proof.checkpoint = std::move(*checkpoint);
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
