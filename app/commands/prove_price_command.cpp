// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commands/book_file.h"
#include "app/commands/clear_rules.h"
#include "app/commands/commands.h"
#include "core/base/encoding.h"
#include "core/base/text.h"
#include "core/crypto/hash.h"
#include "core/market/price_proof.h"

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
    for (const ParticipantId participant : participants) {
        Encoder preimage;
        preimage.domain("price-salt").raw(secret).u64(participant.number).i64(period.startSeconds());
        owners.push_back({.participant = participant, .salt = crypto::sha256(preimage.bytes())});
    }
    return owners;
}

/// Writes one file per participant; the name of the file that cannot be written is the error.
std::expected<std::size_t, std::string>
writeProofs(const market::PriceCurves& curves, const std::vector<market::SlotOwner>& owners, const std::string& folder)
{
    std::string period = toText(curves.statement().terms.period);
    std::erase(period, ':');
    for (const market::SlotOwner& owner : owners) {
        const std::string file = std::format("{}/{}-{}.price", folder, period, owner.participant.number);
        const Bytes bytes = market::encode(curves.proofFor(owner.participant).value());
        std::ofstream stream(file, std::ios::binary | std::ios::trunc);
        stream.write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
        if (!stream.flush())
            return std::unexpected(file);
    }
    return owners.size();
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
    std::error_code error;
    std::filesystem::create_directories(options.folder, error);
    if (error)
        return fail(options.folder + ": cannot be made: " + error.message());

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
        "prove-price", "Clears an order book and writes for each participant what it needs to check price and fills");
    command->add_option("--rules", options->rules, "Rules of the auction (TOML)");
    command->add_option("--market", options->market, "Number of the market (32 hexadecimal digits, zeros if left out)");
    command->add_option("--secret", options->secret, "What hides the orders (64 hexadecimal digits, else random)");
    command->add_option("--out", options->folder, "Folder for the files <period>-<participant>.price")->required();
    command->add_option("ORDERS", options->orders, "Order book (CSV)")->required();
    command->callback([options, &exitCode] { exitCode = provePrice(*options); });
}

} // namespace dgex::app
