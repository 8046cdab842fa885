// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/time.h"
#include "core/base/units.h"

#include <cstdint>
#include <map>
#include <optional>
#include <vector>

/// From a meter's register to energy per half hour, with substitutes where it was not read. The rules are those of
/// validation, estimation and editing in utility practice (as in the US Uniform Business Practices and the German
/// VDE-AR-N 4400): what was counted over a gap is never lost or invented, short gaps are filled evenly, long ones like
/// the same half hours of like days, and every substitute is marked until it is corrected.
namespace dgex::settlement {

struct RegisterRating {
    /// It counts from 0 again after this - 1; 0: unknown, then the next power of ten that explains a smaller value.
    Energy modulus;
    Power powerMax; ///< > 0; it cannot count faster.
};

struct RegisterReading {
    Period at; ///< Read at this period's start.
    Energy value;
};

/// Where a half hour's energy comes from.
enum class Origin : std::uint8_t {
    Measured,     ///< Read at both ends.
    Evenly,       ///< Part of a gap of at most kEvenGapMax; what was counted over it in equal parts.
    ByLikeDays,   ///< Part of a longer gap; what was counted over it in proportion to like days.
    OfLikeDays,   ///< The mean of like days: nobody knows what was counted.
    OfLastPeriod, ///< As in the last measured half hour: there are no like days either.
};
[[nodiscard]] constexpr bool isEstimated(Origin origin)
{
    return origin != Origin::Measured;
}

/// Gaps up to this many half hours (2 h) are filled evenly.
inline constexpr std::int64_t kEvenGapMax = 4;
/// Like days: the same half hour of up to three same weekdays before, of the last four weeks; without any, of the last
/// three days.
inline constexpr int kLikeDaysMax = 3;

struct MeteredPeriod {
    Period period;
    Energy energy; ///< >= 0
    Origin origin = Origin::Measured;
    friend bool operator==(const MeteredPeriod&, const MeteredPeriod&) = default;
};

/// What a register counted from one value to a later one; none when neither counting nor a rollover explains it.
/// Requires: periods > 0, values >= 0.
[[nodiscard]] std::optional<Energy> countedBetween(const RegisterRating& rating, Energy before, Energy after,
                                                   std::int64_t periods);

struct MeterIntervals {
    /// Every half hour of the asked span about which anything can be said, in order.
    std::vector<MeteredPeriod> periods;
    /// Readings that were left out: absurd ones, and those out of order.
    std::vector<RegisterReading> rejected;
    /// From here on the register is another's, or was set back: what was counted until then is unknown.
    std::vector<Period> exchanged;
};

/// The half hours of [first, end). A reading that neither counting nor a rollover explains is absurd, unless the next
/// one goes on from it: then the meter was exchanged. history: measured energies before the span, for like days.
/// Pure: with more readings, asked again, it gives the corrected energies (see correctionsBetween).
[[nodiscard]] MeterIntervals intervalsOf(Period first, Period end, const std::vector<RegisterReading>& readings,
                                         const RegisterRating& rating, const std::map<Period, Energy>& history = {});

struct IntervalCorrection {
    Period period;
    Energy delta; ///< Now less before.
    Origin from = Origin::Measured;
    Origin to = Origin::Measured;
    friend bool operator==(const IntervalCorrection&, const IntervalCorrection&) = default;
};

/// The half hours whose energy or origin changed; one that was not there before counts as 0 before.
[[nodiscard]] std::vector<IntervalCorrection> correctionsBetween(const std::vector<MeteredPeriod>& before,
                                                                 const std::vector<MeteredPeriod>& now);

} // namespace dgex::settlement
