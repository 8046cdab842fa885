// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <toml++/toml.hpp>

#include <filesystem>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace dgex::app {

/// One table of a configuration file while it is read. The first mistake is kept as one line that names the file, the
/// line, the key and what was expected; after it every value is its fallback.
class ConfigEntry {
public:
    ConfigEntry(const toml::table& table, std::string file)
        : m_table(table)
        , m_file(std::move(file))
    {
    }
    [[nodiscard]] std::uint32_t line() const { return m_table.source().begin.line; }
    [[nodiscard]] bool has(std::string_view key) const { return m_table.contains(key); }
    /// Required when there is no fallback.
    [[nodiscard]] std::string text(std::string_view key, std::optional<std::string> fallback = {});
    /// A text that names a file; a relative one is below the folder of the configuration.
    [[nodiscard]] std::filesystem::path path(std::string_view key);
    [[nodiscard]] std::int64_t integer(std::string_view key, std::pair<std::int64_t, std::int64_t> range,
                                       std::optional<std::int64_t> fallback = {});
    [[nodiscard]] bool flag(std::string_view key, bool fallback);
    /// The place of the word among the choices.
    [[nodiscard]] std::size_t choice(std::string_view key, const std::vector<std::string_view>& choices,
                                     std::optional<std::size_t> fallback = {});
    /// The tables of an array of tables; empty when it is not there.
    [[nodiscard]] std::vector<ConfigEntry> tables(std::string_view key);
    /// A mistake in the value of a key, or in the table when it has no such key.
    void refuse(std::string_view key, const std::string& expected);
    /// Takes over the mistake of an inner table, or of a key that nobody asked for.
    void finish();
    void adopt(const ConfigEntry& inner);
    [[nodiscard]] const std::optional<std::string>& fault() const { return m_fault; }

private:
    [[nodiscard]] const toml::node* take(std::string_view key, bool isRequired, const std::string& expected);

    const toml::table& m_table;
    std::string m_file;
    std::set<std::string, std::less<>> m_asked;
    std::optional<std::string> m_fault;
};

} // namespace dgex::app
