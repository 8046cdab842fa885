// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ledger/proof.h"
#include "core/ledger/transaction.h"
#include "core/market/sheet.h"

#include <expected>
#include <optional>
#include <string_view>
#include <vector>

namespace dgex::ledger {

/// Bytes with their way to a root of the bundle's checkpoint.
struct ProvenBytes {
    Bytes bytes;
    std::uint64_t index = 0;
    std::vector<Hash256> path;
    friend bool operator==(const ProvenBytes&, const ProvenBytes&) = default;
};

/// Everything about one home's trading of one delivery period, checkable offline with pinned keys: what it signed, that
/// this stands in the log, and what was decided.
struct ProofBundle {
    ParticipantId home;
    Period period;
    Checkpoint checkpoint;
    /// Transactions that gave the home its keys: RegisterParticipant, RenewRegistration.
    std::vector<ProvenBytes> identities;
    /// The home's SubmitSheet transactions, ascending by index.
    std::vector<ProvenBytes> sheets;
    /// The home's results of the sheets' rounds, and what was decided about the period, ascending by index.
    std::vector<ProvenBytes> results;
    friend bool operator==(const ProofBundle&, const ProofBundle&) = default;
};

/// "DGEX/proof-bundle/v1" 0, u64 home, i64 period, blob checkpoint, then three lists: u32 count, per element blob
/// bytes, u64 index, u32 count + hashes. At most 16 identities, 256 sheets, 1024 results.
[[nodiscard]] Bytes encode(const ProofBundle& bundle);
/// None unless the bytes are exactly what encode makes.
[[nodiscard]] std::optional<ProofBundle> decodeProofBundle(ByteView bytes);

enum class BundleError {
    NotFinal,      ///< The checkpoint lacks valid co-signatures for this market.
    NotInLog,      ///< A transaction does not stand where the bundle says.
    NotInResults,  ///< A result does not stand where the bundle says.
    NotCanonical,  ///< A part cannot be read, or is of a kind that does not belong there.
    WrongHome,     ///< A part is about another home.
    WrongPeriod,   ///< A part is about another period, or a sheet has no order in it.
    BadSignature,  ///< A sheet is signed by none of the home's keys.
    ResultMissing, ///< A sheet without the home's result of its round.
    ResultDiffers, ///< A result answers other orders than any sheet of its round has.
};
[[nodiscard]] std::string_view describe(BundleError error);

struct CheckedSheet {
    std::uint64_t sequence = 0;
    std::uint64_t logIndex = 0;
    market::BidSheet sheet;
};

/// What a bundle proves.
struct CheckedBundle {
    ParticipantId home;
    Period period;
    std::vector<crypto::PublicKey> keys; ///< Compare with the home's known key.
    std::vector<CheckedSheet> sheets;
    std::vector<Result> results;
};

/// Checks everything in the bundle against the pinned keys; nothing in it is taken on faith. That no sheet or result
/// was left out is not proven, but every sheet in it has its answer.
[[nodiscard]] std::expected<CheckedBundle, BundleError>
checkBundle(const ProofBundle& bundle, const TrustAnchor& anchor, const SignatureCheck& check);

} // namespace dgex::ledger
