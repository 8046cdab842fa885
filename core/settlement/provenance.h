// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/ids.h"
#include "core/base/time.h"
#include "core/base/units.h"

#include <cstdint>
#include <deque>
#include <map>
#include <vector>

/// Which of the energy that a home used was renewable, and whose. The rules, per half hour:
/// - A home's own generation serves its own use first, then its own battery, then what it exports.
/// - Then what its battery gives serves its own use, then what it exports.
/// - What it exports goes to its contracts first, in their order, then to the utility.
/// - What it imports by contracts serves its use, then its battery; the utility gives the rest, which is grey.
/// - A battery gives what came in first, first (green and grey alike). What it held at the start is grey. What it loses
///   is what has been in it longest.
/// - Of a contract, what both sides moved is passed on; the line's loss is the exporter's.
/// A conversion loss of a DGR is use of its home. Nothing is renewable but what a gross generation meter counted.
namespace dgex::settlement {

/// What a home's meters say of a half hour.
struct HomeFlows {
    ParticipantId home;
    Energy generated;  ///< Gross, >= 0.
    Energy net;        ///< imported - exported at the whole connection.
    Energy charged;    ///< Into the battery at its terminals, >= 0; 0 without one, or where nobody tells.
    Energy discharged; ///< >= 0
    /// What the battery could still give; none: not told, then it loses nothing but what it gives.
    std::optional<Energy> stored;
};

struct DeliveredEnergy {
    ParticipantId exporter;
    ParticipantId importer;
    Energy energy; ///< What both sides moved, >= 0.
};

/// Energy of one production device in one half hour.
struct Source {
    Period produced;
    ParticipantId producer;
    friend auto operator<=>(const Source&, const Source&) = default;
};

enum class UseKind : std::uint8_t { Own, Neighbour, FeedIn };

/// Renewable energy that was used; feed-in leaves the community.
struct GreenUse {
    Source source;
    Period used;
    ParticipantId user; ///< Of feed-in: the home that fed it in.
    UseKind kind = UseKind::Own;
    bool wasStored = false; ///< In a battery between.
    Energy energy;          ///< > 0
    friend bool operator==(const GreenUse&, const GreenUse&) = default;
};

struct HomeSupply {
    ParticipantId home;
    Energy used;  ///< The home's use without its battery's charging.
    Energy green; ///< Of that.
};

struct ProvenanceOfPeriod {
    Period period;
    std::vector<HomeSupply> homes; ///< In the order of the flows.
    std::vector<GreenUse> uses;    ///< One entry per source, user, kind and wasStored.
};

/// Follows the batteries from half hour to half hour. Of each source, used and held energy never exceed what it
/// generated. Pure: the same flows give the same uses.
class Provenance {
public:
    /// Periods come in order; a home is in the flows at most once. Contracts of homes without flows pass nothing on.
    ProvenanceOfPeriod take(Period period, const std::vector<HomeFlows>& flows,
                            const std::vector<DeliveredEnergy>& deliveries);
    /// Renewable energy in a home's battery now.
    [[nodiscard]] Energy greenStored(ParticipantId home) const;

private:
    struct Parcel {
        Source source;
        bool isGreen = false;
        bool wasStored = false;
        Energy energy;
    };
    using Parcels = std::deque<Parcel>;
    struct Home;

    static Parcels takeFrom(Parcels& parcels, Energy wanted);
    static void book(ProvenanceOfPeriod& result, ParticipantId user, UseKind kind, const Parcels& parcels);
    void serveFromOwn(Home& home, ProvenanceOfPeriod& result);
    void serveFromContracts(Home& home, ProvenanceOfPeriod& result);
    void charge(Home& home, Parcels parcels);
    void loseBeyond(Home& home);

    /// What a battery held before its home's first half hour is grey.
    void open(const HomeFlows& flows, Period period);

    std::map<ParticipantId, Parcels> m_stores;
};

} // namespace dgex::settlement
