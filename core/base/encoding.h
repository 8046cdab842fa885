// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/bytes.h"

#include <cstdint>
#include <string_view>

namespace dgex {

/// Writes the canonical encoding: fixed fields, big-endian, length-prefixed lists (u32). Never fails.
class Encoder {
public:
    /// Appends the domain tag "DGEX/<type>/v1" and a 0 byte, which opens every hashed or signed preimage.
    Encoder& domain(std::string_view type);
    Encoder& u8(std::uint8_t value);
    Encoder& u16(std::uint16_t value);
    Encoder& u32(std::uint32_t value);
    Encoder& u64(std::uint64_t value);
    Encoder& i64(std::int64_t value) { return u64(static_cast<std::uint64_t>(value)); }
    /// Bytes without a length (fixed fields).
    Encoder& raw(ByteView bytes);
    /// Bytes behind their u32 length.
    Encoder& blob(ByteView bytes);
    Encoder& text(std::string_view text) { return blob(viewOf(text)); }
    [[nodiscard]] const Bytes& bytes() const { return m_bytes; }
    [[nodiscard]] Bytes take() { return std::move(m_bytes); }

private:
    Bytes m_bytes;
};

/// Reads the canonical encoding. After the first field that does not fit, ok() is false for good and all
/// further reads give zeros or empties: check once at the end with finished(). Never allocates more than the input
/// holds.
class Decoder {
public:
    explicit Decoder(ByteView bytes)
        : m_rest(bytes)
    {
    }
    /// Consumes the domain tag of a type; fails when another stands there.
    void domain(std::string_view type);
    std::uint8_t u8();
    std::uint16_t u16();
    std::uint32_t u32();
    std::uint64_t u64();
    std::int64_t i64() { return static_cast<std::int64_t>(u64()); }
    /// A view of the next size bytes.
    ByteView raw(std::size_t size);
    template <std::size_t Size>
    std::array<std::uint8_t, Size> array()
    {
        std::array<std::uint8_t, Size> value{};
        const ByteView view = raw(Size);
        for (std::size_t i = 0; i < view.size(); ++i)
            value[i] = view[i];
        return value;
    }
    /// Bytes behind a u32 length of at most sizeMax.
    Bytes blob(std::size_t sizeMax);
    std::string text(std::size_t sizeMax);
    /// A u32 count of list elements; fails when it is above countMax or the rest of the input is too short
    /// for that many elements of at least elementSizeMin bytes.
    std::uint32_t listCount(std::size_t countMax, std::size_t elementSizeMin);
    /// Marks the input as wrong (a value outside its range).
    void fail() { m_ok = false; }
    [[nodiscard]] bool ok() const { return m_ok; }
    /// Everything was read and everything fitted.
    [[nodiscard]] bool finished() const { return m_ok && m_rest.empty(); }
    [[nodiscard]] std::size_t remaining() const { return m_rest.size(); }

private:
    ByteView m_rest;
    bool m_ok = true;
};

} // namespace dgex
