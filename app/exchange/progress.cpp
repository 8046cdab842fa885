// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/exchange/progress.h"

#include <cstdio>
#include <print>

#include <unistd.h>

namespace dgex::app {

void printProgress(const std::string& what, std::size_t done, std::size_t all)
{
    const bool isTerminal = ::isatty(STDERR_FILENO) != 0;
    if (isTerminal)
        std::print(stderr, "\r{}: {} of {} ", what, done, all);
    else if (done == all)
        std::print(stderr, "{}: {}", what, all);
    if (done == all)
        std::println(stderr, "");
    std::fflush(stderr);
}

} // namespace dgex::app
