// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/bytes.h"

#include <QByteArray>

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

/// Bytes of hexadecimal text with spaces.
inline Bytes smlBytes(const char* hex)
{
    const auto value = fromHex(QByteArray(hex).replace(" ", "").toStdString());
    if (!value)
        qFatal("not hexadecimal: %s", hex);
    return *value;
}

/// A GetList response with these entries (hexadecimal), as a whole message.
inline Bytes smlMessage(const std::vector<const char*>& entries)
{
    Bytes result = smlBytes("76 03 0001 6200 6200 72 63 0701 77 01 05 0A0B0C0D 01 01");
    result.push_back(static_cast<std::uint8_t>(0x70U | entries.size()));
    for (const char* entry : entries) {
        const Bytes coded = smlBytes(entry);
        result.insert(result.end(), coded.begin(), coded.end());
    }
    const Bytes rest = smlBytes("01 01 63 1234 00");
    result.insert(result.end(), rest.begin(), rest.end());
    return result;
}

} // namespace dgex::test
