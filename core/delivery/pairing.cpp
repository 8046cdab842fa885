// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/delivery/pairing.h"

#include "core/base/assert.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

namespace dgex::delivery {

namespace {

/// Largest rest first, ties by participant number.
struct Rest {
    Lots open; ///< > 0
    ParticipantId home;
    friend bool operator<(const Rest& a, const Rest& b) { return a.open != b.open ? a.open > b.open : a.home < b.home; }
};

using Rests = std::set<Rest>;

/// Pairs up to an amount; what is left stays in the sets.
void pairUpTo(Lots amount, Rests& exporters, Rests& importers, std::vector<Pair>& pairs)
{
    while (!amount.isZero()) {
        DGEX_ASSERT(!exporters.empty() && !importers.empty());
        Rest exporter = exporters.extract(exporters.begin()).value();
        Rest importer = importers.extract(importers.begin()).value();
        const Lots quantity = std::min({exporter.open, importer.open, amount});
        pairs.push_back({exporter.home, importer.home, quantity});
        amount -= quantity;
        exporter.open -= quantity;
        importer.open -= quantity;
        if (!exporter.open.isZero())
            exporters.insert(exporter);
        if (!importer.open.isZero())
            importers.insert(importer);
    }
}

/// The open positions of one zone.
struct ZoneRests {
    Rests exporters;
    Rests importers;
};

Lots sumOf(const Rests& rests)
{
    Lots sum;
    for (const Rest& rest : rests)
        sum += rest.open;
    return sum;
}

} // namespace

std::vector<Pair> pairPositions(std::vector<NetPosition> positions)
{
    std::vector<ZonePosition> placed;
    placed.reserve(positions.size());
    for (const NetPosition& position : positions)
        placed.push_back({.home = position.home, .zone = {}, .net = position.net});
    return pairOverZones(std::move(placed), {});
}

std::vector<Pair> pairOverZones(std::vector<ZonePosition> positions, const std::vector<ZoneTransfer>& transfers)
{
    std::map<ZoneId, ZoneRests> zones;
    std::set<ParticipantId> homes;
    Lots sum;
    for (const ZonePosition& position : positions) {
        const bool isNew = homes.insert(position.home).second;
        DGEX_ASSERT(isNew);
        sum += position.net;
        ZoneRests& zone = zones[position.zone];
        if (!position.net.isZero())
            (position.net > Lots{} ? zone.importers : zone.exporters).insert({position.net.abs(), position.home});
    }
    DGEX_ASSERT(sum.isZero());

    std::vector<Pair> pairs;
    for (auto& [id, zone] : zones)
        pairUpTo(std::min(sumOf(zone.exporters), sumOf(zone.importers)), zone.exporters, zone.importers, pairs);
    for (const ZoneTransfer& transfer : transfers)
        pairUpTo(transfer.quantity, zones[transfer.from].exporters, zones[transfer.to].importers, pairs);
    DGEX_ASSERT(std::ranges::all_of(
        zones, [](const auto& zone) { return zone.second.exporters.empty() && zone.second.importers.empty(); }));
    // One exporter may meet one importer on two ways.
    std::vector<Pair> joined;
    std::map<std::pair<ParticipantId, ParticipantId>, std::size_t> places;
    for (const Pair& pair : pairs) {
        const auto [place, isNew] = places.try_emplace({pair.exporter, pair.importer}, joined.size());
        if (isNew)
            joined.push_back(pair);
        else
            joined[place->second].quantity += pair.quantity;
    }
    return joined;
}

} // namespace dgex::delivery
