// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/bytes.h"

#include <cstddef>

namespace dgex::drivers::meters {

/// Reads the type-length fields of SML (version 1.04, section 6). After the first field that does not fit, ok() is
/// false for good and all further reads give nothing: check once at the end.
class SmlReader {
public:
    explicit SmlReader(ByteView bytes)
        : m_rest(bytes)
    {
    }
    [[nodiscard]] bool ok() const { return m_ok; }
    [[nodiscard]] bool atEnd() const { return m_rest.empty(); }
    void fail() { m_ok = false; }

    [[nodiscard]] bool isInteger() const;
    [[nodiscard]] bool isOctets() const;
    /// The number of elements of the list that begins here; the elements follow.
    std::size_t list();
    /// Bytes; empty for an absent field.
    ByteView octets();
    /// A signed or unsigned integer of 1 to 8 bytes; none for an absent field or when it does not fit.
    std::optional<std::int64_t> integer();
    /// Passes one field with everything inside it.
    void skip() { skip(0); }

private:
    enum class Kind : std::uint8_t { Octets = 0, Boolean = 4, Signed = 5, Unsigned = 6, List = 7 };
    struct Field {
        Kind kind = Kind::Octets;
        std::size_t size = 0; ///< Bytes that follow, or elements of a list.
        std::size_t head = 0; ///< Bytes of type and length.
    };
    [[nodiscard]] std::optional<Field> peek() const;
    std::optional<Field> next();
    ByteView take(std::size_t size);
    void skip(int depth);

    ByteView m_rest;
    bool m_ok = true;
};

} // namespace dgex::drivers::meters
