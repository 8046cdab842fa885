// SPDX-License-Identifier: GPL-3.0-or-later
// Payloads about who takes part and by which terms.
#include "core/base/assert.h"
#include "core/ledger/fields.h"
#include "core/ledger/transaction.h"

#include <algorithm>

namespace dgex::ledger {

namespace {

constexpr Power kConnectionCapacityMax{200'000'000};
constexpr std::size_t kMeterNumberSizeMax = 64;
constexpr std::size_t kAuthoritySignatureSizeMin = 10;
constexpr std::uint8_t kWithCertificate = 2;

std::string readMeterNumber(Decoder& in)
{
    std::string meter = in.text(kMeterNumberSizeMax);
    if (!std::ranges::all_of(meter, [](char c) { return c >= ' ' && c <= '~'; }))
        in.fail();
    return meter;
}

Encoder preimageOf(const MarketId& market, const TermsChange& change)
{
    Encoder out;
    out.domain("terms-change").raw(market.bytes).u32(change.number);
    writePeriod(out, change.effective);
    out.blob(encode(change.terms));
    return out;
}

} // namespace

Bytes encode(const RegisterParticipant& registration)
{
    DGEX_ASSERT(registration.certificate.size() <= kCertificateSizeMax);
    Encoder out = payload(registration.certificate.empty() ? 1 : kWithCertificate);
    out.u64(registration.participant.number).u8(static_cast<std::uint8_t>(registration.role));
    writeKey(out, registration.key);
    out.text(registration.meter).u16(registration.zone.number).i64(registration.connectionCapacity.count());
    if (!registration.certificate.empty())
        out.blob(registration.certificate);
    return out.take();
}

std::optional<RegisterParticipant> decodeRegisterParticipant(ByteView bytes)
{
    Decoder in(bytes);
    const std::uint8_t version = in.u8();
    if (version != 1 && version != kWithCertificate)
        in.fail();
    RegisterParticipant registration;
    registration.participant = readHome(in);
    registration.role = readEnumeration(in, Role::Authority);
    registration.key = readKey(in);
    registration.meter = readMeterNumber(in);
    registration.zone = {in.u16()};
    registration.connectionCapacity = readWithin(in, Power{1}, kConnectionCapacityMax);
    if (version == kWithCertificate) {
        registration.certificate = in.blob(kCertificateSizeMax);
        if (registration.certificate.empty())
            in.fail();
    }
    return finished(in, std::move(registration));
}

Bytes encode(const RenewRegistration& renewal)
{
    DGEX_ASSERT(renewal.certificate.size() <= kCertificateSizeMax);
    Encoder out = payload();
    out.u64(renewal.participant.number);
    writeKey(out, renewal.key);
    out.text(renewal.meter).u16(renewal.zone.number).i64(renewal.connectionCapacity.count()).blob(renewal.certificate);
    return out.take();
}

std::optional<RenewRegistration> decodeRenewRegistration(ByteView bytes)
{
    Decoder in = payloadReader(bytes);
    RenewRegistration renewal;
    renewal.participant = readHome(in);
    renewal.key = readKey(in);
    renewal.meter = readMeterNumber(in);
    renewal.zone = {in.u16()};
    renewal.connectionCapacity = readWithin(in, Power{1}, kConnectionCapacityMax);
    renewal.certificate = in.blob(kCertificateSizeMax);
    return finished(in, std::move(renewal));
}

Bytes encode(const RevokeParticipant& revocation)
{
    Encoder out = payload();
    out.u64(revocation.participant.number).u8(static_cast<std::uint8_t>(revocation.reason));
    return out.take();
}

std::optional<RevokeParticipant> decodeRevokeParticipant(ByteView bytes)
{
    Decoder in = payloadReader(bytes);
    RevokeParticipant revocation;
    revocation.participant = readHome(in);
    revocation.reason = readEnumeration(in, RevocationReason::BrokeRules);
    return finished(in, revocation);
}

Bytes encode(const ChangeTerms& change)
{
    DGEX_ASSERT(change.signatures.size() <= kAuthoritiesMax);
    Encoder out = payload();
    out.u32(change.change.number);
    writePeriod(out, change.change.effective);
    out.blob(encode(change.change.terms)).u32(static_cast<std::uint32_t>(change.signatures.size()));
    for (const AuthoritySignature& signature : change.signatures) {
        out.u32(signature.authority);
        writeSignature(out, signature.signature);
    }
    return out.take();
}

std::optional<ChangeTerms> decodeChangeTerms(ByteView bytes)
{
    Decoder in = payloadReader(bytes);
    ChangeTerms change;
    change.change.number = in.u32();
    change.change.effective = readPeriod(in);
    auto terms = decodeOpenMarket(in.blob(kPayloadSizeMax));
    const std::uint32_t count = in.listCount(kAuthoritiesMax, kAuthoritySignatureSizeMin);
    for (std::uint32_t i = 0; i < count; ++i) {
        AuthoritySignature signature;
        signature.authority = in.u32();
        signature.signature = readSignature(in, kSignatureSizeMax);
        if (!change.signatures.empty() && signature.authority <= change.signatures.back().authority)
            in.fail();
        change.signatures.push_back(std::move(signature));
    }
    if (!terms)
        return std::nullopt;
    change.change.terms = std::move(*terms);
    return finished(in, std::move(change));
}

Bytes signedPreimage(const MarketId& market, const TermsChange& change)
{
    return preimageOf(market, change).take();
}

std::expected<ChangeTerms, crypto::CryptoError> coSign(ChangeTerms change, const MarketId& market,
                                                       std::uint32_t authority, const crypto::Signer& signer)
{
    auto signature = signer.sign(signedPreimage(market, change.change));
    if (!signature)
        return std::unexpected(signature.error());
    const auto place = std::ranges::lower_bound(change.signatures, authority, {}, &AuthoritySignature::authority);
    if (place != change.signatures.end() && place->authority == authority)
        place->signature = std::move(*signature);
    else
        change.signatures.insert(place, {.authority = authority, .signature = std::move(*signature)});
    return change;
}

} // namespace dgex::ledger
