// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commands/commands.h"
#include "app/home/home_process.h"
#include "core/base/text.h"

#include <nlohmann/json.hpp>

#include <csignal>
#include <print>

namespace dgex::app {

namespace {

std::atomic<bool> g_stopHome{false};

void printResult(const controller::HomeController& home, Period period)
{
    const auto found = home.book().find(period);
    const controller::PeriodBook book = found == home.book().end() ? controller::PeriodBook{} : found->second;
    nlohmann::json line{{"home", home.identity().id.number},     {"period", toText(period)},
                        {"bought_kwh", toKwh(book.bought)},      {"sold_kwh", toKwh(book.sold)},
                        {"contracts", book.contracts.size()},    {"proofs_checked", home.proofs().checked},
                        {"proofs_failed", home.proofs().failed}, {"settled", book.settlement.has_value()}};
    line["price"] = book.price ? nlohmann::json(toText(*book.price)) : nlohmann::json();
    std::println("{}", line.dump());
    std::fflush(stdout);
}

int runHome(const std::string& file)
{
    const auto fail = [](const std::string& reason) {
        std::println(stderr, "dgexd home: {}", reason);
        return kUsage;
    };
    if (!crypto::protectProcess())
        return fail("the system does not let this process keep its memory to itself");
    std::signal(SIGINT, [](int) { g_stopHome = true; });
    std::signal(SIGTERM, [](int) { g_stopHome = true; });
    const auto home = HomeProcess::open(file, g_stopHome, {.onResult = printResult});
    if (!home)
        return fail(home.error());
    (*home)->run();
    return kGood;
}

} // namespace

void addHomeCommand(CLI::App& program, int& exitCode)
{
    auto config = std::make_shared<std::string>();
    CLI::App* command = program.add_subcommand(
        "home", "Runs the controller of one home against authorities or gateways; prints a JSON line per result");
    command->add_option("--config", *config, "TOML file; `dgexd enrol join` takes the same")->required();
    command->callback([config, &exitCode] { exitCode = runHome(*config); });
}

} // namespace dgex::app
