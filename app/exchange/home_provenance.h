// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/exchange/certificate_book.h"
#include "core/ledger/ledger_state.h"
#include "core/ports/devices.h"

#include <span>

namespace dgex::app {

/// Provenance by what the devices of homes show, batteries included. Thread: one.
class HomeProvenance {
public:
    struct Home {
        ParticipantId id;
        ports::HomeDevices devices;
    };
    explicit HomeProvenance(const MarketId& market)
        : m_book(market)
    {
    }
    /// At a period's end, in the order of periods. The first call only reads the counters. A home whose meter or
    /// battery is silent is left out of the period.
    void close(Period period, std::span<const Home> homes, std::span<const ledger::Contract> contracts);
    [[nodiscard]] const CertificateBook& book() const { return m_book; }

private:
    struct Counters {
        Energy net;
        Energy generated;
        ports::BatteryState battery;
    };
    [[nodiscard]] static std::optional<Counters> countersOf(const ports::HomeDevices& devices);

    std::map<ParticipantId, Counters> m_before;
    settlement::Provenance m_provenance;
    CertificateBook m_book;
};

} // namespace dgex::app
