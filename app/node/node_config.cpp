// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/node/node_config.h"

#include "app/commands/identity_file.h"
#include "app/node/market_rules_file.h"
#include "core/base/text.h"

#include <algorithm>
#include <array>

namespace dgex::app {

namespace {

constexpr std::int64_t kNumberMax = 1'000'000'000;
constexpr std::int64_t kRetentionMax = 36'500; ///< Days.

ListenAddress addressOf(ConfigFile& config, std::string_view key)
{
    auto [address, port] = listenPlace(config, key);
    return {std::move(address), port};
}

MarketId marketOf(ConfigFile& config)
{
    const auto bytes = fromHex(config.text("market"));
    MarketId id;
    if (bytes && bytes->size() == id.bytes.size())
        std::ranges::copy(*bytes, id.bytes.begin());
    else
        config.refuse("market", "32 hexadecimal digits are expected");
    return id;
}

NodeConfig::Operator operatorOf(ConfigFile& config)
{
    NodeConfig::Operator desk;
    desk.key = config.path("operator.key");
    for (const std::string& key : config.texts("operator.authorities")) {
        auto der = fromHex(key);
        if (!der)
            config.refuse("operator.authorities", "public keys in hexadecimal are expected");
        desk.authorities.push_back({crypto::Algorithm::RsaPkcs1Sha256, der.value_or(Bytes{})});
    }
    const auto count = std::max<std::int64_t>(std::ssize(desk.authorities), 1);
    desk.threshold = static_cast<std::uint32_t>(config.integer("operator.threshold", 1, count, 1));
    desk.rules.commitCurves = true;
    if (config.has("operator.rules")) {
        auto rules = readMarketRules(config.path("operator.rules"));
        if (rules)
            desk.rules = std::move(*rules);
        else
            config.refuse("operator.rules", rules.error());
    }
    return desk;
}

NodeConfig::Utility utilityOf(ConfigFile& config)
{
    const auto price = [&config](std::string_view key) {
        config.require(key);
        return config.price(key, -kPriceMax, kPriceMax, Price{});
    };
    const std::int64_t participant = config.integer("utility.participant", 1, kNumberMax);
    return {.key = config.path("utility.key"),
            .participant = {static_cast<std::uint64_t>(participant)},
            .prices = {.period = {},
                       .retail = price("utility.retail"),
                       .feedIn = price("utility.feed_in"),
                       .imbalanceShort = price("utility.imbalance_short"),
                       .imbalanceLong = price("utility.imbalance_long")}};
}

void readSequencer(ConfigFile& config, NodeConfig& node)
{
    const std::string kind = config.text("sequencer.kind");
    if (kind != "sqlite" && kind != "etcd")
        config.refuse("sequencer.kind", "sqlite or etcd is expected");
    if (kind != "etcd")
        return;
    storage::EtcdConfig etcd;
    etcd.endpoints = config.texts("sequencer.endpoints");
    if (config.has("sequencer.ca")) {
        etcd.authorityFile = config.path("sequencer.ca").string();
        etcd.certificateFile = config.path("sequencer.certificate").string();
        etcd.keyFile = config.path("sequencer.key").string();
    }
    node.prefix = config.text("sequencer.prefix", node.prefix);
    if (!node.prefix.ends_with('/'))
        config.refuse("sequencer.prefix", "a text that ends in / is expected");
    node.keepBatches = static_cast<std::uint64_t>(
        config.integer("sequencer.keep_batches", 0, kNumberMax, static_cast<std::int64_t>(node.keepBatches)));
    node.etcd = std::move(etcd);
}

std::chrono::milliseconds millisecondsOf(ConfigFile& config, std::string_view key, std::chrono::milliseconds fallback)
{
    return std::chrono::milliseconds{config.integer(key, 0, kNumberMax, fallback.count())};
}

} // namespace

std::expected<NodeConfig, std::string> readNodeConfig(const std::filesystem::path& file)
{
    auto config = ConfigFile::read(file);
    if (!config)
        return std::unexpected(config.error());
    NodeConfig node;
    node.folder = config->path("folder");
    node.market = marketOf(*config);
    node.secretFile = config->has("secret_file") ? config->path("secret_file") : node.folder / "node.secret";
    if (config->has("retention_days"))
        node.retention = std::chrono::days{config->integer("retention_days", 1, kRetentionMax)};
    if (config->has("authority"))
        node.authorityKey = config->path("authority.key");
    if (config->has("operator"))
        node.marketOperator = operatorOf(*config);
    if (config->has("utility"))
        node.utility = utilityOf(*config);
    readSequencer(*config, node);
    if (config->has("api")) {
        node.api = NodeConfig::Api{addressOf(*config, "api.listen"), config->path("api.certificate"),
                                   config->path("api.ca"), std::nullopt};
        if (config->has("api.enrol"))
            node.api->enrol = addressOf(*config, "api.enrol");
    }
    if (config->has("metrics"))
        node.metrics = addressOf(*config, "metrics.listen");
    node.gate.early = millisecondsOf(*config, "gate.early_ms", node.gate.early);
    node.gate.late = millisecondsOf(*config, "gate.late_ms", node.gate.late);
    if (auto finished = config->finish(); !finished)
        return std::unexpected(finished.error());
    return node;
}

} // namespace dgex::app
