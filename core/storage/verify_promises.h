// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ledger/block.h"
#include "core/storage/sqlite_database.h"

#include <optional>
#include <string>

namespace dgex::storage {

/// Checks what a node promised beyond its final blocks: its own co-signatures on blocks that are not final yet, each by
/// a key of the anchor, and receipts by such a key. What is wrong, or nothing.
[[nodiscard]] std::optional<std::string> checkPromises(SqliteDatabase& database, std::uint64_t finalHeight,
                                                       const ledger::TrustAnchor& anchor,
                                                       const ledger::SignatureCheck& check);

} // namespace dgex::storage
