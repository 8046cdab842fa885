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

/// The same of a home that stands in a zone.
struct ZonePosition {
    ParticipantId home;
    ZoneId zone;
    Lots net;
};

/// What goes from the exporters of a zone to the importers of another, whatever lies between.
struct ZoneTransfer {
    ZoneId from;
    ZoneId to;
    Lots quantity; ///< > 0
    friend bool operator==(const ZoneTransfer&, const ZoneTransfer&) = default;
};

/// Pairs homes of several zones: as much as possible inside each zone, then transfer by transfer in their order, each
/// time largest rest first as above. Pairs that meet again are one. Requires: positions sum to zero, each home once;
/// the transfers take away exactly what the zones have left over.
[[nodiscard]] std::vector<Pair> pairOverZones(std::vector<ZonePosition> positions,
                                              const std::vector<ZoneTransfer>& transfers);

} // namespace dgex::delivery
