// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/ids.h"
#include "core/base/time.h"
#include "core/base/units.h"

#include <optional>

namespace dgex::ports {

/// What one side of a contract last said of its own DGR.
struct PeerProgress {
    Energy moved; ///< Under this contract since the period's start, at the grid side, >= 0.
    Power power;  ///< >= 0
    UtcTime measuredAt;
};

/// Carries delivery progress between the two sides of a contract. Unreliable: a message may be late or lost.
class PeerLink {
public:
    virtual ~PeerLink() = default;
    /// Tells the partner of a contract, named by period and number, what this home has moved.
    virtual void publish(Period period, std::uint32_t contract, ParticipantId self, const PeerProgress& progress) = 0;
    /// The newest message of the partner; none before the first.
    [[nodiscard]] virtual std::optional<PeerProgress> latest(Period period, std::uint32_t contract,
                                                             ParticipantId partner) const = 0;
};

} // namespace dgex::ports
