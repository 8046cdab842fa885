// SPDX-License-Identifier: GPL-3.0-or-later
#include "drivers/sunspec/model_walk.h"

namespace dgex::drivers {

namespace {

constexpr int kMarkerWords = 2;
constexpr int kHeaderWords = 2;
constexpr int kAddressEnd = 65536;
constexpr std::uint16_t kEndModel = 0xFFFF;
constexpr std::size_t kModelsMax = 200;

} // namespace

std::optional<ModelWalk::Request> ModelWalk::next() const
{
    if (m_over)
        return std::nullopt;
    return Request{m_address, m_hasMarker ? kHeaderWords : kMarkerWords};
}

void ModelWalk::feed(std::span<const std::uint16_t> words)
{
    if (m_over || words.size() < kHeaderWords) {
        m_over = true;
        return;
    }
    if (!m_hasMarker) {
        m_hasMarker = words[0] == 0x5375 && words[1] == 0x6E53;
        m_over = !m_hasMarker;
        m_address += kMarkerWords;
        return;
    }
    if (words[0] == kEndModel) {
        m_isComplete = true;
        m_over = true;
        return;
    }
    const int length = words[1];
    const int following = m_address + kHeaderWords + length;
    if (following > kAddressEnd) {
        m_over = true; // A model that reaches behind the last register is not one.
        return;
    }
    m_places.push_back({words[0], m_address, length});
    m_address = following;
    m_over = m_places.size() >= kModelsMax || m_address + kHeaderWords > kAddressEnd;
}

ModelWalk walkImage(int base, std::span<const std::uint16_t> image)
{
    ModelWalk walk{base};
    while (const auto request = walk.next()) {
        const auto at = static_cast<std::size_t>(request->address - base);
        const auto count = static_cast<std::size_t>(request->count);
        if (at + count > image.size())
            walk.refuse();
        else
            walk.feed(image.subspan(at, count));
    }
    return walk;
}

} // namespace dgex::drivers
