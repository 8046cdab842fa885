// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/routing/shortages.h"

#include <functional>

namespace dgex::routing {

namespace {

constexpr Power kRoundingSlack{1};

/// Cells are the nodes 0 to n - 1, routers the nodes behind them.
struct Arc {
    std::size_t from = 0;
    std::size_t to = 0;
    std::size_t leg = 0;
    bool full = false;
};

std::vector<Arc> openArcs(const Network& network, const Routing& routing)
{
    std::vector<Arc> arcs;
    for (std::size_t i = 0; i < network.legs.size(); ++i) {
        const NetworkLeg& leg = network.legs[i];
        const LegFlow& flow = routing.legs[i];
        const std::size_t router = network.cells.size() + leg.router;
        const auto isFull = [&](Power power) { return power + kRoundingSlack >= leg.capacity; };
        if (leg.direction != LegDirection::IntoCell)
            arcs.push_back({leg.cell, router, i, isFull(flow.outOfCell)});
        if (leg.direction != LegDirection::OutOfCell)
            arcs.push_back({router, leg.cell, i, isFull(flow.intoCell)});
    }
    return arcs;
}

using Step = std::function<bool(const Arc&, std::size_t& from, std::size_t& to)>;

/// Every node that is reached from the marked ones by the steps that are allowed.
void spread(const std::vector<Arc>& arcs, std::vector<bool>& marked, const Step& allowed)
{
    for (bool changed = true; changed;) {
        changed = false;
        for (const Arc& arc : arcs) {
            std::size_t from = 0;
            std::size_t to = 0;
            if (allowed(arc, from, to) && marked[from] && !marked[to]) {
                marked[to] = true;
                changed = true;
            }
        }
    }
}

} // namespace

std::vector<std::size_t> bindingLegs(const Network& network, const Routing& routing, std::size_t cell)
{
    const std::vector<Arc> arcs = openArcs(network, routing);
    const std::size_t nodes = network.cells.size() + network.routers.size();

    std::vector<bool> canStillSend(nodes);
    canStillSend[cell] = true;
    spread(arcs, canStillSend, [](const Arc& arc, std::size_t& from, std::size_t& to) {
        from = arc.to;
        to = arc.from;
        return !arc.full;
    });
    std::vector<bool> hasWayFromExporter(nodes);
    for (std::size_t i = 0; i < network.cells.size(); ++i)
        hasWayFromExporter[i] = routing.undelivered[i] > Power{};
    spread(arcs, hasWayFromExporter, [](const Arc& arc, std::size_t& from, std::size_t& to) {
        from = arc.from;
        to = arc.to;
        return true;
    });

    std::vector<std::size_t> legs;
    for (const Arc& arc : arcs)
        if (arc.full && canStillSend[arc.to] && !canStillSend[arc.from] && hasWayFromExporter[arc.from])
            legs.push_back(arc.leg);
    return legs;
}

} // namespace dgex::routing
