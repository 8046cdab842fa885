// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commands/commands.h"
#include "app/commands/stop_signals.h"
#include "app/exchange/progress.h"
#include "app/exchange/summary.h"
#include "app/folders.h"
#include "core/base/text.h"

#include <nlohmann/json.hpp>

#include <chrono>
#include <format>
#include <fstream>
#include <print>

namespace dgex::app {

namespace {

struct DemoArguments {
    ExchangeOptions exchange;
    int days = 1;
    int step = 5;
    bool json = false;
    std::string start;
    std::string ledger;
    std::string certificates;
    std::string data;
    std::string fee{"0"};
};

void printReadable(const nlohmann::ordered_json& summary, bool isLedgerKept)
{
    const auto text = [&](const char* key) { return summary[key].get<std::string>(); };
    const std::string currency = text("currency");
    const int days = summary["days"].get<int>();
    std::println("{} homes, {} {}, seed {}", summary["homes"].get<std::size_t>(), days, days == 1 ? "day" : "days",
                 summary["seed"].get<std::uint64_t>());
    std::println("Traded        {:>14} kWh in {} rounds", text("traded_kwh"), summary["rounds"].get<std::uint64_t>());
    std::println("Delivered     {:>14} kWh of {} kWh contracted", text("delivered_kwh"), text("contracted_kwh"));
    std::println("Cost          {:>14} {} with neighbours; below 0: earned", text("cost"), currency);
    std::println("              {:>14} {} with the utility only", text("cost_utility_only"), currency);
    std::println("Without the utility: {:.1f} % of all consumption", std::stod(text("renewable_share")) * 100);
    std::println("Checks        money adds up to {}, {} Wh unaccounted, {} proofs checked, {} failed",
                 text("money_sum"), summary["unaccounted_wh"].get<std::int64_t>(),
                 summary["proofs"]["checked"].get<std::uint64_t>(), summary["proofs"]["failed"].get<std::uint64_t>());
    for (const auto& dispute : summary["disputes"]["newest"])
        std::println("Dispute       home {} at {}: {}, {} Wh against {} Wh", dispute["home"].get<std::uint64_t>(),
                     dispute["period"].get<std::string>(), dispute["cause"].get<std::string>(),
                     dispute["read_wh"].get<std::int64_t>(), dispute["against_wh"].get<std::int64_t>());
    std::print("Time         ");
    for (const auto& [what, seconds] : summary["work_seconds"].items())
        std::print(" {} {} s;", what, seconds.get<std::string>());
    std::println(" {} s on the clock", text("wall_seconds"));
    std::println("Ledger        {} blocks {}", summary["ledger"]["height"].get<std::uint64_t>(),
                 isLedgerKept ? "in " + summary["ledger"]["file"].get<std::string>()
                              : "that are forgotten now; --ledger FILE keeps them");
}

int runDemo(DemoArguments& arguments)
{
    const auto fail = [](const std::string& reason) {
        std::println(stderr, "dgexd demo: {}", reason);
        return kUsage;
    };
    if (!arguments.start.empty()) {
        const auto start = parsePeriod(arguments.start);
        if (!start)
            return fail(std::format("--start {}: {}", arguments.start, describe(start.error())));
        arguments.exchange.start = *start;
    }
    const auto fee = parseDecimal(arguments.fee, 2);
    if (!fee || *fee < 0)
        return fail(std::format("--fee {}: a price per kWh of at most two decimals is expected", arguments.fee));
    arguments.exchange.networkFee = Price{*fee};
    if (!arguments.data.empty())
        arguments.exchange.data = arguments.data;
    arguments.exchange.certificates = !arguments.certificates.empty();
    arguments.exchange.step = std::chrono::seconds{arguments.step};
    std::ofstream certificates;
    if (arguments.exchange.certificates) {
        certificates.open(arguments.certificates);
        if (!certificates)
            return fail(arguments.certificates + ": cannot be written");
    }
    const StopSignals signals;
    TemporaryFolder folder;
    arguments.exchange.ledgerFile =
        arguments.ledger.empty() ? folder.path() / "demo.ledger" : std::filesystem::path{arguments.ledger};
    arguments.exchange.keyFolder = keyFolder();
    const auto begun = std::chrono::steady_clock::now();
    auto exchange = Exchange::open(arguments.exchange, printProgress);
    if (!exchange)
        return fail(exchange.error());
    const auto& setup = (*exchange)->setup();
    if (setup.end && setup.start.plus(48LL * arguments.days) > *setup.end)
        return fail(std::format("the data end at {}, before {} days have passed from {}", toText(*setup.end),
                                arguments.days, toText(setup.start)));
    const std::size_t periods = 48 * static_cast<std::size_t>(arguments.days);
    for (std::size_t i = 0; i <= periods; ++i) {
        const UtcTime until = setup.start.plus(static_cast<std::int64_t>(i)).start();
        if (auto done = (*exchange)->advanceTo(until); !done)
            return fail(done.error());
        if (StopSignals::isAsked()) {
            std::println(stderr, "dgexd demo: stopped");
            return kRefused;
        }
        printProgress("half hours", i, periods);
    }
    const std::chrono::duration<double> wall = std::chrono::steady_clock::now() - begun;
    const nlohmann::ordered_json summary = summarize(**exchange, arguments.days, wall.count());
    if (const auto& provenance = (*exchange)->provenance()) {
        certificates << provenance->book().toJson().dump(2) << '\n';
        if (!certificates.flush())
            return fail(arguments.certificates + ": cannot be written");
    }
    exchange->reset(); // Closes the ledger file.
    if (arguments.json)
        std::println("{}", summary.dump(2));
    else
        printReadable(summary, !arguments.ledger.empty());
    return summary["proofs"]["failed"] == 0 && summary["money_sum"] == "0" ? kGood : kRefused;
}

} // namespace

void addDemoCommand(CLI::App& program, int& exitCode)
{
    auto arguments = std::make_shared<DemoArguments>();
    CLI::App* command = program.add_subcommand("demo", "Runs a simulated neighbourhood and prints what came out");
    auto* homes = command->add_option("--homes", arguments->exchange.homes, "Number of simulated homes")
                      ->check(CLI::Range(2, 100'000))
                      ->capture_default_str();
    command->add_option("--days", arguments->days, "Days to deliver and settle")
        ->check(CLI::Range(1, 3660))
        ->capture_default_str();
    command->add_option("--seed", arguments->exchange.seed, "Everything random follows from it")->capture_default_str();
    command->add_option("--start", arguments->start, "First traded half hour, YYYY-MM-DDTHH:MMZ");
    command->add_option("--data", arguments->data, "Folder with measured homes to replay")
        ->check(CLI::ExistingDirectory)
        ->excludes(homes);
    command->add_option("--ledger", arguments->ledger, "Keep the ledger in this new file");
    command->add_option("--certificates", arguments->certificates,
                        "Write a granular certificate per half hour and PV to this file, batteries included");
    command->add_option("--fee", arguments->fee, "Network fee per kWh, paid by buyers")->capture_default_str();
    command->add_option("--threads", arguments->exchange.threads, "Threads of the homes; the result is the same")
        ->check(CLI::Range(1, 64))
        ->capture_default_str();
    command->add_option("--step", arguments->step, "Seconds between commands to the devices")
        ->check(CLI::Range(1, 5))
        ->capture_default_str();
    command->add_flag("--json", arguments->json, "Print one JSON object");
    command->callback([arguments, &exitCode] { exitCode = runDemo(*arguments); });
}

} // namespace dgex::app
