// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/exchange/market_record.h"
#include "core/api/service.h"
#include "core/crypto/signing.h"
#include "core/views/operator_snapshot.h"

#include <map>

namespace dgex::app {

/// The operator's own check of the results of markets: asks a node as homes do, and believes a result when its leaf
/// stands in the result log whose root enough authorities signed. Thread: the node's.
class MarketProofs {
public:
    /// node outlives the proofs.
    MarketProofs(ports::Transport& node, ledger::TrustAnchor anchor)
        : m_client(node)
        , m_anchor(std::move(anchor))
    {
    }
    /// After a round was closed and its block is final.
    void take(Round round);
    /// Whether what is shown of a period was proven.
    [[nodiscard]] views::ProofState stateOf(Period period, const PeriodRecord& shown) const;

private:
    struct Proven {
        Round round;
        std::optional<Price> price; ///< Of the newest round with trades.
        bool failed = false;        ///< In the newest round.
    };
    api::Client m_client;
    ledger::TrustAnchor m_anchor;
    crypto::Verifier m_verifier;
    std::map<Period, Proven> m_proven;
};

} // namespace dgex::app
