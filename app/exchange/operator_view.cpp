// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/exchange/operator_view.h"

#include "app/exchange/local_day.h"

#include "core/crypto/certificate.h"
#include "core/crypto/hash.h"

#include <algorithm>
#include <set>

namespace dgex::app {

namespace {

constexpr std::int64_t kPastPeriods = 48;
constexpr std::size_t kDeliveriesMax = 400;
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

std::map<ParticipantId, std::string> namesOf(const Exchange& exchange)
{
    std::map<ParticipantId, std::string> names;
    for (std::size_t i = 0; i < exchange.homeCount(); ++i)
        names[exchange.controller(i).identity().id] = exchange.controller(i).identity().name;
    return names;
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

void addParticipants(views::OperatorSnapshot& view, const Exchange& exchange,
                     const std::map<ParticipantId, std::string>& names)
{
    const ledger::LedgerState& state = exchange.authority().state();
    std::map<ParticipantId, Energy> generated;
    const Period today = Period::containing(localMidnight(view.now, view.zoneOffsetSeconds));
    for (std::size_t i = 0; i < exchange.homeCount(); ++i) {
        const controller::HomeController& home = exchange.controller(i);
        for (Period period = today; period < Period::containing(view.now); period = period.plus(1))
            generated[home.identity().id] += home.pv().at(period).value_or(Energy{});
    }
    for (const auto& [id, participant] : state.participants()) {
        views::ParticipantRow& row = view.participants.emplace_back();
        row.id = id;
        row.role = roleOf(participant.role);
        row.name = names.contains(id) ? names.at(id) : participant.meter;
        row.meter = participant.meter;
        row.keyFingerprint = fingerprint(participant.key);
        row.connectionCapacity = participant.connectionCapacity;
        row.generated = generated[id];
        const auto& sheets = exchange.record().lastSheets();
        if (const auto last = sheets.find(id); last != sheets.end())
            row.lastSheet = last->second;
        row.revoked = participant.revoked.has_value();
        row.balance = participant.role == ledger::Role::Utility        ? state.utilityAccount()
                      : participant.role == ledger::Role::GridOperator ? state.gridOperatorAccount()
                                                                       : state.account(id);
    }
}

void addEnrolments(views::OperatorSnapshot& view, const Exchange& exchange)
{
    const auto& requests = exchange.joinRequests();
    for (auto at = requests.rbegin(); at != requests.rend(); ++at)
        view.enrolments.push_back({at->fingerprint, crypto::fingerprintText(at->fingerprint), at->name,
                                   at->enrolment.meter, ZoneId{}, at->enrolment.connectionCapacity, at->asked,
                                   at->state, at->takesPartFrom});
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

views::DisputeState stateOf(const settlement::Dispute& dispute, const Exchange& exchange, Period running)
{
    const auto& periods = exchange.record().periods();
    const auto record = periods.find(dispute.period);
    if (record != periods.end() && record->second.corrected.contains(dispute.home))
        return views::DisputeState::Corrected;
    const auto age = running.since(dispute.period);
    return age <= static_cast<std::int64_t>(ledger::kCorrectionPeriods) ? views::DisputeState::Open
                                                                        : views::DisputeState::Stands;
}

void addPeriods(views::OperatorSnapshot& view, const Exchange& exchange,
                const std::map<ParticipantId, std::string>& names)
{
    const Period running = Period::containing(view.now);
    const auto& periods = exchange.record().periods();
    for (auto at = periods.rbegin(); at != periods.rend(); ++at) {
        const PeriodRecord& record = at->second;
        for (std::uint32_t i = 0; i < record.contracts.size() && view.deliveries.size() < kDeliveriesMax; ++i)
            view.deliveries.push_back(deliveryRow(at->first, i, record.contracts[i], names, running));
        if (!record.settlement)
            continue;
        const ledger::PeriodSettlementResult& settled = *record.settlement;
        view.settlements.push_back({at->first, settled.contracted, settled.delivered, record.imbalance,
                                    settled.networkLoss, record.homes, settled.utility, settled.gridOperator,
                                    exchange.unaccounted(at->first), record.corrections});
    }
    for (const settlement::Dispute& dispute : exchange.record().disputes()) {
        view.disputes.push_back(
            {dispute.period, dispute.home, names.contains(dispute.home) ? names.at(dispute.home) : std::string{},
             causeOf(dispute.cause), dispute.read, dispute.against, stateOf(dispute, exchange, running)});
    }
}

void addFleet(views::OperatorSnapshot& view, const Exchange& exchange)
{
    for (std::size_t i = 0; i < exchange.homeCount(); ++i) {
        const controller::HomeController& home = exchange.controller(i);
        const auto state = home.devices().router->state();
        view.fleet.push_back({home.identity().id, home.identity().name, state, home.devices().router->capacity()});
        if (state.value && state.value->power < Power{})
            view.tradedNow += state.value->power.abs();
        view.neighbourhoodLoad += home.devices().load->power().value.value_or(Power{});
        if (home.devices().pv != nullptr)
            view.neighbourhoodPv += home.devices().pv->power().value.value_or(Power{});
    }
}

void addLedger(views::OperatorSnapshot& view, const Exchange& exchange)
{
    const ledger::LedgerState& state = exchange.authority().state();
    const auto signatures = static_cast<std::uint32_t>(exchange.authority().checkpoint().signatures.size());
    for (const BlockRecord& block : exchange.record().blocks()) {
        view.blocks.push_back({block.header.height, block.madeAt, block.header.transactionCount, block.invalid,
                               hashOf(block.header), block.header.resultRoot, signatures});
    }
    const auto& terms = state.terms();
    for (std::uint32_t i = 0; i < terms.authorities.size(); ++i)
        view.authorities.push_back({i, fingerprint(terms.authorities[i]), state.height(), view.now});
    view.quorum = terms.threshold;
    view.logSize = state.logSize();
    view.logRoot = exchange.authority().checkpoint().logRoot;
    view.resultRoot = state.resultRoot();
}

void addEvidence(views::OperatorSnapshot& view, const Exchange& exchange,
                 const std::map<ParticipantId, std::string>& names)
{
    for (const RefusedAnswer& answer : exchange.answers().evidence())
        view.evidence.push_back({answer.at, names.at(answer.home), answer.height, answer.leaf, answer.resultRoot});
}

struct AlarmKind {
    views::AlarmCode code;
    int priority;
};

std::optional<AlarmKind> alarmOf(controller::Incident incident)
{
    using controller::Incident;
    switch (incident) {
    case Incident::RouterTripped:
        return AlarmKind{views::AlarmCode::RouterTripped, 2};
    case Incident::RouterSilent:
        return AlarmKind{views::AlarmCode::RouterSilent, 3};
    case Incident::MeterSilent:
        return AlarmKind{views::AlarmCode::MeterSilent, 3};
    case Incident::DeliveryShort:
        return AlarmKind{views::AlarmCode::DeliveryShort, 3};
    case Incident::SheetRefused:
        return AlarmKind{views::AlarmCode::SheetRefused, 4};
    case Incident::ProofFailed:
        return AlarmKind{views::AlarmCode::ProofFailed, 1};
    case Incident::NodeUnreachable:
        return std::nullopt;
    }
    return std::nullopt;
}

std::vector<RaisedAlarm> alarmsOf(const Exchange& exchange, const std::vector<views::DisputeRow>& disputes)
{
    std::vector<RaisedAlarm> raised;
    for (std::size_t i = 0; i < exchange.homeCount(); ++i) {
        const controller::HomeController& home = exchange.controller(i);
        if (exchange.isRevoked(home.identity().id))
            continue;
        for (const controller::IncidentRecord& incident : home.incidents())
            if (const auto kind = alarmOf(incident.incident))
                raised.push_back({home.identity().id, home.identity().name, kind->code, kind->priority, incident.since,
                                  incident.active});
    }
    std::set<std::pair<ParticipantId, Period>> disputed;
    for (const views::DisputeRow& dispute : disputes)
        if (dispute.state == views::DisputeState::Open && disputed.emplace(dispute.home, dispute.period).second)
            raised.push_back({dispute.home, dispute.name, views::AlarmCode::Disputed, 3, dispute.period.end(), true});
    return raised;
}

} // namespace

views::OperatorSnapshot OperatorView::of(const Exchange& exchange)
{
    views::OperatorSnapshot view;
    view.now = exchange.now();
    view.currency = exchange.setup().currency;
    view.zoneOffsetSeconds = exchange.setup().zoneOffsetSeconds;
    const Period running = Period::containing(view.now);
    view.lastRound = exchange.authority().state().lastClosedRound().value_or(running);
    view.nextRound = running.plus(1);
    const auto& periods = exchange.record().periods();
    const UtcTime midnight = localMidnight(view.now, view.zoneOffsetSeconds);
    for (auto at = periods.lower_bound(running.plus(-kPastPeriods)); at != periods.end(); ++at) {
        const PeriodRecord& record = at->second;
        view.markets.push_back({at->first, phaseOf(at->first, running, record), record.lastRound, record.price,
                                record.priceInterval, record.volume, record.orders, record.curves});
        if (at->first.start() >= midnight && at->first <= running)
            view.tradedToday += record.volume;
    }
    const auto names = namesOf(exchange);
    addParticipants(view, exchange, names);
    addEnrolments(view, exchange);
    addPeriods(view, exchange, names);
    addFleet(view, exchange);
    addLedger(view, exchange);
    addEvidence(view, exchange, names);
    m_alarms.fill(view, alarmsOf(exchange, view.disputes));
    return view;
}

} // namespace dgex::app
