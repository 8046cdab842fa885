// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ledger/ledger_state.h"

namespace dgex::ledger {

/// What the transactions of one block need beside the state; private to LedgerState's implementation.
struct LedgerState::Context {
    const SignatureCheck& check;
    const DetachedValues& values;
    std::vector<Bytes>& results;
    std::vector<DisputedMeter>& disputedMeters;
    std::vector<settlement::Dispute>& disputes;
};

inline Refusal refused(TransactionError error)
{
    return {.error = error, .sheet = std::nullopt};
}

inline Refusal refused(market::SheetError error)
{
    return {.error = TransactionError::BadSheet, .sheet = error};
}

} // namespace dgex::ledger
