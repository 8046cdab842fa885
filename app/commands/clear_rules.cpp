// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commands/clear_rules.h"

#include "core/base/text.h"
#include "core/market/pricing_names.h"

#include <toml++/toml.hpp>

#include <algorithm>
#include <array>
#include <format>
#include <utility>

namespace dgex::app {

namespace {

constexpr std::int64_t kFractionDenominator = 1'000'000;
constexpr int kFractionDecimals = 6;

/// A price written in the book's unit as a count of ticks; none when it is not a whole number of them.
std::optional<Price> ticksOf(std::string_view text, const market::DecimalUnit& tick)
{
    const auto value = parseDecimal(text, tick.decimals);
    if (!value || *value % tick.mantissa != 0)
        return std::nullopt;
    return Price{*value / tick.mantissa};
}

bool take(market::BookRules& rules, std::string_view key, const std::string& value)
{
    if (key == "lot" || key == "tick") {
        const auto unit = market::parseUnit(value);
        (key == "lot" ? rules.lot : rules.tick) = unit.value_or(market::DecimalUnit{});
        return unit.has_value();
    }
    if (key == "k") {
        const auto k = parseDecimal(value, kFractionDecimals);
        if (!k || *k < 0 || *k > kFractionDenominator)
            return false;
        rules.auction.kNumerator = static_cast<std::uint32_t>(*k);
        rules.auction.kDenominator = kFractionDenominator;
        return true;
    }
    if (key == "price_bound" || key == "fee") {
        const auto price = ticksOf(value, rules.tick);
        if (!price || price->abs() > kPriceMax || (key == "price_bound" && *price < Price{}))
            return false;
        (key == "fee" ? rules.auction.networkFee : rules.auction.priceBound) = *price;
        return true;
    }
    if (key == "pricing") {
        const auto rule = market::pricingRuleOf(value);
        rules.auction.pricing = rule.value_or(market::PricingRule::Uniform);
        return rule.has_value();
    }
    const auto seed = fromHex(value);
    if (!seed || seed->size() != rules.seed.size())
        return false;
    std::ranges::copy(*seed, rules.seed.begin());
    return true;
}

/// A decimal may stand with or without quotation marks; the shortest text of a number is what was written.
std::optional<std::string> textOf(const toml::node& node)
{
    if (const auto whole = node.value_exact<std::int64_t>())
        return std::to_string(*whole);
    if (const auto number = node.value_exact<double>())
        return std::format("{}", *number);
    return node.value_exact<std::string>();
}

std::string_view expectationOf(std::string_view key)
{
    if (key == "pricing")
        return "\"uniform\", \"pay-as-bid\" or \"mcafee\"";
    return key == "seed" ? "64 hexadecimal digits in quotation marks" : "a decimal number within its range";
}

} // namespace

std::expected<market::BookRules, std::string> readClearRules(const std::string& file)
{
    if (file.empty())
        return market::BookRules{};
    const auto fail = [&file](const toml::source_region& place, std::string_view reason) {
        return std::unexpected(std::format("{}:{}: {}", file, place.begin.line, reason));
    };
    toml::table table;
    try {
        table = toml::parse_file(file);
    } catch (const toml::parse_error& error) {
        return fail(error.source(), error.description());
    }
    if (table["version"].value_or(std::int64_t{0}) != 1)
        return fail(table.source(), "version = 1 is expected");
    constexpr std::array keys{"lot", "tick", "k", "price_bound", "fee", "pricing", "seed"}; // Units come before prices.
    for (const auto& [key, node] : table) {
        if (key.str() != "version" && std::ranges::find(keys, key.str()) == keys.end())
            return fail(key.source(), std::format("unknown key '{}'", key.str()));
    }
    market::BookRules rules;
    for (const char* key : keys) {
        const toml::node* node = table.get(key);
        if (node == nullptr)
            continue;
        const auto text = textOf(*node);
        if (!text || !take(rules, key, *text))
            return fail(node->source(), std::format("{}: {} is expected", key, expectationOf(key)));
    }
    return rules;
}

} // namespace dgex::app
