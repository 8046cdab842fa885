// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/node/market_rules_file.h"

#include "core/base/text.h"
#include "core/market/pricing_names.h"

#include <toml++/toml.hpp>

#include <algorithm>
#include <format>
#include <set>

namespace dgex::app {

namespace {

constexpr std::int64_t kFractionDenominator = 1'000'000;
constexpr int kFractionDecimals = 6;
constexpr int kPriceDecimals = 2;
constexpr int kMoneyDecimals = 5;

/// Thrown within this file alone, with the place of what is wrong.
struct RulesError {
    toml::source_index line;
    std::string reason;
};

void checkKeys(const toml::table& table, const std::set<std::string, std::less<>>& known)
{
    for (const auto& [key, node] : table)
        if (!known.contains(key.str()))
            throw RulesError{key.source().begin.line, std::format("unknown key '{}'", key.str())};
}

/// A decimal number, with or without quotation marks, as a count of its last decimal.
std::int64_t decimal(const toml::table& table, const char* key, int decimals, std::int64_t otherwise)
{
    const toml::node* const node = table.get(key);
    if (node == nullptr)
        return otherwise;
    std::string text;
    if (const auto whole = node->value_exact<std::int64_t>())
        text = std::to_string(*whole);
    else if (const auto number = node->value_exact<double>())
        text = std::format("{}", *number);
    else
        text = node->value_exact<std::string>().value_or(std::string{});
    const auto value = parseDecimal(text, decimals);
    if (!value)
        throw RulesError{node->source().begin.line,
                         std::format("{}: a number with at most {} decimals is expected", key, decimals)};
    return *value;
}

Price price(const toml::table& table, const char* key, Price otherwise)
{
    return Price{decimal(table, key, kPriceDecimals, otherwise.count())};
}

ZoneId zone(const toml::node* node, toml::source_index line)
{
    const auto number = node == nullptr ? std::nullopt : node->value_exact<std::int64_t>();
    if (!number || *number < 0 || *number > UINT16_MAX)
        throw RulesError{line, "a zone is a number from 0 to 65535"};
    return {static_cast<std::uint16_t>(*number)};
}

market::ZoneLink link(const toml::table& table)
{
    checkKeys(table, {"from", "to", "capacity_kwh"});
    const toml::source_index line = table.source().begin.line;
    return {.from = zone(table.get("from"), line),
            .to = zone(table.get("to"), line),
            .capacity = Lots{decimal(table, "capacity_kwh", 1, 0)}};
}

std::optional<ledger::ZoneRules> zones(const toml::table& table)
{
    const toml::array* const numbers = table["zones"].as_array();
    const toml::array* const links = table["link"].as_array();
    if (numbers == nullptr && table.get("zones") == nullptr && links == nullptr)
        return std::nullopt;
    if (numbers == nullptr)
        throw RulesError{table.source().begin.line, "zones: a list of numbers is expected"};
    ledger::ZoneRules rules;
    for (const toml::node& number : *numbers)
        rules.zones.push_back(zone(&number, number.source().begin.line));
    std::ranges::sort(rules.zones);
    for (std::size_t i = 0; links != nullptr && i < links->size(); ++i) {
        const toml::table* const one = links->get(i)->as_table();
        if (one == nullptr)
            throw RulesError{links->source().begin.line, "link: sections [[link]] are expected"};
        rules.links.push_back(link(*one));
    }
    rules.missingRenewable = price(table, "missing_renewable", Price{});
    return rules;
}

market::PricingRule pricing(const toml::table& table)
{
    const toml::node* const node = table.get("pricing");
    if (node == nullptr)
        return market::PricingRule::Uniform;
    const auto rule = market::pricingRuleOf(node->value_exact<std::string>().value_or(std::string{}));
    if (!rule)
        throw RulesError{node->source().begin.line, "pricing: \"uniform\", \"pay-as-bid\" or \"mcafee\" is expected"};
    return *rule;
}

ledger::MarketRules rulesOf(const toml::table& table)
{
    checkKeys(table, {"version", "pricing", "fee", "price_bound", "k", "credit_limit", "commit_curves", "zones",
                      "missing_renewable", "link"});
    if (table["version"].value_exact<std::int64_t>() != 1)
        throw RulesError{1, "version = 1 is expected"};
    ledger::MarketRules rules;
    rules.auction.pricing = pricing(table);
    rules.auction.networkFee = price(table, "fee", rules.auction.networkFee);
    rules.auction.priceBound = price(table, "price_bound", rules.auction.priceBound);
    const std::int64_t k = decimal(table, "k", kFractionDecimals, kFractionDenominator / 2);
    rules.auction.kNumerator = static_cast<std::uint32_t>(std::clamp<std::int64_t>(k, 0, UINT32_MAX));
    rules.auction.kDenominator = kFractionDenominator;
    rules.creditLimit = Money{decimal(table, "credit_limit", kMoneyDecimals, rules.creditLimit.count())};
    rules.zones = zones(table);
    rules.commitCurves = table["commit_curves"].value_or(!rules.zones);
    const crypto::PublicKey key{crypto::Algorithm::RsaPkcs1Sha256, {1}};
    if ((rules.commitCurves && rules.zones) ||
        !ledger::decodeOpenMarket(ledger::encode(ledger::OpenMarket{rules, key, {key}, 1})))
        throw RulesError{1, "the rules are out of their ranges or do not fit together"};
    return rules;
}

} // namespace

std::expected<ledger::MarketRules, std::string> readMarketRules(const std::filesystem::path& file)
{
    try {
        return rulesOf(toml::parse_file(file.string()));
    } catch (const toml::parse_error& error) {
        return std::unexpected(std::format("{}:{}: {}", file.string(), error.source().begin.line, error.description()));
    } catch (const RulesError& error) {
        return std::unexpected(std::format("{}:{}: {}", file.string(), error.line, error.reason));
    }
}

} // namespace dgex::app
