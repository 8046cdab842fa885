// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commands/commands.h"
#include "app/keys/key_pool.h"
#include "core/base/text.h"
#include "core/crypto/hash.h"
#include "core/node/market_operator.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <csignal>
#include <format>
#include <print>
#include <thread>

namespace dgex::app {

namespace {

std::atomic<bool> g_stop{false};

void requestStop(int)
{
    g_stop = true;
}

UtcTime systemNow()
{
    const auto now = std::chrono::system_clock::now().time_since_epoch();
    return UtcTime{std::chrono::duration_cast<std::chrono::milliseconds>(now).count()};
}

void logLine(std::string_view event, const std::string& fields)
{
    std::println(stderr, "time={} level=info event={} {}", toText(systemNow()), event, fields);
}

void logBlock(const ledger::BlockOutcome& outcome)
{
    const auto refused =
        std::ranges::count_if(outcome.transactions, [](const auto& transaction) { return !transaction.accepted(); });
    logLine("block", std::format("height={} transactions={} refused={} result_root={}", outcome.header.height,
                                 outcome.transactions.size(), refused, toHex(outcome.header.resultRoot)));
}

/// Settles what ended and closes every round that is due; the first round is the one that runs now.
std::expected<void, node::NodeError> closeDueRounds(node::Authority& authority, node::MarketOperator& market)
{
    const Round due = Period::containing(systemNow());
    Round next = authority.state().lastClosedRound() ? authority.state().lastClosedRound()->plus(1) : due;
    for (; next <= due && !g_stop; next = next.plus(1)) {
        if (auto closed = market.closeRound(next); !closed)
            return closed;
        if (auto committed = authority.commit(); !committed)
            return committed;
        const std::set<Period> unsettled = authority.state().unsettledPeriods();
        for (const Period period : unsettled) {
            if (period >= next)
                break;
            if (auto settled = market.settle(period); !settled)
                return settled;
        }
        if (auto committed = authority.commit(); !committed)
            return committed;
    }
    return {};
}

int runNode(const std::filesystem::path& folder, bool once)
{
    const auto fail = [](const std::string& reason) {
        std::println(stderr, "dgexd node: {}", reason);
        return kUsage;
    };
    std::error_code error;
    std::filesystem::create_directories(folder, error);
    if (error)
        return fail(folder.string() + ": " + error.message());
    KeyPool keys{folder / "keys"};
    const auto operatorKey = keys.newKey();
    const auto authorityKey = keys.newKey();
    if (!operatorKey || !authorityKey)
        return fail("no key could be made or read");
    MarketId market;
    const Hash256 fingerprint = crypto::sha256((*operatorKey)->publicKey().der);
    std::copy_n(fingerprint.begin(), market.bytes.size(), market.bytes.begin());
    auto file = storage::LedgerFile::open((folder / "node.ledger").string());
    if (!file)
        return fail((folder / "node.ledger").string() + " cannot be opened");
    auto node = node::Authority::open(
        node::Authority::embedded(*file, **authorityKey, market),
        [](const ledger::BlockOutcome& outcome, const ledger::LedgerState&) { logBlock(outcome); });
    if (!node)
        return fail(node.error().reason);
    node::MarketOperator operatorDesk{**node, **operatorKey, market};
    if (!(*node)->state().market()) {
        auto opened = operatorDesk.openMarket(ledger::MarketRules{}, {(*authorityKey)->publicKey()}, 1);
        if (!opened)
            return fail(opened.error().reason);
    }
    logLine("ready", std::format("market={} height={}", toHex(market.bytes), (*node)->state().height()));
    std::signal(SIGINT, requestStop);
    std::signal(SIGTERM, requestStop);
    do {
        if (auto closed = closeDueRounds(**node, operatorDesk); !closed)
            return fail(closed.error().reason);
        for (int i = 0; i < 10 && !g_stop && !once; ++i)
            std::this_thread::sleep_for(std::chrono::milliseconds{100});
    } while (!g_stop && !once);
    logLine("stopped", std::format("height={}", (*node)->state().height()));
    return kGood;
}

} // namespace

void addNodeCommand(CLI::App& program, int& exitCode)
{
    auto folder = std::make_shared<std::string>("dgex-node");
    auto once = std::make_shared<bool>(false);
    CLI::App* command = program.add_subcommand(
        "node", "Runs a ledger authority with its market operator on this machine's clock until it is stopped");
    command->add_option("--folder", *folder, "Where the node keeps its keys and its ledger")->capture_default_str();
    command->add_flag("--once", *once, "Close the rounds that are due and stop");
    command->callback([folder, once, &exitCode] { exitCode = runNode(*folder, *once); });
}

} // namespace dgex::app
