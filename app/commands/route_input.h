// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/time.h"
#include "core/routing/network.h"

#include <expected>
#include <optional>

namespace dgex::app {

/// A contract between cells, as a line of the trades file.
struct CellTrade {
    std::string id;               ///< The line's number where the file has no id column.
    std::optional<Period> period; ///< None where the file has no period column.
    std::size_t from = 0;         ///< Index into Network::cells.
    std::size_t to = 0;
    Energy energy; ///< > 0
};

/// Reads a network file. The error names the file and the entry:
///   {"version": 1, "cells": ["north", "south"], "routers": [{"name": "dgr-1", "legs": [
///     {"name": "a", "cell": "north", "capacity_kw": 10, "direction": "both", "loss_percent": 2, "loss_percent_full":
///     3}
///   ]}]}
/// direction (as seen from the cell: both, into_cell, out_of_cell), loss_percent (of small power, default 0) and
/// loss_percent_full (at capacity, default loss_percent) may be left out.
[[nodiscard]] std::expected<routing::Network, std::string> readNetwork(const std::string& file);

/// Reads a trades file, a CSV whose header names the columns from, to, kwh and optionally id and period. The error
/// names file, line and column.
[[nodiscard]] std::expected<std::vector<CellTrade>, std::string> readTrades(const std::string& file,
                                                                            const routing::Network& network);

} // namespace dgex::app
