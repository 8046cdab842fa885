// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/commands/exit_codes.h"

#include <CLI/CLI.hpp>

#include <print>
#include <span>

namespace dgex::app {

/// Says what is wrong with a command line, or prints the help that was asked for; the exit code.
inline int exitCodeOf(const CLI::ParseError& error, const CLI::App& program, std::span<char*> arguments)
{
    const auto isMeant = [&](const CLI::App* one) { return one->check_name(arguments[1]); };
    const bool isUnknown = dynamic_cast<const CLI::RequiredError*>(&error) != nullptr && arguments.size() > 1 &&
                           arguments[1][0] != '-' && program.get_subcommands(isMeant).empty();
    if (isUnknown) {
        std::println(stderr, "{}: {} is no command; {} --help lists them", program.get_name(), arguments[1],
                     program.get_name());
        return kUsage;
    }
    return program.exit(error) == 0 ? kGood : kUsage;
}

} // namespace dgex::app
