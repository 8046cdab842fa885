// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ledger/bundle_maker.h"
#include "core/ledger/ledger_state.h"
#include "core/ledger/proof.h"

#include <expected>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace dgex::storage {

/// Gives proofs from a ledger file, which it reads and executes again, without writing to it. A node that runs holds
/// its file alone: use a closed one. Proofs stand under the newest checkpoint that is final. Keeps all transactions'
/// and results' hashes and the bytes of identities, sheets and results of one home in memory.
class ProofSource {
public:
    /// Reads a file for the proofs of one home (0: for consistency proofs only). The error is one sentence.
    [[nodiscard]] static std::expected<ProofSource, std::string> read(const std::string& path, ParticipantId home)
    {
        return read(path, home, std::nullopt);
    }
    /// And for the home's price proofs of a period.
    [[nodiscard]] static std::expected<ProofSource, std::string> read(const std::string& path, ParticipantId home,
                                                                      std::optional<Period> priced);

    /// What the ledger itself says of its keys: good to make a proof, not to check one.
    [[nodiscard]] const ledger::TrustAnchor& anchor() const { return m_anchor; }
    /// Of every block, by height from 1.
    [[nodiscard]] const std::vector<ledger::Checkpoint>& checkpoints() const { return m_checkpoints; }
    /// Everything about the home's trading of a period. The error is one sentence.
    [[nodiscard]] std::expected<ledger::ProofBundle, std::string> bundle(Period period) const;
    /// The home's proofs of the prices of the period, by round; a batch that closes several rounds gives the last
    /// one's.
    [[nodiscard]] const std::map<Round, market::PriceProof>& priceProofs() const { return m_priceProofs; }
    /// Between the checkpoints of two heights, 1 <= older <= newer. The error is one sentence.
    [[nodiscard]] std::expected<ledger::ConsistencyProof, std::string> consistency(std::uint64_t older,
                                                                                   std::uint64_t newer) const;

private:
    explicit ProofSource(ParticipantId home)
        : m_home(home)
    {
    }
    void take(const std::vector<Bytes>& transactions);
    void take(const ledger::BlockOutcome& outcome);
    [[nodiscard]] const ledger::Checkpoint* newestFinal() const;

    ParticipantId m_home;
    ledger::TrustAnchor m_anchor;
    ledger::MerkleTree m_log;
    ledger::MerkleTree m_results;
    std::vector<ledger::Checkpoint> m_checkpoints;
    std::vector<ledger::KeptBytes> m_identities;
    std::vector<ledger::KeptBytes> m_sheets;
    std::vector<ledger::KeptBytes> m_resultLeaves; ///< Of the home, and of every market and period.
    std::map<Round, market::PriceProof> m_priceProofs;
};

} // namespace dgex::storage
