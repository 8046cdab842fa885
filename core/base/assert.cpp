// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/assert.h"

#include <cstdio>
#include <cstdlib>

namespace dgex {

void assertionFailed(const char* expression, const char* file, int line) noexcept
{
    std::fprintf(stderr, "level=fatal event=assertion file=%s line=%d expression=\"%s\"\n", file, line, expression);
    std::abort();
}

} // namespace dgex
