// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/time.h"
#include "core/base/units.h"

#include <expected>
#include <string>
#include <string_view>

namespace dgex {

enum class ParseError { Empty, NotANumber, TooManyDecimals, OutOfRange, NotATime, NotOnTheHalfHour };

/// One English sentence fragment for logs and the command line ("more decimals than the unit allows").
[[nodiscard]] std::string_view describe(ParseError error);

/// An integer count of 10^-decimals units as plain decimal text: formatDecimal(-1234, 2) is "-12.34".
/// Always prints every decimal; never depends on a locale.
[[nodiscard]] std::string formatDecimal(Int128 count, int decimals);

/// Parses what formatDecimal prints, exactly; fewer decimals are fine, more must be zeros. An exponent, spaces or
/// a comma are refused.
[[nodiscard]] std::expected<std::int64_t, ParseError> parseDecimal(std::string_view text, int decimals);

[[nodiscard]] inline std::string toKwh(Energy energy)
{
    return formatDecimal(energy.count(), 3);
}
[[nodiscard]] inline std::string toKwh(Lots lots)
{
    return formatDecimal(lots.count(), 1);
}
/// Currency units per kWh, two decimals.
[[nodiscard]] inline std::string toText(Price price)
{
    return formatDecimal(price.count(), 2);
}
/// Currency units, five decimals, exact.
[[nodiscard]] inline std::string toText(Money money)
{
    return formatDecimal(money.count(), 5);
}

/// YYYY-MM-DDTHH:MMZ
[[nodiscard]] std::string toText(Period period);
/// YYYY-MM-DDTHH:MM:SS.mmmZ
[[nodiscard]] std::string toText(UtcTime time);
/// Parses YYYY-MM-DDTHH:MMZ (years 1970 to 9999) of a half hour's start.
[[nodiscard]] std::expected<Period, ParseError> parsePeriod(std::string_view text);

} // namespace dgex
