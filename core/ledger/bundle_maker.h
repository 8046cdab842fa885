// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ledger/bundle.h"
#include "core/ledger/merkle.h"

#include <optional>
#include <vector>

namespace dgex::ledger {

/// A transaction or a result leaf with its place in its log.
struct KeptBytes {
    std::uint64_t index = 0;
    Bytes bytes;
};

/// What somebody with the whole ledger has about a home. What lies behind the checkpoint is left out.
struct BundleSource {
    ParticipantId home;
    const Checkpoint& checkpoint; ///< Final.
    const MerkleTree& log;
    const MerkleTree& resultTree;
    const std::vector<KeptBytes>& identities; ///< Transactions that gave the home its keys.
    const std::vector<KeptBytes>& sheets;  ///< The home's sheets, ascending; those without an order in it are left out.
    const std::vector<KeptBytes>& results; ///< Of the home, and of every market and period, ascending.
};

/// The bundle of a period; none when nothing was decided about the home in it.
[[nodiscard]] std::optional<ProofBundle> makeBundle(const BundleSource& source, Period period);

} // namespace dgex::ledger
