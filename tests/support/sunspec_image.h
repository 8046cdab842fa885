// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "drivers/sunspec/model_decoder.h"

#include <bit>
#include <map>
#include <string_view>
#include <vector>

namespace dgex::test {

/// Builds the registers of a SunSpec device, marker and end model included. Points that are not set are not
/// implemented; powers of ten that are not set are 0 where a set point needs them.
class SunSpecImage {
public:
    using Words = std::vector<std::uint16_t>;

    SunSpecImage() = default;

    /// Appends a model; the numbers are raw register contents by the name of the point.
    SunSpecImage& add(std::uint16_t id, const std::map<std::string_view, std::int64_t>& raw, const Words& repeated = {})
    {
        const drivers::ModelDef& model = *drivers::findModel(id);
        Words body;
        for (const drivers::PointDef& point : model.body.points) {
            const auto found = raw.find(point.name);
            const bool isSet = found != raw.end();
            std::uint64_t bits = isSet ? static_cast<std::uint64_t>(found->second) : absentBits(point.type);
            if (!isSet && point.type == drivers::PointType::Scale && isNeeded(model, point.name, raw))
                bits = 0;
            for (int word = point.words() - 1; word >= 0; --word)
                body.push_back(word < 4 ? static_cast<std::uint16_t>(bits >> (16 * word)) : std::uint16_t{0});
        }
        for (const std::uint16_t word : repeated)
            body.push_back(word);
        m_addresses[id] = static_cast<int>(m_words.size());
        m_words.push_back(id);
        m_words.push_back(static_cast<std::uint16_t>(body.size()));
        for (const std::uint16_t word : body)
            m_words.push_back(word);
        return *this;
    }

    [[nodiscard]] Words words() const
    {
        Words all = m_words;
        all.push_back(0xFFFF);
        all.push_back(0);
        return all;
    }

    /// Where a point lies, from the base.
    [[nodiscard]] int offsetOf(std::uint16_t id, std::string_view point) const
    {
        return m_addresses.at(id) + drivers::findPoint(*drivers::findModel(id), point)->offset;
    }

private:
    static std::uint64_t absentBits(drivers::PointType type)
    {
        switch (type) {
        case drivers::PointType::Int16:
        case drivers::PointType::Scale:
        case drivers::PointType::Pad:
            return 0x8000;
        case drivers::PointType::Int32:
            return 0x8000'0000;
        case drivers::PointType::Float32:
            return 0x7FC0'0000;
        case drivers::PointType::Acc32:
        case drivers::PointType::Acc64:
        case drivers::PointType::Text:
            return 0;
        default:
            return ~std::uint64_t{0};
        }
    }

    static bool isNeeded(const drivers::ModelDef& model, std::string_view scale,
                         const std::map<std::string_view, std::int64_t>& raw)
    {
        for (const drivers::PointDef& point : model.body.points) {
            if (point.scale == scale && raw.contains(point.name))
                return true;
        }
        return false;
    }

    Words m_words{0x5375, 0x6E53};
    std::map<std::uint16_t, int> m_addresses;
};

} // namespace dgex::test
