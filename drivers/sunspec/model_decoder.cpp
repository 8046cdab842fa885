// SPDX-License-Identifier: GPL-3.0-or-later
#include "drivers/sunspec/model_decoder.h"

#include "core/base/text.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <format>
#include <limits>

namespace dgex::drivers {

namespace {

constexpr int kExponentMax = 10;

using Words = std::span<const std::uint16_t>;

std::uint64_t bitsOf(Words words)
{
    std::uint64_t bits = 0;
    for (const std::uint16_t word : words)
        bits = bits << 16 | word;
    return bits;
}

std::string textOf(Words words)
{
    std::string text;
    for (const std::uint16_t word : words) {
        for (const int byte : {word >> 8, word & 0xFF})
            text.push_back(static_cast<char>(byte));
    }
    text.resize(std::min(text.size(), text.find('\0')));
    while (text.ends_with(' '))
        text.pop_back();
    std::ranges::replace_if(text, [](char c) { return c < ' ' || c > '~'; }, '?');
    return text;
}

/// The number in a point's registers before its power of ten; none when the point is not implemented.
std::optional<std::uint64_t> implemented(const PointDef& point, std::uint64_t bits)
{
    std::uint64_t absent = 0;
    switch (point.type) {
    case PointType::Int16:
    case PointType::Scale:
        absent = 0x8000;
        break;
    case PointType::Int32:
        absent = 0x8000'0000;
        break;
    case PointType::Uint16:
    case PointType::Enum16:
    case PointType::Bits16:
        absent = 0xFFFF;
        break;
    case PointType::Uint32:
    case PointType::Bits32:
        absent = 0xFFFF'FFFF;
        break;
    case PointType::Uint64:
        absent = std::numeric_limits<std::uint64_t>::max();
        break;
    case PointType::Acc32:
    case PointType::Acc64:
        if (point.isMandatory)
            return bits;
        break;
    default:
        return bits;
    }
    return bits == absent ? std::nullopt : std::optional(bits);
}

std::int64_t signedOf(PointType type, std::uint64_t bits)
{
    if (type == PointType::Int16 || type == PointType::Scale)
        return static_cast<std::int16_t>(bits);
    if (type == PointType::Int32)
        return static_cast<std::int32_t>(bits);
    return static_cast<std::int64_t>(bits);
}

std::optional<std::int64_t> rawAt(const GroupDef& body, Words words, std::string_view name)
{
    std::size_t at = 0;
    for (const PointDef& point : body.points) {
        const auto size = static_cast<std::size_t>(point.words());
        if (at + size > words.size())
            return std::nullopt;
        if (point.name == name) {
            const auto bits = implemented(point, bitsOf(words.subspan(at, size)));
            return bits ? std::optional(signedOf(point.type, *bits)) : std::nullopt;
        }
        at += size;
    }
    return std::nullopt;
}

class Decoder {
public:
    Decoder(const ModelDef& model, Words body)
        : m_model(model)
        , m_words(body)
    {
        m_result.id = model.id;
    }

    DecodedModel run()
    {
        block(m_model.body, {});
        return std::move(m_result);
    }

private:
    void block(const GroupDef& group, const std::string& prefix)
    {
        for (const PointDef& point : group.points) {
            const auto size = static_cast<std::size_t>(point.words());
            if (m_at + size > m_words.size()) {
                m_at = m_words.size();
                return;
            }
            take(point, prefix, m_words.subspan(m_at, size));
            m_at += size;
        }
        for (const GroupDef& inner : group.groups)
            repeat(inner, prefix);
    }

    void repeat(const GroupDef& group, const std::string& prefix)
    {
        if (group.count.empty()) {
            block(group, std::format("{}{}.", prefix, group.name));
            return;
        }
        const auto count = group.count == "*" ? std::optional<std::int64_t>(m_words.size())
                                              : rawAt(m_model.body, m_words, group.count);
        for (std::int64_t i = 1; i <= count.value_or(0) && m_at < m_words.size(); ++i)
            block(group, std::format("{}{}[{}].", prefix, group.name, i));
    }

    void take(const PointDef& point, const std::string& prefix, Words words)
    {
        if (point.type == PointType::Pad || point.type == PointType::Scale)
            return;
        if (point.type == PointType::Text) {
            if (std::string text = textOf(words); !text.empty())
                m_result.values.push_back({prefix + std::string{point.name}, &point, std::move(text)});
            return;
        }
        const auto bits = implemented(point, bitsOf(words));
        if (!bits)
            return;
        if (point.type == PointType::Float32) {
            const float value = std::bit_cast<float>(static_cast<std::uint32_t>(*bits));
            if (std::isinf(value))
                ++m_result.absurd;
            else if (!std::isnan(value))
                m_result.values.push_back({prefix + std::string{point.name}, &point, static_cast<double>(value)});
            return;
        }
        if (const auto exponent = exponentOf(point, *bits))
            m_result.values.push_back(
                {prefix + std::string{point.name}, &point, Decimal{signedOf(point.type, *bits), *exponent}});
    }

    std::optional<int> exponentOf(const PointDef& point, std::uint64_t bits)
    {
        const bool isHuge = bits > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
        if (isHuge) {
            ++m_result.absurd;
            return std::nullopt;
        }
        if (point.scale.empty())
            return 0;
        const auto scale = rawAt(m_model.body, m_words, point.scale);
        if (scale && std::abs(*scale) > kExponentMax) {
            ++m_result.absurd;
            return std::nullopt;
        }
        return scale ? std::optional(static_cast<int>(*scale)) : std::nullopt;
    }

    const ModelDef& m_model;
    Words m_words;
    std::size_t m_at = 0;
    DecodedModel m_result;
};

Words bodyOf(Words words)
{
    if (words.size() < kHeaderWords)
        return {};
    return words.subspan(kHeaderWords, std::min<std::size_t>(words.size() - kHeaderWords, words[1]));
}

std::int64_t powerOfTen(int exponent)
{
    std::int64_t power = 1;
    for (int i = 0; i < exponent; ++i)
        power *= 10;
    return power;
}

/// Where points start, in ascending order, as far as it is known without the registers; then the end.
std::vector<int> pointStarts(const ModelDef& model, int end)
{
    std::vector<int> starts;
    int at = kHeaderWords;
    const auto add = [&](std::span<const PointDef> points) {
        for (const PointDef& point : points) {
            starts.push_back(at);
            at += point.words();
        }
    };
    add(model.body.points);
    for (const GroupDef& group : model.body.groups) {
        do
            add(group.points);
        while (!group.count.empty() && group.groups.empty() && at < end);
    }
    std::erase_if(starts, [end](int start) { return start >= end; });
    starts.push_back(end);
    return starts;
}

} // namespace

std::optional<double> PointValue::number() const
{
    if (const auto* decimal = std::get_if<Decimal>(&value))
        return static_cast<double>(decimal->mantissa) * std::pow(10.0, decimal->exponent);
    if (const auto* real = std::get_if<double>(&value))
        return *real;
    return std::nullopt;
}

std::optional<std::int64_t> PointValue::whole() const
{
    constexpr Int128 kMax = std::numeric_limits<std::int64_t>::max();
    if (const auto* decimal = std::get_if<Decimal>(&value)) {
        if (decimal->exponent < 0)
            return divide(decimal->mantissa, powerOfTen(-decimal->exponent), Rounding::HalfAwayFromZero);
        const Int128 product = Int128{decimal->mantissa} * powerOfTen(decimal->exponent);
        return product <= kMax && product >= -kMax ? std::optional(static_cast<std::int64_t>(product)) : std::nullopt;
    }
    const auto real = number();
    return real && std::abs(*real) < 9e18 ? std::optional(std::llround(*real)) : std::nullopt;
}

std::string PointValue::text() const
{
    if (const auto* decimal = std::get_if<Decimal>(&value))
        return decimal->exponent < 0 ? formatDecimal(decimal->mantissa, -decimal->exponent)
                                     : formatDecimal(Int128{decimal->mantissa} * powerOfTen(decimal->exponent), 0);
    if (const auto* real = std::get_if<double>(&value))
        return std::format("{}", static_cast<float>(*real));
    return std::get<std::string>(value);
}

const PointValue* DecodedModel::find(std::string_view name) const
{
    const auto found = std::ranges::find(values, name, &PointValue::name);
    return found == values.end() ? nullptr : &*found;
}

std::optional<double> DecodedModel::number(std::string_view name) const
{
    const PointValue* found = find(name);
    return found != nullptr ? found->number() : std::nullopt;
}

std::optional<std::int64_t> DecodedModel::whole(std::string_view name) const
{
    const PointValue* found = find(name);
    return found != nullptr ? found->whole() : std::nullopt;
}

DecodedModel decodeModel(const ModelDef& model, std::span<const std::uint16_t> words)
{
    return Decoder{model, bodyOf(words)}.run();
}

std::vector<ReadChunk> planReads(const ModelDef& model, int length)
{
    const std::vector<int> starts = pointStarts(model, length + kHeaderWords);
    std::vector<ReadChunk> chunks;
    for (int at = 0; at < length + kHeaderWords;) {
        const auto beyond = std::ranges::upper_bound(starts, at + kReadWordsMax);
        const int cut = beyond == starts.begin() ? at : *std::prev(beyond);
        const int end = cut > at ? cut : std::min(at + kReadWordsMax, length + kHeaderWords);
        chunks.push_back({at, end - at});
        at = end;
    }
    return chunks;
}

std::optional<ReadChunk> scaleRegisters(const ModelDef& model)
{
    int at = kHeaderWords;
    int first = -1;
    int end = -1;
    for (const PointDef& point : model.body.points) {
        if (point.type == PointType::Scale) {
            first = first < 0 ? at : first;
            end = at + 1;
        }
        at += point.words();
    }
    return first < 0 || end - first > kReadWordsMax ? std::nullopt : std::optional(ReadChunk{first, end - first});
}

std::optional<PlacedPoint> findPoint(const ModelDef& model, std::string_view name)
{
    int at = kHeaderWords;
    for (const PointDef& point : model.body.points) {
        if (point.name == name)
            return PlacedPoint{&point, at};
        at += point.words();
    }
    return std::nullopt;
}

std::expected<std::vector<std::uint16_t>, EncodeFault>
encodePoint(const ModelDef& model, std::span<const std::uint16_t> words, std::string_view name, double value)
{
    const auto placed = findPoint(model, name);
    if (!placed || placed->offset + placed->point->words() > static_cast<int>(words.size()))
        return std::unexpected(EncodeFault::NoSuchPoint);
    const PointDef& point = *placed->point;
    std::int64_t exponent = 0;
    if (!point.scale.empty()) {
        const auto scale = rawAt(model.body, bodyOf(words), point.scale);
        if (!scale || std::abs(*scale) > kExponentMax)
            return std::unexpected(EncodeFault::NoScale);
        exponent = *scale;
    }
    // The ends leave out the codes that mean "not implemented".
    const bool isSigned = point.type == PointType::Int16 || point.type == PointType::Int32;
    const int bits = point.words() * 16;
    if (bits > 32 || point.type == PointType::Float32 || point.type == PointType::Text)
        return std::unexpected(EncodeFault::OutOfRange);
    const double high = std::pow(2.0, isSigned ? bits - 1 : bits) - (isSigned ? 1 : 2);
    const double count = std::round(value / std::pow(10.0, static_cast<double>(exponent)));
    if (!(count <= high) || !(count >= (isSigned ? -high : 0.0)))
        return std::unexpected(EncodeFault::OutOfRange);
    const auto whole = static_cast<std::uint32_t>(static_cast<std::int64_t>(count));
    if (point.words() == 1)
        return std::vector{static_cast<std::uint16_t>(whole)};
    return std::vector{static_cast<std::uint16_t>(whole >> 16), static_cast<std::uint16_t>(whole)};
}

} // namespace dgex::drivers
