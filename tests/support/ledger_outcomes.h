// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ledger/ledger_state.h"
#include "core/ledger/results.h"

#include <algorithm>

namespace dgex::test {

inline const Round kNoon{1'800'014'400};
inline constexpr settlement::Tariff kTariff{
    .retail = Price{3000}, .feedIn = Price{800}, .imbalanceShort = Price{4000}, .imbalanceLong = Price{400}};

/// The one result of a type (and home) in a block.
template <class Type, class Match>
std::optional<Type> findResult(const ledger::BlockOutcome& outcome, Match matches)
{
    for (const Bytes& leaf : outcome.results)
        if (const auto result = ledger::decodeResult(leaf))
            if (const Type* const found = std::get_if<Type>(&*result); found != nullptr && matches(*found))
                return *found;
    return std::nullopt;
}

inline std::optional<ledger::TransactionError> errorOf(const ledger::BlockOutcome& outcome, std::size_t i = 0)
{
    const auto& refusal = outcome.transactions.at(i).refusal;
    return refusal ? std::optional(refusal->error) : std::nullopt;
}

inline bool allAccepted(const ledger::BlockOutcome& outcome)
{
    return std::ranges::all_of(outcome.transactions, &ledger::TransactionOutcome::accepted);
}

} // namespace dgex::test
