// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/bytes.h"
#include "core/ledger/ledger_state.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace dgex::storage {

struct VerifyReport {
    bool ok = false;
    std::uint64_t height = 0; ///< Blocks found good.
    Hash256 logRoot{};
    Hash256 resultRoot{};
    /// The first bad block; none when the ledger is good or the damage is not within a block.
    std::optional<std::uint64_t> badHeight;
    /// English sentence on the first thing found wrong; empty when good.
    std::string reason;
};

struct VerifyOptions {
    /// Called before onBlock with the block's transactions, which are good during the call; may be empty.
    std::function<void(const std::vector<Bytes>&)> onTransactions{};
    /// Called after each good block with its outcome and the state behind it; may be empty.
    std::function<void(const ledger::BlockOutcome&, const ledger::LedgerState&)> onBlock;
    /// Expected market keys, known from elsewhere; those of other terms than theirs follow from the changes in the log.
    /// Without them the file is checked against the keys that its own
    /// first transaction names: it is then consistent, but nobody vouches for whose ledger it is.
    std::optional<ledger::TrustAnchor> anchor;
};

/// Re-executes a whole ledger file, block by block: transactions by the log root, headers by execution and hash chain,
/// checkpoints by their co-signatures, meter values by their hashes; missing and surplus rows, a foreign schema and
/// what SQLite itself finds. Settings are not trusted; their checksums are compared. Opens the file read-only and
/// leaves no other beside it. Memory does not grow with the chain, only with homes, unsettled periods and the largest
/// block. A ledger that ended without being closed (its -wal lies beside it) is verified with it.
/// Needs crypto::Library.
[[nodiscard]] VerifyReport verifyLedger(const std::string& path, const VerifyOptions& options = {});

} // namespace dgex::storage
