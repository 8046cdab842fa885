// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/market/zone_transport.h"

#include "core/base/assert.h"
#include "core/market/circulation.h"

#include <algorithm>
#include <set>
#include <utility>

namespace dgex::market {

namespace {

/// What is still to be brought, and what each link still carries of it.
struct Remaining {
    std::map<ZoneId, Lots> surplus;
    std::vector<Lots> onLink;
};

/// The flow of each link; fails when the links cannot carry the surpluses.
std::vector<Lots> flowsOf(const std::map<ZoneId, Lots>& surplus, std::span<const ZoneLink> links)
{
    std::set<ZoneId> zones;
    for (const auto& [zone, lots] : surplus)
        zones.insert(zone);
    for (const ZoneLink& link : links)
        zones.insert({link.from, link.to});
    const auto nodeOf = [&](ZoneId zone) {
        return static_cast<std::uint32_t>(1 + std::distance(zones.begin(), zones.find(zone)));
    };
    FlowProblem problem;
    problem.nodeCount = static_cast<std::uint32_t>(1 + zones.size());
    for (const ZoneLink& link : links)
        problem.arcs.push_back({.from = nodeOf(link.from),
                                .to = nodeOf(link.to),
                                .capacity = link.capacity.count(),
                                .countsAsLength = true});
    Lots sum;
    for (const auto& [zone, lots] : surplus) {
        sum += std::max(lots, Lots{});
        const bool gives = lots > Lots{};
        problem.arcs.push_back({.from = gives ? 0 : nodeOf(zone),
                                .to = gives ? nodeOf(zone) : 0,
                                .capacity = lots.abs().count(),
                                .countsAsVolume = gives});
    }
    const Flow flow = bestFlow(problem);
    std::vector<Lots> onLink;
    for (std::size_t i = 0; i < links.size(); ++i)
        onLink.emplace_back(flow.arcs[i]);
    Lots brought;
    for (std::size_t i = links.size(); i < problem.arcs.size(); ++i)
        brought += problem.arcs[i].countsAsVolume ? Lots{flow.arcs[i]} : Lots{};
    DGEX_ASSERT(brought == sum);
    return onLink;
}

/// The links of one way from a zone to the first one on it that wants something. Shortest flows have no cycles.
std::vector<std::size_t> wayFrom(ZoneId zone, std::span<const ZoneLink> links, const Remaining& remaining)
{
    std::vector<std::size_t> way;
    const auto wants = [&](ZoneId at) {
        const auto found = remaining.surplus.find(at);
        return found != remaining.surplus.end() && found->second < Lots{};
    };
    while (!wants(zone)) {
        std::size_t next = 0;
        while (next < links.size() && (links[next].from != zone || remaining.onLink[next].isZero()))
            ++next;
        DGEX_ASSERT(next < links.size() && way.size() <= links.size());
        way.push_back(next);
        zone = links[next].to;
    }
    return way;
}

} // namespace

std::vector<ZoneTransport> transportOf(const std::map<ZoneId, Lots>& surplus, std::span<const ZoneLink> links)
{
    Remaining remaining{.surplus = surplus, .onLink = flowsOf(surplus, links)};
    std::map<std::pair<ZoneId, ZoneId>, Lots> transports;
    for (auto& [zone, left] : remaining.surplus) {
        while (left > Lots{}) {
            const std::vector<std::size_t> way = wayFrom(zone, links, remaining);
            const ZoneId goal = links[way.back()].to;
            Lots amount = std::min(left, -remaining.surplus.at(goal));
            for (const std::size_t link : way)
                amount = std::min(amount, remaining.onLink[link]);
            for (const std::size_t link : way)
                remaining.onLink[link] -= amount;
            left -= amount;
            remaining.surplus.at(goal) += amount;
            transports[{zone, goal}] += amount;
        }
    }
    std::vector<ZoneTransport> list;
    for (const auto& [ends, quantity] : transports)
        list.push_back({.from = ends.first, .to = ends.second, .quantity = quantity});
    return list;
}

} // namespace dgex::market
