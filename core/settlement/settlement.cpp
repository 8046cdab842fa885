// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/settlement/settlement.h"

#include "core/base/assert.h"

#include <algorithm>

namespace dgex::settlement {

namespace {

/// How far delivered energy may be off before a side counts as failing.
Energy tolerance(Energy contracted)
{
    return std::max(Energy{10}, Energy{contracted.count() / 100});
}

bool hasReported(const SideReport& report)
{
    return report.reported && report.delivered >= Energy{};
}

Energy deliveredBy(const SideReport& report)
{
    return hasReported(report) ? report.delivered : Energy{};
}

bool failsOpenly(const SideReport& report)
{
    return !report.confirmed || !hasReported(report) || report.ownFault;
}

bool movedItsShare(const SideReport& report, Energy contracted)
{
    return (deliveredBy(report) - contracted).abs() <= tolerance(contracted);
}

/// A side that moved too little beside a partner that failed openly only kept equal with it.
bool fails(const SideReport& side, const SideReport& other, Energy contracted)
{
    return failsOpenly(side) || (!movedItsShare(side, contracted) && !failsOpenly(other));
}

/// What counts for a side whose partner may be the only one to blame.
Energy countedFor(const SideReport& side, const SideReport& other, Energy contracted)
{
    const bool innocent = !fails(side, other, contracted) && fails(other, side, contracted);
    return innocent ? contracted : deliveredBy(side);
}

class Accounts {
public:
    explicit Accounts(const std::vector<MeteredHome>& meters)
    {
        for (const MeteredHome& meter : meters) {
            DGEX_ASSERT(m_homes.empty() || m_homes.back().home < meter.home);
            HomeSettlement home{};
            home.home = meter.home;
            home.metered = meter.net;
            m_homes.push_back(home);
        }
    }

    /// surplus: what the side has more in hand than its contract says, after what counts for it.
    void book(ParticipantId id, Energy intoHome, Energy surplus)
    {
        const auto home = std::ranges::lower_bound(m_homes, id, {}, &HomeSettlement::home);
        if (home == m_homes.end() || home->home != id)
            return;
        home->throughDgr += intoHome;
        if (surplus > Energy{})
            home->excess += surplus;
        else
            home->shortfall -= surplus;
    }

    std::vector<HomeSettlement> close(const Tariff& tariff)
    {
        for (HomeSettlement& home : m_homes) {
            home.residual = home.metered - home.throughDgr;
            home.residualMoney = -valueOf(home.residual, home.residual > Energy{} ? tariff.retail : tariff.feedIn);
            home.imbalanceMoney =
                valueOf(home.excess, tariff.imbalanceLong) - valueOf(home.shortfall, tariff.imbalanceShort);
        }
        return std::move(m_homes);
    }

private:
    std::vector<HomeSettlement> m_homes;
};

} // namespace

PeriodSettlement settle(const PeriodInput& input)
{
    PeriodSettlement result{};
    Accounts accounts{input.meters};
    Energy sent;
    Energy received;
    for (const SettledContract& contract : input.contracts) {
        DGEX_ASSERT(contract.contracted > Energy{});
        const SideReport& exporter = contract.exporterReport;
        const SideReport& importer = contract.importerReport;
        const Energy out = countedFor(exporter, importer, contract.contracted);
        const Energy in = countedFor(importer, exporter, contract.contracted);
        accounts.book(contract.exporter, -out, out - contract.contracted);
        accounts.book(contract.importer, in, contract.contracted - in);
        result.contracted += contract.contracted;
        sent += deliveredBy(exporter);
        received += deliveredBy(importer);
        if (hasReported(exporter) && hasReported(importer))
            result.networkLoss += exporter.delivered - importer.delivered;
    }
    result.delivered = Energy{divide(Int128{sent.count()} + received.count(), 2, Rounding::Floor)};
    result.homes = accounts.close(input.tariff);
    result.gridOperator = -valueOf(result.networkLoss, input.tariff.retail);
    result.utility = -result.gridOperator;
    for (const HomeSettlement& home : result.homes)
        result.utility -= home.residualMoney + home.imbalanceMoney;
    return result;
}

} // namespace dgex::settlement
