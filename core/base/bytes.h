// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace dgex {

using Bytes = std::vector<std::uint8_t>;
using ByteView = std::span<const std::uint8_t>;
/// A SHA-256 value.
using Hash256 = std::array<std::uint8_t, 32>;

/// Lower-case hexadecimal.
[[nodiscard]] std::string toHex(ByteView bytes);
/// The bytes of hexadecimal text of either case; none when a character is wrong or the length is odd.
[[nodiscard]] std::optional<Bytes> fromHex(std::string_view text);
[[nodiscard]] inline ByteView viewOf(std::string_view text)
{
    return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

} // namespace dgex
