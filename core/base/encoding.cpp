// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/encoding.h"

#include "core/base/assert.h"

#include <algorithm>

namespace dgex {

namespace {

constexpr std::string_view kDomainPrefix = "DGEX/";
constexpr std::string_view kDomainSuffix = "/v1";

template <class Unsigned>
void appendBigEndian(Bytes& bytes, Unsigned value)
{
    for (int shift = static_cast<int>(sizeof(Unsigned)) * 8 - 8; shift >= 0; shift -= 8)
        bytes.push_back(static_cast<std::uint8_t>(value >> shift));
}

template <class Unsigned>
Unsigned bigEndian(ByteView bytes)
{
    Unsigned value = 0;
    for (const std::uint8_t byte : bytes)
        value = static_cast<Unsigned>(static_cast<std::uint64_t>(value) << 8 | byte);
    return value;
}

} // namespace

Encoder& Encoder::domain(std::string_view type)
{
    return raw(viewOf(kDomainPrefix)).raw(viewOf(type)).raw(viewOf(kDomainSuffix)).u8(0);
}

Encoder& Encoder::u8(std::uint8_t value)
{
    m_bytes.push_back(value);
    return *this;
}

Encoder& Encoder::u16(std::uint16_t value)
{
    appendBigEndian(m_bytes, value);
    return *this;
}

Encoder& Encoder::u32(std::uint32_t value)
{
    appendBigEndian(m_bytes, value);
    return *this;
}

Encoder& Encoder::u64(std::uint64_t value)
{
    appendBigEndian(m_bytes, value);
    return *this;
}

Encoder& Encoder::raw(ByteView bytes)
{
    m_bytes.insert(m_bytes.end(), bytes.begin(), bytes.end());
    return *this;
}

Encoder& Encoder::blob(ByteView bytes)
{
    DGEX_ASSERT(bytes.size() <= UINT32_MAX);
    return u32(static_cast<std::uint32_t>(bytes.size())).raw(bytes);
}

void Decoder::domain(std::string_view type)
{
    Encoder expected;
    expected.domain(type);
    const ByteView found = raw(expected.bytes().size());
    if (!std::ranges::equal(found, expected.bytes()))
        fail();
}

std::uint8_t Decoder::u8()
{
    return bigEndian<std::uint8_t>(raw(1));
}
std::uint16_t Decoder::u16()
{
    return bigEndian<std::uint16_t>(raw(2));
}
std::uint32_t Decoder::u32()
{
    return bigEndian<std::uint32_t>(raw(4));
}
std::uint64_t Decoder::u64()
{
    return bigEndian<std::uint64_t>(raw(8));
}

ByteView Decoder::raw(std::size_t size)
{
    if (!m_ok || size > m_rest.size()) {
        m_ok = false;
        return {};
    }
    const ByteView view = m_rest.first(size);
    m_rest = m_rest.subspan(size);
    return view;
}

Bytes Decoder::blob(std::size_t sizeMax)
{
    const std::uint32_t size = u32();
    if (size > sizeMax)
        fail();
    const ByteView view = raw(size);
    return {view.begin(), view.end()};
}

std::string Decoder::text(std::size_t sizeMax)
{
    const Bytes bytes = blob(sizeMax);
    return {bytes.begin(), bytes.end()};
}

std::uint32_t Decoder::listCount(std::size_t countMax, std::size_t elementSizeMin)
{
    const std::uint32_t count = u32();
    if (count > countMax || count * elementSizeMin > m_rest.size())
        fail();
    return m_ok ? count : 0;
}

} // namespace dgex
