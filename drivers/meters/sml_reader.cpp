// SPDX-License-Identifier: GPL-3.0-or-later
#include "drivers/meters/sml_reader.h"

namespace dgex::drivers::meters {

namespace {

constexpr std::uint8_t kEndOfMessage = 0x00;
constexpr int kDepthMax = 8;

} // namespace

std::optional<SmlReader::Field> SmlReader::peek() const
{
    Field field;
    bool more = true;
    while (more) {
        if (field.head >= m_rest.size() || field.head == 4)
            return std::nullopt;
        const std::uint8_t byte = m_rest[field.head];
        if (field.head == 0)
            field.kind = static_cast<Kind>(byte >> 4U & 7U);
        field.size = field.size << 4U | (byte & 0x0FU);
        more = (byte & 0x80U) != 0;
        ++field.head;
    }
    if (m_rest[0] == kEndOfMessage)
        return field;
    if (field.kind != Kind::List) { // the length of other fields includes its own bytes
        if (field.size < field.head)
            return std::nullopt;
        field.size -= field.head;
    }
    return field;
}

std::optional<SmlReader::Field> SmlReader::next()
{
    const auto field = m_ok ? peek() : std::nullopt;
    if (field)
        m_rest = m_rest.subspan(field->head);
    else
        m_ok = false;
    return field;
}

ByteView SmlReader::take(std::size_t size)
{
    if (!m_ok || size > m_rest.size()) {
        m_ok = false;
        return {};
    }
    const ByteView bytes = m_rest.first(size);
    m_rest = m_rest.subspan(size);
    return bytes;
}

bool SmlReader::isInteger() const
{
    const auto field = m_ok ? peek() : std::nullopt;
    return field && (field->kind == Kind::Signed || field->kind == Kind::Unsigned);
}

bool SmlReader::isOctets() const
{
    const auto field = m_ok ? peek() : std::nullopt;
    return field && field->kind == Kind::Octets;
}

std::size_t SmlReader::list()
{
    const auto field = next();
    if (field && field->kind != Kind::List)
        m_ok = false;
    return m_ok ? field->size : 0;
}

ByteView SmlReader::octets()
{
    const auto field = next();
    if (field && field->kind != Kind::Octets)
        m_ok = false;
    return m_ok ? take(field->size) : ByteView{};
}

std::optional<std::int64_t> SmlReader::integer()
{
    const auto field = next();
    if (!field)
        return std::nullopt;
    const ByteView bytes = take(field->size);
    if (field->kind == Kind::Octets && field->size == 0)
        return std::nullopt; // absent
    if ((field->kind != Kind::Signed && field->kind != Kind::Unsigned) || bytes.empty() || bytes.size() > 8) {
        m_ok = false;
        return std::nullopt;
    }
    const bool isNegative = field->kind == Kind::Signed && (bytes[0] & 0x80U) != 0;
    std::uint64_t value = isNegative ? ~std::uint64_t{0} : 0;
    for (const std::uint8_t byte : bytes)
        value = value << 8U | byte;
    if (field->kind == Kind::Unsigned && value > INT64_MAX)
        return std::nullopt;
    return static_cast<std::int64_t>(value);
}

void SmlReader::skip(int depth)
{
    const auto field = next();
    if (!field)
        return;
    if (field->kind != Kind::List) {
        take(field->size);
        return;
    }
    if (depth == kDepthMax) {
        m_ok = false;
        return;
    }
    for (std::size_t i = 0; i < field->size && m_ok; ++i)
        skip(depth + 1);
}

} // namespace dgex::drivers::meters
