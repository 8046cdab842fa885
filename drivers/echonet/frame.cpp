// SPDX-License-Identifier: GPL-3.0-or-later
#include "drivers/echonet/frame.h"

#include "core/base/assert.h"

#include <algorithm>
#include <iterator>

namespace dgex::drivers::echonet {

namespace {

constexpr std::uint8_t kHeader1 = 0x10;
constexpr std::uint8_t kHeader2 = 0x81;
constexpr std::size_t kHeadSize = 12; ///< Up to the first count.
constexpr std::size_t kListedMax = 15;

bool isService(std::uint8_t code)
{
    constexpr std::uint8_t kKnown[] = {0x50, 0x51, 0x52, 0x53, 0x5E, 0x60, 0x61, 0x62,
                                       0x63, 0x6E, 0x71, 0x72, 0x73, 0x74, 0x7A, 0x7E};
    return std::ranges::contains(kKnown, code);
}

bool hasTwoLists(Service service)
{
    return service == Service::SetGet || service == Service::SetGetRes || service == Service::SetGetSna;
}

/// Takes a count and so many properties from the front; false when they end too early.
bool takeList(ByteView& rest, std::vector<Property>& properties)
{
    if (rest.empty())
        return false;
    const std::size_t count = rest[0];
    rest = rest.subspan(1);
    for (std::size_t i = 0; i < count; ++i) {
        if (rest.size() < 2 || rest.size() - 2 < rest[1])
            return false;
        const ByteView data = rest.subspan(2, rest[1]);
        properties.push_back({rest[0], Bytes(data.begin(), data.end())});
        rest = rest.subspan(2 + data.size());
    }
    return true;
}

void appendList(Bytes& bytes, const std::vector<Property>& properties)
{
    DGEX_ASSERT(properties.size() <= 255);
    bytes.push_back(static_cast<std::uint8_t>(properties.size()));
    for (const Property& property : properties) {
        DGEX_ASSERT(property.data.size() <= 255);
        bytes.push_back(property.code);
        bytes.push_back(static_cast<std::uint8_t>(property.data.size()));
        std::ranges::copy(property.data, std::back_inserter(bytes));
    }
}

Eoj objectAt(ByteView bytes, std::size_t at)
{
    return {bytes[at], bytes[at + 1], bytes[at + 2]};
}

} // namespace

std::string toText(const Eoj& object)
{
    return toHex(Bytes{object.group, object.kind, object.instance});
}

std::string_view describe(FrameError error)
{
    switch (error) {
    case FrameError::NotEchonetLite:
        return "no message of ECHONET Lite in the specified format";
    case FrameError::UnknownService:
        return "an unknown service";
    case FrameError::Truncated:
        return "the message ends too early";
    case FrameError::TrailingBytes:
        return "the message goes on behind its end";
    }
    return {};
}

std::expected<Frame, FrameError> decodeFrame(ByteView bytes)
{
    if (bytes.size() < 2 || bytes[0] != kHeader1 || bytes[1] != kHeader2)
        return std::unexpected(FrameError::NotEchonetLite);
    if (bytes.size() < kHeadSize)
        return std::unexpected(FrameError::Truncated);
    if (!isService(bytes[10]))
        return std::unexpected(FrameError::UnknownService);
    Frame frame;
    frame.transaction = static_cast<std::uint16_t>(bytes[2] << 8 | bytes[3]);
    frame.source = objectAt(bytes, 4);
    frame.target = objectAt(bytes, 7);
    frame.service = static_cast<Service>(bytes[10]);
    ByteView rest = bytes.subspan(11);
    if (!takeList(rest, frame.properties) || (hasTwoLists(frame.service) && !takeList(rest, frame.gets)))
        return std::unexpected(FrameError::Truncated);
    if (!rest.empty())
        return std::unexpected(FrameError::TrailingBytes);
    return frame;
}

Bytes encode(const Frame& frame)
{
    Bytes bytes{kHeader1, kHeader2, static_cast<std::uint8_t>(frame.transaction >> 8),
                static_cast<std::uint8_t>(frame.transaction & 0xFFU)};
    for (const Eoj& object : {frame.source, frame.target})
        for (const std::uint8_t byte : {object.group, object.kind, object.instance})
            bytes.push_back(byte);
    bytes.push_back(static_cast<std::uint8_t>(frame.service));
    appendList(bytes, frame.properties);
    if (hasTwoLists(frame.service))
        appendList(bytes, frame.gets);
    return bytes;
}

std::optional<std::set<std::uint8_t>> decodePropertyMap(ByteView data)
{
    if (data.empty())
        return std::nullopt;
    const std::size_t count = data[0];
    const ByteView rest = data.subspan(1);
    std::set<std::uint8_t> codes;
    if (count <= kListedMax) {
        codes.insert(rest.begin(), rest.end());
        return rest.size() == count ? std::optional(codes) : std::nullopt;
    }
    if (rest.size() != 16)
        return std::nullopt;
    for (unsigned low = 0; low < 16; ++low)
        for (unsigned bit = 0; bit < 8; ++bit)
            if ((rest[low] >> bit & 1U) != 0)
                codes.insert(static_cast<std::uint8_t>(0x80U + bit * 0x10U + low));
    return codes;
}

std::optional<std::vector<Eoj>> decodeInstances(ByteView data)
{
    if (data.empty() || data.size() != 1 + std::size_t{3} * data[0])
        return std::nullopt;
    std::vector<Eoj> objects;
    for (std::size_t at = 1; at < data.size(); at += 3)
        objects.push_back(objectAt(data, at));
    return objects;
}

} // namespace dgex::drivers::echonet
