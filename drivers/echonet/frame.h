// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/bytes.h"

#include <compare>
#include <expected>
#include <optional>
#include <set>
#include <string>

/// ECHONET Lite messages (specification version 1.14, part 2, section 3) in the specified format. Pure and bounded.
namespace dgex::drivers::echonet {

/// An object: class group, class and instance; instance 0 means all.
struct Eoj {
    std::uint8_t group = 0;
    std::uint8_t kind = 0;
    std::uint8_t instance = 0;
    /// Of the class alone, like 0x0288.
    [[nodiscard]] int classCode() const { return group << 8 | kind; }
    friend auto operator<=>(const Eoj&, const Eoj&) = default;
};
inline constexpr Eoj kNodeProfile{0x0E, 0xF0, 0x01};
inline constexpr Eoj kController{0x05, 0xFF, 0x01};
/// Six hexadecimal digits, like "028801".
[[nodiscard]] std::string toText(const Eoj& object);

enum class Service : std::uint8_t {
    SetISna = 0x50,
    SetCSna = 0x51, ///< Not all was set: what was has no data, the rest its data.
    GetSna = 0x52,  ///< Not all was there: what was has its data, the rest none. A partial answer, not an error.
    InfSna = 0x53,
    SetGetSna = 0x5E,
    SetI = 0x60,
    SetC = 0x61,
    Get = 0x62,
    InfReq = 0x63,
    SetGet = 0x6E,
    SetRes = 0x71,
    GetRes = 0x72,
    Inf = 0x73,
    InfC = 0x74,
    InfCRes = 0x7A,
    SetGetRes = 0x7E
};

struct Property {
    std::uint8_t code = 0; ///< EPC
    Bytes data;            ///< EDT, at most 255 bytes.
    friend bool operator==(const Property&, const Property&) = default;
};

struct Frame {
    std::uint16_t transaction = 0; ///< TID
    Eoj source;
    Eoj target;
    Service service = Service::Get;
    std::vector<Property> properties;
    std::vector<Property> gets; ///< The second list of SetGet and its answers.
    friend bool operator==(const Frame&, const Frame&) = default;
};

enum class FrameError : std::uint8_t {
    NotEchonetLite, ///< Does not begin with 10 81; also messages in the arbitrary format, 10 82.
    UnknownService,
    Truncated,    ///< Ends before what its counts say.
    TrailingBytes ///< Goes on behind what its counts say.
};
[[nodiscard]] std::string_view describe(FrameError error);

[[nodiscard]] std::expected<Frame, FrameError> decodeFrame(ByteView bytes);
/// Requires: at most 255 properties in each list, of at most 255 bytes.
[[nodiscard]] Bytes encode(const Frame& frame);

/// A property map (EPC 9D, 9E, 9F): below 16 properties a list of them, otherwise 16 bytes of bits. None when
/// malformed.
[[nodiscard]] std::optional<std::set<std::uint8_t>> decodePropertyMap(ByteView data);
/// An instance list (EPC D5, D6). None when malformed.
[[nodiscard]] std::optional<std::vector<Eoj>> decodeInstances(ByteView data);

} // namespace dgex::drivers::echonet
