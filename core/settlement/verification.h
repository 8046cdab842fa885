// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/settlement/settlement.h"

#include <cstdint>
#include <vector>

namespace dgex::settlement {

/// A home's settlement by another meter value: only the residual with the utility changes. Post the difference of
/// residualMoney to the home and its opposite to the utility, so that the sum of all accounts stays 0.
[[nodiscard]] HomeSettlement corrected(const HomeSettlement& settled, Energy metered, const Tariff& tariff);

enum class DisputeCause : std::uint8_t {
    BeyondConnection, ///< More was read than the connection carries.
    AgainstDgr,       ///< Beside what the DGR says it moved, the connection would have carried more than it can.
    SidesDiffer,      ///< Both sides of a contract say that they moved it, but not the same.
    FinalDiffers,     ///< The metering operator read something else than the home said.
};

/// Two statements of one half hour that cannot both be true. It decides nothing; people look into it.
struct Dispute {
    Period period;
    ParticipantId home; ///< Of SidesDiffer: the exporter.
    DisputeCause cause = DisputeCause::BeyondConnection;
    Energy read;    ///< What the meter says; of SidesDiffer: what was sent.
    Energy against; ///< The limit, what the DGR moved (+ imported), what was received, or what the home said.
    friend bool operator==(const Dispute&, const Dispute&) = default;
};

/// A read meter behind a connection.
struct ConnectedMeter {
    ParticipantId home;
    Energy net;
    Power capacity; ///< > 0, of the connection.
};

/// Differences up to this are measurement: 10 Wh or 1 % of the amount, whichever is more.
[[nodiscard]] Energy measurementTolerance(Energy amount);

/// What contradicts itself in a period: meters in their order, then contracts in theirs.
[[nodiscard]] std::vector<Dispute> disputesOf(const PeriodInput& input, const std::vector<ConnectedMeter>& read);

} // namespace dgex::settlement
