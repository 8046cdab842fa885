// SPDX-License-Identifier: GPL-3.0-or-later
#include "drivers/meters/sml_file.h"

#include "drivers/meters/sml_reader.h"

#include <algorithm>

namespace dgex::drivers::meters {

namespace {

constexpr std::uint8_t kEscape = 0x1B;
constexpr std::uint8_t kStart = 0x01;
constexpr std::uint8_t kEnd = 0x1A;
constexpr std::size_t kStartSize = 8;
constexpr std::size_t kEndSize = 8;
constexpr std::uint16_t kGetListResponse = 0x0701;
constexpr std::uint8_t kWatt = 27;
constexpr std::uint8_t kWattHour = 30;

/// CRC-16 with the reflected polynomial 0x8408.
std::uint16_t crc16(ByteView bytes, std::uint16_t start)
{
    std::uint16_t crc = start;
    for (const std::uint8_t byte : bytes) {
        crc = static_cast<std::uint16_t>(crc ^ byte);
        for (int bit = 0; bit < 8; ++bit)
            crc = static_cast<std::uint16_t>((crc & 1U) != 0 ? (crc >> 1U) ^ 0x8408U : crc >> 1U);
    }
    return crc;
}

bool hasGoodChecksum(ByteView frame)
{
    const ByteView covered = frame.first(frame.size() - 2);
    const auto given =
        static_cast<std::uint16_t>(frame[frame.size() - 2] | static_cast<unsigned>(frame[frame.size() - 1]) << 8U);
    const auto x25 = static_cast<std::uint16_t>(~crc16(covered, 0xFFFF));
    return given == x25 || given == crc16(covered, 0);
}

bool isFramed(ByteView frame)
{
    const auto all = [&](std::size_t from, std::uint8_t byte) {
        return std::ranges::all_of(frame.subspan(from, 4), [byte](std::uint8_t b) { return b == byte; });
    };
    return frame.size() >= kStartSize + kEndSize && all(0, kEscape) && all(4, kStart) &&
           all(frame.size() - kEndSize, kEscape) && frame[frame.size() - 4] == kEnd && frame[frame.size() - 3] <= 3;
}

/// The content of a frame without doubled escapes and padding.
std::optional<Bytes> contentOf(ByteView frame)
{
    const std::size_t padding = frame[frame.size() - 3];
    const ByteView escaped = frame.subspan(kStartSize, frame.size() - kStartSize - kEndSize);
    if (escaped.size() < padding)
        return std::nullopt;
    Bytes content;
    std::size_t escapes = 0;
    for (std::size_t i = 0; i < escaped.size(); ++i) {
        content.push_back(escaped[i]);
        escapes = escaped[i] == kEscape ? escapes + 1 : 0;
        if (escapes == 4) {
            if (escaped.size() - i <= 4)
                return std::nullopt;
            i += 4; // the same four again
            escapes = 0;
        }
    }
    content.resize(content.size() - padding);
    return content;
}

Bytes copyOf(ByteView bytes)
{
    return {bytes.begin(), bytes.end()};
}

SmlEntry readEntry(SmlReader& reader)
{
    SmlEntry entry;
    if (reader.list() != 7)
        reader.fail();
    const ByteView name = reader.octets();
    std::copy_n(name.begin(), std::min(name.size(), entry.obis.size()), entry.obis.begin());
    reader.skip(); // status
    reader.skip(); // time of the value
    entry.unit = static_cast<std::uint8_t>(reader.integer().value_or(0) & 0xFF);
    entry.scaler = static_cast<int>(std::clamp<std::int64_t>(reader.integer().value_or(0), -18, 18));
    if (reader.isInteger())
        entry.value = reader.integer();
    else if (reader.isOctets())
        entry.text = copyOf(reader.octets());
    else
        reader.skip();
    reader.skip(); // signature
    return entry;
}

/// Reads one message; takes its values when it is a GetList response.
bool readMessage(SmlReader& reader, SmlFile& file)
{
    if (reader.list() != 6)
        reader.fail();
    for (int i = 0; i < 3; ++i)
        reader.skip(); // transaction, group, what to do on errors
    if (reader.list() != 2)
        reader.fail();
    const auto kind = reader.integer();
    const bool hasValues = kind == kGetListResponse;
    if (!hasValues) {
        reader.skip();
    } else {
        if (reader.list() != 7)
            reader.fail();
        reader.skip(); // client
        file.server = copyOf(reader.octets());
        reader.skip(); // name of the list
        reader.skip(); // time of the sensor
        for (std::size_t left = reader.list(); left > 0 && reader.ok(); --left)
            file.entries.push_back(readEntry(reader));
        reader.skip(); // signature
        reader.skip(); // time of the gateway
    }
    reader.skip(); // checksum of the message; that of the frame covers it
    reader.skip(); // end of message
    return hasValues;
}

std::optional<std::int64_t> valueOf(const SmlFile& file, std::uint8_t c, std::uint8_t d, std::uint8_t e,
                                    std::uint8_t unit)
{
    for (const SmlEntry& entry : file.entries)
        if (entry.obis[0] == 1 && entry.obis[2] == c && entry.obis[3] == d && entry.obis[4] == e && entry.value &&
            entry.unit == unit)
            return scaled(*entry.value, entry.scaler);
    return std::nullopt;
}

std::optional<std::int64_t> sumOf(std::initializer_list<std::optional<std::int64_t>> values)
{
    std::optional<std::int64_t> sum;
    for (const auto& value : values) {
        if (!value)
            continue;
        std::int64_t total = 0;
        if (__builtin_add_overflow(sum.value_or(0), *value, &total))
            return std::nullopt;
        sum = total;
    }
    return sum;
}

std::optional<Energy> energyOf(const SmlFile& file, std::uint8_t direction)
{
    auto value = valueOf(file, direction, 8, 0, kWattHour);
    if (!value)
        value = sumOf({valueOf(file, direction, 8, 1, kWattHour), valueOf(file, direction, 8, 2, kWattHour),
                       valueOf(file, direction, 8, 3, kWattHour), valueOf(file, direction, 8, 4, kWattHour)});
    return value ? std::optional{Energy{*value}} : std::nullopt;
}

std::optional<Power> powerOf(const SmlFile& file)
{
    auto value = valueOf(file, 16, 7, 0, kWatt);
    if (!value) {
        value = valueOf(file, 1, 7, 0, kWatt);
        if (const auto exported = valueOf(file, 2, 7, 0, kWatt); exported && *exported >= 0)
            value = sumOf({value, -*exported});
    }
    if (!value)
        value = sumOf({valueOf(file, 36, 7, 0, kWatt), valueOf(file, 56, 7, 0, kWatt), valueOf(file, 76, 7, 0, kWatt)});
    return value ? std::optional{Power{*value}} : std::nullopt;
}

/// How many escape bytes stand before the last tail bytes.
std::size_t escapesBefore(const Bytes& buffer, std::size_t tail)
{
    std::size_t count = 0;
    while (tail + count < buffer.size() && buffer[buffer.size() - tail - count - 1] == kEscape)
        ++count;
    return count;
}

/// Four escapes, not the eight of a doubled one.
bool isEscaped(const Bytes& buffer, std::size_t tail)
{
    const std::size_t count = escapesBefore(buffer, tail);
    return count >= 4 && count < 8;
}

} // namespace

std::string_view describe(SmlError error)
{
    switch (error) {
    case SmlError::TooLong:
        return "the frame is too long";
    case SmlError::NotFramed:
        return "the frame does not begin and end as SML does";
    case SmlError::ChecksumMismatch:
        return "the checksum does not fit the frame";
    case SmlError::Malformed:
        return "the frame is not made of SML messages";
    case SmlError::NoValues:
        return "the frame holds no list of values";
    }
    return {};
}

std::expected<SmlFile, SmlError> decodeSml(ByteView frame)
{
    if (frame.size() > kSmlSizeMax)
        return std::unexpected(SmlError::TooLong);
    if (!isFramed(frame))
        return std::unexpected(SmlError::NotFramed);
    if (!hasGoodChecksum(frame))
        return std::unexpected(SmlError::ChecksumMismatch);
    const std::optional<Bytes> content = contentOf(frame);
    if (!content)
        return std::unexpected(SmlError::Malformed);
    SmlFile file;
    bool hasValues = false;
    SmlReader reader(*content);
    while (reader.ok() && !reader.atEnd())
        hasValues |= readMessage(reader, file);
    if (!reader.ok())
        return std::unexpected(SmlError::Malformed);
    if (!hasValues)
        return std::unexpected(SmlError::NoValues);
    return file;
}

MeterSample sampleOf(const SmlFile& file)
{
    return {toHex(file.server), std::nullopt, energyOf(file, 1), energyOf(file, 2), powerOf(file)};
}

std::vector<Bytes> SmlSplitter::feed(ByteView bytes)
{
    std::vector<Bytes> frames;
    for (const std::uint8_t byte : bytes) {
        m_buffer.push_back(byte);
        const std::size_t size = m_buffer.size();
        const bool isStart = size >= kStartSize && isEscaped(m_buffer, 4) &&
                             std::all_of(m_buffer.end() - 4, m_buffer.end(), [](auto b) { return b == kStart; });
        if (isStart) {
            m_dropped += m_inFrame ? 1U : 0U;
            m_inFrame = true;
            m_buffer.assign({kEscape, kEscape, kEscape, kEscape, kStart, kStart, kStart, kStart});
        } else if (m_inFrame && size >= kStartSize + kEndSize && m_buffer[size - 4] == kEnd && isEscaped(m_buffer, 4)) {
            frames.push_back(std::move(m_buffer));
            m_buffer.clear();
            m_inFrame = false;
        } else if (m_inFrame && size > kSmlSizeMax) {
            ++m_dropped;
            m_buffer.clear();
            m_inFrame = false;
        } else if (!m_inFrame && size > kStartSize + kStartSize) {
            m_buffer.erase(m_buffer.begin());
        }
    }
    return frames;
}

} // namespace dgex::drivers::meters
