// SPDX-License-Identifier: GPL-3.0-or-later
#include "drivers/replay/community_homes.h"

#include <toml++/toml.hpp>

#include <algorithm>
#include <cmath>

namespace dgex::drivers {

namespace {

/// A number of currency or kilo-units, as a whole count of a smaller unit.
struct NumberKey {
    std::string_view name;
    double countsPerUnit;
    double high; ///< In the file's unit; the low end is 0.
};

class HomesParser {
public:
    explicit HomesParser(const std::string& file)
        : m_file(file)
    {
    }

    std::expected<Community, CommunityError> parse(std::string_view text)
    {
        toml::table root;
        try {
            root = toml::parse(text);
        } catch (const toml::parse_error& broken) {
            return std::unexpected(CommunityError{.fault = CommunityFault::NotToml,
                                                  .file = m_file,
                                                  .line = static_cast<int>(broken.source().begin.line),
                                                  .detail = std::string{broken.description()}});
        }
        if (root.get("version") == nullptr)
            return std::unexpected(error(CommunityFault::MissingKey, root, "version"));
        for (const auto& [key, node] : root)
            if (const auto taken = takeEntry(key.str(), node); !taken)
                return std::unexpected(taken.error());
        if (!m_hasUtility)
            return std::unexpected(error(CommunityFault::MissingKey, root, "utility"));
        if (m_community.homes.empty())
            return std::unexpected(error(CommunityFault::NoHomes, root, {}));
        std::ranges::sort(m_community.homes, {}, &CommunityHome::name);
        return std::move(m_community);
    }

private:
    [[nodiscard]] CommunityError error(CommunityFault fault, const toml::node& at, std::string_view detail) const
    {
        return {.fault = fault,
                .file = m_file,
                .line = static_cast<int>(at.source().begin.line),
                .detail = std::string{detail}};
    }

    std::expected<void, CommunityError> takeEntry(std::string_view key, const toml::node& node)
    {
        if (key == "version") {
            if (node.value_exact<std::int64_t>() != 1)
                return std::unexpected(error(CommunityFault::BadValue, node, "version is not 1"));
            return {};
        }
        if (!node.is_table())
            return std::unexpected(error(CommunityFault::UnknownKey, node, key));
        return key == "utility" ? takeUtility(*node.as_table()) : takeHome(key, *node.as_table());
    }

    std::expected<void, CommunityError> takeUtility(const toml::table& table)
    {
        for (const auto& [key, node] : table)
            if (key != "currency" && key != "retail_adder" && key != "feed_in")
                return std::unexpected(error(CommunityFault::UnknownKey, node, key.str()));
        const toml::node* currency = table.get("currency");
        if (currency == nullptr)
            return std::unexpected(error(CommunityFault::MissingKey, table, "currency"));
        m_community.currency = currency->value_exact<std::string>().value_or("");
        if (m_community.currency.size() != 3 ||
            !std::ranges::all_of(m_community.currency, [](char c) { return c >= 'A' && c <= 'Z'; }))
            return std::unexpected(error(CommunityFault::BadValue, *currency, "currency"));
        const auto adder = number(table, {"retail_adder", 100.0, 1e5});
        const auto feedIn = number(table, {"feed_in", 100.0, 1e5});
        if (!adder || !feedIn)
            return std::unexpected(adder ? feedIn.error() : adder.error());
        m_community.retailAdder = Price{*adder};
        m_community.feedIn = Price{*feedIn};
        m_hasUtility = true;
        return {};
    }

    std::expected<void, CommunityError> takeHome(std::string_view name, const toml::table& table)
    {
        const auto plain = [](char c) {
            return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
        };
        if (name == "price" || !std::ranges::all_of(name, plain))
            return std::unexpected(error(CommunityFault::BadValue, table, name));
        for (const auto& [key, node] : table)
            if (key != "pv_kwp" && key != "battery_kwh" && key != "battery_kw")
                return std::unexpected(error(CommunityFault::UnknownKey, node, key.str()));
        const auto pv = number(table, {"pv_kwp", 1000.0, 1e5});
        const auto capacity = number(table, {"battery_kwh", 1000.0, 1e5});
        const auto power = number(table, {"battery_kw", 1000.0, 1e5});
        for (const auto* value : {&pv, &capacity, &power})
            if (!*value)
                return std::unexpected(value->error());
        CommunityHome home{.name = std::string{name}, .pvPeak = Power{*pv}, .battery = {}, .demand = {}, .pv = {}};
        home.battery.capacity = Energy{*capacity};
        home.battery.powerMax = Power{*power};
        m_community.homes.push_back(std::move(home));
        return {};
    }

    [[nodiscard]] std::expected<std::int64_t, CommunityError> number(const toml::table& table, NumberKey key) const
    {
        const toml::node* node = table.get(key.name);
        if (node == nullptr)
            return std::unexpected(error(CommunityFault::MissingKey, table, key.name));
        const auto value = node->is_number() ? node->value<double>() : std::nullopt;
        if (!value || !(*value >= 0.0) || *value > key.high)
            return std::unexpected(error(CommunityFault::BadValue, *node, key.name));
        return std::llround(*value * key.countsPerUnit);
    }

    std::string m_file;
    Community m_community;
    bool m_hasUtility = false;
};

} // namespace

std::expected<Community, CommunityError> parseHomes(std::string_view text, const std::string& file)
{
    return HomesParser{file}.parse(text);
}

} // namespace dgex::drivers
