// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ledger/proof.h"
#include "core/ledger/receipt.h"

#include <expected>
#include <optional>
#include <string_view>
#include <variant>
#include <vector>

namespace dgex::ledger {

// Proof of an authority's guilt that anyone checks with pinned keys alone. An honest authority cannot be accused: it
// signs only roots of trees that it holds, one per size, and its receipted sheets stand in the log in time.

/// One authority signed two checkpoints that no one log has.
struct Equivocation {
    /// What the two contradict in.
    enum class Kind : std::uint8_t {
        /// The statements themselves: one height or one size with two contents, or a later block with a smaller log.
        Statement = 0,
        LogTree = 1,    ///< The older log is not the beginning of the newer one.
        ResultTree = 2, ///< The older result log is not the beginning of the newer one.
    };
    Kind kind = Kind::Statement;
    Hash256 authority{}; ///< keyIdOf its key.
    Checkpoint first;    ///< With its co-signature alone, under index 0; for a tree, the smaller one.
    Checkpoint second;
    /// Empty for a statement. For a tree: the root that the second tree has at the size of the first, and the
    /// consistency proof of that.
    Hash256 provenRoot{};
    std::vector<Hash256> path;
    friend bool operator==(const Equivocation&, const Equivocation&) = default;
};

/// A receipted sheet does not stand in the log though its round was closed. In an append-only log absence is proven by
/// all leaf hashes from Receipt::logFrom to the size of a final checkpoint, which together with the right edge at
/// logFrom give the checkpoint's log root; and by a result under the same checkpoint that exists only after the round
/// was closed. A late sheet is provable where a final checkpoint lies between the closing and the sheet; within one
/// block authorities refuse to co-sign it (fair_gate.h).
struct BrokenPromise {
    Receipt receipt;
    std::vector<Hash256> edge;   ///< MerkleFrontier::peaks of the log at Receipt::logFrom.
    std::vector<Hash256> leaves; ///< leafHash of every transaction from there to the checkpoint's log size.
    ResultProof closed;          ///< closedRoundShownBy this result >= Receipt::round.
    friend bool operator==(const BrokenPromise&, const BrokenPromise&) = default;
};

using Evidence = std::variant<Equivocation, BrokenPromise>;

/// "DGEX/evidence/v1" 0, u8 type (index in Evidence), then
///   an equivocation: u8 kind, authority (32 bytes), blob first, blob second, proven root (32 bytes), u32 count +
///   hashes; a broken promise: blob receipt, u32 count + hashes (edge), u32 count + hashes (leaves), blob result proof.
[[nodiscard]] Bytes encode(const Evidence& evidence);
/// None unless the bytes are exactly what encode makes. At most 2^22 leaves.
[[nodiscard]] std::optional<Evidence> decodeEvidence(ByteView bytes);

enum class EvidenceError {
    UnknownAuthority, ///< The accused is none of the anchor's authorities, or another market.
    NotSigned,        ///< The accused did not sign what it is accused of.
    NotFinal,         ///< The checkpoint that closes the round lacks co-signatures.
    NoContradiction,  ///< One log can have both checkpoints.
    NotProven,        ///< A path or a list of leaves does not lead to the signed root.
    NotClosed,        ///< Nothing shows that the round was closed.
    PromiseKept,      ///< The sheet stands in the log.
};
[[nodiscard]] std::string_view describe(EvidenceError error);

/// The key id of the proven culprit.
[[nodiscard]] std::expected<Hash256, EvidenceError> checkEvidence(const Evidence& evidence, const TrustAnchor& anchor,
                                                                  const SignatureCheck& check);

/// The latest round of which this result shows that it was closed; none when it shows no round.
[[nodiscard]] std::optional<Round> closedRoundShownBy(const Result& result);

/// Evidence by two checkpoints that one authority co-signed, when their statements contradict each other; none when
/// they do not or when it did not sign both. A contradiction of trees needs the trees: see equivocationOf below.
[[nodiscard]] std::optional<Equivocation> equivocationOf(const Checkpoint& a, const Checkpoint& b,
                                                         std::uint32_t authority, const crypto::PublicKey& key);
/// The same, also against a smaller checkpoint that is not a beginning of the trees behind the newer one.
/// Requires: the trees have at least the sizes of newer and give its roots.
[[nodiscard]] std::optional<Equivocation> equivocationOf(const Checkpoint& older, const Checkpoint& newer,
                                                         std::uint32_t authority, const crypto::PublicKey& key,
                                                         const MerkleTree& log, const MerkleTree& results);
/// Evidence by a receipt whose sheet is missing. Requires: closed proves a result of the receipt's round or a later one
/// under a checkpoint of log.
[[nodiscard]] BrokenPromise brokenPromise(const Receipt& receipt, const MerkleTree& log, ResultProof closed);

} // namespace dgex::ledger
