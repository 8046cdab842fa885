// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/units.h"

#include <toml++/toml.hpp>

#include <cstdint>
#include <expected>
#include <filesystem>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace dgex::app {

/// A TOML file with `version = 1`. Ask for every key, then finish(): it gives the first thing that was wrong, or
/// names a key that nobody asked for, with file and line. After an error getters give their fallback or empties.
class ConfigFile {
public:
    [[nodiscard]] static std::expected<ConfigFile, std::string> read(const std::filesystem::path& file);

    /// Keys in tables are written with dots. Without a fallback the key must be there.
    [[nodiscard]] std::string text(std::string_view key, std::optional<std::string> fallback = std::nullopt);
    [[nodiscard]] std::int64_t integer(std::string_view key, std::int64_t min, std::int64_t max,
                                       std::optional<std::int64_t> fallback = std::nullopt);
    [[nodiscard]] bool flag(std::string_view key, bool fallback);
    /// Currency units per kWh in quotation marks, at most two decimals: "28.50".
    [[nodiscard]] Price price(std::string_view key, Price min, Price max, Price fallback);
    /// How many tables `[[key]]` there are; those are asked for as key[0].name and so on.
    [[nodiscard]] std::size_t tables(std::string_view key);
    /// At least one text.
    [[nodiscard]] std::vector<std::string> texts(std::string_view key);
    /// Relative paths are below the file's folder.
    [[nodiscard]] std::filesystem::path path(std::string_view key, std::optional<std::string> fallback = std::nullopt);
    /// A key must be there although its getter wants a fallback.
    void require(std::string_view key);
    [[nodiscard]] bool has(std::string_view key) const { return bool{m_table.at_path(key)}; }
    /// Marks a key's value as wrong.
    void refuse(std::string_view key, std::string_view reason);
    [[nodiscard]] std::expected<void, std::string> finish() const;

private:
    ConfigFile(std::filesystem::path file, toml::table table)
        : m_file(std::move(file))
        , m_table(std::move(table))
    {
    }
    [[nodiscard]] toml::node_view<toml::node> find(std::string_view key, bool mayMiss);
    /// Of the table that a missing key belongs into.
    [[nodiscard]] std::uint32_t lineAbove(std::string_view key);

    std::filesystem::path m_file;
    toml::table m_table;
    std::set<std::string, std::less<>> m_asked;
    std::optional<std::string> m_error;
};

} // namespace dgex::app
