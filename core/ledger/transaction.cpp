// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ledger/transaction.h"

#include "core/ledger/fields.h"

namespace dgex::ledger {

namespace {

constexpr std::string_view kDomain = "transaction";

Encoder preimageOf(const Transaction& transaction)
{
    Encoder out;
    out.domain(kDomain).raw(transaction.market.bytes).u16(static_cast<std::uint16_t>(transaction.type));
    out.u64(transaction.participant.number).u64(transaction.sequence).blob(transaction.payload);
    return out;
}

} // namespace

Bytes signedPreimage(const Transaction& transaction)
{
    return preimageOf(transaction).take();
}

Bytes encode(const Transaction& transaction)
{
    Encoder out = preimageOf(transaction);
    writeSignature(out, transaction.signature);
    return out.take();
}

std::optional<Transaction> decodeTransaction(ByteView bytes)
{
    Decoder in(bytes);
    Transaction transaction;
    in.domain(kDomain);
    transaction.market.bytes = in.array<16>();
    const std::uint16_t type = in.u16();
    if (type < static_cast<std::uint16_t>(TransactionType::OpenMarket) ||
        type > static_cast<std::uint16_t>(kTransactionTypeLast))
        in.fail();
    transaction.type = static_cast<TransactionType>(type);
    transaction.participant = {in.u64()};
    transaction.sequence = in.u64();
    transaction.payload = in.blob(kPayloadSizeMax);
    transaction.signature = readSignature(in, kSignatureSizeMax);
    if (!in.finished())
        return std::nullopt;
    return transaction;
}

std::expected<Transaction, crypto::CryptoError> sign(Transaction transaction, const crypto::Signer& signer)
{
    auto signature = signer.sign(signedPreimage(transaction));
    if (!signature)
        return std::unexpected(signature.error());
    transaction.signature = std::move(*signature);
    return transaction;
}

} // namespace dgex::ledger
