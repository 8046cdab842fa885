// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ledger/ledger_state.h"
#include "core/ports/checkpoint_anchor.h"

#include <expected>
#include <string>
#include <vector>

namespace dgex::storage {

struct AnchoredHistory {
    MarketId market;
    std::vector<ports::DailyCheckpoint> days; ///< Ascending; only days that are over, as the ledger itself says.
};

/// Finds each day's last checkpoint: a block belongs to the UTC day of the round that was closed last, and a day is
/// over once a round of a later one is closed. So every node finds the same ones, by no clock. Feed it every block.
/// Pure.
class DailyCheckpoints {
public:
    void take(const ledger::BlockOutcome& outcome, const ledger::LedgerState& state);
    [[nodiscard]] const std::vector<ports::DailyCheckpoint>& finished() const { return m_finished; }

private:
    std::optional<ports::DailyCheckpoint> m_open; ///< Of the day that goes on.
    std::vector<ports::DailyCheckpoint> m_finished;
};

/// Verifies a whole ledger file (see verifyLedger) and tells the checkpoints of its finished days. The error is one
/// sentence. Needs crypto::Library.
[[nodiscard]] std::expected<AnchoredHistory, std::string> readAnchoredHistory(const std::string& path);

} // namespace dgex::storage
