// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ledger/block.h"
#include "core/ledger/transaction.h"

#include <expected>
#include <optional>

namespace dgex::ledger {

/// An authority's signed promise to a home: its sheet will stand in the log, at or behind place logFrom, before the
/// round of the sheet is closed. A checkpoint that closes the round without it proves that the promise was broken
/// (evidence.h).
/// Signed preimage: "DGEX/receipt/v1" 0, market, i64 round, u64 home, u64 sequence, transaction (32 bytes), u64 log
/// from, authority (32 bytes). Encoded form: the preimage, u16 algorithm, u32 length + signature.
struct Receipt {
    MarketId market;
    Round round; ///< Of the sheet: the promised round.
    ParticipantId home;
    std::uint64_t sequence = 0; ///< Of the transaction.
    Hash256 transaction{};      ///< leafHash of its encoded bytes.
    /// Where the search begins. An honest authority names a place that nobody can have put the sheet before: the log's
    /// size when the round opened (LedgerState::roundStart).
    std::uint64_t logFrom = 0;
    Hash256 authority{}; ///< keyIdOf the authority's key.
    crypto::Signature signature;
    friend bool operator==(const Receipt&, const Receipt&) = default;
};

[[nodiscard]] Bytes signedPreimage(const Receipt& receipt);
[[nodiscard]] Bytes encode(const Receipt& receipt);
/// None unless the bytes are exactly what encode makes.
[[nodiscard]] std::optional<Receipt> decodeReceipt(ByteView bytes);

/// Receipts a SubmitSheet of that round. The authority has checked it, and remembers the receipt (fair_gate.h) before
/// it gives it away.
[[nodiscard]] std::expected<Receipt, crypto::CryptoError>
giveReceipt(const Transaction& sheet, Round round, std::uint64_t logFrom, const crypto::Signer& authority);

/// Whether one of the anchor's authorities signed it.
[[nodiscard]] bool verify(const Receipt& receipt, const TrustAnchor& anchor, const SignatureCheck& check);
/// Whether it is about exactly this sheet: what a home checks beside the signature.
[[nodiscard]] bool isAbout(const Receipt& receipt, const Transaction& sheet);

} // namespace dgex::ledger
