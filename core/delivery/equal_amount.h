// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/delivery/schedule.h"

#include <cstdint>
#include <optional>
#include <vector>

/// Keeps what a home's DGR moves equal to what its partners' DGRs move, while both follow the schedule. Pure steps:
/// call stepEqualAmount every controlStep from the period's start to its end, command the setpoint (valid a little
/// longer than a step), and send each partner the progress of its contract.
///
/// Both follow the same schedule and catch up after the larger of both lags; who leads gives way in proportion, and
/// waits when the partner stands still. Nothing moves before the partner was heard: each announces itself in the
/// kAnnounceLead before the period with a progress of 0. Power rises slowly enough for the partner to see it. A silent
/// partner is given silentAfter, then the power of its contract falls to 0 over silentRamp, until it is heard again. A
/// partner that stands still is followed down at once: within two steps, the line's delay, and the own DGR's dead time
/// and ramp. An own counter that stands while its power does not counts as not heard, and the partner is told that
/// power is 0.
namespace dgex::delivery {

struct EqualAmountRules {
    std::chrono::milliseconds controlStep{10'000};     ///< How long a setpoint stands.
    std::chrono::milliseconds correctionTime{120'000}; ///< A tracking error is worked off over about this time.
    std::chrono::milliseconds followTime{30'000};      ///< A lead over the partner, over about this time.
    std::chrono::milliseconds silentAfter{60'000}; ///< Age of a partner's progress that is silence; at least 3 steps.
    std::chrono::milliseconds silentRamp{60'000};
    Energy deadBand{1};           ///< Tracking errors up to this are left alone.
    Energy behindBy{4};           ///< A partner this far behind is waited for ...
    Energy againWith{2};          ///< ... until it is no further behind than this.
    int correctionPermille = 200; ///< Catching up adds at most this share of the contract's plateau power.
    std::chrono::milliseconds riseTime{50'000}; ///< Power rises from 0 to the plateau in no less.
    /// A counter that stands while the shown power says more than this is frozen; above the counter's quantum.
    Energy frozenAfter{6};
};

/// So long before a period both sides tell each other that they are ready.
inline constexpr std::chrono::milliseconds kAnnounceLead{60'000};

/// Older readings of the own DGR count as not heard.
[[nodiscard]] std::chrono::milliseconds readingAgeMax(const EqualAmountRules& rules);
/// How long a setpoint is valid: when the DGC dies, its DGR falls to 0 after this. It outlives three lost commands.
[[nodiscard]] std::chrono::milliseconds setpointLifetime(const EqualAmountRules& rules);

/// What one side moved under one contract so far, as it tells the partner. Both are >= 0 (direction is known).
struct Progress {
    Energy moved; ///< Since the period's start, at its own DGR's grid side.
    Power power;
    UtcTime measuredAt;
    friend bool operator==(const Progress&, const Progress&) = default;
};

/// A contract under control.
struct ContractControl {
    HomeContract contract;
    Energy moved;           ///< >= 0, this contract's share of what the own DGR moved.
    Power asked;            ///< >= 0, its share of the last setpoint.
    std::int64_t claim = 0; ///< What moved at its asked share, in 10^-6 Wh: the weight of moved.
    bool waiting = false;   ///< The partner is behind or silent now.
    bool hasWaited = false; ///< It was, at some time in the period.
    bool hasFailed = false; ///< The own DGR moved far less than asked, or was not heard, in the period.
    friend bool operator==(const ContractControl&, const ContractControl&) = default;
};

/// Invariants: the contracts have one direction (a home has one net position per period); the sum of their moved
/// is the measured total of the last step.
struct EqualAmountState {
    Period period;
    Power capacity; ///< Of the DGR's grid side.
    EqualAmountRules rules;
    std::vector<ContractControl> contracts;
    Energy standingAt = {};                    ///< The own counter's newest value ...
    std::optional<UtcTime> standingSince = {}; ///< ... and when it was first seen.
};

/// Requires: every energy is nonzero and has the same sign; capacity >= 0.
[[nodiscard]] EqualAmountState beginEqualAmount(Period period, const std::vector<HomeContract>& contracts,
                                                Power capacity, const EqualAmountRules& rules = {});

struct EqualAmountInput {
    UtcTime now;
    /// Moved at the own DGR's grid side since the period's start, + imported; none while the DGR is not heard.
    std::optional<Energy> moved;
    /// Measured there now, + into the home.
    std::optional<Power> power;
    /// The partners' latest progress, in the order of the state's contracts; none: nothing heard in this period.
    std::vector<std::optional<Progress>> partners;
    /// When moved and power were measured; none: now.
    std::optional<UtcTime> measuredAt = {};
};

struct EqualAmountOutput {
    EqualAmountState state;
    Power setpoint; ///< + into the home; 0 outside the period, while the own DGR is not heard, or frozen.
    /// To send to the partners, in the order of the contracts; none while the own DGR is not heard.
    std::vector<std::optional<Progress>> progress;
};

/// One control step; the one at the period's end gives the final progress. Requires: partners has as many elements as
/// the state has contracts.
[[nodiscard]] EqualAmountOutput stepEqualAmount(EqualAmountState state, const EqualAmountInput& input);

} // namespace dgex::delivery
