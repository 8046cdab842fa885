// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ledger/bundle.h"
#include "core/ledger/proof.h"
#include "tests/support/ledger_community.h"

#include <memory>
#include <vector>

namespace dgex::test {

/// A ledger of four authorities, three of which make a checkpoint final, with everything that proofs are made of.
class RecordedLedger {
public:
    explicit RecordedLedger(std::uint64_t homes)
        : community(homes)
    {
        community.terms.authorities.clear();
        for (std::uint64_t i = 0; i < 4; ++i) {
            authorities.push_back(std::make_shared<HashSigner>(70'000 + i));
            community.terms.authorities.push_back(authorities.back()->publicKey());
        }
        community.terms.threshold = 3;
    }

    ledger::BlockOutcome run(const std::vector<Bytes>& transactions)
    {
        for (const Bytes& transaction : transactions) {
            log.append(ledger::leafHash(transaction));
            transactionsOfLog.push_back(transaction);
        }
        ledger::BlockOutcome outcome = community.execute(state, transactions);
        for (const Bytes& leaf : outcome.results)
            results.append(leaf);
        last = outcome.header;
        return outcome;
    }

    /// The last block's checkpoint, co-signed by some authorities.
    [[nodiscard]] ledger::Checkpoint checkpoint(const std::vector<std::uint32_t>& by = {0, 1, 2}) const
    {
        return signedBy(checkpointOf(community.market(), last), by);
    }
    [[nodiscard]] ledger::Checkpoint signedBy(ledger::Checkpoint checkpoint, const std::vector<std::uint32_t>& by) const
    {
        checkpoint.signatures.clear();
        for (const std::uint32_t authority : by)
            checkpoint = coSign(std::move(checkpoint), authority, *authorities[authority]).value();
        return checkpoint;
    }
    [[nodiscard]] ledger::TrustAnchor anchor() const { return community.anchor(); }

    [[nodiscard]] ledger::ProvenBytes logged(std::uint64_t index) const
    {
        return {.bytes = transactionsOfLog.at(index), .index = index, .path = log.inclusionProof(index, last.logSize)};
    }
    [[nodiscard]] ledger::ProvenBytes decided(std::uint64_t index) const
    {
        return {.bytes = results.leaf(index),
                .index = index,
                .path = results.tree().inclusionProof(index, last.resultCount)};
    }
    /// The index of the first result for which a predicate on Result holds.
    template <class Predicate>
    [[nodiscard]] std::uint64_t findResult(Predicate matches) const
    {
        for (std::uint64_t i = 0; i < results.size(); ++i)
            if (matches(ledger::decodeResult(results.leaf(i)).value()))
                return i;
        return results.size();
    }

    Community community;
    std::vector<std::shared_ptr<HashSigner>> authorities;
    ledger::LedgerState state;
    ledger::MerkleTree log;
    ledger::ResultLog results;
    std::vector<Bytes> transactionsOfLog;
    ledger::BlockHeader last;
};

} // namespace dgex::test
