// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/bytes.h"

namespace dgex::test {

/// CRC-16/X-25, bit by bit from the high end, unlike the decoder.
inline std::uint16_t crcX25(ByteView bytes)
{
    unsigned crc = 0xFFFF;
    for (const std::uint8_t byte : bytes)
        for (unsigned bit = 0; bit < 8; ++bit) {
            const unsigned top = (crc >> 15U) ^ (static_cast<unsigned>(byte) >> bit & 1U);
            crc = (crc << 1U & 0xFFFFU) ^ (top != 0 ? 0x1021U : 0U);
        }
    unsigned reflected = 0;
    for (unsigned bit = 0; bit < 16; ++bit)
        reflected |= (crc >> bit & 1U) << (15U - bit);
    return static_cast<std::uint16_t>(~reflected);
}

/// Content as an SML frame: escapes doubled, padded, with its checksum.
inline Bytes smlFrame(ByteView content)
{
    Bytes frame{0x1B, 0x1B, 0x1B, 0x1B, 1, 1, 1, 1};
    std::size_t escapes = 0;
    for (const std::uint8_t byte : content) {
        frame.push_back(byte);
        escapes = byte == 0x1B ? escapes + 1 : 0;
        if (escapes == 4) {
            frame.insert(frame.end(), 4, 0x1B);
            escapes = 0;
        }
    }
    std::uint8_t padding = 0;
    for (; frame.size() % 4 != 0; ++padding)
        frame.push_back(0);
    frame.insert(frame.end(), {0x1B, 0x1B, 0x1B, 0x1B, 0x1A, padding});
    const std::uint16_t crc = crcX25(frame);
    frame.push_back(static_cast<std::uint8_t>(crc & 0xFFU));
    frame.push_back(static_cast<std::uint8_t>(crc >> 8U));
    return frame;
}

} // namespace dgex::test
