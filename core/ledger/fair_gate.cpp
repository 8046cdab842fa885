// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ledger/fair_gate.h"

#include "core/base/assert.h"
#include "core/ledger/merkle.h"
#include "core/market/sheet.h"

namespace dgex::ledger {

std::string_view describe(GateReason reason)
{
    switch (reason) {
    case GateReason::ClosedEarly:
        return "the round is closed before it is due";
    case GateReason::ClosedLate:
        return "sheets that came after the gate count in the round";
    case GateReason::SheetLeftOut:
        return "a receipted sheet is left out of its round";
    case GateReason::MetersDiffer:
        return "a period is settled by other values than its meters read";
    }
    return "unknown reason";
}

void FairGate::promise(const Receipt& receipt)
{
    m_promises.insert_or_assign(receipt.transaction, receipt);
}

std::vector<Receipt> FairGate::openPromises() const
{
    std::vector<Receipt> receipts;
    for (const auto& [transaction, receipt] : m_promises)
        receipts.push_back(receipt);
    return receipts;
}

std::vector<GateObjection> FairGate::look(std::span<const Bytes> transactions, const BlockOutcome& outcome, UtcTime now,
                                          std::optional<UtcTime> seen)
{
    DGEX_ASSERT(transactions.size() == outcome.transactions.size());
    std::vector<GateObjection> objections;
    for (std::size_t i = 0; i < transactions.size(); ++i) {
        const auto transaction = decodeTransaction(transactions[i]);
        if (!transaction)
            continue;
        if (transaction->type == TransactionType::SubmitSheet)
            noteSheet(transactions[i], *transaction, outcome.transactions[i].accepted() ? seen : std::nullopt);
        else if (transaction->type == TransactionType::CloseRound && outcome.transactions[i].accepted())
            judge(decodeCloseRound(transaction->payload).value().round, now, objections);
    }
    for (const DisputedMeter& meter : outcome.disputedMeters)
        objections.push_back({.reason = GateReason::MetersDiffer, .round = meter.period, .receipt = std::nullopt});
    return objections;
}

/// A promise is kept by standing in the log, whatever comes of the sheet.
void FairGate::noteSheet(ByteView bytes, const Transaction& transaction, std::optional<UtcTime> seen)
{
    if (!m_promises.empty())
        m_promises.erase(leafHash(bytes));
    if (!seen)
        return;
    const auto sheet = market::decodeSheet(transaction.payload);
    DGEX_ASSERT(sheet.has_value());
    if (*seen > sheet->round.start() + m_tolerance.late)
        m_lateSheets.insert(sheet->round);
}

void FairGate::judge(Round round, UtcTime now, std::vector<GateObjection>& objections)
{
    if (now < dueAt(round))
        objections.push_back({.reason = GateReason::ClosedEarly, .round = round, .receipt = std::nullopt});
    if (m_lateSheets.contains(round))
        objections.push_back({.reason = GateReason::ClosedLate, .round = round, .receipt = std::nullopt});
    m_lateSheets.erase(m_lateSheets.begin(), m_lateSheets.upper_bound(round));
    for (auto promise = m_promises.begin(); promise != m_promises.end();) {
        if (promise->second.round > round) {
            ++promise;
            continue;
        }
        objections.push_back(
            {.reason = GateReason::SheetLeftOut, .round = promise->second.round, .receipt = promise->second});
        promise = m_promises.erase(promise);
    }
}

} // namespace dgex::ledger
