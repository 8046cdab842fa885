// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/encoding.h"
#include "core/base/ids.h"
#include "core/base/time.h"
#include "core/base/units.h"
#include "core/crypto/signing.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <type_traits>
#include <utility>
#include <vector>

namespace dgex::ledger {

// Fields that several of the ledger's byte formats share. Readers mark the decoder as failed outside the ranges.

/// Starts of periods lie in the years 1970 to 9999, so that arithmetic on them never overflows.
inline constexpr std::int64_t kPeriodStartMax = 253'402'300'799;
/// Any one home's energy in one period is at most 100 MWh.
inline constexpr Energy kPeriodEnergyMax{100'000'000};
inline constexpr std::size_t kPublicKeySizeMax = 1024;
/// Hashes of one Merkle proof; more than a tree of 2^63 leaves needs.
inline constexpr std::size_t kPathLengthMax = 128;

/// Every payload begins with its version.
inline Encoder payload(std::uint8_t version = 1)
{
    Encoder out;
    out.u8(version);
    return out;
}

inline Decoder payloadReader(ByteView bytes)
{
    Decoder in(bytes);
    if (in.u8() != 1)
        in.fail();
    return in;
}

template <class Payload>
std::optional<std::remove_cvref_t<Payload>> finished(const Decoder& in, Payload&& value)
{
    if (!in.finished())
        return std::nullopt;
    return std::forward<Payload>(value);
}

/// Payloads carry any number but 0, which is the operator.
inline ParticipantId readHome(Decoder& in)
{
    const ParticipantId home{in.u64()};
    if (home.number == 0)
        in.fail();
    return home;
}

inline void writePeriod(Encoder& out, Period period)
{
    out.i64(period.startSeconds());
}

inline Period readPeriod(Decoder& in)
{
    const std::int64_t start = in.i64();
    if (!in.ok() || start < 0 || start > kPeriodStartMax || !Period::isStart(start)) {
        in.fail();
        return Period{};
    }
    return Period{start};
}

template <class Amount>
Amount readWithin(Decoder& in, Amount low, Amount high)
{
    const Amount value{in.i64()};
    if (value < low || value > high) {
        in.fail();
        return low;
    }
    return value;
}

inline std::uint32_t readWithin32(Decoder& in, std::uint32_t low, std::uint32_t high)
{
    const std::uint32_t value = in.u32();
    if (value < low || value > high)
        in.fail();
    return value;
}

/// An enumerator from 0 to last in one byte.
template <class Enumeration>
Enumeration readEnumeration(Decoder& in, Enumeration last)
{
    const std::uint8_t value = in.u8();
    if (value > static_cast<std::uint8_t>(last)) {
        in.fail();
        return Enumeration{};
    }
    return static_cast<Enumeration>(value);
}

inline bool readFlag(Decoder& in)
{
    const std::uint8_t value = in.u8();
    if (value > 1)
        in.fail();
    return value == 1;
}

inline void writeKey(Encoder& out, const crypto::PublicKey& key)
{
    out.u16(static_cast<std::uint16_t>(key.algorithm)).blob(key.der);
}

inline crypto::PublicKey readKey(Decoder& in)
{
    crypto::PublicKey key;
    key.algorithm = static_cast<crypto::Algorithm>(in.u16());
    key.der = in.blob(kPublicKeySizeMax);
    if (key.algorithm != crypto::Algorithm::RsaPkcs1Sha256 || key.der.empty())
        in.fail();
    return key;
}

inline void writeSignature(Encoder& out, const crypto::Signature& signature)
{
    out.u16(static_cast<std::uint16_t>(signature.algorithm)).blob(signature.bytes);
}

inline crypto::Signature readSignature(Decoder& in, std::size_t sizeMax)
{
    crypto::Signature signature;
    signature.algorithm = static_cast<crypto::Algorithm>(in.u16());
    signature.bytes = in.blob(sizeMax);
    return signature;
}

inline void writeHashes(Encoder& out, const std::vector<Hash256>& hashes)
{
    out.u32(static_cast<std::uint32_t>(hashes.size()));
    for (const Hash256& hash : hashes)
        out.raw(hash);
}

inline std::vector<Hash256> readHashes(Decoder& in, std::size_t countMax)
{
    std::vector<Hash256> hashes;
    const std::uint32_t count = in.listCount(countMax, sizeof(Hash256));
    hashes.reserve(count);
    for (std::uint32_t i = 0; i < count; ++i)
        hashes.push_back(in.array<32>());
    return hashes;
}

} // namespace dgex::ledger
