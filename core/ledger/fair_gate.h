// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ledger/ledger_state.h"
#include "core/ledger/receipt.h"

#include <chrono>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string_view>
#include <vector>

namespace dgex::ledger {

/// How far the closing of a round may lie from its instant by an authority's own clock.
struct GateTolerance {
    std::chrono::milliseconds early{5'000};
    std::chrono::milliseconds late{60'000};
};

enum class GateReason {
    ClosedEarly,  ///< The round is not due yet by this clock. Heals with time.
    ClosedLate,   ///< Sheets of the round came in after it should have been closed, and count.
    SheetLeftOut, ///< A sheet that this authority receipted is not in the log in time.
    MetersDiffer, ///< A period is settled by other values than its meters read.
};
[[nodiscard]] std::string_view describe(GateReason reason);

/// Why an authority does not co-sign a block.
struct GateObjection {
    GateReason reason = GateReason::ClosedEarly;
    Round round;                    ///< With MetersDiffer, the settled period.
    std::optional<Receipt> receipt; ///< With SheetLeftOut.
    friend bool operator==(const GateObjection&, const GateObjection&) = default;
};

/// What an authority remembers to judge whether rounds are closed fairly. Pure: time is an argument.
///
/// A closing that is late, as after an outage, harms nobody as long as no sheet of the round came in after the gate:
/// then it passes. An authority that only catches up on blocks cannot tell when their sheets came; it judges by
/// receipts and by the early bound alone.
/// Thread: one at a time.
class FairGate {
public:
    explicit FairGate(GateTolerance tolerance)
        : m_tolerance(tolerance)
    {
    }

    /// Remembers a receipt; call it, and store the receipt, before the receipt is given away.
    void promise(const Receipt& receipt);
    /// Receipts whose sheets are not in the log yet; to be stored across restarts.
    [[nodiscard]] std::vector<Receipt> openPromises() const;

    /// Looks at the next block, every block once in their order. seen: when this authority saw it by its clock, as the
    /// newest block of the log; none while catching up. now: its clock.
    /// Empty: nothing speaks against co-signing.
    [[nodiscard]] std::vector<GateObjection> look(std::span<const Bytes> transactions, const BlockOutcome& outcome,
                                                  UtcTime now, std::optional<UtcTime> seen);

    /// When a round that was closed early may be co-signed.
    [[nodiscard]] UtcTime dueAt(Round round) const { return round.start() - m_tolerance.early; }

private:
    void noteSheet(ByteView bytes, const Transaction& transaction, std::optional<UtcTime> seen);
    void judge(Round round, UtcTime now, std::vector<GateObjection>& objections);

    GateTolerance m_tolerance;
    std::map<Hash256, Receipt> m_promises; ///< By transaction.
    std::set<Round> m_lateSheets;          ///< Rounds with sheets that came after the gate.
};

} // namespace dgex::ledger
