// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commands/commands.h"
#include "app/commands/identity_file.h"
#include "app/commands/stop_signals.h"
#include "app/log_line.h"
#include "core/api/gateway_backend.h"
#include "core/api/https_server.h"

#include <format>
#include <print>

namespace dgex::app {

namespace {

struct GatewayConfig {
    std::pair<std::string, std::uint16_t> listen;
    std::vector<std::string> authorities;
    IdentityPaths identity;
    std::size_t copies = 2;
    api::ServerLimits limits;
};

std::expected<GatewayConfig, std::string> readGatewayConfig(const std::string& file)
{
    auto config = ConfigFile::read(file);
    if (!config)
        return std::unexpected(config.error());
    GatewayConfig gateway;
    gateway.listen = listenPlace(*config, "listen");
    gateway.authorities = config->texts("authorities");
    gateway.identity = identityPaths(*config);
    gateway.copies = static_cast<std::size_t>(config->integer("copies", 1, 64, 2));
    gateway.limits.connectionsMax = static_cast<std::size_t>(config->integer("connections", 1, 100'000, 1024));
    gateway.limits.callsPerSecond = static_cast<std::uint32_t>(config->integer("calls_per_second", 1, 100'000, 20));
    gateway.limits.callsAtOnce = static_cast<std::uint32_t>(config->integer("calls_at_once", 1, 100'000, 100));
    if (auto finished = config->finish(); !finished)
        return std::unexpected(finished.error());
    return gateway;
}

int runGateway(const std::string& file)
{
    const auto fail = [](const std::string& reason) {
        std::println(stderr, "dgexd gateway: {}", reason);
        return kUsage;
    };
    if (!crypto::protectProcess())
        return fail("the system does not let this process keep its memory to itself");
    auto config = readGatewayConfig(file);
    if (!config)
        return fail(config.error());
    auto identity = openIdentity(config->identity);
    if (!identity)
        return fail(identity.error());
    auto upstream = openIdentity(config->identity);
    if (!upstream)
        return fail(upstream.error());
    api::GatewayBackend::Options options;
    options.authorities = config->authorities;
    options.identity = identity->tls.copy();
    options.copies = config->copies;
    auto backend = api::GatewayBackend::make(options);
    if (!backend)
        return fail(backend.error());
    auto server = api::HttpsServer::listen({.address = config->listen.first,
                                            .port = config->listen.second,
                                            .identity = std::move(identity->tls),
                                            .asksForCertificate = true,
                                            .limits = config->limits},
                                           **backend);
    if (!server)
        return fail(server.error());
    const StopSignals stop;
    logLine("info", "ready",
            std::format("address={} port={} authorities={}", config->listen.first, (*server)->port(),
                        config->authorities.size()));
    QCoreApplication::exec();
    logLine("info", "stopped", {});
    return kGood;
}

} // namespace

void addGatewayCommand(CLI::App& program, int& exitCode)
{
    auto config = std::make_shared<std::string>();
    CLI::App* command = program.add_subcommand(
        "gateway", "Relays the calls of homes to authorities; holds no key that could sign for anyone");
    command->add_option("--config", *config, "TOML file: listen, authorities, key, secret, certificate, authority")
        ->required();
    command->callback([config, &exitCode] { exitCode = runGateway(*config); });
}

} // namespace dgex::app
