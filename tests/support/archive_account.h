// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ledger/evidence.h"
#include "core/ledger/ledger_state.h"
#include "core/node/node_store.h"
#include "tests/support/ledger_community.h"

#include <map>
#include <optional>

namespace dgex::test {

/// The trees behind a node's newest final block, by which anyone accuses. Executes with hashes for signatures.
struct ArchiveAccount {
    explicit ArchiveAccount(const std::vector<node::ArchivedBlock>& blocks)
    {
        ledger::LedgerState state;
        for (const node::ArchivedBlock& block : blocks) {
            for (const Bytes& transaction : block.batch.transactions) {
                log.append(ledger::leafHash(transaction));
                places[ledger::leafHash(transaction)] = log.size() - 1;
            }
            const auto outcome =
                state.execute(block.batch.transactions, HashSigner::check,
                              [](const Hash256&) -> std::optional<ledger::MeterValues> { return std::nullopt; });
            for (const Bytes& leaf : outcome.results) {
                if (const auto shown = closedRoundShownBy(*ledger::decodeResult(leaf)))
                    shownAt[*shown] = results.size();
                results.append(leaf);
            }
            checkpoint = block.checkpoint;
        }
    }
    /// None before the receipt's round was closed.
    [[nodiscard]] std::optional<ledger::BrokenPromise> accuse(const ledger::Receipt& receipt) const
    {
        const auto shown = shownAt.lower_bound(receipt.round);
        if (shown == shownAt.end() || receipt.logFrom > log.size())
            return std::nullopt;
        return brokenPromise(receipt, log, results.prove(shown->second, checkpoint));
    }

    ledger::MerkleTree log;
    std::map<Hash256, std::uint64_t> places; ///< Of the last transaction with that hash.
    ledger::ResultLog results;
    ledger::Checkpoint checkpoint;
    std::map<Round, std::uint64_t> shownAt; ///< A result that exists only after the round was closed.
};

} // namespace dgex::test
