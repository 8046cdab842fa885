// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commands/commands.h"
#include "app/commands/home_desk.h"
#include "app/commands/identity_file.h"
#include "app/commands/pins_file.h"
#include "core/api/service.h"
#include "core/base/overloaded.h"
#include "core/base/text.h"
#include "core/ledger/evidence.h"
#include "core/storage/proof_source.h"

#include <nlohmann/json.hpp>

#include <format>
#include <fstream>
#include <print>

namespace dgex::app {

namespace {

int usage(std::string_view command, const std::string& reason)
{
    std::println(stderr, "dgexd {}: {}", command, reason);
    return kUsage;
}

bool writeBytes(const std::string& file, const Bytes& bytes)
{
    std::ofstream stream(file, std::ios::binary | std::ios::trunc);
    stream.write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
    return stream.flush().good();
}

struct ProveOptions {
    std::string ledger;
    std::string config;
    std::uint64_t home = 0;
    std::string period;
    std::vector<std::uint64_t> heights;
    std::string out;
};

/// Asks the authorities as an enrolled home; what they give is checked before it is written.
int fetchProof(const ProveOptions& options, Period period)
{
    const auto desk = HomeDesk::open(options.config);
    if (!desk)
        return usage("prove", desk.error());
    api::Client client{*desk->transport};
    const bool isConsistency = !options.heights.empty();
    const auto bytes = isConsistency ? client.consistency(options.heights[0], options.heights[1])
                                     : client.bundle(period, desk->admission.participant);
    if (!bytes) {
        std::println(stderr, "dgexd prove: {}: {}", options.config, describe(bytes.error()));
        return kRefused;
    }
    crypto::Verifier verifier;
    const ledger::SignatureCheck check = ledger::checkWith(verifier);
    const auto bundle = ledger::decodeProofBundle(*bytes);
    const auto consistency = ledger::decodeConsistencyProof(*bytes);
    const bool holds = isConsistency
                           ? consistency && verify(*consistency, desk->admission.anchor, check)
                           : bundle && bundle->home == desk->admission.participant && bundle->period == period &&
                                 checkBundle(*bundle, desk->admission.anchor, check);
    if (!holds) {
        std::println(stderr, "dgexd prove: {}: the proof that came does not hold", options.config);
        return kRefused;
    }
    if (!writeBytes(options.out, *bytes))
        return usage("prove", options.out + ": the file cannot be written");
    std::println(stderr, "{}: {} bytes", options.out, bytes->size());
    return kGood;
}

int runProve(const ProveOptions& options)
{
    const bool isConsistency = !options.heights.empty();
    const auto period = isConsistency ? Period{} : parsePeriod(options.period);
    if (!period)
        return usage("prove", options.period + ": " + std::string{describe(period.error())});
    if (options.ledger.empty() == options.config.empty())
        return usage("prove", "either LEDGER or --config is needed");
    if (!options.config.empty() && options.period.empty() && !isConsistency)
        return usage("prove", "--period or --between is needed");
    if (!options.config.empty())
        return fetchProof(options, *period);
    if (!isConsistency && options.home == 0)
        return usage("prove", "--home and --period, or --between, are needed");
    const auto source = storage::ProofSource::read(options.ledger, ParticipantId{options.home});
    if (!source)
        return usage("prove", source.error());
    std::expected<Bytes, std::string> bytes = std::unexpected("");
    if (isConsistency) {
        const auto proof = source->consistency(options.heights[0], options.heights[1]);
        bytes = proof ? std::expected<Bytes, std::string>{ledger::encode(*proof)} : std::unexpected(proof.error());
    } else {
        const auto bundle = source->bundle(*period);
        bytes = bundle ? std::expected<Bytes, std::string>{ledger::encode(*bundle)} : std::unexpected(bundle.error());
    }
    if (!bytes) {
        std::println(stderr, "dgexd prove: {}: {}", options.ledger, bytes.error());
        return kRefused;
    }
    if (!writeBytes(options.out, *bytes))
        return usage("prove", options.out + ": the file cannot be written");
    std::println(stderr, "{}: {} bytes", options.out, bytes->size());
    return kGood;
}

nlohmann::json orderJson(const ledger::HomeOrderResult& order)
{
    nlohmann::json json{{"period", toText(order.period)},
                        {"side", order.side == market::Side::Buy ? "buy" : "sell"},
                        {"limit", toText(order.limit)},
                        {"asked_kwh", toKwh(order.asked)},
                        {"filled_kwh", toKwh(order.filled)}};
    json["price"] = order.price ? nlohmann::json(toText(*order.price)) : nlohmann::json();
    if (order.energyClass == market::EnergyClass::Renewable)
        json["class"] = "renewable";
    return json;
}

/// What an any-slot order got in a period.
nlohmann::json anySlotJson(const ledger::HomeAnySlotResult& order, const ledger::AnySlotPart& part)
{
    return {{"period", toText(part.period)},    {"side", order.side == market::Side::Buy ? "buy" : "sell"},
            {"limit", toText(order.limit)},     {"any_slot_kwh", toKwh(order.asked)},
            {"filled_kwh", toKwh(part.filled)}, {"price", toText(part.price)}};
}

nlohmann::json marketJson(const ledger::MarketResult& result)
{
    nlohmann::json json{{"kind", "market"},
                        {"round", toText(result.round)},
                        {"price", result.price ? nlohmann::json(toText(*result.price)) : nlohmann::json()},
                        {"volume_kwh", toKwh(result.volume)}};
    if (result.place) {
        json["zone"] = result.place->zone.number;
        json["class"] = result.place->energyClass == market::EnergyClass::Renewable ? "renewable" : "any";
    }
    return json;
}

nlohmann::json resultJson(const ledger::Result& result, Period period)
{
    using nlohmann::json;
    return std::visit(
        Overloaded{[](const ledger::MarketResult& r) { return marketJson(r); },
                   [period](const ledger::HomeRoundResult& r) {
                       json orders = json::array();
                       for (const ledger::HomeOrderResult& order : r.orders)
                           if (order.period == period)
                               orders.push_back(orderJson(order));
                       for (const ledger::HomeAnySlotResult& order : r.anySlots)
                           for (const ledger::AnySlotPart& part : order.parts)
                               if (part.period == period)
                                   orders.push_back(anySlotJson(order, part));
                       return json{{"kind", "orders"}, {"round", toText(r.round)}, {"orders", orders}};
                   },
                   [](const ledger::ContractResult& r) {
                       return json{{"kind", "contract"},
                                   {"exporter", r.exporter.number},
                                   {"importer", r.importer.number},
                                   {"quantity_kwh", toKwh(r.quantity)}};
                   },
                   [](const ledger::HomeSettlementResult& r) {
                       return json{{"kind", "settlement"}, {"balance", toText(r.balance)}};
                   },
                   [](const ledger::PeriodSettlementResult& r) {
                       return json{{"kind", "period"},
                                   {"contracted_kwh", toKwh(r.contracted)},
                                   {"delivered_kwh", toKwh(r.delivered)}};
                   },
                   [](const ledger::LinkResult& r) {
                       return json{{"kind", "link"},    {"round", toText(r.round)},          {"from", r.from.number},
                                   {"to", r.to.number}, {"quantity_kwh", toKwh(r.quantity)}, {"rent", toText(r.rent)}};
                   }},
        result);
}

int printBundle(const ledger::CheckedBundle& bundle, const ledger::Checkpoint& checkpoint)
{
    nlohmann::json json{{"home", bundle.home.number},
                        {"period", toText(bundle.period)},
                        {"height", checkpoint.height},
                        {"sheets", bundle.sheets.size()},
                        {"results", nlohmann::json::array()}};
    for (const ledger::Result& result : bundle.results)
        json["results"].push_back(resultJson(result, bundle.period));
    std::println("{}", json.dump(2));
    return kGood;
}

int refused(const std::string& file, std::string_view reason)
{
    std::println(stderr, "{}: refused: {}", file, reason);
    return kRefused;
}

int runCheckProof(const std::string& file, const std::string& pins)
{
    const auto anchor = readPins(pins);
    if (!anchor)
        return usage("check-proof", anchor.error());
    const auto text = readText(file);
    if (!text)
        return usage("check-proof", text.error());
    crypto::Verifier verifier;
    const ledger::SignatureCheck check = ledger::checkWith(verifier);
    if (const auto bundle = ledger::decodeProofBundle(viewOf(*text))) {
        const auto checked = ledger::checkBundle(*bundle, *anchor, check);
        return checked ? printBundle(*checked, bundle->checkpoint) : refused(file, describe(checked.error()));
    }
    if (const auto proof = ledger::decodeConsistencyProof(viewOf(*text))) {
        if (const auto checked = ledger::verify(*proof, *anchor, check); !checked)
            return refused(file, describe(checked.error()));
        std::println("{}", nlohmann::json{{"older_height", proof->older.height},
                                          {"newer_height", proof->newer.height},
                                          {"newer_log_root", toHex(proof->newer.logRoot)}}
                               .dump(2));
        return kGood;
    }
    return refused(file, "this is no proof, or bytes of it were changed");
}

int runCheckEvidence(const std::string& file, const std::string& pins)
{
    const auto anchor = readPins(pins);
    if (!anchor)
        return usage("check-evidence", anchor.error());
    const auto text = readText(file);
    if (!text)
        return usage("check-evidence", text.error());
    const auto evidence = ledger::decodeEvidence(viewOf(*text));
    if (!evidence)
        return refused(file, "this is no evidence, or bytes of it were changed");
    crypto::Verifier verifier;
    const auto culprit = ledger::checkEvidence(*evidence, *anchor, ledger::checkWith(verifier));
    if (!culprit)
        return refused(file, describe(culprit.error()));
    std::size_t index = 0;
    while (index < anchor->authorities.size() && ledger::keyIdOf(anchor->authorities[index]) != *culprit)
        ++index;
    const bool equivocated = std::holds_alternative<ledger::Equivocation>(*evidence);
    std::println("{}", nlohmann::json{{"kind", equivocated ? "equivocation" : "broken promise"},
                                      {"authority", index},
                                      {"key", toHex(*culprit)}}
                           .dump(2));
    return kGood;
}

} // namespace

void addProveCommand(CLI::App& program, int& exitCode)
{
    auto options = std::make_shared<ProveOptions>();
    CLI::App* command = program.add_subcommand(
        "prove", "Writes a proof that anyone checks offline: of a home's trading of a period, or that a checkpoint "
                 "continues an older one");
    command->add_option("LEDGER", options->ledger, "Ledger file of a node that is not running");
    command->add_option("--config", options->config, "A home's TOML file: its authorities are asked instead");
    command->add_option("--home", options->home, "Participant number of the home");
    command->add_option("--period", options->period, "Start of the half hour, as 2026-05-20T09:30Z");
    command->add_option("--between", options->heights, "Two block heights, for a proof of consistency")->expected(2);
    command->add_option("--out", options->out, "The file to write")->required();
    command->callback([options, &exitCode] { exitCode = runProve(*options); });
}

void addCheckProofCommand(CLI::App& program, int& exitCode)
{
    auto file = std::make_shared<std::string>();
    auto pins = std::make_shared<std::string>();
    CLI::App* command = program.add_subcommand(
        "check-proof", "Checks what `dgexd prove` wrote, without a network, and prints what it proves as JSON");
    command->add_option("FILE", *file, "Proof")->required();
    command->add_option("--authorities", *pins, "TOML file with the pinned keys")->required();
    command->callback([file, pins, &exitCode] { exitCode = runCheckProof(*file, *pins); });
}

void addCheckEvidenceCommand(CLI::App& program, int& exitCode)
{
    auto file = std::make_shared<std::string>();
    auto pins = std::make_shared<std::string>();
    CLI::App* command = program.add_subcommand(
        "check-evidence", "Checks evidence that an authority signed two histories or broke a receipt's promise");
    command->add_option("FILE", *file, "Evidence")->required();
    command->add_option("--authorities", *pins, "TOML file with the pinned keys")->required();
    command->callback([file, pins, &exitCode] { exitCode = runCheckEvidence(*file, *pins); });
}

} // namespace dgex::app
