// SPDX-License-Identifier: GPL-3.0-or-later
#include "drivers/meters/meter_sample.h"

namespace dgex::drivers::meters {

std::optional<std::int64_t> scaled(std::int64_t digits, int exponent)
{
    for (; exponent > 0 && digits != 0; --exponent)
        if (__builtin_mul_overflow(digits, std::int64_t{10}, &digits))
            return std::nullopt;
    for (; exponent < 0 && digits != 0 && digits != -1; ++exponent)
        digits = divide(digits, 10, Rounding::Floor);
    return digits;
}

} // namespace dgex::drivers::meters
