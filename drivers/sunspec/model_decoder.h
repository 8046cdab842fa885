// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "drivers/sunspec/model_table.h"

#include <expected>
#include <optional>
#include <string>
#include <variant>
#include <vector>

/// From registers to values and back: pure and bounded, whatever the registers hold.
namespace dgex::drivers {

/// mantissa x 10^exponent, as it was on the wire.
struct Decimal {
    std::int64_t mantissa = 0;
    int exponent = 0;
    friend bool operator==(const Decimal&, const Decimal&) = default;
};

/// A value of an implemented point.
struct PointValue {
    std::string name; ///< "W"; in a repeated group "module[1].DCW", counted from 1.
    const PointDef* point = nullptr;
    std::variant<Decimal, double, std::string> value;

    [[nodiscard]] std::optional<double> number() const; ///< None for a text.
    /// Rounded half away from zero; none for a text and beyond 64 bits.
    [[nodiscard]] std::optional<std::int64_t> whole() const;
    [[nodiscard]] std::string text() const; ///< "60.010", "SunSpecTest"
};

struct DecodedModel {
    std::uint16_t id = 0;
    std::vector<PointValue> values; ///< Implemented points only, in register order.
    /// Points that hold what cannot be: a power of ten outside -10 to 10, an infinite float, a counter beyond 64 bits.
    int absurd = 0;

    [[nodiscard]] const PointValue* find(std::string_view name) const; ///< Null when it is absent.
    [[nodiscard]] std::optional<double> number(std::string_view name) const;
    [[nodiscard]] std::optional<std::int64_t> whole(std::string_view name) const;
};

inline constexpr int kHeaderWords = 2;    ///< Id and length.
inline constexpr int kReadWordsMax = 125; ///< Of one Modbus read.

/// Decodes a whole model, header included. Points beyond its end are absent, words behind its last point are ignored.
/// A point whose power of ten is not implemented is absent. A counter at 0 is absent, unless the model must have it.
[[nodiscard]] DecodedModel decodeModel(const ModelDef& model, std::span<const std::uint16_t> words);

struct ReadChunk {
    int offset = 0; ///< From the model's header.
    int count = 0;
    friend bool operator==(const ReadChunk&, const ReadChunk&) = default;
};

/// Reads of at most kReadWordsMax registers that cover a model of this length without cutting a point.
[[nodiscard]] std::vector<ReadChunk> planReads(const ModelDef& model, int length);

/// The registers that hold all powers of ten of a model; none when it has none or they lie too far apart for one read.
[[nodiscard]] std::optional<ReadChunk> scaleRegisters(const ModelDef& model);

/// A fixed point and its offset from the model's header.
struct PlacedPoint {
    const PointDef* point = nullptr;
    int offset = 0;
};
[[nodiscard]] std::optional<PlacedPoint> findPoint(const ModelDef& model, std::string_view name);

enum class EncodeFault {
    NoSuchPoint,
    NoScale,    ///< Its power of ten is not implemented, so the device does not take the point.
    OutOfRange, ///< Not representable in the point's registers.
};

/// The registers that write a value to a fixed point, under the power of ten that the model's registers hold now.
[[nodiscard]] std::expected<std::vector<std::uint16_t>, EncodeFault>
encodePoint(const ModelDef& model, std::span<const std::uint16_t> words, std::string_view name, double value);

} // namespace dgex::drivers
