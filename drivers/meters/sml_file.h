// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/bytes.h"
#include "drivers/meters/meter_sample.h"

#include <array>
#include <cstddef>
#include <expected>
#include <string_view>
#include <vector>

/// Smart Message Language, version 1 (BSI TR-03109-1 annex IV), as German meters push it over their optical port.
/// Pure and bounded.
namespace dgex::drivers::meters {

/// One entry of a GetList response.
struct SmlEntry {
    std::array<std::uint8_t, 6> obis{}; ///< A-B:C.D.E*F
    std::optional<std::int64_t> value;  ///< The integer as sent, without the scaler; none when it is no integer.
    int scaler = 0;                     ///< Power of ten.
    std::optional<std::uint8_t> unit;   ///< DLMS unit: 27 = W, 30 = Wh.
    Bytes text;                         ///< The value when it is a string of bytes.
};

struct SmlFile {
    Bytes server; ///< The meter's number as it sends it.
    std::vector<SmlEntry> entries;
};

enum class SmlError {
    TooLong,          ///< More than kSmlSizeMax bytes.
    NotFramed,        ///< Does not begin and end with the escape sequences of version 1.
    ChecksumMismatch, ///< CRC-16/X-25 (or CRC-16/Kermit, which some meters send) over the frame.
    Malformed,        ///< The content is not made of messages.
    NoValues          ///< No GetList response with a list of values.
};
[[nodiscard]] std::string_view describe(SmlError error);

inline constexpr std::size_t kSmlSizeMax = 16'384;

/// Decodes one frame, from its first escape sequence to its checksum.
[[nodiscard]] std::expected<SmlFile, SmlError> decodeSml(ByteView frame);

/// Energy from 1-0:1.8.0 and 2.8.0, or else the sum of their tariffs; power from 16.7.0, or else 1.7.0 less 2.7.0, or
/// else the sum of the phases.
[[nodiscard]] MeterSample sampleOf(const SmlFile& file);

/// Cuts a stream of bytes into frames. What comes before the first start, a frame that the next start tears and what
/// grows beyond kSmlSizeMax are dropped; torn and oversized frames are counted.
class SmlSplitter {
public:
    /// The frames that these bytes complete.
    [[nodiscard]] std::vector<Bytes> feed(ByteView bytes);
    [[nodiscard]] std::size_t dropped() const { return m_dropped; }

private:
    Bytes m_buffer;
    std::size_t m_dropped = 0;
    bool m_inFrame = false;
};

} // namespace dgex::drivers::meters
