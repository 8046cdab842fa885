// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/node/node_config.h"

#include "app/node/market_rules_file.h"
#include "core/base/text.h"

#include <toml++/toml.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <format>
#include <map>
#include <set>

namespace dgex::app {

namespace {

const std::map<std::string, std::set<std::string>, std::less<>> kKeys = {
    {"",
     {"version", "folder", "market", "secret_file", "authority", "operator", "utility", "sequencer", "api", "metrics",
      "gate", "retention_days"}},
    {"authority", {"key"}},
    {"operator", {"key", "authorities", "threshold", "rules"}},
    {"utility", {"key", "participant", "retail", "feed_in", "imbalance_short", "imbalance_long"}},
    {"sequencer", {"kind", "endpoints", "prefix", "ca", "certificate", "key", "keep_batches"}},
    {"api", {"listen", "certificate", "ca", "enrol"}},
    {"metrics", {"listen"}},
    {"gate", {"early_ms", "late_ms"}},
};

/// Thrown within this file alone, with the place of what is wrong.
struct ConfigError {
    toml::source_index line;
    std::string reason;
};

class Reader {
public:
    Reader(const toml::table& table, std::filesystem::path base)
        : m_table(table)
        , m_base(std::move(base))
    {
    }

    NodeConfig read()
    {
        checkKeys(m_table, "");
        if (m_table["version"].value<std::int64_t>() != 1)
            throw ConfigError{1, "version = 1 is expected"};
        NodeConfig config;
        config.folder = path(m_table, "folder");
        config.market = market();
        config.secretFile = has(m_table, "secret_file") ? path(m_table, "secret_file") : config.folder / "node.secret";
        if (has(m_table, "retention_days"))
            config.retention = retention();
        if (const toml::table* authority = section("authority"))
            config.authorityKey = path(*authority, "key");
        if (const toml::table* desk = section("operator"))
            config.marketOperator = operatorOf(*desk);
        if (const toml::table* utility = section("utility"))
            config.utility = utilityOf(*utility);
        readSequencer(config);
        if (const toml::table* api = section("api"))
            config.api = NodeConfig::Api{address(*api, "listen"), path(*api, "certificate"), path(*api, "ca"),
                                         has(*api, "enrol") ? std::optional{address(*api, "enrol")} : std::nullopt};
        if (const toml::table* metrics = section("metrics"))
            config.metrics = address(*metrics, "listen");
        if (const toml::table* gate = section("gate")) {
            config.gate.early = std::chrono::milliseconds{number(*gate, "early_ms", config.gate.early.count())};
            config.gate.late = std::chrono::milliseconds{number(*gate, "late_ms", config.gate.late.count())};
        }
        return config;
    }

private:
    static void checkKeys(const toml::table& table, const std::string& name)
    {
        const auto& known = kKeys.at(name);
        for (const auto& [key, node] : table) {
            if (!known.contains(std::string{key.str()}))
                throw ConfigError{key.source().begin.line, std::format("unknown key '{}'", key.str())};
            if (name.empty() && kKeys.contains(key.str()) && !node.is_table())
                throw ConfigError{key.source().begin.line, std::format("{} is a section", key.str())};
        }
    }
    [[nodiscard]] const toml::table* section(const std::string& name) const
    {
        const toml::table* const table = m_table[name].as_table();
        if (table != nullptr)
            checkKeys(*table, name);
        return table;
    }
    [[nodiscard]] static bool has(const toml::table& table, const char* key) { return table.get(key) != nullptr; }
    [[nodiscard]] static std::string text(const toml::table& table, const char* key)
    {
        const auto value = table[key].value<std::string>();
        if (!value || value->empty())
            throw ConfigError{lineOf(table, key), std::format("{}: a text is expected", key)};
        return *value;
    }
    [[nodiscard]] static toml::source_index lineOf(const toml::table& table, const char* key)
    {
        const toml::node* const node = table.get(key);
        return (node == nullptr ? table.source() : node->source()).begin.line;
    }
    [[nodiscard]] std::filesystem::path path(const toml::table& table, const char* key) const
    {
        return m_base / text(table, key);
    }
    [[nodiscard]] static std::int64_t number(const toml::table& table, const char* key, std::int64_t otherwise)
    {
        if (!has(table, key))
            return otherwise;
        const auto value = table[key].value<std::int64_t>();
        if (!value || *value < 0 || *value > 1'000'000'000)
            throw ConfigError{lineOf(table, key), std::format("{}: a whole number >= 0 is expected", key)};
        return *value;
    }
    [[nodiscard]] static std::vector<std::string> texts(const toml::table& table, const char* key)
    {
        std::vector<std::string> values;
        const toml::array* const array = table[key].as_array();
        for (std::size_t i = 0; array != nullptr && i < array->size(); ++i)
            values.push_back(array->get(i)->value_or(std::string{}));
        if (values.empty() || std::ranges::any_of(values, &std::string::empty))
            throw ConfigError{lineOf(table, key), std::format("{}: a list of texts is expected", key)};
        return values;
    }
    [[nodiscard]] static ListenAddress address(const toml::table& table, const char* key)
    {
        const std::string value = text(table, key);
        const std::size_t colon = value.rfind(':');
        ListenAddress listen{value.substr(0, colon), 0};
        const char* const end = value.data() + value.size();
        if (colon == std::string::npos || colon == 0 ||
            std::from_chars(value.data() + colon + 1, end, listen.port).ptr != end || value.back() == ':')
            throw ConfigError{lineOf(table, key), std::format("{}: address:port is expected", key)};
        return listen;
    }
    [[nodiscard]] std::chrono::days retention() const
    {
        const std::int64_t days = number(m_table, "retention_days", 0);
        if (days < 1 || days > 36'500)
            throw ConfigError{lineOf(m_table, "retention_days"), "retention_days: 1 to 36500 is expected"};
        return std::chrono::days{days};
    }
    [[nodiscard]] MarketId market() const
    {
        const auto bytes = fromHex(text(m_table, "market"));
        MarketId id;
        if (!bytes || bytes->size() != id.bytes.size())
            throw ConfigError{lineOf(m_table, "market"), "market: 32 hexadecimal digits are expected"};
        std::ranges::copy(*bytes, id.bytes.begin());
        return id;
    }
    [[nodiscard]] NodeConfig::Operator operatorOf(const toml::table& desk) const
    {
        NodeConfig::Operator result;
        result.key = path(desk, "key");
        for (const std::string& key : texts(desk, "authorities")) {
            auto der = fromHex(key);
            if (!der)
                throw ConfigError{lineOf(desk, "authorities"), "authorities: public keys in hexadecimal are expected"};
            result.authorities.push_back({crypto::Algorithm::RsaPkcs1Sha256, std::move(*der)});
        }
        const std::int64_t threshold = number(desk, "threshold", 1);
        if (threshold < 1 || threshold > std::ssize(result.authorities))
            throw ConfigError{lineOf(desk, "threshold"), "threshold: 1 to the number of authorities is expected"};
        result.threshold = static_cast<std::uint32_t>(threshold);
        result.rules.commitCurves = true;
        if (has(desk, "rules")) {
            const auto rules = readMarketRules(path(desk, "rules"));
            if (!rules)
                throw ConfigError{lineOf(desk, "rules"), "rules: " + rules.error()};
            result.rules = *rules;
        }
        return result;
    }
    [[nodiscard]] static Price price(const toml::table& table, const char* key)
    {
        const auto ticks = parseDecimal(text(table, key), 2);
        if (!ticks || Price{*ticks}.abs() > kPriceMax)
            throw ConfigError{lineOf(table, key), std::format("{}: a price as \"30.00\" is expected", key)};
        return Price{*ticks};
    }
    [[nodiscard]] NodeConfig::Utility utilityOf(const toml::table& table) const
    {
        const std::int64_t participant = number(table, "participant", 0);
        if (participant == 0)
            throw ConfigError{lineOf(table, "participant"), "participant: a number above 0 is expected"};
        return {.key = path(table, "key"),
                .participant = {static_cast<std::uint64_t>(participant)},
                .prices = {.period = {},
                           .retail = price(table, "retail"),
                           .feedIn = price(table, "feed_in"),
                           .imbalanceShort = price(table, "imbalance_short"),
                           .imbalanceLong = price(table, "imbalance_long")}};
    }
    void readSequencer(NodeConfig& config) const
    {
        const toml::table* const table = section("sequencer");
        if (table == nullptr)
            throw ConfigError{1, "the section sequencer is missing"};
        const std::string kind = text(*table, "kind");
        if (kind == "sqlite")
            return;
        if (kind != "etcd")
            throw ConfigError{lineOf(*table, "kind"), "kind: sqlite or etcd is expected"};
        storage::EtcdConfig etcd;
        etcd.endpoints = texts(*table, "endpoints");
        if (has(*table, "ca")) {
            etcd.authorityFile = path(*table, "ca").string();
            etcd.certificateFile = path(*table, "certificate").string();
            etcd.keyFile = path(*table, "key").string();
        }
        if (has(*table, "prefix"))
            config.prefix = text(*table, "prefix");
        if (!config.prefix.ends_with('/'))
            throw ConfigError{lineOf(*table, "prefix"), "prefix: a text that ends in / is expected"};
        config.keepBatches = static_cast<std::uint64_t>(number(*table, "keep_batches", 10'000));
        config.etcd = std::move(etcd);
    }

    const toml::table& m_table;
    std::filesystem::path m_base;
};

} // namespace

std::expected<NodeConfig, std::string> readNodeConfig(const std::filesystem::path& file)
{
    try {
        const toml::table table = toml::parse_file(file.string());
        return Reader(table, file.parent_path()).read();
    } catch (const toml::parse_error& error) {
        return std::unexpected(std::format("{}:{}: {}", file.string(), error.source().begin.line, error.description()));
    } catch (const ConfigError& error) {
        return std::unexpected(std::format("{}:{}: {}", file.string(), error.line, error.reason));
    }
}

} // namespace dgex::app
