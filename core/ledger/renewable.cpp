// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ledger/renewable.h"

#include <algorithm>

namespace dgex::ledger {

RenewablePostings settleRenewable(const RenewablePeriod& period, Price missing)
{
    RenewablePostings postings;
    Money paid;
    Lots bought;
    for (const auto& [home, net] : period.net) {
        RenewableSettlement& own = postings.homes[home];
        own.net = net;
        bought += std::max(net, Lots{});
        if (net >= Lots{})
            continue;
        const auto reading = period.generated.find(home);
        const Energy generated = reading == period.generated.end() ? Energy{} : reading->second;
        own.missing = std::max(Energy{}, energyOf(-net) - generated);
        own.money = -valueOf(own.missing, missing);
        paid -= own.money;
    }
    postings.gridOperator = paid;
    for (auto& [home, own] : postings.homes) {
        if (own.net <= Lots{})
            continue;
        const Int128 share = Int128{paid.count()} * own.net.count() / bought.count();
        own.money = Money{static_cast<std::int64_t>(share)};
        postings.gridOperator -= own.money;
    }
    return postings;
}

} // namespace dgex::ledger
