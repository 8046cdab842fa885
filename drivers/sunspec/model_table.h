// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

/// The register maps of the SunSpec information models that DGEX reads: names, types, units and scale factors of
/// their points in register order. Source of the facts: SunSpec Device Information Model Specification and the
/// SunSpec DER Information Model Specification (models 701 to 714). Registers are big-endian 16-bit words.
namespace dgex::drivers {

enum class PointType : std::uint8_t {
    Int16,
    Uint16,
    Int32,
    Uint32,
    Uint64,
    Acc32, ///< Counter; 0 means that nothing was counted.
    Acc64,
    Enum16,
    Bits16,
    Bits32,
    Float32,
    Scale, ///< sunssf: a power of ten for other points.
    Text,
    Pad
};

struct PointDef {
    std::string_view name;
    PointType type = PointType::Uint16;
    std::string_view unit = {};
    std::string_view scale = {}; ///< Name of the point that holds the power of ten.
    bool isMandatory = false;    ///< A counter that must be there, so that its 0 is a value.
    int textWords = 0;           ///< Length of a Text.

    [[nodiscard]] constexpr int words() const
    {
        switch (type) {
        case PointType::Int32:
        case PointType::Uint32:
        case PointType::Acc32:
        case PointType::Bits32:
        case PointType::Float32:
            return 2;
        case PointType::Uint64:
        case PointType::Acc64:
            return 4;
        case PointType::Text:
            return textWords;
        default:
            return 1;
        }
    }
};

/// A block of points; groups repeat after the fixed points.
struct GroupDef {
    std::string_view name;
    std::span<const PointDef> points;
    std::span<const GroupDef> groups = {};
    /// Point of an enclosing block with the number of repetitions; empty: once; "*": as often as the model is long.
    std::string_view count = {};
};

struct ModelDef {
    std::uint16_t id = 0;
    std::string_view name; ///< What it is, in plain words.
    GroupDef body;         ///< Without the two header words, id and length.
    /// Whether its values change by themselves; others are settings and ratings that are read rarely.
    bool isLive = false;
};

/// The map of a model; null when DGEX does not know it.
[[nodiscard]] const ModelDef* findModel(std::uint16_t id);

/// Parts of the table.
[[nodiscard]] std::span<const ModelDef> inverterModels();
[[nodiscard]] std::span<const ModelDef> meterModels();
[[nodiscard]] std::span<const ModelDef> derModels();
[[nodiscard]] std::span<const ModelDef> storageModels();

} // namespace dgex::drivers
