// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commands/book_file.h"

#include <fstream>

namespace dgex::app {

std::expected<market::Book, std::string> readBookFile(const std::string& file, const market::BookRules& rules)
{
    std::ifstream stream(file, std::ios::binary);
    if (!stream)
        return std::unexpected(file + ": cannot be read");
    market::BookCsvReader reader(rules);
    std::array<char, 1 << 16> piece{};
    while (stream.read(piece.data(), piece.size()) || stream.gcount() > 0) {
        const auto size = static_cast<std::size_t>(stream.gcount());
        if (auto fed = reader.feed({piece.data(), size}); !fed)
            return std::unexpected(file + ": " + market::toText(fed.error()));
    }
    auto book = std::move(reader).finish();
    if (!book)
        return std::unexpected(file + ": " + market::toText(book.error()));
    return std::move(*book);
}

} // namespace dgex::app
