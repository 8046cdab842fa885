// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "drivers/meters/meter_sample.h"

#include <cstddef>
#include <expected>
#include <string_view>
#include <vector>

/// The customer port P1 of Dutch, Belgian and Luxembourgish smart meters: DSMR 2.2 to 5.0, ESMR, e-MUCS.
/// Pure and bounded; unencrypted telegrams only.
namespace dgex::drivers::meters {

/// One line: an OBIS code and its values, without the brackets.
struct P1Object {
    std::string code;
    std::vector<std::string> values;
};

struct P1Telegram {
    std::string header; ///< Behind the slash: maker and model.
    std::vector<P1Object> objects;
    bool checked = false; ///< Its checksum was there and right.
};

enum class P1Error {
    TooLong,         ///< More than kP1SizeMax bytes.
    NoHeader,        ///< Does not begin with a slash and a line.
    NoEnd,           ///< No line begins with an exclamation mark.
    NoChecksum,      ///< Required, and not there.
    ChecksumMismatch ///< The bytes are not those that the meter sent.
};
[[nodiscard]] std::string_view describe(P1Error error);

/// Meters before DSMR 4 send no checksum. Ignored takes a telegram without an end, too.
enum class P1Checksum { Required, WhenPresent, Ignored };

inline constexpr std::size_t kP1SizeMax = 16'384;

/// Decodes one telegram, from its slash to its checksum; the checksum is CRC-16/ARC from the slash to the exclamation
/// mark (DSMR 5.0.2, section 6.2). Lines that are no objects are skipped; a line that begins with a bracket continues
/// the one before it (DSMR 2.2 and 3.0).
[[nodiscard]] std::expected<P1Telegram, P1Error> decodeP1(std::string_view telegram, P1Checksum checksum);

/// Energy from x.8.0, or else the sum of all tariffs; power from 1.7.0 and 2.7.0, or else the sum of the phases. Times
/// are Central European, summer time as the telegram says (S or W).
[[nodiscard]] MeterSample sampleOf(const P1Telegram& telegram);

/// Cuts a stream of bytes into telegrams. What comes before the first slash, a telegram that the next one tears and
/// what grows beyond kP1SizeMax are dropped and counted.
class P1Splitter {
public:
    /// The telegrams that these bytes complete. A telegram is complete at the end of the line of its exclamation mark,
    /// or, when the meter ends no line there, at the next slash.
    [[nodiscard]] std::vector<std::string> feed(std::string_view bytes);
    [[nodiscard]] std::size_t dropped() const { return m_dropped; }

private:
    std::string m_buffer;
    std::size_t m_lineStart = 0;
    std::size_t m_dropped = 0;
};

} // namespace dgex::drivers::meters
