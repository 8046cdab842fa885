// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/text.h"

#include <charconv>
#include <format>

namespace dgex {

std::string_view describe(ParseError error)
{
    switch (error) {
    case ParseError::Empty:
        return "a value is missing";
    case ParseError::NotANumber:
        return "not a plain decimal number";
    case ParseError::TooManyDecimals:
        return "more decimals than the unit allows";
    case ParseError::OutOfRange:
        return "outside the allowed range";
    case ParseError::NotATime:
        return "not a time of the form YYYY-MM-DDTHH:MMZ";
    case ParseError::NotOnTheHalfHour:
        return "not the start of a half hour";
    }
    return "unknown error";
}

std::string formatDecimal(Int128 count, int decimals)
{
    const bool negative = count < 0;
    std::string digits; // least significant first
    for (; count != 0 || digits.size() <= static_cast<std::size_t>(decimals); count /= 10) {
        const int digit = static_cast<int>(count % 10);
        digits += static_cast<char>('0' + (digit < 0 ? -digit : digit));
    }
    if (decimals > 0)
        digits.insert(static_cast<std::size_t>(decimals), 1, '.');
    if (negative)
        digits += '-';
    return {digits.rbegin(), digits.rend()};
}

std::expected<std::int64_t, ParseError> parseDecimal(std::string_view text, int decimals)
{
    if (text.empty())
        return std::unexpected(ParseError::Empty);
    const bool negative = text.front() == '-';
    if (negative || text.front() == '+')
        text.remove_prefix(1);
    const Int128 valueMax = Int128{INT64_MAX} + (negative ? 1 : 0);
    Int128 value = 0;
    int seenDecimals = -1; // before the point
    bool anyDigit = false;
    for (const char c : text) {
        if (c == '.' && seenDecimals < 0) {
            seenDecimals = 0;
            continue;
        }
        if (c < '0' || c > '9')
            return std::unexpected(ParseError::NotANumber);
        anyDigit = true;
        if (seenDecimals >= 0 && ++seenDecimals > decimals) {
            if (c != '0')
                return std::unexpected(ParseError::TooManyDecimals);
            continue;
        }
        value = value * 10 + (c - '0');
        if (value > valueMax)
            return std::unexpected(ParseError::OutOfRange);
    }
    if (!anyDigit)
        return std::unexpected(ParseError::NotANumber);
    for (int i = seenDecimals < 0 ? 0 : seenDecimals; i < decimals; ++i) {
        value *= 10;
        if (value > valueMax)
            return std::unexpected(ParseError::OutOfRange);
    }
    return static_cast<std::int64_t>(negative ? -value : value);
}

namespace {

std::chrono::year_month_day dateOf(std::int64_t seconds)
{
    return std::chrono::floor<std::chrono::days>(std::chrono::sys_seconds{std::chrono::seconds{seconds}});
}

std::string dateAndMinute(std::int64_t seconds)
{
    const std::chrono::year_month_day date = dateOf(seconds);
    const std::int64_t ofDay = (seconds % 86'400 + 86'400) % 86'400;
    return std::format("{:04}-{:02}-{:02}T{:02}:{:02}", static_cast<int>(date.year()),
                       static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()), ofDay / 3600,
                       ofDay / 60 % 60);
}

std::optional<int> fixedNumber(std::string_view text, std::size_t at, std::size_t size)
{
    int value = 0;
    for (const char c : text.substr(at, size)) {
        if (c < '0' || c > '9')
            return std::nullopt;
        value = value * 10 + (c - '0');
    }
    return value;
}

} // namespace

std::string toText(Period period)
{
    return dateAndMinute(period.startSeconds()) + "Z";
}

std::string toText(UtcTime time)
{
    const std::int64_t seconds = time.seconds();
    return std::format("{}:{:02}.{:03}Z", dateAndMinute(seconds), (seconds % 60 + 60) % 60,
                       time.milliseconds() - seconds * 1000);
}

std::expected<Period, ParseError> parsePeriod(std::string_view text)
{
    if (text.empty())
        return std::unexpected(ParseError::Empty);
    if (text.size() != 17 || text[4] != '-' || text[7] != '-' || text[10] != 'T' || text[13] != ':' || text[16] != 'Z')
        return std::unexpected(ParseError::NotATime);
    const auto year = fixedNumber(text, 0, 4);
    const auto month = fixedNumber(text, 5, 2);
    const auto day = fixedNumber(text, 8, 2);
    const auto hour = fixedNumber(text, 11, 2);
    const auto minute = fixedNumber(text, 14, 2);
    if (!year || !month || !day || !hour || !minute || *year < 1970 || *hour > 23 || *minute > 59)
        return std::unexpected(ParseError::NotATime);
    const std::chrono::year_month_day date{std::chrono::year{*year}, std::chrono::month{static_cast<unsigned>(*month)},
                                           std::chrono::day{static_cast<unsigned>(*day)}};
    if (!date.ok())
        return std::unexpected(ParseError::NotATime);
    const std::int64_t seconds =
        std::chrono::sys_days{date}.time_since_epoch().count() * std::int64_t{86'400} + *hour * 3600 + *minute * 60;
    if (!Period::isStart(seconds))
        return std::unexpected(ParseError::NotOnTheHalfHour);
    return Period{seconds};
}

} // namespace dgex
