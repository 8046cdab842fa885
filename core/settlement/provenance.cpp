// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/settlement/provenance.h"

#include "core/base/assert.h"

#include <algorithm>
#include <tuple>

namespace dgex::settlement {

/// A home within one half hour.
struct Provenance::Home {
    HomeFlows flows;
    Energy contractedIn;
    Energy contractedOut;
    Energy used;
    Energy useLeft;    ///< Not served yet.
    Energy chargeLeft; ///< Not served yet.
    Parcels exported;  ///< For its contracts, then feed-in.
    Parcels received;
    Energy green;
};

Provenance::Parcels Provenance::takeFrom(Parcels& parcels, Energy wanted)
{
    Parcels taken;
    while (wanted > Energy{} && !parcels.empty()) {
        Parcel& front = parcels.front();
        const Energy part = std::min(wanted, front.energy);
        taken.push_back(front);
        taken.back().energy = part;
        front.energy -= part;
        wanted -= part;
        if (front.energy.isZero())
            parcels.pop_front();
    }
    return taken;
}

namespace {

Energy sumOf(const auto& parcels)
{
    Energy sum;
    for (const auto& parcel : parcels)
        sum += parcel.energy;
    return sum;
}

void append(auto& parcels, auto more)
{
    std::ranges::move(more, std::back_inserter(parcels));
}

} // namespace

void Provenance::book(ProvenanceOfPeriod& result, ParticipantId user, UseKind kind, const Parcels& parcels)
{
    for (const Parcel& parcel : parcels) {
        if (!parcel.isGreen)
            continue;
        // What a battery took from a contract is still a neighbour's.
        const bool isOthers = kind == UseKind::Own && parcel.source.producer != user;
        const UseKind of = isOthers ? UseKind::Neighbour : kind;
        const auto isSame = [&](const GreenUse& use) {
            return use.source == parcel.source && use.user == user && use.kind == of &&
                   use.wasStored == parcel.wasStored;
        };
        // Uses of one home stand together, so the search is short.
        const auto from = result.uses.end() - std::min<std::ptrdiff_t>(std::ssize(result.uses), 64);
        if (const auto known = std::find_if(from, result.uses.end(), isSame); known != result.uses.end())
            known->energy += parcel.energy;
        else
            result.uses.push_back({parcel.source, result.period, user, of, parcel.wasStored, parcel.energy});
    }
}

void Provenance::charge(Home& home, Parcels parcels)
{
    home.chargeLeft -= sumOf(parcels);
    for (Parcel& parcel : parcels)
        parcel.wasStored = true;
    append(m_stores[home.flows.home], std::move(parcels));
}

void Provenance::serveFromOwn(Home& home, ProvenanceOfPeriod& result)
{
    const HomeFlows& flows = home.flows;
    const Energy exported =
        home.contractedOut + std::max(Energy{}, -(flows.net - home.contractedIn + home.contractedOut));
    const auto use = [&](Parcels& from) {
        Parcels own = takeFrom(from, home.useLeft);
        home.useLeft -= sumOf(own);
        book(result, flows.home, UseKind::Own, own);
        for (const Parcel& parcel : own)
            home.green += parcel.isGreen ? parcel.energy : Energy{};
    };
    Parcels generated;
    if (flows.generated > Energy{})
        generated.push_back({{result.period, flows.home}, true, false, flows.generated});
    Parcels discharged = takeFrom(m_stores[flows.home], flows.discharged);
    // What the battery gives beyond what it is known to hold was in it before the first half hour: grey.
    if (const Energy held = sumOf(discharged); held < flows.discharged)
        discharged.push_back({{result.period, flows.home}, false, true, flows.discharged - held});
    use(generated);
    charge(home, takeFrom(generated, home.chargeLeft));
    use(discharged);
    home.exported = takeFrom(generated, exported);
    append(home.exported, takeFrom(discharged, exported - sumOf(home.exported)));
}

void Provenance::serveFromContracts(Home& home, ProvenanceOfPeriod& result)
{
    Parcels used = takeFrom(home.received, home.useLeft);
    home.useLeft -= sumOf(used);
    book(result, home.flows.home, UseKind::Neighbour, used);
    for (const Parcel& parcel : used)
        home.green += parcel.isGreen ? parcel.energy : Energy{};
    charge(home, takeFrom(home.received, home.chargeLeft));
    if (home.chargeLeft > Energy{})
        charge(home, {{{result.period, home.flows.home}, false, true, home.chargeLeft}});
}

void Provenance::open(const HomeFlows& flows, Period period)
{
    const auto [store, isNew] = m_stores.try_emplace(flows.home);
    const Energy before = flows.stored.value_or(Energy{}) + flows.discharged - flows.charged;
    if (isNew && before > Energy{})
        store->second.push_back({{period, flows.home}, false, true, before});
}

/// What was lost inside has been there longest.
void Provenance::loseBeyond(Home& home)
{
    if (!home.flows.stored)
        return;
    Parcels& store = m_stores[home.flows.home];
    takeFrom(store, sumOf(store) - *home.flows.stored);
}

ProvenanceOfPeriod Provenance::take(Period period, const std::vector<HomeFlows>& flows,
                                    const std::vector<DeliveredEnergy>& deliveries)
{
    ProvenanceOfPeriod result{.period = period, .homes = {}, .uses = {}};
    std::map<ParticipantId, Home> homes;
    for (const HomeFlows& flow : flows) {
        DGEX_ASSERT(flow.generated >= Energy{} && flow.charged >= Energy{} && flow.discharged >= Energy{});
        homes[flow.home].flows = flow;
    }
    const auto isKnown = [&](const DeliveredEnergy& delivery) {
        return homes.contains(delivery.exporter) && homes.contains(delivery.importer) && delivery.energy > Energy{};
    };
    for (const DeliveredEnergy& delivery : deliveries) {
        if (!isKnown(delivery))
            continue;
        homes[delivery.exporter].contractedOut += delivery.energy;
        homes[delivery.importer].contractedIn += delivery.energy;
    }
    for (auto& [id, home] : homes) {
        const HomeFlows& flow = home.flows;
        home.used = std::max(Energy{}, flow.net + flow.generated + flow.discharged - flow.charged);
        home.useLeft = home.used;
        home.chargeLeft = flow.charged;
        open(flow, period);
        serveFromOwn(home, result);
    }
    for (const DeliveredEnergy& delivery : deliveries) {
        if (isKnown(delivery))
            append(homes[delivery.importer].received, takeFrom(homes[delivery.exporter].exported, delivery.energy));
    }
    for (auto& [id, home] : homes) {
        book(result, id, UseKind::FeedIn, home.exported);
        serveFromContracts(home, result);
        loseBeyond(home);
    }
    for (const HomeFlows& flow : flows)
        result.homes.push_back({flow.home, homes[flow.home].used, homes[flow.home].green});
    return result;
}

Energy Provenance::greenStored(ParticipantId home) const
{
    Energy green;
    if (const auto store = m_stores.find(home); store != m_stores.end())
        for (const Parcel& parcel : store->second)
            green += parcel.isGreen ? parcel.energy : Energy{};
    return green;
}

} // namespace dgex::settlement
