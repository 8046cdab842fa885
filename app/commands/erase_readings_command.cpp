// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commands/commands.h"
#include "core/base/text.h"
#include "core/storage/ledger_file.h"

#include <filesystem>
#include <print>

namespace dgex::app {

namespace {

int eraseReadings(const std::string& path, const std::string& before)
{
    const auto period = parsePeriod(before);
    if (!period) {
        std::println(stderr, "--before {}: not a half hour such as 2026-01-31T10:30Z", before);
        return kUsage;
    }
    std::error_code ignored;
    if (!std::filesystem::is_regular_file(path, ignored)) {
        std::println(stderr, "{}: there is no such file", path);
        return kUsage;
    }
    auto file = storage::LedgerFile::open(path);
    if (!file) {
        std::println(stderr, "{}: {}", path, describe(file.error()));
        return kUsage;
    }
    const auto erased = storage::BlockStore(*file).eraseValuesBefore(*period);
    if (!erased) {
        std::println(stderr, "{}: {}", path, describe(erased.error()));
        return kRefused;
    }
    std::println("{}: {} readings erased", path, *erased);
    return kGood;
}

} // namespace

void addEraseReadingsCommand(CLI::App& program, int& exitCode)
{
    auto file = std::make_shared<std::string>();
    auto before = std::make_shared<std::string>();
    CLI::App* command = program.add_subcommand(
        "erase-readings", "Erases the meter readings of settled half hours; the ledger still verifies");
    command->add_option("FILE", *file, "Ledger file that no node holds open")->required();
    command->add_option("--before", *before, "First half hour whose readings stay, such as 2026-01-31T10:30Z")
        ->required();
    command->callback([file, before, &exitCode] { exitCode = eraseReadings(*file, *before); });
}

} // namespace dgex::app
