// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace dgex {

/// Prints the broken expression and its place to standard error and aborts. Never returns.
[[noreturn]] void assertionFailed(const char* expression, const char* file, int line) noexcept;

} // namespace dgex

/// States what must hold; a false one is a bug of ours and stops the program in every build.
/// Never for input: what comes from outside gets an error value.
#define DGEX_ASSERT(expression)                                                                                        \
    ((expression) ? static_cast<void>(0) : ::dgex::assertionFailed(#expression, __FILE__, __LINE__))
