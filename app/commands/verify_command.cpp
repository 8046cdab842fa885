// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commands/commands.h"
#include "core/storage/verify_ledger.h"

#include <print>

namespace dgex::app {

void addVerifyCommand(CLI::App& program, int& exitCode)
{
    auto file = std::make_shared<std::string>();
    CLI::App* command = program.add_subcommand("verify", "Executes a whole ledger again and checks every stored byte");
    command->add_option("FILE", *file, "Ledger file")->required();
    command->callback([file, &exitCode] {
        const storage::VerifyReport report = storage::verifyLedger(*file);
        if (report.ok) {
            std::println("{}: good, {} blocks\nlog root    {}\nresult root {}", *file, report.height,
                         toHex(report.logRoot), toHex(report.resultRoot));
            exitCode = kGood;
        } else if (report.badHeight) {
            std::println("{}: block {} is bad: {}", *file, *report.badHeight, report.reason);
            exitCode = kRefused;
        } else {
            std::println("{}: bad: {}", *file, report.reason);
            exitCode = kRefused;
        }
    });
}

} // namespace dgex::app
