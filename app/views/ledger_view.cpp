// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/views/ledger_view.h"

#include "app/exchange/local_day.h"
#include "core/crypto/hash.h"

#include <algorithm>
#include <set>

namespace dgex::app {

namespace {

constexpr std::int64_t kPastPeriods = 48;
constexpr std::size_t kDeliveriesMax = 4000;
constexpr std::size_t kFingerprintDigits = 16;

std::string fingerprint(const crypto::PublicKey& key)
{
    return toHex(crypto::sha256(key.der)).substr(0, kFingerprintDigits);
}

views::ParticipantRow::Role roleOf(ledger::Role role)
{
    switch (role) {
    case ledger::Role::Home:
        return views::ParticipantRow::Role::Home;
    case ledger::Role::Utility:
        return views::ParticipantRow::Role::Utility;
    case ledger::Role::GridOperator:
        return views::ParticipantRow::Role::GridOperator;
    case ledger::Role::MeteringOperator:
        return views::ParticipantRow::Role::MeteringOperator;
    case ledger::Role::Authority:
        return views::ParticipantRow::Role::Authority;
    }
    return views::ParticipantRow::Role::Home;
}

views::MarketPhase phaseOf(Period period, Period running, const PeriodRecord& record)
{
    if (record.settlement)
        return views::MarketPhase::Settled;
    if (period < running)
        return views::MarketPhase::Delivered;
    if (period == running)
        return views::MarketPhase::Delivering;
    return period == running.plus(1) ? views::MarketPhase::GateClosed : views::MarketPhase::Open;
}

void addParticipants(views::OperatorSnapshot& view, const LedgerScene& scene)
{
    const ledger::LedgerState& state = scene.authority.state();
    const auto& sheets = scene.record.lastSheets();
    for (const auto& [id, participant] : state.participants()) {
        views::ParticipantRow& row = view.participants.emplace_back();
        row.id = id;
        row.role = roleOf(participant.role);
        row.name = scene.names.contains(id) ? scene.names.at(id) : participant.meter;
        row.meter = participant.meter;
        row.keyFingerprint = fingerprint(participant.key);
        row.connectionCapacity = participant.connectionCapacity;
        if (const auto last = sheets.find(id); last != sheets.end())
            row.lastSheet = last->second;
        row.revoked = participant.revoked.has_value();
        row.balance = participant.role == ledger::Role::Utility        ? state.utilityAccount()
                      : participant.role == ledger::Role::GridOperator ? state.gridOperatorAccount()
                                                                       : state.account(id);
    }
}

views::DeliveryRow deliveryRow(Period period, std::uint32_t number, const ledger::Contract& contract,
                               const std::map<ParticipantId, std::string>& names, Period running)
{
    const auto name = [&names](ParticipantId id) {
        return names.contains(id) ? names.at(id) : std::to_string(id.number);
    };
    views::DeliveryRow row;
    row.period = period;
    row.number = number;
    row.exporter = name(contract.exporter);
    row.importer = name(contract.importer);
    row.contracted = energyOf(contract.quantity);
    row.exporterConfirmed = contract.exporterReport.confirmed;
    row.importerConfirmed = contract.importerReport.confirmed;
    if (contract.exporterReport.reported)
        row.sent = contract.exporterReport.delivered;
    if (contract.importerReport.reported)
        row.received = contract.importerReport.delivered;
    const Energy tolerance = std::max(Energy{10}, Energy{row.contracted.count() / 100});
    if (row.sent && row.received) {
        const bool isShort = std::min(*row.sent, *row.received) + tolerance < row.contracted;
        row.phase = isShort ? views::DeliveryPhase::Short : views::DeliveryPhase::Delivered;
    } else if (period == running) {
        row.phase = views::DeliveryPhase::Delivering;
    } else if (row.exporterConfirmed && row.importerConfirmed) {
        row.phase = views::DeliveryPhase::Confirmed;
    }
    return row;
}

views::DisputeCause causeOf(settlement::DisputeCause cause)
{
    switch (cause) {
    case settlement::DisputeCause::BeyondConnection:
        return views::DisputeCause::BeyondConnection;
    case settlement::DisputeCause::AgainstDgr:
        return views::DisputeCause::AgainstDgr;
    case settlement::DisputeCause::SidesDiffer:
        return views::DisputeCause::SidesDiffer;
    case settlement::DisputeCause::FinalDiffers:
        return views::DisputeCause::FinalDiffers;
    }
    return views::DisputeCause::BeyondConnection;
}

views::DisputeState stateOf(const settlement::Dispute& dispute, const MarketRecord& market, Period running)
{
    const auto& periods = market.periods();
    const auto record = periods.find(dispute.period);
    if (record != periods.end() && record->second.corrected.contains(dispute.home))
        return views::DisputeState::Corrected;
    const auto age = running.since(dispute.period);
    return age <= static_cast<std::int64_t>(ledger::kCorrectionPeriods) ? views::DisputeState::Open
                                                                        : views::DisputeState::Stands;
}

void add(views::DeliveryTotals& totals, const views::DeliveryRow& row)
{
    ++totals.contracts;
    totals.confirmed += row.exporterConfirmed && row.importerConfirmed ? 1U : 0U;
    totals.tooLittle += row.phase == views::DeliveryPhase::Short ? 1U : 0U;
    totals.contracted += row.contracted;
    totals.received += row.received.value_or(Energy{});
}

void addPeriods(views::OperatorSnapshot& view, const LedgerScene& scene)
{
    const Period running = Period::containing(view.now);
    const auto& periods = scene.record.periods();
    for (auto at = periods.rbegin(); at != periods.rend(); ++at) {
        const PeriodRecord& record = at->second;
        views::DeliveryTotals totals;
        for (std::uint32_t i = 0; i < record.contracts.size(); ++i) {
            views::DeliveryRow row = deliveryRow(at->first, i, record.contracts[i], scene.names, running);
            add(totals, row);
            if (view.deliveries.size() < kDeliveriesMax)
                view.deliveries.push_back(std::move(row));
        }
        if (const auto market = std::ranges::find(view.markets, at->first, &views::MarketRow::period);
            market != view.markets.end())
            market->delivery = totals;
        if (!record.settlement)
            continue;
        const ledger::PeriodSettlementResult& settled = *record.settlement;
        view.settlements.push_back({at->first, settled.contracted, settled.delivered, record.imbalance,
                                    settled.networkLoss, record.homes, settled.utility, settled.gridOperator,
                                    scene.unaccounted ? scene.unaccounted(at->first) : Energy{}, record.corrections});
    }
    for (const settlement::Dispute& dispute : scene.record.disputes()) {
        view.disputes.push_back({dispute.period, dispute.home,
                                 scene.names.contains(dispute.home) ? scene.names.at(dispute.home) : std::string{},
                                 causeOf(dispute.cause), dispute.read, dispute.against,
                                 stateOf(dispute, scene.record, running)});
    }
}

void addLedger(views::OperatorSnapshot& view, const LedgerScene& scene)
{
    const ledger::LedgerState& state = scene.authority.state();
    const auto signatures = static_cast<std::uint32_t>(scene.authority.checkpoint().signatures.size());
    for (const BlockRecord& block : scene.record.blocks()) {
        view.blocks.push_back({block.header.height, block.madeAt, block.header.transactionCount, block.invalid,
                               hashOf(block.header), block.header.resultRoot, signatures});
    }
    const auto& terms = state.terms();
    for (std::uint32_t i = 0; i < terms.authorities.size(); ++i)
        view.authorities.push_back({i, fingerprint(terms.authorities[i]), state.height(), view.now});
    view.quorum = terms.threshold;
    view.logSize = state.logSize();
    view.logRoot = scene.authority.checkpoint().logRoot;
    view.resultRoot = state.resultRoot();
}

} // namespace

views::OperatorSnapshot ledgerView(const LedgerScene& scene)
{
    views::OperatorSnapshot view;
    view.now = scene.now;
    view.currency = scene.currency;
    view.zoneOffsetSeconds = scene.zoneOffsetSeconds;
    const Period running = Period::containing(view.now);
    view.lastRound = scene.authority.state().lastClosedRound().value_or(running);
    view.nextRound = running.plus(1);
    const auto& periods = scene.record.periods();
    const UtcTime midnight = localMidnight(view.now, view.zoneOffsetSeconds);
    for (auto at = periods.lower_bound(running.plus(-kPastPeriods)); at != periods.end(); ++at) {
        const PeriodRecord& record = at->second;
        view.markets.push_back({at->first,
                                phaseOf(at->first, running, record),
                                record.lastRound,
                                record.price,
                                record.priceInterval,
                                record.volume,
                                record.orders,
                                record.curves,
                                scene.proofOf ? scene.proofOf(at->first, record) : views::ProofState::Unchecked,
                                {}});
        if (at->first.start() >= midnight && at->first <= running)
            view.tradedToday += record.volume;
    }
    addParticipants(view, scene);
    addPeriods(view, scene);
    addLedger(view, scene);
    return view;
}

std::vector<RaisedAlarm> disputeAlarms(const std::vector<views::DisputeRow>& disputes)
{
    std::vector<RaisedAlarm> raised;
    std::set<std::pair<ParticipantId, Period>> disputed;
    for (const views::DisputeRow& dispute : disputes)
        if (dispute.state == views::DisputeState::Open && disputed.emplace(dispute.home, dispute.period).second)
            raised.push_back({dispute.home, dispute.name, views::AlarmCode::Disputed, 3, dispute.period.end(), true});
    return raised;
}

} // namespace dgex::app
