// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/delivery/pairing.h"

#include "core/base/assert.h"

#include <algorithm>
#include <set>

namespace dgex::delivery {

namespace {

/// Largest rest first, ties by participant number.
struct Rest {
    Lots open; ///< > 0
    ParticipantId home;
    friend bool operator<(const Rest& a, const Rest& b) { return a.open != b.open ? a.open > b.open : a.home < b.home; }
};

} // namespace

std::vector<Pair> pairPositions(std::vector<NetPosition> positions)
{
    std::set<Rest> exporters;
    std::set<Rest> importers;
    std::set<ParticipantId> homes;
    Lots sum;
    for (const NetPosition& position : positions) {
        const bool isNew = homes.insert(position.home).second;
        DGEX_ASSERT(isNew);
        sum += position.net;
        if (!position.net.isZero())
            (position.net > Lots{} ? importers : exporters).insert({position.net.abs(), position.home});
    }
    DGEX_ASSERT(sum.isZero());

    std::vector<Pair> pairs;
    while (!exporters.empty()) {
        Rest exporter = exporters.extract(exporters.begin()).value();
        Rest importer = importers.extract(importers.begin()).value();
        const Lots quantity = std::min(exporter.open, importer.open);
        pairs.push_back({exporter.home, importer.home, quantity});
        exporter.open -= quantity;
        importer.open -= quantity;
        if (!exporter.open.isZero())
            exporters.insert(exporter);
        if (!importer.open.isZero())
            importers.insert(importer);
    }
    return pairs;
}

} // namespace dgex::delivery
