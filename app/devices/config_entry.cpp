// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/devices/config_entry.h"

#include <algorithm>
#include <format>

namespace dgex::app {

void ConfigEntry::refuse(std::string_view key, const std::string& expected)
{
    if (m_fault)
        return;
    const toml::node* node = m_table.get(key);
    const toml::source_region& place = node != nullptr ? node->source() : m_table.source();
    m_fault = node != nullptr
                  ? std::format("{}:{}: {}: {} is expected", m_file, place.begin.line, key, expected)
                  : std::format("{}:{}: {} is missing: {} is expected", m_file, place.begin.line, key, expected);
}

const toml::node* ConfigEntry::take(std::string_view key, bool isRequired, const std::string& expected)
{
    m_asked.emplace(key);
    const toml::node* node = m_table.get(key);
    if (node == nullptr && isRequired)
        refuse(key, expected);
    return node;
}

std::string ConfigEntry::text(std::string_view key, std::optional<std::string> fallback)
{
    const std::string expected = "text in quotation marks";
    const toml::node* node = take(key, !fallback, expected);
    if (node == nullptr)
        return fallback.value_or("");
    const auto value = node->value_exact<std::string>();
    if (!value || value->empty())
        refuse(key, expected);
    return value.value_or("");
}

std::filesystem::path ConfigEntry::path(std::string_view key)
{
    const std::filesystem::path value = text(key);
    return value.is_absolute() ? value : std::filesystem::path{m_file}.parent_path() / value;
}

std::int64_t ConfigEntry::integer(std::string_view key, std::pair<std::int64_t, std::int64_t> range,
                                  std::optional<std::int64_t> fallback)
{
    const std::string expected = range.first == range.second
                                     ? std::to_string(range.first)
                                     : std::format("a whole number from {} to {}", range.first, range.second);
    const toml::node* node = take(key, !fallback, expected);
    if (node == nullptr)
        return fallback.value_or(range.first);
    const auto value = node->value_exact<std::int64_t>();
    if (value && *value >= range.first && *value <= range.second)
        return *value;
    refuse(key, expected);
    return fallback.value_or(range.first);
}

bool ConfigEntry::flag(std::string_view key, bool fallback)
{
    const toml::node* node = take(key, false, "true or false");
    const auto value = node != nullptr ? node->value_exact<bool>() : std::optional(fallback);
    if (!value)
        refuse(key, "true or false");
    return value.value_or(fallback);
}

std::size_t ConfigEntry::choice(std::string_view key, const std::vector<std::string_view>& choices,
                                std::optional<std::size_t> fallback)
{
    std::string expected;
    for (const std::string_view word : choices)
        expected += std::format("{}\"{}\"", expected.empty() ? "" : word == choices.back() ? " or " : ", ", word);
    const toml::node* node = take(key, !fallback, expected);
    if (node == nullptr)
        return fallback.value_or(0);
    const auto value = node->value_exact<std::string>();
    const auto found = value ? std::ranges::find(choices, *value) : choices.end();
    if (found != choices.end())
        return static_cast<std::size_t>(found - choices.begin());
    refuse(key, expected);
    return fallback.value_or(0);
}

std::vector<ConfigEntry> ConfigEntry::tables(std::string_view key)
{
    std::vector<ConfigEntry> entries;
    const toml::node* node = take(key, false, {});
    if (node == nullptr)
        return entries;
    const toml::array* array = node->as_array();
    if (array == nullptr || !array->is_homogeneous(toml::node_type::table)) {
        refuse(key, std::format("a table under [[{}]]", key));
        return entries;
    }
    for (const toml::node& element : *array)
        entries.emplace_back(*element.as_table(), m_file);
    return entries;
}

void ConfigEntry::finish()
{
    for (const auto& [key, node] : m_table) {
        if (!m_fault && !m_asked.contains(key.str()))
            m_fault = std::format("{}:{}: unknown key '{}'", m_file, key.source().begin.line, key.str());
    }
}

void ConfigEntry::adopt(const ConfigEntry& inner)
{
    if (!m_fault)
        m_fault = inner.m_fault;
}

} // namespace dgex::app
