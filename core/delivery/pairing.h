// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/ids.h"
#include "core/base/time.h"
#include "core/base/units.h"

#include <vector>

namespace dgex::delivery {

/// A home's net position in a period at gate closure: + it imports, - it exports.
struct NetPosition {
    ParticipantId home;
    Lots net;
};

/// A contract: so much energy from exporter to importer within the period.
struct Pair {
    ParticipantId exporter;
    ParticipantId importer;
    Lots quantity; ///< > 0
    friend bool operator==(const Pair&, const Pair&) = default;
};

/// Pairs exporters with importers of one cell, largest position first, ties by participant number: at most
/// n - 1 pairs for n homes. Requires: positions sum to zero, each home once. Zero positions are left out.
[[nodiscard]] std::vector<Pair> pairPositions(std::vector<NetPosition> positions);

} // namespace dgex::delivery
