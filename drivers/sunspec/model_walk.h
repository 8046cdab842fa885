// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace dgex::drivers {

/// Where a model lies in a device.
struct ModelPlace {
    std::uint16_t id = 0;
    int address = 0; ///< Of its header.
    int length = 0;  ///< Without the header.
    friend bool operator==(const ModelPlace&, const ModelPlace&) = default;
};

/// Where the marker "SunS" may stand, in the order in which to look.
inline constexpr int kSunSpecBases[] = {40000, 50000, 0};

/// Finds the models of a device: marker at the base, then one header after the other up to the end model (id 0xFFFF).
/// Says what to read next and takes the answer; pure and bounded, whatever the answers hold.
class ModelWalk {
public:
    explicit ModelWalk(int base)
        : m_address(base)
    {
    }
    struct Request {
        int address = 0;
        int count = 0;
    };
    [[nodiscard]] std::optional<Request> next() const; ///< None when the walk is over.
    void feed(std::span<const std::uint16_t> words);   ///< What was read for next(); fewer words end the walk.
    void refuse() { m_over = true; }                   ///< The device does not let itself be read there.

    [[nodiscard]] bool hasMarker() const { return m_hasMarker; }
    [[nodiscard]] bool isComplete() const { return m_isComplete; } ///< The end model was seen.
    [[nodiscard]] const std::vector<ModelPlace>& places() const { return m_places; }

private:
    int m_address;
    bool m_hasMarker = false;
    bool m_isComplete = false;
    bool m_over = false;
    std::vector<ModelPlace> m_places;
};

/// The walk through an image of all registers from the base on.
[[nodiscard]] ModelWalk walkImage(int base, std::span<const std::uint16_t> image);

} // namespace dgex::drivers
