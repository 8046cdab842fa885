// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commands/commands.h"
#include "core/storage/daily_checkpoints.h"
#include "drivers/ethereum/contract_words.h"
#include "drivers/ethereum/ethereum_anchor.h"

#include <algorithm>
#include <format>
#include <fstream>
#include <iterator>
#include <print>

namespace dgex::app {

namespace {

struct AnchorOptions {
    std::string ledger;
    std::string code;
    drivers::EthereumAccess access;
};

int fail(const std::string& reason)
{
    std::println(stderr, "dgexd anchor: {}", reason);
    return kUsage;
}

std::expected<std::string, std::string> readCode(const std::string& file)
{
    std::ifstream stream(file);
    if (!stream)
        return std::unexpected(file + ": cannot be read");
    std::string code{std::istreambuf_iterator<char>(stream), {}};
    code.erase(code.find_last_not_of(" \r\n") + 1);
    if (code.starts_with("0x"))
        code.erase(0, 2);
    if (code.empty() || !fromHex(code))
        return std::unexpected(file + ": expected the contract's code as hexadecimal digits (solc --bin)");
    return code;
}

/// Opens ledger and contract; the contract must be this market's.
std::expected<storage::AnchoredHistory, std::string> open(const AnchorOptions& options, drivers::EthereumAnchor& anchor)
{
    auto history = storage::readAnchoredHistory(options.ledger);
    if (!history)
        return history;
    const auto market = anchor.market();
    if (!market)
        return std::unexpected(market.error());
    if (!std::ranges::equal(*market, history->market.bytes))
        return std::unexpected(std::format("contract {} is for market {}, the ledger is market {}",
                                           options.access.contract, toHex(*market), toHex(history->market.bytes)));
    return history;
}

int deploy(const AnchorOptions& options)
{
    const auto code = readCode(options.code);
    if (!code)
        return fail(code.error());
    const auto history = storage::readAnchoredHistory(options.ledger);
    if (!history)
        return fail(history.error());
    const auto contract = drivers::EthereumAnchor::deploy(options.access, *code, history->market.bytes);
    if (!contract)
        return fail(contract.error());
    std::println("{}", *contract);
    return kGood;
}

/// Goes through the finished days; writes those that are missing when asked to.
int compare(const AnchorOptions& options, bool writes)
{
    drivers::EthereumAnchor anchor(options.access);
    const auto history = open(options, anchor);
    if (!history)
        return fail(history.error());
    int exitCode = kGood;
    for (const ports::DailyCheckpoint& checkpoint : history->days) {
        const auto there = anchor.read(checkpoint.day);
        if (!there)
            return fail(there.error());
        std::string finding = "same";
        if (*there && **there != checkpoint) {
            finding = std::format("DIFFERENT: the chain has height {}, log root {}, result root {}", (*there)->height,
                                  toHex((*there)->logRoot), toHex((*there)->resultRoot));
            exitCode = kRefused;
        } else if (!*there && writes) {
            const auto written = anchor.write(checkpoint);
            if (!written)
                return fail(written.error());
            finding = "written by " + *written;
        } else if (!*there) {
            finding = "missing on the chain";
            exitCode = kRefused;
        }
        std::println("{:%F}  height {}  log root {}  {}", checkpoint.day, checkpoint.height, toHex(checkpoint.logRoot),
                     finding);
    }
    if (history->days.empty())
        std::println(stderr, "dgexd anchor: no day of this ledger is over yet");
    return exitCode;
}

std::string checkAddress(const std::string& text)
{
    return drivers::isAddress(text) ? "" : "expected 0x and 40 hexadecimal digits";
}

/// A subcommand with the options that it needs.
CLI::App* addStep(CLI::App& anchor, const char* name, const char* help, const std::shared_ptr<AnchorOptions>& options)
{
    CLI::App* step = anchor.add_subcommand(name, help);
    step->add_option("LEDGER", options->ledger, "Ledger file of a node or follower that has stopped")->required();
    step->add_option("--rpc", options->access.url, "JSON-RPC of the chain's node, like http://127.0.0.1:8545")
        ->required();
    return step;
}

void addAccount(CLI::App& step, AnchorOptions& options)
{
    step.add_option("--from", options.access.account, "Account that pays; its key is in the chain's node or signer")
        ->required()
        ->check(checkAddress, "ADDRESS");
}

void addContract(CLI::App& step, AnchorOptions& options)
{
    step.add_option("--contract", options.access.contract, "The contract's address, as deploy printed it")
        ->required()
        ->check(checkAddress, "ADDRESS");
}

} // namespace

void addAnchorCommand(CLI::App& program, int& exitCode)
{
    CLI::App* anchor = program.add_subcommand(
        "anchor", "Keeps each day's checkpoint on an Ethereum-compatible chain, and compares a ledger with it");
    anchor->require_subcommand(1);
    const auto options = std::make_shared<AnchorOptions>();

    CLI::App* deploying =
        addStep(*anchor, "deploy", "Makes the contract for a ledger's market; prints its address", options);
    addAccount(*deploying, *options);
    deploying->add_option("--code", options->code, "CheckpointAnchor.bin, by solc --bin from CheckpointAnchor.sol")
        ->required();
    deploying->callback([options, &exitCode] { exitCode = deploy(*options); });

    CLI::App* writing =
        addStep(*anchor, "write", "Writes the checkpoints of finished days that are missing there", options);
    addAccount(*writing, *options);
    addContract(*writing, *options);
    writing->callback([options, &exitCode] { exitCode = compare(*options, true); });

    CLI::App* checking =
        addStep(*anchor, "check", "Compares every finished day; 1 when one differs or is missing", options);
    addContract(*checking, *options);
    checking->callback([options, &exitCode] { exitCode = compare(*options, false); });
}

} // namespace dgex::app
