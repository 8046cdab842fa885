// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ledger/block.h"
#include "core/ledger/merkle.h"
#include "core/ledger/results.h"

#include <expected>
#include <optional>
#include <string_view>
#include <vector>

namespace dgex::ledger {

/// Shows offline that a result is part of what the authorities agreed on. Any later checkpoint proves any earlier
/// result.
struct ResultProof {
    Bytes leaf;              ///< Canonical bytes of a Result.
    std::uint64_t index = 0; ///< In the result log.
    std::vector<Hash256> path;
    Checkpoint checkpoint;
    friend bool operator==(const ResultProof&, const ResultProof&) = default;
};

enum class ProofError {
    NotFinal,      ///< The checkpoint lacks valid co-signatures for this market.
    NotIncluded,   ///< The path does not lead to the checkpoint's result root.
    NotCanonical,  ///< The leaf is no result of this version.
    NotConsistent, ///< The older checkpoint is not the beginning of the newer one.
};
[[nodiscard]] std::string_view describe(ProofError error);

/// The proven result. The caller still checks that it is about its own home, round and period.
[[nodiscard]] std::expected<Result, ProofError> verify(const ResultProof& proof, const TrustAnchor& anchor,
                                                       const SignatureCheck& check);

/// Encoded form: "DGEX/result-proof/v1" 0, blob leaf, u64 index, u32 count + hashes, blob checkpoint.
[[nodiscard]] Bytes encode(const ResultProof& proof);
[[nodiscard]] std::optional<ResultProof> decodeResultProof(ByteView bytes);

/// Shows that a newer checkpoint continues an older one: nothing in between was changed or taken back.
struct ConsistencyProof {
    Checkpoint older;
    Checkpoint newer;
    std::vector<Hash256> log;     ///< RFC 6962 consistency proof of the logs of transactions.
    std::vector<Hash256> results; ///< And of the logs of results.
    friend bool operator==(const ConsistencyProof&, const ConsistencyProof&) = default;
};

/// NotFinal or NotConsistent.
[[nodiscard]] std::expected<void, ProofError> verify(const ConsistencyProof& proof, const TrustAnchor& anchor,
                                                     const SignatureCheck& check);
/// Requires: older's sizes <= newer's <= those of the trees.
[[nodiscard]] ConsistencyProof proveConsistency(const Checkpoint& older, const Checkpoint& newer, const MerkleTree& log,
                                                const MerkleTree& results);
/// Encoded form: "DGEX/consistency-proof/v1" 0, blob older, blob newer, u32 count + hashes, u32 count + hashes.
[[nodiscard]] Bytes encode(const ConsistencyProof& proof);
[[nodiscard]] std::optional<ConsistencyProof> decodeConsistencyProof(ByteView bytes);

/// All result leaves of a ledger with their tree: what a node needs to give proofs. Rebuilt by re-execution.
class ResultLog {
public:
    void append(Bytes leaf);
    [[nodiscard]] std::uint64_t size() const { return m_tree.size(); }
    [[nodiscard]] Hash256 root() const { return m_tree.root(); }
    /// Requires: index < size().
    [[nodiscard]] const Bytes& leaf(std::uint64_t index) const { return m_leaves.at(index); }
    [[nodiscard]] const MerkleTree& tree() const { return m_tree; }
    /// Requires: index < checkpoint.resultCount <= size().
    [[nodiscard]] ResultProof prove(std::uint64_t index, const Checkpoint& checkpoint) const;

private:
    std::vector<Bytes> m_leaves;
    MerkleTree m_tree;
};

} // namespace dgex::ledger
