// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/bytes.h"
#include "core/base/ids.h"
#include "core/crypto/signing.h"
#include "core/ledger/transaction.h"

#include <expected>
#include <functional>
#include <optional>
#include <vector>

namespace dgex::ledger {

/// Whether a signature over a message holds for a key; crypto::Verifier in production.
using SignatureCheck =
    std::function<bool(const crypto::PublicKey& key, ByteView message, const crypto::Signature& signature)>;
/// Checks with a verifier, which must outlive the result.
[[nodiscard]] SignatureCheck checkWith(crypto::Verifier& verifier);

/// One block stands for one batch of the sequencer: batch position = height - 1.
/// Bytes, all integers big-endian: "DGEX/block/v1" 0, then the fields in this order.
struct BlockHeader {
    std::uint64_t height = 0;           ///< From 1.
    Hash256 previous{};                 ///< Hash of the block before; zeros in the first.
    std::uint64_t firstTransaction = 0; ///< Index of its first transaction in the log.
    std::uint32_t transactionCount = 0;
    std::uint64_t logSize = 0;     ///< Transactions in the log after this block.
    Hash256 logRoot{};             ///< RFC 6962 root over all transactions' encoded bytes.
    std::uint64_t resultCount = 0; ///< Result leaves after this block.
    Hash256 resultRoot{};          ///< RFC 6962 root over all result leaves.
    friend bool operator==(const BlockHeader&, const BlockHeader&) = default;
};

[[nodiscard]] Bytes encode(const BlockHeader& header);
[[nodiscard]] std::optional<BlockHeader> decodeBlockHeader(ByteView bytes);
/// SHA-256 over the header's bytes.
[[nodiscard]] Hash256 hashOf(const BlockHeader& header);

using CoSignature = AuthoritySignature;

/// What authorities co-sign after executing a block; final with as many co-signatures as the market's threshold.
/// Signed preimage: "DGEX/checkpoint/v1" 0, market, u64 height, u64 log size, log root, u64 result count, result root.
/// Encoded form: the preimage, u32 count, then per co-signature u32 authority, u16 algorithm, u32 length + signature.
struct Checkpoint {
    MarketId market;
    std::uint64_t height = 0;
    std::uint64_t logSize = 0;
    Hash256 logRoot{};
    std::uint64_t resultCount = 0;
    Hash256 resultRoot{};
    std::vector<CoSignature> signatures; ///< By ascending authority, each at most once.
    friend bool operator==(const Checkpoint&, const Checkpoint&) = default;
};

[[nodiscard]] Checkpoint checkpointOf(const MarketId& market, const BlockHeader& header);
[[nodiscard]] Bytes signedPreimage(const Checkpoint& checkpoint);
[[nodiscard]] Bytes encode(const Checkpoint& checkpoint);
[[nodiscard]] std::optional<Checkpoint> decodeCheckpoint(ByteView bytes);
/// Adds the authority's co-signature in its place (replacing its former one).
[[nodiscard]] std::expected<Checkpoint, crypto::CryptoError> coSign(Checkpoint checkpoint, std::uint32_t authority,
                                                                    const crypto::Signer& signer);

/// Names a key in receipts and evidence, whatever set of authorities it belongs to: SHA-256 over "DGEX/key/v1" 0, u16
/// algorithm, u32 length + DER.
[[nodiscard]] Hash256 keyIdOf(const crypto::PublicKey& key);

/// What a home pins to check proofs offline: taken from its enrolment, never from the server it asks.
struct TrustAnchor {
    MarketId market;
    std::vector<crypto::PublicKey> authorities;
    std::uint32_t threshold = 1;
    std::uint32_t termsNumber = 0; ///< TermsChange::number of the terms that these are of.
    friend bool operator==(const TrustAnchor&, const TrustAnchor&) = default;
};

/// Whether every co-signature holds and there are at least threshold of them, for the anchor's market.
[[nodiscard]] bool isFinal(const Checkpoint& checkpoint, const TrustAnchor& anchor, const SignatureCheck& check);

/// Whether enough authorities signed a change of terms and every signature holds.
[[nodiscard]] bool isSigned(const ChangeTerms& change, const TrustAnchor& anchor, const SignatureCheck& check);
/// The anchor after a change of terms: none unless the change follows the anchor's terms and is signed by as many of
/// its authorities as its threshold. So a home that pinned one anchor follows the authorities through every change.
[[nodiscard]] std::optional<TrustAnchor> follow(const TrustAnchor& anchor, const ChangeTerms& change,
                                                const SignatureCheck& check);

/// The anchor's key with that id; null for any other.
[[nodiscard]] const crypto::PublicKey* findAuthority(const TrustAnchor& anchor, const Hash256& keyId);

/// Whether two checkpoints say the same, whoever signed them.
[[nodiscard]] bool sameStatement(const Checkpoint& a, const Checkpoint& b);

/// Takes over the co-signatures that hold and are not there yet, from a checkpoint that says the same; the number of
/// them. A checkpoint with one co-signature is what authorities pass to each other.
std::size_t takeSignatures(Checkpoint& into, const Checkpoint& from, const TrustAnchor& anchor,
                           const SignatureCheck& check);

} // namespace dgex::ledger
