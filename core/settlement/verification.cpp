// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/settlement/verification.h"

#include <algorithm>
#include <map>

namespace dgex::settlement {

Energy measurementTolerance(Energy amount)
{
    return std::max(Energy{10}, Energy{amount.abs().count() / 100});
}

HomeSettlement corrected(const HomeSettlement& settled, Energy metered, const Tariff& tariff)
{
    HomeSettlement result = settled;
    result.metered = metered;
    result.residual = metered - settled.throughDgr;
    result.residualMoney = -valueOf(result.residual, result.residual > Energy{} ? tariff.retail : tariff.feedIn);
    return result;
}

std::vector<Dispute> disputesOf(const PeriodInput& input, const std::vector<ConnectedMeter>& read)
{
    std::map<ParticipantId, Energy> throughDgr;
    for (const SettledContract& contract : input.contracts) {
        throughDgr[contract.exporter] -=
            contract.exporterReport.reported ? contract.exporterReport.delivered : Energy{};
        throughDgr[contract.importer] +=
            contract.importerReport.reported ? contract.importerReport.delivered : Energy{};
    }
    std::vector<Dispute> disputes;
    for (const ConnectedMeter& meter : read) {
        const Energy limit = energyOver(meter.capacity, Period::kLength, Rounding::Floor);
        const Energy most = limit + measurementTolerance(limit);
        const auto moved = throughDgr.find(meter.home);
        const Energy dgr = moved == throughDgr.end() ? Energy{} : moved->second;
        if (meter.net.abs() > most)
            disputes.push_back({input.period, meter.home, DisputeCause::BeyondConnection, meter.net, limit});
        else if ((meter.net - dgr).abs() > most)
            disputes.push_back({input.period, meter.home, DisputeCause::AgainstDgr, meter.net, dgr});
    }
    for (const SettledContract& contract : input.contracts) {
        const SideReport& sent = contract.exporterReport;
        const SideReport& got = contract.importerReport;
        const bool bothMoved = sent.reported && got.reported && !sent.ownFault && !got.ownFault;
        if (bothMoved && (sent.delivered - got.delivered).abs() > measurementTolerance(contract.contracted))
            disputes.push_back(
                {input.period, contract.exporter, DisputeCause::SidesDiffer, sent.delivered, got.delivered});
    }
    return disputes;
}

} // namespace dgex::settlement
