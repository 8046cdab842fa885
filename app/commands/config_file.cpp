// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commands/config_file.h"

#include "core/base/text.h"

#include <format>

namespace dgex::app {

namespace {

/// The first key that was not asked for, with its line.
std::optional<std::pair<std::string, std::uint32_t>> firstUnknown(const toml::table& table, const std::string& prefix,
                                                                  const std::set<std::string, std::less<>>& asked)
{
    for (const auto& [key, node] : table) {
        const std::string name = prefix + std::string{key.str()};
        if (asked.contains(name))
            continue;
        if (const toml::array* const list = node.as_array()) {
            std::optional<std::pair<std::string, std::uint32_t>> unknown;
            bool areTables = !list->empty() && list->is_homogeneous<toml::table>();
            for (std::size_t i = 0; areTables && i < list->size(); ++i) {
                const std::string entry = std::format("{}[{}].", name, i);
                areTables = asked.lower_bound(entry) != asked.end() && asked.lower_bound(entry)->starts_with(entry);
                if (areTables && !unknown)
                    unknown = firstUnknown(*(*list)[i].as_table(), entry, asked);
            }
            if (unknown)
                return unknown;
            if (areTables)
                continue;
        }
        const toml::table* const inner = node.as_table();
        const bool isAskedTable = inner != nullptr && asked.lower_bound(name + ".") != asked.end() &&
                                  asked.lower_bound(name + ".")->starts_with(name + ".");
        if (!isAskedTable)
            return std::pair{name, key.source().begin.line};
        if (auto unknown = firstUnknown(*inner, name + ".", asked))
            return unknown;
    }
    return std::nullopt;
}

} // namespace

std::expected<ConfigFile, std::string> ConfigFile::read(const std::filesystem::path& file)
{
    toml::table table;
    try {
        table = toml::parse_file(file.string());
    } catch (const toml::parse_error& error) {
        return std::unexpected(std::format("{}:{}: {}", file.string(), error.source().begin.line, error.description()));
    }
    ConfigFile config{file, std::move(table)};
    if (config.m_table["version"].value<std::int64_t>() != 1)
        return std::unexpected(file.string() + ":1: version = 1 is expected");
    config.m_asked.emplace("version");
    return config;
}

toml::node_view<toml::node> ConfigFile::find(std::string_view key, bool mayMiss)
{
    m_asked.emplace(key);
    auto node = m_table.at_path(key);
    if (!node && !mayMiss && !m_error)
        m_error = std::format("{}:{}: the key '{}' is missing", m_file.string(), lineAbove(key), key);
    return node;
}

std::uint32_t ConfigFile::lineAbove(std::string_view key)
{
    const std::size_t dot = key.rfind('.');
    if (dot == std::string_view::npos)
        return 1;
    const auto table = m_table.at_path(key.substr(0, dot));
    return table ? table.node()->source().begin.line : lineAbove(key.substr(0, dot));
}

void ConfigFile::require(std::string_view key)
{
    static_cast<void>(find(key, false));
}

void ConfigFile::refuse(std::string_view key, std::string_view reason)
{
    if (m_error)
        return;
    const auto node = m_table.at_path(key);
    const std::string line = node ? std::format(":{}", node.node()->source().begin.line) : "";
    m_error = std::format("{}{}: {}: {}", m_file.string(), line, key, reason);
}

std::string ConfigFile::text(std::string_view key, std::optional<std::string> fallback)
{
    const auto node = find(key, fallback.has_value());
    if (!node)
        return fallback.value_or("");
    const auto value = node.value_exact<std::string>();
    if (!value || value->empty())
        refuse(key, "a text is expected");
    return value.value_or("");
}

std::int64_t ConfigFile::integer(std::string_view key, std::int64_t min, std::int64_t max,
                                 std::optional<std::int64_t> fallback)
{
    const auto node = find(key, fallback.has_value());
    if (!node)
        return fallback.value_or(min);
    const auto value = node.value_exact<std::int64_t>();
    if (!value || *value < min || *value > max)
        refuse(key, std::format("a whole number from {} to {} is expected", min, max));
    return value.value_or(min);
}

bool ConfigFile::flag(std::string_view key, bool fallback)
{
    const auto node = find(key, true);
    if (!node)
        return fallback;
    const auto value = node.value_exact<bool>();
    if (!value)
        refuse(key, "true or false is expected");
    return value.value_or(fallback);
}

Price ConfigFile::price(std::string_view key, Price min, Price max, Price fallback)
{
    if (!find(key, true))
        return fallback;
    const auto ticks = parseDecimal(text(key), 2);
    if (!ticks || Price{*ticks} < min || Price{*ticks} > max) {
        refuse(key, std::format("a price from {} to {} with at most two decimals in quotation marks is expected",
                                toText(min), toText(max)));
        return fallback;
    }
    return Price{*ticks};
}

std::size_t ConfigFile::tables(std::string_view key)
{
    const auto node = m_table.at_path(key);
    if (!node)
        return 0;
    const toml::array* const list = node.as_array();
    if (list == nullptr || (!list->empty() && !list->is_homogeneous<toml::table>())) {
        refuse(key, std::format("tables [[{}]] are expected", key));
        return 0;
    }
    return list->size();
}

std::vector<std::string> ConfigFile::texts(std::string_view key)
{
    std::vector<std::string> values;
    const auto node = find(key, false);
    if (!node)
        return values;
    const toml::array* const list = node.as_array();
    for (std::size_t i = 0; list != nullptr && i < list->size(); ++i)
        if (const auto value = (*list)[i].value_exact<std::string>(); value && !value->empty())
            values.push_back(*value);
    if (list == nullptr || values.size() != list->size() || values.empty())
        refuse(key, "a list of texts is expected");
    return values;
}

std::filesystem::path ConfigFile::path(std::string_view key, std::optional<std::string> fallback)
{
    const std::filesystem::path value = text(key, std::move(fallback));
    return value.empty() || value.is_absolute() ? value : m_file.parent_path() / value;
}

std::expected<void, std::string> ConfigFile::finish() const
{
    if (m_error)
        return std::unexpected(*m_error);
    if (const auto unknown = firstUnknown(m_table, "", m_asked))
        return std::unexpected(
            std::format("{}:{}: unknown key '{}'", m_file.string(), unknown->second, unknown->first));
    return {};
}

} // namespace dgex::app
