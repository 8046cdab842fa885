// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/assert.h"

#include <compare>
#include <concepts>
#include <cstdint>

namespace dgex {

/// 128-bit integer for products and sums that must not overflow.
__extension__ typedef __int128 Int128;

template <class Integer>
concept WholeNumber = std::integral<Integer> || std::same_as<Integer, Int128>;

/// A signed 64-bit amount of one kind (energy, money, ...). Amounts of different kinds do not mix: adding
/// energy to money does not compile. Overflow is a bug and asserts.
///
/// Invariants: holds any int64 value; no conversion from or to floating point.
template <class Tag>
class Quantity {
public:
    constexpr Quantity() = default;
    template <WholeNumber Integer>
    constexpr explicit Quantity(Integer count)
        : m_count(static_cast<std::int64_t>(count))
    {
        DGEX_ASSERT(static_cast<Integer>(m_count) == count && ((m_count < 0) == (count < Integer{0})));
    }

    /// The bare number in the unit of the kind.
    [[nodiscard]] constexpr std::int64_t count() const { return m_count; }
    [[nodiscard]] constexpr bool isZero() const { return m_count == 0; }
    [[nodiscard]] constexpr Quantity abs() const { return m_count < 0 ? -*this : *this; }

    friend constexpr Quantity operator+(Quantity a, Quantity b)
    {
        std::int64_t sum = 0;
        const bool overflow = __builtin_add_overflow(a.m_count, b.m_count, &sum);
        DGEX_ASSERT(!overflow);
        return Quantity{sum};
    }
    friend constexpr Quantity operator-(Quantity a, Quantity b)
    {
        std::int64_t difference = 0;
        const bool overflow = __builtin_sub_overflow(a.m_count, b.m_count, &difference);
        DGEX_ASSERT(!overflow);
        return Quantity{difference};
    }
    friend constexpr Quantity operator-(Quantity a) { return Quantity{} - a; }
    template <WholeNumber Integer>
    friend constexpr Quantity operator*(Quantity a, Integer factor)
    {
        std::int64_t product = 0;
        const bool overflow = __builtin_mul_overflow(a.m_count, factor, &product);
        DGEX_ASSERT(!overflow);
        return Quantity{product};
    }
    constexpr Quantity& operator+=(Quantity other) { return *this = *this + other; }
    constexpr Quantity& operator-=(Quantity other) { return *this = *this - other; }
    friend constexpr auto operator<=>(Quantity, Quantity) = default;

private:
    std::int64_t m_count = 0;
};

} // namespace dgex
