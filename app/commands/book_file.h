// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/market/book_csv.h"

#include <array>
#include <cstdint>
#include <expected>
#include <optional>
#include <string>

namespace dgex::app {

/// Reads an order book in pieces. An error names the file, the line and the column.
[[nodiscard]] std::expected<market::Book, std::string> readBookFile(const std::string& file,
                                                                    const market::BookRules& rules);

/// Bytes of exactly so many that hexadecimal text names; none when it is anything else.
template <std::size_t Size>
[[nodiscard]] std::optional<std::array<std::uint8_t, Size>> fixedFromHex(std::string_view text)
{
    const std::optional<Bytes> bytes = fromHex(text);
    if (!bytes || bytes->size() != Size)
        return std::nullopt;
    std::array<std::uint8_t, Size> value{};
    for (std::size_t i = 0; i < Size; ++i)
        value[i] = (*bytes)[i];
    return value;
}

} // namespace dgex::app
