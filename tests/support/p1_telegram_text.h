// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>

namespace dgex::test {

/// CRC-16/ARC, bit by bit, unlike the decoder.
inline QByteArray p1Checksum(const QByteArray& bytes)
{
    unsigned crc = 0;
    for (const char c : bytes)
        for (unsigned bit = 0; bit < 8; ++bit) {
            const unsigned in = (static_cast<unsigned char>(c) >> bit) & 1U;
            const unsigned out = crc & 1U;
            crc >>= 1U;
            if (in != out)
                crc ^= 0xA001U;
        }
    return QByteArray::number(crc, 16).rightJustified(4, '0').toUpper();
}

/// A whole telegram of these lines.
inline QByteArray p1Telegram(QByteArray lines, bool withChecksum = true)
{
    lines.replace("\n", "\r\n");
    const QByteArray body = "/DGX5 test\r\n\r\n" + lines + "!";
    return body + (withChecksum ? p1Checksum(body) : QByteArray()) + "\r\n";
}

} // namespace dgex::test
