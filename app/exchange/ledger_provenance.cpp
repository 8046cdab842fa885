// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/exchange/ledger_provenance.h"

#include <algorithm>

namespace dgex::app {

void LedgerProvenance::take(const std::vector<Bytes>& transactions, const ledger::BlockOutcome& outcome,
                            const ledger::LedgerState& state)
{
    if (!m_book && state.market())
        m_book.emplace(*state.market());
    // Contracts of a block are reported in later ones.
    for (std::size_t i = 0; i < transactions.size() && m_book; ++i) {
        const auto transaction = ledger::decodeTransaction(transactions[i]);
        if (!transaction || !outcome.transactions[i].accepted())
            continue;
        if (transaction->type == ledger::TransactionType::ReportDelivery) {
            if (const auto report = ledger::decodeReportDelivery(transaction->payload))
                takeReport(transaction->participant, *report);
        } else if (transaction->type == ledger::TransactionType::SettlePeriod) {
            if (const auto order = ledger::decodeSettlePeriod(transaction->payload))
                takeSettlement(*order);
        }
    }
    for (const Bytes& leaf : outcome.results) {
        const auto result = ledger::decodeResult(leaf);
        if (const auto* contract = result ? std::get_if<ledger::ContractResult>(&*result) : nullptr)
            m_contracts[contract->contract.period][contract->contract.number].contract = *contract;
    }
}

void LedgerProvenance::takeReport(ParticipantId home, const ledger::ReportDelivery& report)
{
    for (const ledger::DeliveredContract& delivered : report.contracts) {
        Moved& moved = m_contracts[delivered.contract.period][delivered.contract.number];
        (moved.contract.exporter == home ? moved.sent : moved.received) = delivered.delivered;
    }
}

void LedgerProvenance::takeSettlement(const ledger::SettlePeriod& order)
{
    std::vector<settlement::HomeFlows>& flows = m_flows[order.period];
    if (order.part == 0)
        flows.clear();
    for (const ledger::SettledMeter& meter : order.meters)
        flows.push_back({meter.home, std::max(Energy{}, meter.generated), meter.net, Energy{}, Energy{}, std::nullopt});
    if (order.more)
        return;
    std::vector<settlement::DeliveredEnergy> deliveries;
    for (const auto& [number, moved] : m_contracts[order.period])
        if (moved.sent && moved.received)
            deliveries.push_back(
                {moved.contract.exporter, moved.contract.importer, std::min(*moved.sent, *moved.received)});
    m_book->take(m_provenance.take(order.period, flows, deliveries), flows);
    m_flows.erase(order.period);
    m_contracts.erase(order.period);
}

} // namespace dgex::app
