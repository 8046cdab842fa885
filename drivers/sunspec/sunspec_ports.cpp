// SPDX-License-Identifier: GPL-3.0-or-later
#include "drivers/sunspec/sunspec_ports.h"

#include "core/base/assert.h"

#include <algorithm>
#include <format>

namespace dgex::drivers {

using ports::Quality;
using ports::Reading;

namespace {

constexpr std::initializer_list<std::uint16_t> kMeters{203, 204, 202, 201, 213, 214, 212, 211};
constexpr std::initializer_list<std::uint16_t> kInverters{701, 103, 102, 101, 113, 112, 111};

std::optional<Power> freshPower(const Reading<double>& reading)
{
    if (reading.quality != Quality::Good)
        return std::nullopt;
    return wholeReading<Power>(reading).value;
}

/// The worst of the qualities, the oldest of the times.
template <class Value>
void join(Reading<Value>& into, const Reading<double>& part)
{
    into.quality = std::max(into.quality, part.quality);
    into.measuredAt = std::min(into.measuredAt, part.measuredAt);
    into.receivedAt = std::min(into.receivedAt, part.receivedAt);
}

Reading<double> generatedPower(const SunSpecDevice& device)
{
    return device.number(kInverters, "W");
}

KeeperRules asLimit(KeeperRules rules)
{
    rules.isLimit = true;
    return rules;
}

SunSpecControl::Options limitOptions(SunSpecControl::Options options)
{
    options.kind = SunSpecControl::Kind::Limit;
    options.keeper = asLimit(options.keeper);
    return options;
}

} // namespace

Reading<ports::MeterCounters> SunSpecMeter::counters() const
{
    const Reading<double> imported = m_device.number(kMeters, "TotWhImp");
    const Reading<double> exported = m_device.number(kMeters, "TotWhExp");
    Reading<ports::MeterCounters> result{std::nullopt, imported.measuredAt, imported.receivedAt, imported.quality};
    if (!imported.value || !exported.value)
        return {};
    join(result, exported);
    result.value = {*wholeReading<Energy>(imported).value, *wholeReading<Energy>(exported).value};
    return result;
}

Reading<Power> SunSpecMeter::power() const
{
    return wholeReading<Power>(m_device.number(kMeters, "W"), m_sign);
}

SunSpecInverter::SunSpecInverter(SunSpecDevice& device, Power peak, SunSpecControl::Options options)
    : m_device(device)
    , m_peak(peak)
    , m_control(device, limitOptions(options), [&device] { return freshPower(generatedPower(device)); })
{
}

Reading<Energy> SunSpecInverter::generated() const
{
    const Reading<double> counter = m_device.number({701}, "TotWhInj");
    return wholeReading<Energy>(counter.value ? counter : m_device.number(kInverters, "WH"));
}

Reading<Power> SunSpecInverter::power() const
{
    Reading<Power> power = wholeReading<Power>(generatedPower(m_device));
    if (power.value)
        power.value = std::max(Power{}, *power.value); // At night an inverter draws a little.
    return power;
}

Power SunSpecInverter::peak() const
{
    if (!m_peak.isZero())
        return m_peak;
    const auto rated = m_device.number({702}, "WMaxRtg").value;
    return wholeReading<Power>(rated ? m_device.number({702}, "WMaxRtg") : m_device.number({120}, "WRtg"))
        .value.value_or(Power{});
}

ports::CommandResult SunSpecInverter::setLimit(Power limit, std::chrono::milliseconds validFor)
{
    return m_control.set(limit, validFor);
}

SunSpecBattery::SunSpecBattery(SunSpecDevice& device, const ports::BatteryRating& rating, bool chargeIsPositive,
                               SunSpecControl::Options options)
    : m_device(device)
    , m_rating(rating)
    , m_sign(chargeIsPositive ? -1 : 1)
    , m_control(device, options, [this] { return freshPower(power()); })
{
}

Reading<double> SunSpecBattery::power() const
{
    Reading<double> reading = m_device.number(802, "W");
    if (reading.value)
        reading.value = *reading.value * m_sign;
    return reading.value ? reading : generatedPower(m_device);
}

ports::BatteryRating SunSpecBattery::rating() const
{
    ports::BatteryRating rating = m_rating;
    if (rating.capacity.isZero())
        rating.capacity = wholeReading<Energy>(m_device.number({713, 802}, "WHRtg")).value.value_or(Energy{});
    if (rating.capacity.isZero())
        rating.capacity = wholeReading<Energy>(m_device.number(120, "WHRtg")).value.value_or(Energy{});
    for (const auto& [model, point] : {std::pair<std::uint16_t, std::string_view>{802, "WDisChaRteMax"},
                                       {702, "WDisChaRteMaxRtg"},
                                       {702, "WMaxRtg"},
                                       {124, "WChaMax"}}) {
        if (rating.powerMax.isZero())
            rating.powerMax = wholeReading<Power>(m_device.number(model, point)).value.value_or(Power{});
    }
    return rating;
}

Reading<double> SunSpecBattery::storedWh() const
{
    if (const Reading<double> available = m_device.number(713, "WHAvail"); available.value)
        return available;
    Reading<double> share = m_device.number({713, 802}, "SoC");
    if (!share.value)
        share = m_device.number(124, "ChaState");
    const auto capacity = static_cast<double>(rating().capacity.count());
    if (!share.value || *share.value < 0 || *share.value > 100 || capacity <= 0)
        return {};
    share.value = *share.value * capacity / 100;
    return share;
}

Reading<ports::BatteryState> SunSpecBattery::state() const
{
    const Reading<double> stored = storedWh();
    const Reading<double> watts = power();
    if (!stored.value || !watts.value)
        return {};
    Reading<ports::BatteryState> result{ports::BatteryState{}, stored.measuredAt, stored.receivedAt, stored.quality};
    join(result, watts);
    result.value->stored = *wholeReading<Energy>(stored).value;
    result.value->power = *wholeReading<Power>(watts).value;
    const Reading<double> charged = m_device.number(701, "TotWhAbs");
    const Reading<double> discharged = m_device.number(701, "TotWhInj");
    if (!charged.value || !discharged.value) {
        result.quality = std::max(result.quality, Quality::Estimated);
        return result;
    }
    join(result, charged);
    result.value->charged = *wholeReading<Energy>(charged).value;
    result.value->discharged = *wholeReading<Energy>(discharged).value;
    return result;
}

ports::CommandResult SunSpecBattery::setPower(Power discharging, std::chrono::milliseconds validFor)
{
    return m_control.set(discharging, validFor);
}

SunSpecRouter::SunSpecRouter(std::vector<SunSpecLeg> legs, Power capacity, SunSpecControl::Options options)
    : m_legs(std::move(legs))
    , m_capacity(capacity)
    , m_control(*m_legs.at(0).device, options,
                [device = m_legs.at(0).device] { return freshPower(device->number(701, "W")); })
{
    DGEX_ASSERT(m_legs.front().port == 0);
}

Power SunSpecRouter::capacity() const
{
    if (!m_capacity.isZero())
        return m_capacity;
    return wholeReading<Power>(m_legs.front().device->number(702, "WMaxRtg")).value.value_or(Power{});
}

/// SunSpec counts generation as positive, which at a leg flows out of the home.
ports::LegState SunSpecRouter::legState(const SunSpecLeg& leg) const
{
    ports::LegState state{leg.name, leg.kind, leg.role, Power{}, Power{}};
    if (leg.port > 0) {
        const std::string port = std::format("Prt[{}].", leg.port);
        state.power = wholeReading<Power>(leg.device->number(714, port + "DCW"), -1).value.value_or(Power{});
        state.capacity = capacity();
        if (leg.device->number(714, port + "DCSta").value == 0.0)
            state.role = ports::LegRole::Off;
        return state;
    }
    state.power = wholeReading<Power>(leg.device->number(701, "W"), -1).value.value_or(Power{});
    state.capacity = wholeReading<Power>(leg.device->number(702, "WMaxRtg")).value.value_or(Power{});
    if (const auto mode = leg.device->number(701, "DERMode").value)
        state.role = static_cast<std::int64_t>(*mode) & 2 ? ports::LegRole::GridForming : ports::LegRole::GridFollowing;
    if (leg.device->number(701, "St").value == 0.0)
        state.role = ports::LegRole::Off;
    return state;
}

Reading<ports::DgrState> SunSpecRouter::state() const
{
    const SunSpecDevice& grid = *m_legs.front().device;
    const Reading<double> watts = grid.number(701, "W");
    if (!watts.value)
        return {};
    Reading<ports::DgrState> result{ports::DgrState{}, watts.measuredAt, watts.receivedAt, watts.quality};
    ports::DgrState& state = *result.value;
    state.power = *wholeReading<Power>(watts, -1).value;
    state.setpoint = -m_control.standing().value_or(Power{});
    const Reading<double> imported = grid.number(701, "TotWhAbs");
    const Reading<double> exported = grid.number(701, "TotWhInj");
    state.imported = wholeReading<Energy>(imported).value.value_or(Energy{});
    state.exported = wholeReading<Energy>(exported).value.value_or(Energy{});
    if (!imported.value || !exported.value)
        result.quality = std::max(result.quality, Quality::Estimated);
    if (const auto degrees = grid.number(701, "TmpCab").value)
        state.temperatureDeciCelsius = static_cast<int>(std::lround(*degrees * 10));
    for (const SunSpecLeg& leg : m_legs)
        state.legs.push_back(legState(leg));
    const bool hasFault = grid.number(701, "InvSt").value == 6.0;
    const bool isLost = result.quality == Quality::Stale || !grid.health().isReachable;
    const bool isDelivering = !state.setpoint.isZero() || state.power.abs() > Power{20};
    state.mode = isLost         ? ports::DgrMode::Lost
                 : hasFault     ? ports::DgrMode::Tripped
                 : isDelivering ? ports::DgrMode::Delivering
                                : ports::DgrMode::Idle;
    return result;
}

ports::CommandResult SunSpecRouter::setPower(Power intoHome, std::chrono::milliseconds validFor)
{
    const Power most = capacity();
    const Power asked = most.isZero() ? intoHome : std::clamp(intoHome, -most, most);
    if (state().value.value_or(ports::DgrState{}).mode == ports::DgrMode::Tripped)
        return ports::CommandResult::Refused;
    return m_control.set(-asked, validFor);
}

} // namespace dgex::drivers
