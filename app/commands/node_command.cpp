// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commands/commands.h"
#include "app/node/network_setup.h"
#include "app/node/node_process.h"

#include <csignal>
#include <print>

namespace dgex::app {

namespace {

std::atomic<bool> g_stop{false};

void requestStop(int)
{
    g_stop = true;
}

int failNode(const std::string& reason)
{
    std::println(stderr, "dgexd node: {}", reason);
    return kUsage;
}

int runNode(const std::string& file, bool follow, bool once)
{
    const auto config = readNodeConfig(file);
    if (!config)
        return failNode(config.error());
    auto process = NodeProcess::open(*config, follow);
    if (!process)
        return failNode(process.error());
    std::signal(SIGINT, requestStop);
    std::signal(SIGTERM, requestStop);
    return (*process)->run(g_stop, once) ? kGood : kRefused;
}

} // namespace

void addNodeCommand(CLI::App& program, int& exitCode)
{
    auto config = std::make_shared<std::string>();
    auto folder = std::make_shared<std::string>("dgex-node");
    auto follow = std::make_shared<bool>(false);
    auto once = std::make_shared<bool>(false);
    CLI::App* command = program.add_subcommand("node", "Runs a ledger node until it is stopped (SIGTERM, Ctrl-C)");
    command->add_option("--config", *config, "Configuration file; without it, a lone node with its own market");
    command->add_option("--folder", *folder, "Where a lone node keeps its keys and its ledger")->capture_default_str();
    command->add_flag("--follow", *follow, "Execute and verify without signing");
    command->add_flag("--once", *once, "Close the rounds that are due and stop");
    command->callback([config, folder, follow, once, &exitCode] {
        std::string file = *config;
        if (file.empty()) {
            // A network of one, made at the first start.
            const auto made = setUpNetwork({.folder = *folder, .authorities = 1, .endpoints = {}, .firstPort = 0});
            if (!made) {
                exitCode = failNode(made.error());
                return;
            }
            file = (std::filesystem::path{*folder} / "node.toml").string();
        }
        exitCode = runNode(file, *follow, *once);
    });
}

void addMakeNetworkCommand(CLI::App& program, int& exitCode)
{
    auto order = std::make_shared<NetworkOrder>();
    CLI::App* command = program.add_subcommand(
        "make-network", "Makes keys, certificates and configuration files for the authorities of a new market");
    command->add_option("--folder", order->folder, "Where to; one folder a node below it")->required();
    command->add_option("--authorities", order->authorities, "How many")->check(CLI::Range(1, 64));
    command->add_option("--etcd", order->endpoints, "Addresses of etcd's members, as http://10.0.0.1:2379");
    command->add_option("--host", order->hosts, "Names or addresses of the authorities' hosts; none: all on loopback");
    command->add_option(
        "--first-port", order->firstPort,
        "HTTPS of the first node, metrics 100 and enrolment 200 above; on loopback the next node's follow");
    command->callback([order, &exitCode] {
        const auto made = setUpNetwork(*order);
        if (!made)
            std::println(stderr, "dgexd make-network: {}", made.error());
        exitCode = made ? kGood : kUsage;
    });
}

} // namespace dgex::app
