// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/exchange/operator_view.h"

#include "app/exchange/local_day.h"
#include "app/views/ledger_view.h"
#include "core/crypto/certificate.h"

#include <algorithm>

namespace dgex::app {

namespace {

constexpr std::chrono::seconds kFresh{10}; ///< Older values of devices are not added up.

std::map<ParticipantId, std::string> namesOf(const Exchange& exchange)
{
    std::map<ParticipantId, std::string> names;
    for (std::size_t i = 0; i < exchange.homeCount(); ++i)
        names[exchange.controller(i).identity().id] = exchange.controller(i).identity().name;
    return names;
}

void addGenerated(views::OperatorSnapshot& view, const Exchange& exchange)
{
    const Period today = Period::containing(localMidnight(view.now, view.zoneOffsetSeconds));
    for (std::size_t i = 0; i < exchange.homeCount(); ++i) {
        const controller::HomeController& home = exchange.controller(i);
        const auto row =
            std::ranges::lower_bound(view.participants, home.identity().id, {}, &views::ParticipantRow::id);
        if (row == view.participants.end() || row->id != home.identity().id)
            continue;
        for (Period period = today; period < Period::containing(view.now); period = period.plus(1))
            row->generated = row->generated.value_or(Energy{}) + home.pv().at(period).value_or(Energy{});
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

void addFleet(views::OperatorSnapshot& view, const Exchange& exchange)
{
    for (std::size_t i = 0; i < exchange.homeCount(); ++i) {
        const controller::HomeController& home = exchange.controller(i);
        const auto state = home.devices().router->state();
        view.fleet.push_back({home.identity().id, home.identity().name, state, home.devices().router->capacity()});
        if (state.value && state.value->power < Power{})
            view.tradedNow += state.value->power.abs();
        const auto load = home.devices().load->power().fresh(view.now, kFresh);
        const auto pv =
            home.devices().pv == nullptr ? std::optional{Power{}} : home.devices().pv->power().fresh(view.now, kFresh);
        view.silentHomes += load && pv ? 0U : 1U;
        view.neighbourhoodLoad += load.value_or(Power{});
        view.neighbourhoodPv += pv.value_or(Power{});
    }
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
    std::ranges::copy(disputeAlarms(disputes), std::back_inserter(raised));
    return raised;
}

} // namespace

views::OperatorSnapshot OperatorView::of(const Exchange& exchange)
{
    LedgerScene scene{.authority = exchange.authority(),
                      .record = exchange.record(),
                      .now = exchange.now(),
                      .currency = exchange.setup().currency,
                      .zoneOffsetSeconds = exchange.setup().zoneOffsetSeconds};
    scene.names = namesOf(exchange);
    scene.proofOf = [&exchange](Period period, const PeriodRecord& record) {
        return exchange.marketProofs().stateOf(period, record);
    };
    scene.unaccounted = [&exchange](Period period) { return exchange.unaccounted(period); };
    views::OperatorSnapshot view = ledgerView(scene);
    addGenerated(view, exchange);
    addEnrolments(view, exchange);
    addFleet(view, exchange);
    addEvidence(view, exchange, scene.names);
    m_alarms.fill(view, alarmsOf(exchange, view.disputes));
    return view;
}

} // namespace dgex::app
