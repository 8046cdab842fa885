// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commands/book_file.h"
#include "app/commands/clear_rules.h"
#include "app/commands/commands.h"
#include "core/base/text.h"
#include "core/market/price_proof.h"
#include "core/storage/proof_source.h"

#include <nlohmann/json.hpp>

#include <QRandomGenerator>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <print>
#include <set>

namespace dgex::app {

namespace {

using Json = nlohmann::ordered_json;
using Books = std::map<Period, std::vector<market::BookOrder>>;

struct ProveOptions {
    std::string orders;
    std::string rules;
    std::string folder;
    std::string market = std::string(32, '0');
    std::string secret;
    std::string ledger;
    std::uint64_t home = 0;
    std::string period;
};

int fail(const std::string& reason)
{
    std::println(stderr, "dgexd prove-price: {}", reason);
    return kUsage;
}

Hash256 randomSecret()
{
    std::array<quint32, 8> words{};
    QRandomGenerator::system()->fillRange(words.data(), static_cast<qsizetype>(words.size()));
    Hash256 secret{};
    for (std::size_t i = 0; i < secret.size(); ++i)
        secret[i] = static_cast<std::uint8_t>(words[i / 4] >> (8 * (i % 4)));
    return secret;
}

/// The orders by period, without those of participants that cross themselves: as dgexd clear takes them.
Books booksOf(const market::Book& listed)
{
    struct Best {
        std::optional<Price> buy;
        std::optional<Price> sell;
    };
    std::map<std::pair<ParticipantId, Period>, Best> bests;
    for (const market::ListedOrder& order : listed.orders) {
        Best& best = bests[{order.participant, order.period}];
        if (order.side == market::Side::Buy)
            best.buy = std::max(order.limit, best.buy.value_or(order.limit));
        else
            best.sell = std::min(order.limit, best.sell.value_or(order.limit));
    }
    std::set<ParticipantId> crossing;
    for (const auto& [place, best] : bests) {
        if (best.buy && best.sell && *best.buy >= *best.sell)
            crossing.insert(place.first);
    }
    Books books;
    for (const market::ListedOrder& order : listed.orders) {
        std::vector<market::BookOrder>& book = books[order.period];
        if (!crossing.contains(order.participant))
            book.push_back({order.participant, order.side, order.quantity, order.limit});
    }
    return books;
}

std::vector<market::SlotOwner> ownersOf(const market::Book& listed, const Hash256& secret, Period period)
{
    std::set<ParticipantId> participants;
    for (const market::ListedOrder& order : listed.orders)
        participants.insert(order.participant);
    std::vector<market::SlotOwner> owners;
    for (const ParticipantId participant : participants)
        owners.push_back({.participant = participant, .salt = market::slotSalt(secret, participant, period)});
    return owners;
}

std::string fileNameOf(Period period)
{
    std::string text = toText(period);
    std::erase(text, ':');
    return text;
}

bool writeProof(const std::string& file, const market::PriceProof& proof)
{
    const Bytes bytes = market::encode(proof);
    std::ofstream stream(file, std::ios::binary | std::ios::trunc);
    stream.write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
    return stream.flush().good();
}

/// Writes one file per participant; the name of the file that cannot be written is the error.
std::expected<std::size_t, std::string>
writeProofs(const market::PriceCurves& curves, const std::vector<market::SlotOwner>& owners, const std::string& folder)
{
    const std::string period = fileNameOf(curves.statement().terms.period);
    for (const market::SlotOwner& owner : owners) {
        const std::string file = std::format("{}/{}-{}.price", folder, period, owner.participant.number);
        if (!writeProof(file, curves.proofFor(owner.participant).value()))
            return std::unexpected(file);
    }
    return owners.size();
}

std::optional<std::string> makeFolder(const std::string& folder)
{
    std::error_code error;
    std::filesystem::create_directories(folder, error);
    return error ? std::optional{folder + ": cannot be made: " + error.message()} : std::nullopt;
}

/// Writes the proofs of one home and period from a ledger file, one for every round.
int proveFromLedger(const ProveOptions& options)
{
    const auto period = parsePeriod(options.period);
    if (!period)
        return fail("--period: " + std::string{describe(period.error())});
    if (options.home == 0)
        return fail("--home is needed");
    const auto source = storage::ProofSource::read(options.ledger, ParticipantId{options.home}, *period);
    if (!source)
        return fail(source.error());
    if (source->priceProofs().empty()) {
        std::println(stderr, "dgexd prove-price: {}: no committed market of {} with a sheet of participant {}",
                     options.ledger, toText(*period), options.home);
        return kRefused;
    }
    if (const auto reason = makeFolder(options.folder))
        return fail(*reason);
    Json rows = Json::array();
    for (const auto& [round, proof] : source->priceProofs()) {
        const std::string file = std::format("{}/{}-{}-round-{}.price", options.folder, fileNameOf(*period),
                                             options.home, fileNameOf(round));
        if (!writeProof(file, proof))
            return fail(file + ": cannot be written");
        rows.push_back({{"round", toText(round)},
                        {"file", file},
                        {"commitment", toHex(market::commitmentOf(proof.statement))},
                        {"participants", proof.statement.slots.slots}});
    }
    std::println("{}", Json{{"proofs", rows}}.dump());
    return kGood;
}

int provePrice(const ProveOptions& options)
{
    const auto readRules = readClearRules(options.rules);
    if (!readRules)
        return fail(readRules.error());
    const market::BookRules& rules = *readRules;
    const auto marketId = fixedFromHex<16>(options.market);
    const auto secret = options.secret.empty() ? std::optional{randomSecret()} : fixedFromHex<32>(options.secret);
    if (!marketId || !secret)
        return fail(marketId ? "--secret: 64 hexadecimal digits are expected"
                             : "--market: 32 hexadecimal digits are expected");
    const auto book = readBookFile(options.orders, rules);
    if (!book)
        return fail(book.error());
    for (const market::ListedOrder& order : book->orders) {
        if (order.zone != book->orders.front().zone || order.energyClass != book->orders.front().energyClass)
            return fail(options.orders + ": several zones or classes; a price is proven for one zone and one class");
    }
    if (const auto reason = makeFolder(options.folder))
        return fail(*reason);

    Json rows = Json::array();
    for (auto& [period, orders] : booksOf(*book)) {
        const market::CurveTerms terms{.market = MarketId{*marketId},
                                       .period = period,
                                       .zone = {},
                                       .energyClass = book->orders.front().energyClass,
                                       .rules = rules.auction,
                                       .seed = rules.seed};
        const market::Clearing clearing = market::clear(std::move(orders), rules.auction, period, rules.seed);
        const std::vector<market::SlotOwner> owners = ownersOf(*book, *secret, period);
        const market::PriceCurves curves(terms, clearing, owners);
        const auto written = writeProofs(curves, owners, options.folder);
        if (!written)
            return fail(written.error() + ": cannot be written");
        rows.push_back({{"period", toText(period)},
                        {"commitment", toHex(curves.commitment())},
                        {"price", clearing.price ? Json(market::textOf(clearing.price->count(), rules.tick)) : Json()},
                        {"volume_kwh", market::textOf(clearing.volume.count(), rules.lot)},
                        {"participants", *written}});
    }
    std::println("{}", Json{{"periods", rows}}.dump());
    return kGood;
}

} // namespace

void addProvePriceCommand(CLI::App& program, int& exitCode)
{
    auto options = std::make_shared<ProveOptions>();
    CLI::App* command = program.add_subcommand(
        "prove-price",
        "Writes what participants check price and fills by: from an order book for each of them, or from "
        "a ledger for one home");
    command->add_option("--rules", options->rules, "Rules of the auction (TOML)");
    command->add_option("--market", options->market, "Number of the market (32 hexadecimal digits, zeros if left out)");
    command->add_option("--secret", options->secret, "What hides the orders (64 hexadecimal digits, else random)");
    command->add_option("--out", options->folder, "Folder for the files <period>-<participant>.price")->required();
    CLI::Option* ledger = command->add_option("--ledger", options->ledger, "Ledger file of a node that is not running");
    command->add_option("--home", options->home, "Participant number of the home")->needs(ledger);
    command->add_option("--period", options->period, "Start of the half hour, as 2026-05-20T09:30Z")->needs(ledger);
    CLI::Option* orders = command->add_option("ORDERS", options->orders, "Order book (CSV)")->excludes(ledger);
    command->callback([options, ledger, orders, &exitCode] {
        if (ledger->count() + orders->count() == 0)
            exitCode = fail("ORDERS or --ledger is needed");
        else
            exitCode = options->ledger.empty() ? provePrice(*options) : proveFromLedger(*options);
    });
}

} // namespace dgex::app
