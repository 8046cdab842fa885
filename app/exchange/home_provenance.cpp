// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/exchange/home_provenance.h"

#include <algorithm>

namespace dgex::app {

std::optional<HomeProvenance::Counters> HomeProvenance::countersOf(const ports::HomeDevices& devices)
{
    const auto meter = devices.meter->counters();
    if (!meter.value || meter.quality != ports::Quality::Good)
        return std::nullopt;
    Counters counters{.net = meter.value->imported - meter.value->exported, .generated = {}, .battery = {}};
    if (devices.pv != nullptr)
        counters.generated = devices.pv->generated().value.value_or(Energy{});
    if (devices.battery != nullptr) {
        const auto state = devices.battery->state();
        if (!state.value)
            return std::nullopt;
        counters.battery = *state.value;
    }
    return counters;
}

void HomeProvenance::close(Period period, std::span<const Home> homes, std::span<const ledger::Contract> contracts)
{
    std::vector<settlement::HomeFlows> flows;
    for (const Home& home : homes) {
        const auto now = countersOf(home.devices);
        const auto before = m_before.find(home.id);
        if (now && before != m_before.end()) {
            settlement::HomeFlows flow{.home = home.id,
                                       .generated = now->generated - before->second.generated,
                                       .net = now->net - before->second.net,
                                       .charged = now->battery.charged - before->second.battery.charged,
                                       .discharged = now->battery.discharged - before->second.battery.discharged,
                                       .stored = std::nullopt};
            if (home.devices.battery != nullptr)
                flow.stored =
                    Energy{now->battery.stored.count() * home.devices.battery->rating().efficiencyPermille / 1000};
            flows.push_back(flow);
        }
        if (now)
            m_before.insert_or_assign(home.id, *now);
        else
            m_before.erase(home.id);
    }
    if (flows.empty())
        return;
    std::vector<settlement::DeliveredEnergy> deliveries;
    for (const ledger::Contract& contract : contracts)
        if (contract.exporterReport.reported && contract.importerReport.reported)
            deliveries.push_back({contract.exporter, contract.importer,
                                  std::min(contract.exporterReport.delivered, contract.importerReport.delivered)});
    m_book.take(m_provenance.take(period, flows, deliveries), flows);
}

} // namespace dgex::app
