// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commands/commands.h"
#include "app/exchange/ledger_provenance.h"
#include "core/storage/verify_ledger.h"

#include <nlohmann/json.hpp>

#include <print>

namespace dgex::app {

namespace {

int runCertificates(const std::string& file)
{
    LedgerProvenance provenance;
    std::vector<Bytes> transactions;
    storage::VerifyOptions options;
    options.onTransactions = [&](const std::vector<Bytes>& of) { transactions = of; };
    options.onBlock = [&](const ledger::BlockOutcome& outcome, const ledger::LedgerState& state) {
        provenance.take(transactions, outcome, state);
    };
    const storage::VerifyReport report = storage::verifyLedger(file, options);
    if (!report.ok) {
        std::println(stderr, "dgexd certificates: {}: {}", file, report.reason);
        return kRefused;
    }
    std::println("{}", provenance.book()->toJson().dump(2));
    return kGood;
}

} // namespace

void addCertificatesCommand(CLI::App& program, int& exitCode)
{
    auto file = std::make_shared<std::string>();
    CLI::App* command = program.add_subcommand(
        "certificates", "Prints a granular certificate per half hour and PV of a ledger, as JSON");
    command->add_option("FILE", *file, "Ledger file; it is verified first")->required()->check(CLI::ExistingFile);
    command->callback([file, &exitCode] { exitCode = runCertificates(*file); });
}

} // namespace dgex::app
