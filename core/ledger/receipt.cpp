// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ledger/receipt.h"

#include "core/base/assert.h"
#include "core/ledger/fields.h"
#include "core/ledger/merkle.h"
#include "core/market/sheet.h"

namespace dgex::ledger {

namespace {

Encoder preimageOf(const Receipt& receipt)
{
    Encoder out;
    out.domain("receipt").raw(receipt.market.bytes);
    writePeriod(out, receipt.round);
    out.u64(receipt.home.number).u64(receipt.sequence).raw(receipt.transaction);
    out.u64(receipt.logFrom).raw(receipt.authority);
    return out;
}

} // namespace

Bytes signedPreimage(const Receipt& receipt)
{
    return preimageOf(receipt).take();
}

Bytes encode(const Receipt& receipt)
{
    Encoder out = preimageOf(receipt);
    writeSignature(out, receipt.signature);
    return out.take();
}

std::optional<Receipt> decodeReceipt(ByteView bytes)
{
    Decoder in(bytes);
    in.domain("receipt");
    Receipt receipt;
    receipt.market.bytes = in.array<16>();
    receipt.round = readPeriod(in);
    receipt.home = {in.u64()};
    receipt.sequence = in.u64();
    receipt.transaction = in.array<32>();
    receipt.logFrom = in.u64();
    receipt.authority = in.array<32>();
    receipt.signature = readSignature(in, kSignatureSizeMax);
    if (!in.finished())
        return std::nullopt;
    return receipt;
}

std::expected<Receipt, crypto::CryptoError> giveReceipt(const Transaction& sheet, Round round, std::uint64_t logFrom,
                                                        const crypto::Signer& authority)
{
    DGEX_ASSERT(sheet.type == TransactionType::SubmitSheet);
    Receipt receipt{.market = sheet.market,
                    .round = round,
                    .home = sheet.participant,
                    .sequence = sheet.sequence,
                    .transaction = leafHash(encode(sheet)),
                    .logFrom = logFrom,
                    .authority = keyIdOf(authority.publicKey()),
                    .signature = {}};
    auto signature = authority.sign(signedPreimage(receipt));
    if (!signature)
        return std::unexpected(signature.error());
    receipt.signature = std::move(*signature);
    return receipt;
}

bool verify(const Receipt& receipt, const TrustAnchor& anchor, const SignatureCheck& check)
{
    if (receipt.market != anchor.market)
        return false;
    const crypto::PublicKey* const key = findAuthority(anchor, receipt.authority);
    return key != nullptr && check(*key, signedPreimage(receipt), receipt.signature);
}

bool isAbout(const Receipt& receipt, const Transaction& sheet)
{
    const auto payload = market::decodeSheet(sheet.payload);
    return payload && receipt.market == sheet.market && receipt.round == payload->round &&
           receipt.home == sheet.participant && receipt.sequence == sheet.sequence &&
           receipt.transaction == leafHash(encode(sheet));
}

} // namespace dgex::ledger
