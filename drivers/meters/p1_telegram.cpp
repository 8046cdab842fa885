// SPDX-License-Identifier: GPL-3.0-or-later
#include "drivers/meters/p1_telegram.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <cstdint>

namespace dgex::drivers::meters {

namespace {

std::uint16_t crc16Arc(std::string_view bytes)
{
    std::uint16_t crc = 0;
    for (const char c : bytes) {
        crc = static_cast<std::uint16_t>(crc ^ static_cast<unsigned char>(c));
        for (int bit = 0; bit < 8; ++bit)
            crc = static_cast<std::uint16_t>((crc & 1U) != 0 ? (crc >> 1U) ^ 0xA001U : crc >> 1U);
    }
    return crc;
}

/// The next line without its end; text moves behind it.
std::string_view takeLine(std::string_view& text)
{
    const std::size_t end = text.find('\n');
    std::string_view line = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    if (line.ends_with('\r'))
        line.remove_suffix(1);
    return line;
}

void takeValues(std::string_view text, std::vector<std::string>& values)
{
    while (text.starts_with('(')) {
        const std::size_t end = text.find(')');
        if (end == std::string_view::npos)
            return;
        values.emplace_back(text.substr(1, end - 1));
        text.remove_prefix(end + 1);
    }
}

void takeObject(std::string_view line, std::vector<P1Object>& objects)
{
    if (line.starts_with('(')) {
        if (!objects.empty())
            takeValues(line, objects.back().values);
        return;
    }
    const std::size_t bracket = line.find('(');
    if (bracket == std::string_view::npos || bracket == 0 || line[0] < '0' || line[0] > '9')
        return;
    P1Object object{std::string{line.substr(0, bracket)}, {}};
    takeValues(line.substr(bracket), object.values);
    objects.push_back(std::move(object));
}

std::string lower(std::string_view text)
{
    std::string result{text};
    std::ranges::transform(result, result.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? char(c + 32) : c; });
    return result;
}

/// "003808.351*kWh" in units of 10^-3 kilo...: watt-hours or watts. None when it is not such a value.
std::optional<std::int64_t> baseUnits(std::string_view value, std::string_view unit)
{
    const std::size_t star = value.find('*');
    if (star == std::string_view::npos)
        return std::nullopt;
    const std::string given = lower(value.substr(star + 1));
    const std::string kilo = "k" + std::string{unit};
    int exponent = given == unit ? 0 : given == kilo ? 3 : -1;
    if (exponent < 0)
        return std::nullopt;
    std::string digits{value.substr(0, star)};
    if (const std::size_t point = digits.find('.'); point != std::string::npos) {
        exponent -= static_cast<int>(digits.size() - point - 1);
        digits.erase(point, 1);
    }
    std::int64_t count = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), count);
    if (error != std::errc{} || end != digits.data() + digits.size() || count < 0)
        return std::nullopt;
    return scaled(count, exponent);
}

/// The part of a code behind "A-B:", for electricity only (A = 1).
std::string_view quantityOf(const P1Object& object)
{
    const std::size_t colon = object.code.find(':');
    return colon == std::string::npos || !object.code.starts_with("1-")
               ? std::string_view{}
               : std::string_view{object.code}.substr(colon + 1);
}

std::optional<std::int64_t> valueOf(const P1Telegram& telegram, std::string_view quantity, std::string_view unit)
{
    for (const P1Object& object : telegram.objects)
        if (quantityOf(object) == quantity && !object.values.empty())
            return baseUnits(object.values.front(), unit);
    return std::nullopt;
}

/// Of the values that are there; none when there is none.
std::optional<std::int64_t> sumOf(const P1Telegram& telegram, std::initializer_list<std::string_view> quantities,
                                  std::string_view unit)
{
    std::optional<std::int64_t> sum;
    for (const std::string_view quantity : quantities)
        if (const auto value = valueOf(telegram, quantity, unit)) {
            std::int64_t total = 0;
            if (__builtin_add_overflow(sum.value_or(0), *value, &total))
                return std::nullopt;
            sum = total;
        }
    return sum;
}

std::optional<Power> powerOf(const P1Telegram& telegram)
{
    auto import = valueOf(telegram, "1.7.0", "w");
    auto exported = valueOf(telegram, "2.7.0", "w");
    if (!import && !exported) {
        import = sumOf(telegram, {"21.7.0", "41.7.0", "61.7.0"}, "w");
        exported = sumOf(telegram, {"22.7.0", "42.7.0", "62.7.0"}, "w");
    }
    if (!import && !exported)
        return std::nullopt;
    return Power{import.value_or(0)} - Power{exported.value_or(0)};
}

/// YYMMDDhhmmss and S or W.
std::optional<UtcTime> timeOf(std::string_view text)
{
    if (text.size() != 13 || (text[12] != 'S' && text[12] != 'W') ||
        !std::ranges::all_of(text.substr(0, 12), [](char c) { return c >= '0' && c <= '9'; }))
        return std::nullopt;
    std::array<unsigned, 6> part{};
    for (std::size_t i = 0; i < part.size(); ++i)
        part[i] = static_cast<unsigned>((text[2 * i] - '0') * 10 + (text[2 * i + 1] - '0'));
    const std::chrono::year_month_day date{std::chrono::year{2000 + static_cast<int>(part[0])},
                                           std::chrono::month{part[1]}, std::chrono::day{part[2]}};
    if (!date.ok() || part[3] > 23 || part[4] > 59 || part[5] > 59)
        return std::nullopt;
    const std::int64_t days = std::chrono::sys_days{date}.time_since_epoch().count();
    const std::int64_t offset = text[12] == 'S' ? 7'200 : 3'600;
    return UtcTime::fromSeconds(days * 86'400 + part[3] * 3'600 + part[4] * 60 + part[5] - offset);
}

/// Meter numbers are sent as the hexadecimal bytes of their text.
std::string textOfHex(std::string_view hex)
{
    std::string text;
    for (std::size_t i = 0; i + 1 < hex.size(); i += 2) {
        unsigned byte = 0;
        const auto [end, error] = std::from_chars(hex.data() + i, hex.data() + i + 2, byte, 16);
        if (error != std::errc{} || end != hex.data() + i + 2 || byte < 0x20 || byte > 0x7E)
            return std::string{hex};
        text.push_back(static_cast<char>(byte));
    }
    return text;
}

} // namespace

std::string_view describe(P1Error error)
{
    switch (error) {
    case P1Error::TooLong:
        return "the telegram is too long";
    case P1Error::NoHeader:
        return "the telegram does not begin with a header";
    case P1Error::NoEnd:
        return "the telegram has no end";
    case P1Error::NoChecksum:
        return "the telegram has no checksum";
    case P1Error::ChecksumMismatch:
        return "the checksum does not fit the telegram";
    }
    return {};
}

std::expected<P1Telegram, P1Error> decodeP1(std::string_view telegram, P1Checksum checksum)
{
    if (telegram.size() > kP1SizeMax)
        return std::unexpected(P1Error::TooLong);
    std::string_view rest = telegram;
    P1Telegram result;
    if (!telegram.starts_with('/') || telegram.find('\n') == std::string_view::npos)
        return std::unexpected(P1Error::NoHeader);
    result.header = takeLine(rest).substr(1);
    while (!rest.empty() && !rest.starts_with('!'))
        takeObject(takeLine(rest), result.objects);
    if (checksum == P1Checksum::Ignored)
        return result;
    if (rest.empty())
        return std::unexpected(P1Error::NoEnd);
    const std::size_t covered = telegram.size() - rest.size() + 1;
    const std::string_view hex = takeLine(rest).substr(1);
    unsigned given = 0;
    const auto [end, error] = std::from_chars(hex.data(), hex.data() + hex.size(), given, 16);
    if (hex.empty()) {
        if (checksum == P1Checksum::Required)
            return std::unexpected(P1Error::NoChecksum);
        return result;
    }
    if (error != std::errc{} || hex.size() != 4 || end != hex.data() + hex.size() ||
        given != crc16Arc(telegram.substr(0, covered)))
        return std::unexpected(P1Error::ChecksumMismatch);
    result.checked = true;
    return result;
}

MeterSample sampleOf(const P1Telegram& telegram)
{
    MeterSample sample;
    for (const P1Object& object : telegram.objects) {
        if (object.values.empty())
            continue;
        if (object.code == "0-0:1.0.0")
            sample.measuredAt = timeOf(object.values.front());
        if (object.code == "0-0:96.1.1" || (object.code == "0-0:96.1.0" && sample.meter.empty()))
            sample.meter = textOfHex(object.values.front());
    }
    const auto energy = [&](std::string_view total, std::initializer_list<std::string_view> tariffs) {
        auto value = valueOf(telegram, total, "wh");
        if (!value)
            value = sumOf(telegram, tariffs, "wh");
        return value ? std::optional{Energy{*value}} : std::nullopt;
    };
    sample.imported = energy("1.8.0", {"1.8.1", "1.8.2", "1.8.3", "1.8.4"});
    sample.exported = energy("2.8.0", {"2.8.1", "2.8.2", "2.8.3", "2.8.4"});
    sample.power = powerOf(telegram);
    return sample;
}

std::vector<std::string> P1Splitter::feed(std::string_view bytes)
{
    std::vector<std::string> telegrams;
    const auto complete = [&] {
        telegrams.push_back(std::move(m_buffer));
        m_buffer.clear();
    };
    for (const char c : bytes) {
        const bool inEnd = m_lineStart < m_buffer.size() && m_buffer[m_lineStart] == '!';
        if (c == '/' && inEnd) {
            complete();
        } else if (c == '/' && m_lineStart == m_buffer.size() && !m_buffer.empty()) {
            ++m_dropped;
            m_buffer.clear();
        }
        if (m_buffer.empty()) {
            m_lineStart = 0;
            if (c != '/')
                continue;
        }
        m_buffer.push_back(c);
        if (c == '\n' && inEnd) {
            complete();
        } else if (c == '\n') {
            m_lineStart = m_buffer.size();
        } else if (m_buffer.size() > kP1SizeMax) {
            ++m_dropped;
            m_buffer.clear();
        }
    }
    return telegrams;
}

} // namespace dgex::drivers::meters
