// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ledger/results.h"

#include <map>

namespace dgex::ledger {

/// What a period's renewable energy is settled by.
struct RenewablePeriod {
    std::map<ParticipantId, Lots> net;                    ///< Positions of class renewable, + bought; none of zero.
    std::map<ParticipantId, Energy> generated;            ///< By home with a reading.
    std::map<ParticipantId, RenewableSettlement> settled; ///< By home with a position, as posted last.
};

struct RenewablePostings {
    std::map<ParticipantId, RenewableSettlement> homes;
    Money gridOperator; ///< What cannot be shared, so that all sums to zero.
};

/// Who sold renewable energy and did not generate it pays the missing energy at the price; who bought renewable energy
/// gets it pro rata of what it bought, rounded down. The rest, and all of it when nobody bought any, goes to the grid
/// operator. A home without a reading generated nothing. Exact; requires 0 <= price <= kPriceMax.
[[nodiscard]] RenewablePostings settleRenewable(const RenewablePeriod& period, Price missing);

} // namespace dgex::ledger
