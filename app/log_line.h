// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

namespace dgex::app {

/// One line "time=... level=... event=... fields" on standard error, by spdlog; fields are key=value pairs. Levels:
/// info, warning, error. Thread: any.
void logLine(std::string_view level, std::string_view event, const std::string& fields);

/// A value in quotation marks, on one line whatever it holds.
[[nodiscard]] std::string inQuotes(std::string_view value);

} // namespace dgex::app
