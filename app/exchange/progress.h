// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string>

namespace dgex::app {

/// Says on standard error how far something long is: on a terminal in one line that is written anew, elsewhere once at
/// the end.
void printProgress(const std::string& what, std::size_t done, std::size_t all);

} // namespace dgex::app
