// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ledger/block.h"

#include "core/crypto/hash.h"
#include "core/ledger/fields.h"

#include <algorithm>

namespace dgex::ledger {

namespace {

constexpr std::size_t kCoSignatureSizeMin = 10;

Encoder preimageOf(const Checkpoint& checkpoint)
{
    Encoder out;
    out.domain("checkpoint").raw(checkpoint.market.bytes).u64(checkpoint.height);
    out.u64(checkpoint.logSize).raw(checkpoint.logRoot).u64(checkpoint.resultCount).raw(checkpoint.resultRoot);
    return out;
}

} // namespace

SignatureCheck checkWith(crypto::Verifier& verifier)
{
    return [&verifier](const crypto::PublicKey& key, ByteView message, const crypto::Signature& signature) {
        return verifier.verify(key, message, signature);
    };
}

Bytes encode(const BlockHeader& header)
{
    Encoder out;
    out.domain("block").u64(header.height).raw(header.previous);
    out.u64(header.firstTransaction).u32(header.transactionCount).u64(header.logSize).raw(header.logRoot);
    out.u64(header.resultCount).raw(header.resultRoot);
    return out.take();
}

std::optional<BlockHeader> decodeBlockHeader(ByteView bytes)
{
    Decoder in(bytes);
    in.domain("block");
    BlockHeader header;
    header.height = in.u64();
    header.previous = in.array<32>();
    header.firstTransaction = in.u64();
    header.transactionCount = in.u32();
    header.logSize = in.u64();
    header.logRoot = in.array<32>();
    header.resultCount = in.u64();
    header.resultRoot = in.array<32>();
    if (!in.finished())
        return std::nullopt;
    return header;
}

Hash256 hashOf(const BlockHeader& header)
{
    return crypto::sha256(encode(header));
}

Checkpoint checkpointOf(const MarketId& market, const BlockHeader& header)
{
    return {.market = market,
            .height = header.height,
            .logSize = header.logSize,
            .logRoot = header.logRoot,
            .resultCount = header.resultCount,
            .resultRoot = header.resultRoot,
            .signatures = {}};
}

Bytes signedPreimage(const Checkpoint& checkpoint)
{
    return preimageOf(checkpoint).take();
}

Bytes encode(const Checkpoint& checkpoint)
{
    Encoder out = preimageOf(checkpoint);
    DGEX_ASSERT(checkpoint.signatures.size() <= kAuthoritiesMax);
    out.u32(static_cast<std::uint32_t>(checkpoint.signatures.size()));
    for (const CoSignature& signature : checkpoint.signatures) {
        out.u32(signature.authority);
        writeSignature(out, signature.signature);
    }
    return out.take();
}

std::optional<Checkpoint> decodeCheckpoint(ByteView bytes)
{
    Decoder in(bytes);
    in.domain("checkpoint");
    Checkpoint checkpoint;
    checkpoint.market.bytes = in.array<16>();
    checkpoint.height = in.u64();
    checkpoint.logSize = in.u64();
    checkpoint.logRoot = in.array<32>();
    checkpoint.resultCount = in.u64();
    checkpoint.resultRoot = in.array<32>();
    const std::uint32_t count = in.listCount(kAuthoritiesMax, kCoSignatureSizeMin);
    for (std::uint32_t i = 0; i < count; ++i) {
        CoSignature signature;
        signature.authority = in.u32();
        signature.signature = readSignature(in, kSignatureSizeMax);
        if (!checkpoint.signatures.empty() && signature.authority <= checkpoint.signatures.back().authority)
            in.fail();
        checkpoint.signatures.push_back(std::move(signature));
    }
    if (!in.finished())
        return std::nullopt;
    return checkpoint;
}

std::expected<Checkpoint, crypto::CryptoError> coSign(Checkpoint checkpoint, std::uint32_t authority,
                                                      const crypto::Signer& signer)
{
    auto signature = signer.sign(signedPreimage(checkpoint));
    if (!signature)
        return std::unexpected(signature.error());
    const auto place = std::ranges::lower_bound(checkpoint.signatures, authority, {}, &CoSignature::authority);
    if (place != checkpoint.signatures.end() && place->authority == authority)
        place->signature = std::move(*signature);
    else
        checkpoint.signatures.insert(place, {.authority = authority, .signature = std::move(*signature)});
    return checkpoint;
}

namespace {

/// Signatures of at least threshold authorities, each once and all good.
bool holdTogether(const std::vector<AuthoritySignature>& signatures, ByteView preimage, const TrustAnchor& anchor,
                  const SignatureCheck& check)
{
    if (anchor.threshold < 1 || signatures.size() < anchor.threshold)
        return false;
    std::optional<std::uint32_t> last;
    for (const AuthoritySignature& signature : signatures) {
        if (signature.authority >= anchor.authorities.size() || (last && signature.authority <= *last))
            return false;
        if (!check(anchor.authorities[signature.authority], preimage, signature.signature))
            return false;
        last = signature.authority;
    }
    return true;
}

} // namespace

bool isSigned(const ChangeTerms& change, const TrustAnchor& anchor, const SignatureCheck& check)
{
    return holdTogether(change.signatures, signedPreimage(anchor.market, change.change), anchor, check);
}

std::optional<TrustAnchor> follow(const TrustAnchor& anchor, const ChangeTerms& change, const SignatureCheck& check)
{
    if (change.change.number != anchor.termsNumber + 1 || !isSigned(change, anchor, check))
        return std::nullopt;
    return TrustAnchor{.market = anchor.market,
                       .authorities = change.change.terms.authorities,
                       .threshold = change.change.terms.threshold,
                       .termsNumber = change.change.number};
}

Hash256 keyIdOf(const crypto::PublicKey& key)
{
    Encoder out;
    out.domain("key");
    writeKey(out, key);
    return crypto::sha256(out.bytes());
}

const crypto::PublicKey* findAuthority(const TrustAnchor& anchor, const Hash256& keyId)
{
    const auto place = std::ranges::find(anchor.authorities, keyId, keyIdOf);
    return place == anchor.authorities.end() ? nullptr : &*place;
}

bool sameStatement(const Checkpoint& a, const Checkpoint& b)
{
    return signedPreimage(a) == signedPreimage(b);
}

std::size_t takeSignatures(Checkpoint& into, const Checkpoint& from, const TrustAnchor& anchor,
                           const SignatureCheck& check)
{
    if (into.market != anchor.market || !sameStatement(into, from))
        return 0;
    const Bytes preimage = signedPreimage(into);
    std::size_t taken = 0;
    for (const CoSignature& signature : from.signatures) {
        const auto place = std::ranges::lower_bound(into.signatures, signature.authority, {}, &CoSignature::authority);
        const bool known = place != into.signatures.end() && place->authority == signature.authority;
        if (known || signature.authority >= anchor.authorities.size() ||
            !check(anchor.authorities[signature.authority], preimage, signature.signature))
            continue;
        into.signatures.insert(place, signature);
        ++taken;
    }
    return taken;
}

bool isFinal(const Checkpoint& checkpoint, const TrustAnchor& anchor, const SignatureCheck& check)
{
    return checkpoint.market == anchor.market &&
           holdTogether(checkpoint.signatures, signedPreimage(checkpoint), anchor, check);
}

} // namespace dgex::ledger
