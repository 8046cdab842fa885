// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/exchange/certificate_book.h"
#include "core/ledger/ledger_state.h"

namespace dgex::app {

/// Provenance by what a ledger holds: settled meters, contracts and delivery reports. A ledger knows no batteries, so
/// what one takes in counts as use in that half hour, and what one gives counts as grey. Thread: one.
class LedgerProvenance {
public:
    /// Blocks come in order, each with its transactions.
    void take(const std::vector<Bytes>& transactions, const ledger::BlockOutcome& outcome,
              const ledger::LedgerState& state);
    /// None before a market was opened.
    [[nodiscard]] const std::optional<CertificateBook>& book() const { return m_book; }

private:
    struct Moved {
        ledger::ContractResult contract;
        std::optional<Energy> sent;
        std::optional<Energy> received;
    };
    void takeReport(ParticipantId home, const ledger::ReportDelivery& report);
    void takeSettlement(const ledger::SettlePeriod& order);

    std::map<Period, std::map<std::uint32_t, Moved>> m_contracts;
    std::map<Period, std::vector<settlement::HomeFlows>> m_flows; ///< Of lists that come in parts.
    settlement::Provenance m_provenance;
    std::optional<CertificateBook> m_book;
};

} // namespace dgex::app
