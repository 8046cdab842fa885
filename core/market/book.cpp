// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/market/book.h"

#include "core/base/text.h"

namespace dgex::market {

namespace {

constexpr int kDecimalsMax = 9;
constexpr std::int64_t kMantissaMax = 1'000'000;

} // namespace

std::optional<DecimalUnit> parseUnit(std::string_view text)
{
    const std::expected<std::int64_t, ParseError> count = parseDecimal(text, kDecimalsMax);
    if (!count || *count <= 0)
        return std::nullopt;
    DecimalUnit unit{.mantissa = *count, .decimals = kDecimalsMax};
    while (unit.decimals > 0 && unit.mantissa % 10 == 0) {
        unit.mantissa /= 10;
        --unit.decimals;
    }
    return unit.mantissa <= kMantissaMax ? std::optional{unit} : std::nullopt;
}

std::string textOf(Int128 count, const DecimalUnit& unit)
{
    return formatDecimal(count * unit.mantissa, unit.decimals);
}

} // namespace dgex::market
