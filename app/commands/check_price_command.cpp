// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commands/book_file.h"
#include "app/commands/clear_rules.h"
#include "app/commands/commands.h"
#include "app/commands/pins_file.h"
#include "core/base/text.h"
#include "core/ledger/bundle.h"
#include "core/market/price_check.h"

#include <nlohmann/json.hpp>

#include <fstream>
#include <iterator>
#include <print>

namespace dgex::app {

namespace {

using Json = nlohmann::ordered_json;

struct CheckOptions {
    std::string file;
    std::string rules;
    std::string orders;
    std::string commitment;
    std::string market;
    std::string period;
    std::optional<std::uint64_t> participants;
    std::string bundle;
    std::string authorities;
};

constexpr std::size_t kFileSizeMax = 64 * 1024 * 1024;

/// A file of at most kFileSizeMax bytes and one more.
std::optional<Bytes> readFile(const std::string& name)
{
    std::ifstream stream(name, std::ios::binary);
    if (!stream)
        return std::nullopt;
    Bytes bytes;
    for (std::istreambuf_iterator<char> at(stream), end; at != end && bytes.size() <= kFileSizeMax; ++at)
        bytes.push_back(static_cast<std::uint8_t>(*at));
    return stream.bad() ? std::nullopt : std::optional{std::move(bytes)};
}

/// The orders of the proof's participant and period in the home's own list.
std::vector<market::BookOrder> ownOrders(const market::Book& book, const market::PriceProof& proof)
{
    std::vector<market::BookOrder> orders;
    for (const market::ListedOrder& order : book.orders) {
        if (order.participant == proof.participant && order.period == proof.statement.terms.period)
            orders.push_back({order.participant, order.side, order.quantity, order.limit});
    }
    return orders;
}

/// What a proof bundle shows under a final checkpoint of the market that a price proof is about; the error is one
/// sentence.
std::expected<market::HomeKnowledge, std::string> provenKnowledge(const CheckOptions& options,
                                                                  const market::PriceProof& proof)
{
    const auto anchor = readPins(options.authorities);
    if (!anchor)
        return std::unexpected(anchor.error());
    const std::optional<Bytes> bytes = readFile(options.bundle);
    if (!bytes)
        return std::unexpected(options.bundle + ": cannot be read");
    const auto bundle = ledger::decodeProofBundle(*bytes);
    crypto::Verifier verifier;
    const auto checked = bundle ? ledger::checkBundle(*bundle, *anchor, ledger::checkWith(verifier))
                                : std::unexpected(ledger::BundleError::NotCanonical);
    if (!checked)
        return std::unexpected(options.bundle + ": " + std::string{describe(checked.error())});
    market::HomeKnowledge knowledge;
    knowledge.market = anchor->market;
    knowledge.period = checked->period;
    knowledge.participant = checked->home;
    const Hash256 commitment = market::commitmentOf(proof.statement);
    std::optional<Round> round;
    for (const ledger::Result& result : checked->results) {
        const auto* const market = std::get_if<ledger::MarketResult>(&result);
        if (market == nullptr || !market->curves)
            continue;
        knowledge.commitment = market->curves->hash;
        knowledge.slots = market->curves->slots;
        round = market->round;
        if (market->curves->hash == commitment)
            break;
    }
    if (!knowledge.commitment)
        return std::unexpected(options.bundle + ": no market in it has committed curves");
    knowledge.orders.emplace();
    for (const ledger::Result& result : checked->results) {
        const auto* const own = std::get_if<ledger::HomeRoundResult>(&result);
        if (own == nullptr || own->round != round)
            continue;
        for (const ledger::HomeOrderResult& order : own->orders) {
            if (order.period == checked->period)
                knowledge.orders->push_back({checked->home, order.side, order.asked, order.limit});
        }
    }
    return knowledge;
}

std::expected<market::HomeKnowledge, std::string>
knowledgeOf(const CheckOptions& options, const market::BookRules& rules, const market::PriceProof& proof)
{
    market::HomeKnowledge knowledge;
    if (!options.bundle.empty()) {
        auto proven = provenKnowledge(options, proof);
        if (!proven)
            return proven;
        knowledge = std::move(*proven);
    }
    if (options.participants)
        knowledge.slots = options.participants;
    if (!options.rules.empty())
        knowledge.rules = rules.auction;
    if (!options.commitment.empty()) {
        knowledge.commitment = fixedFromHex<32>(options.commitment);
        if (!knowledge.commitment)
            return std::unexpected("--commitment: 64 hexadecimal digits are expected");
    }
    if (!options.market.empty()) {
        const auto bytes = fixedFromHex<16>(options.market);
        if (!bytes)
            return std::unexpected("--market: 32 hexadecimal digits are expected");
        knowledge.market = MarketId{*bytes};
    }
    if (!options.period.empty()) {
        const auto period = parsePeriod(options.period);
        if (!period)
            return std::unexpected("--period: " + std::string{describe(period.error())});
        knowledge.period = *period;
    }
    if (!options.orders.empty()) {
        const auto book = readBookFile(options.orders, rules);
        if (!book)
            return std::unexpected(book.error());
        knowledge.orders = ownOrders(*book, proof);
    }
    return knowledge;
}

Json comparedOf(const market::HomeKnowledge& knowledge)
{
    Json compared = Json::array();
    const auto add = [&](bool known, const char* name) {
        if (known)
            compared.push_back(name);
    };
    add(knowledge.commitment.has_value(), "commitment");
    add(knowledge.market.has_value(), "market");
    add(knowledge.period.has_value(), "period");
    add(knowledge.rules.has_value(), "rules");
    add(knowledge.slots.has_value(), "participants");
    add(knowledge.participant.has_value(), "participant");
    add(knowledge.orders.has_value(), "orders");
    return compared;
}

Json fillsOf(const market::CheckedPrice& checked, const market::PriceProof& proof, const market::BookRules& units)
{
    Json fills = Json::array();
    for (std::size_t i = 0; i < checked.fills.size(); ++i) {
        const market::Fill& fill = checked.fills[i];
        const market::Explanation& why = checked.reasons[i];
        Json price;
        if (checked.price && checked.buyerPrice) {
            price = market::textOf(market::tradePrice({.seller = *checked.price, .buyer = *checked.buyerPrice},
                                                      fill.side, fill.limit, proof.statement.terms.rules)
                                       .count(),
                                   units.tick);
        }
        Json row{{"side", fill.side == market::Side::Buy ? "buy" : "sell"},
                 {"limit", market::textOf(fill.limit.count(), units.tick)},
                 {"asked_kwh", market::textOf(fill.asked.count(), units.lot)},
                 {"filled_kwh", market::textOf(fill.filled.count(), units.lot)},
                 {"price", price},
                 {"reason", std::string{market::codeOf(why.reason)}}};
        if (why.shared) {
            row["limit_asked_kwh"] = market::textOf(why.shared->asked.count(), units.lot);
            row["limit_filled_kwh"] = market::textOf(why.shared->filled.count(), units.lot);
        }
        fills.push_back(std::move(row));
    }
    return fills;
}

int refuse(const std::string& file, std::string_view reason)
{
    std::println("{}", Json{{"verdict", "refused"}, {"reason", std::string{reason}}}.dump());
    std::println(stderr, "dgexd check-price: {}: {}", file, reason);
    return kRefused;
}

int checkPriceFile(const CheckOptions& options)
{
    const auto fail = [](const std::string& reason) {
        std::println(stderr, "dgexd check-price: {}", reason);
        return kUsage;
    };
    const auto readRules = readClearRules(options.rules);
    if (!readRules)
        return fail(readRules.error());
    const market::BookRules& rules = *readRules;
    const std::optional<Bytes> bytes = readFile(options.file);
    if (!bytes)
        return fail(options.file + ": cannot be read");
    const std::optional<market::PriceProof> proof = market::decodePriceProof(*bytes);
    if (!proof)
        return refuse(options.file, "not the bytes of a price proof");
    const auto knowledge = knowledgeOf(options, rules, *proof);
    if (!knowledge)
        return fail(knowledge.error());
    const auto checked = market::checkPrice(*proof, *knowledge);
    if (!checked)
        return refuse(options.file, market::describe(checked.error()));

    const market::PriceStatement& statement = proof->statement;
    const Json result{{"verdict", "good"},
                      {"compared", comparedOf(*knowledge)},
                      {"commitment", toHex(checked->commitment)},
                      {"market", toHex(statement.terms.market.bytes)},
                      {"period", toText(statement.terms.period)},
                      {"participant", proof->participant.number},
                      {"participants", statement.slots.slots},
                      {"price", checked->price ? Json(market::textOf(checked->price->count(), rules.tick)) : Json()},
                      {"volume_kwh", market::textOf(checked->volume.count(), rules.lot)},
                      {"fills", fillsOf(*checked, *proof, rules)}};
    std::println("{}", result.dump());
    if (!knowledge->commitment)
        std::println(stderr,
                     "dgexd check-price: the file agrees with itself; compare its commitment with the published "
                     "one (--commitment)");
    return kGood;
}

} // namespace

void addCheckPriceCommand(CLI::App& program, int& exitCode)
{
    auto options = std::make_shared<CheckOptions>();
    CLI::App* command = program.add_subcommand(
        "check-price", "Proves that a home's orders are in the committed curves; computes price and fills anew");
    command->add_option("--rules", options->rules, "Rules that the market must have, and units (TOML)");
    command->add_option("--orders", options->orders, "The home's orders as it sent them (CSV); others are passed over");
    command->add_option("--commitment", options->commitment, "Published commitment (64 hexadecimal digits)");
    command->add_option("--market", options->market, "Number of the market (32 hexadecimal digits)");
    command->add_option("--period", options->period, "Period (YYYY-MM-DDTHH:MMZ)");
    command->add_option("--participants", options->participants, "How many participants the market has");
    CLI::Option* pins = command->add_option("--authorities", options->authorities, "TOML file with the pinned keys");
    command
        ->add_option("--bundle", options->bundle,
                     "Bundle of `dgexd prove` of the home and period: gives commitment, orders and the rest of it")
        ->needs(pins);
    command->add_option("FILE", options->file, "What the home got")->required();
    command->callback([options, &exitCode] { exitCode = checkPriceFile(*options); });
}

} // namespace dgex::app
