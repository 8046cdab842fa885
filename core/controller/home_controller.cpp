// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/controller/home_controller.h"

#include <algorithm>

namespace dgex::controller {

namespace {

constexpr std::chrono::minutes kReadingAgeMax{2};
constexpr std::size_t kIncidentsMax = 50;

/// An older value of counters that never decrease; none when they did.
std::optional<ports::MeterCounters> unlessGoneBack(const std::optional<ports::MeterCounters>& before,
                                                   const std::optional<ports::MeterCounters>& now)
{
    const bool holds = before && now && before->imported <= now->imported && before->exported <= now->exported;
    return holds ? before : std::nullopt;
}

} // namespace

HomeController::HomeController(HomeIdentity identity, ControllerParts parts, ledger::TrustAnchor anchor)
    : m_identity(std::move(identity))
    , m_parts(parts)
    , m_client(*parts.node)
    , m_anchor(std::move(anchor))
    , m_policy(policy::presetPolicy(policy::Preset::Balanced))
    , m_demandMaker(forecast::Target::Demand, m_identity.profile)
    , m_pvMaker(forecast::Target::Pv, m_identity.profile)
{
    DGEX_ASSERT(parts.key != nullptr && parts.peers != nullptr && parts.random != nullptr);
    DGEX_ASSERT(parts.devices.meter != nullptr && parts.devices.load != nullptr && parts.devices.router != nullptr);
}

void HomeController::seedHistory(forecast::History demand, forecast::History pv)
{
    m_demand.seed(std::move(demand));
    m_pv.seed(std::move(pv));
}

PeriodMarks HomeController::marksAt(UtcTime now) const
{
    const ports::HomeDevices& devices = m_parts.devices;
    PeriodMarks marks;
    marks.period = Period::containing(now);
    if (const auto router = devices.router->state().fresh(now, kReadingAgeMax))
        marks.router = {router->imported, router->exported};
    marks.meter = devices.meter->counters().fresh(now, kReadingAgeMax);
    marks.consumed = devices.load->consumed().fresh(now, kReadingAgeMax);
    if (devices.pv != nullptr)
        marks.generated = devices.pv->generated().fresh(now, kReadingAgeMax);
    return marks;
}

void HomeController::begin(UtcTime now)
{
    m_marks = marksAt(now);
    m_demand.start(m_marks.consumed);
    m_pv.start(m_marks.generated);
}

void HomeController::resume(const PeriodMarks& marks, UtcTime now)
{
    const PeriodMarks seen = marksAt(now);
    m_marks = {};
    m_marks.period = seen.period;
    if (marks.period == seen.period) {
        m_marks.router = unlessGoneBack(marks.router, seen.router);
        m_marks.meter = unlessGoneBack(marks.meter, seen.meter);
        m_marks.consumed = marks.consumed <= seen.consumed ? marks.consumed : std::nullopt;
        m_marks.generated = marks.generated <= seen.generated ? marks.generated : std::nullopt;
    }
    m_demand.start(m_marks.consumed);
    m_pv.start(m_marks.generated);
    m_isResumed = true;
}

Energy HomeController::reserve() const
{
    if (m_parts.devices.battery == nullptr)
        return {};
    const Energy capacity = m_parts.devices.battery->rating().capacity;
    const int percent = m_steered ? policy::termsIn(m_policy, *m_steered).reservePercent : m_policy.reservePercent;
    return Energy{divide(Int128{capacity.count()} * percent, 100, Rounding::HalfAwayFromZero)};
}

bool HomeController::send(ledger::TransactionType type, Bytes payload, UtcTime now,
                          std::optional<ledger::MeterValues> values)
{
    const auto transaction =
        ledger::sign({m_anchor.market, type, m_identity.id, ++m_sequence, std::move(payload), {}}, *m_parts.key);
    const bool sent = transaction && m_client.submit(ledger::encode(*transaction), std::move(values));
    note(Incident::NodeUnreachable, !sent, now);
    return sent;
}

void HomeController::note(Incident incident, bool active, UtcTime now)
{
    const auto known = std::ranges::find_if(
        m_incidents, [incident](const IncidentRecord& record) { return record.incident == incident && record.active; });
    if (known != m_incidents.end()) {
        known->active = active;
    } else if (active) {
        m_incidents.push_front({incident, now, true});
        if (m_incidents.size() > kIncidentsMax)
            m_incidents.pop_back();
    }
}

void HomeController::watchDevices(UtcTime now)
{
    const auto router = m_parts.devices.router->state();
    const auto state = router.fresh(now, kReadingAgeMax);
    note(Incident::RouterSilent, !state, now);
    note(Incident::RouterTripped, state && state->mode == ports::DgrMode::Tripped, now);
    note(Incident::MeterSilent, !m_parts.devices.meter->counters().fresh(now, kReadingAgeMax), now);
}

void HomeController::control(UtcTime now, std::chrono::milliseconds step)
{
    if (const Period period = Period::containing(now); m_delivery.period != period)
        beginDelivery(period, now);
    if (const Period next = Period::containing(now).plus(1); next.start() - now <= delivery::kAnnounceLead)
        announce(next, now);
    steerRouter(now, step);
    steerCharger(now, step);
    steerBattery(now, step);
    watchDevices(now);
}

policy::BatteryWindow HomeController::windowOf(Period period) const
{
    const auto schedule = m_schedules.find(period);
    return schedule == m_schedules.end() ? policy::kSelfUseWindow : schedule->second.window;
}

void HomeController::steerBattery(UtcTime now, std::chrono::milliseconds step)
{
    ports::Battery* battery = m_parts.devices.battery;
    if (battery == nullptr)
        return;
    const auto state = battery->state().fresh(now, kReadingAgeMax);
    const auto connection = m_parts.devices.meter->power().fresh(now, kReadingAgeMax);
    const auto router = m_parts.devices.router->state().fresh(now, kReadingAgeMax);
    const Period period = Period::containing(now);
    if (m_steered != period)
        m_wattMilliseconds = 0;
    m_steered = period;
    if (!state || !connection)
        return; // The battery falls back to idle by itself.
    const Power throughRouter = router ? router->power : Power{};
    const ports::BatteryRating rating = battery->rating();
    const policy::BatteryInputs inputs{
        .stored = state->stored,
        .capacity = rating.capacity,
        .powerMax = rating.powerMax,
        .efficiencyPermille = rating.efficiencyPermille,
    };
    const Power needed = *connection + state->power - throughRouter;
    const policy::WindowTime time{
        .discharged = Energy{m_wattMilliseconds / 3'600'000}, .left = period.end() - now, .step = step};
    const Power power = policy::windowBatteryPower(needed, inputs, reserve(), windowOf(period), time);
    m_wattMilliseconds += power.count() * step.count();
    battery->setPower(power, step * 3);
}

void HomeController::closePeriod(Period period, UtcTime now)
{
    reportDelivery(period, now);
    reportMeter(period, now);
    compareForecast(period);
}

void HomeController::reportMeter(Period period, UtcTime now)
{
    const auto counters = m_parts.devices.meter->counters().fresh(now, kReadingAgeMax);
    m_demand.close(period, m_parts.devices.load->consumed().fresh(now, kReadingAgeMax));
    std::optional<Energy> generated;
    if (m_parts.devices.pv != nullptr)
        generated = m_parts.devices.pv->generated().fresh(now, kReadingAgeMax);
    m_pv.close(period, generated);
    closeComfort(period);
    if (counters && m_marks.meter && m_firstPeriod && period >= *m_firstPeriod) {
        ledger::MeterValues values;
        values.home = m_identity.id;
        values.period = period;
        values.imported = counters->imported - m_marks.meter->imported;
        values.exported = counters->exported - m_marks.meter->exported;
        values.generated = m_pv.at(period).value_or(Energy{});
        m_parts.random->fill(values.salt);
        const ledger::MeterReading reading{m_identity.id, period, ledger::ReadingKind::Provisional,
                                           ledger::hashOf(values)};
        if (send(ledger::TransactionType::MeterReading, ledger::encode(reading), now, values))
            m_book[period].times.metered = now;
    }
}

void HomeController::compareForecast(Period period)
{
    const auto compare = [period](const std::map<Period, forecast::Quantiles>& issued, const HalfHourLog& log,
                                  BandCounts& band) {
        const auto expected = issued.find(period);
        const std::optional<Energy> actual = log.at(period);
        if (expected == issued.end() || !actual)
            return;
        ++band.comparisons;
        if (*actual >= expected->second.p10 && *actual <= expected->second.p90)
            ++band.inside;
    };
    compare(m_issuedDemand, m_demand, m_demandBand);
    if (m_parts.devices.pv != nullptr)
        compare(m_issuedPv, m_pv, m_pvBand);
}

} // namespace dgex::controller
