// SPDX-License-Identifier: GPL-3.0-or-later
#include "drivers/echonet/devices.h"

#include <algorithm>

namespace dgex::drivers::echonet {

using ports::CommandResult;
using ports::Quality;
using ports::Reading;

namespace {

constexpr std::chrono::milliseconds kStep{250};
constexpr std::uint8_t kMode = 0xDA;
constexpr std::uint8_t kCharging = 0x42;
constexpr std::uint8_t kDischarging = 0x43;
constexpr std::uint8_t kStandby = 0x44;
constexpr std::uint8_t kChargingPower = 0xEB;
constexpr std::uint8_t kDischargingPower = 0xEC;
constexpr std::uint8_t kChargingCurrent = 0xED;
constexpr std::int64_t kVolts = 200; ///< Of a charger that does not tell.

using Action = CommandKeeper::Action;

Bytes number(std::int64_t value, std::size_t size)
{
    Bytes bytes(size);
    for (std::size_t i = size; i-- > 0; value >>= 8)
        bytes[i] = static_cast<std::uint8_t>(value & 0xFF);
    return bytes;
}

template <class Amount>
Reading<Amount> as(const Reading<std::int64_t>& reading, std::int64_t factor = 1)
{
    Reading<Amount> result{std::nullopt, reading.measuredAt, reading.receivedAt, reading.quality};
    if (reading.value)
        result.value = Amount{*reading.value * factor};
    return result;
}

template <class Value>
std::optional<Value> good(const Reading<Value>& reading)
{
    return reading.quality == Quality::Good ? reading.value : std::nullopt;
}

KeeperRules asLimit(KeeperRules rules)
{
    rules.isLimit = true;
    return rules;
}

/// + charging
Reading<Power> chargingPower(const Unit& unit)
{
    return as<Power>(unit.number(0xD3, Form::S32));
}

/// Where the amount of a charge or discharge is set: AA and AB of newer batteries, E7 and E8. None: nowhere.
std::optional<std::uint8_t> amountCode(const Unit& unit, bool isCharge)
{
    for (const int code : isCharge ? std::initializer_list<int>{0xAA, 0xE7} : std::initializer_list<int>{0xAB, 0xE8})
        if (unit.canSet(static_cast<std::uint8_t>(code)))
            return static_cast<std::uint8_t>(code);
    return std::nullopt;
}

/// The energy of a power over the reversion time, rounded up.
Property amount(std::uint8_t code, Power power, std::chrono::seconds reversion)
{
    return {code, number((power.abs().count() * reversion.count() + 3'599) / 3'600, 4)};
}

} // namespace

Reading<ports::MeterCounters> EchonetMeter::counters() const
{
    const auto scale = m_unit.scale();
    if (!scale)
        return {};
    const Reading<std::int64_t> normal = m_unit.number(0xE0, Form::U32);
    const Reading<std::int64_t> reverse = m_unit.number(0xE3, Form::U32);
    const auto imported = energyOf(normal.value, *scale);
    const auto exported = energyOf(reverse.value, *scale);
    if (imported && exported)
        return {ports::MeterCounters{*imported, *exported}, std::min(normal.measuredAt, reverse.measuredAt),
                std::min(normal.receivedAt, reverse.receivedAt), std::max(normal.quality, reverse.quality)};
    const Reading<Bytes> minute = m_unit.data(0xD0);
    const auto counters = minute.value ? oneMinuteCounters(*minute.value, *scale) : std::nullopt;
    if (!counters || !counters->imported || !counters->exported)
        return {};
    return {ports::MeterCounters{*counters->imported, *counters->exported}, std::min(counters->at, minute.measuredAt),
            minute.receivedAt, minute.quality};
}

Reading<Power> EchonetMeter::power() const
{
    return as<Power>(m_unit.number(0xE7, Form::S32));
}

Control::Control(Unit& unit, const KeeperRules& rules, std::function<std::optional<Power>()> measured, Writes writes)
    : m_unit(unit)
    , m_keeper(rules)
    , m_measured(std::move(measured))
    , m_writes(std::move(writes))
{
    QObject::connect(&m_timer, &QTimer::timeout, &m_timer, [this] { step(); });
}

CommandResult Control::set(Power power, std::chrono::milliseconds validFor)
{
    m_keeper.command(power, validFor, m_unit.clock().now());
    m_timer.start(kStep);
    step();
    return CommandResult::Accepted;
}

void Control::step()
{
    const Action action = m_keeper.step(m_unit.clock().now(), m_measured());
    if (action.kind == Action::Kind::Nothing) {
        if (!m_keeper.power())
            m_timer.stop();
        return;
    }
    m_unit.write(m_writes(action), [this](bool written) { m_keeper.done(written, m_unit.clock().now()); });
}

EchonetPv::EchonetPv(std::shared_ptr<Exchange> exchange, const ports::Clock& clock, const UnitOptions& options,
                     Power peak, const ControlOptions& control)
    : EchonetDevice(std::move(exchange), clock, options)
    , m_peak(peak)
    , m_options(control)
    , m_control(
          m_unit, asLimit(control.keeper), [this] { return good(power()); },
          [this](const Action& action) -> std::vector<Property> {
              const bool isOn = action.kind == Action::Kind::Write;
              const Power limit = isOn ? std::min(action.power, this->peak()) : this->peak();
              if (m_unit.canSet(0xA1))
                  return {{0xA1, number(std::min<std::int64_t>(0xFFFD, limit.count()), 2)}};
              return {{0xA0, number(limit.count() * 100 / std::max<std::int64_t>(1, this->peak().count()), 1)}};
          })
{
}

Reading<Energy> EchonetPv::generated() const
{
    return as<Energy>(m_unit.number(0xE1, Form::U32));
}

Reading<Power> EchonetPv::power() const
{
    return as<Power>(m_unit.number(0xE0, Form::U16));
}

Power EchonetPv::peak() const
{
    return m_peak.isZero() ? as<Power>(m_unit.number(0xE8, Form::U16)).value.value_or(Power{}) : m_peak;
}

CommandResult EchonetPv::setLimit(Power limit, std::chrono::milliseconds validFor)
{
    if (!m_unit.health().isReachable)
        return CommandResult::NotReachable;
    const bool canSet = m_unit.canSet(0xA1) || m_unit.canSet(0xA0);
    if (!canSet || !m_options.mayLackReversion || peak().isZero() || limit < Power{} || validFor.count() <= 0)
        return CommandResult::Refused;
    return m_control.set(limit, validFor);
}

EchonetBattery::EchonetBattery(std::shared_ptr<Exchange> exchange, const ports::Clock& clock,
                               const UnitOptions& options, const ports::BatteryRating& rating,
                               const ControlOptions& control)
    : EchonetDevice(std::move(exchange), clock, options)
    , m_rating(rating)
    , m_options(control)
    , m_control(
          m_unit, control.keeper,
          [this]() -> std::optional<Power> {
              const auto charging = good(chargingPower(m_unit));
              return charging ? std::optional(-*charging) : std::nullopt;
          },
          [this](const Action& action) { return writes(action); })
{
}

ports::BatteryRating EchonetBattery::rating() const
{
    ports::BatteryRating rating = m_rating;
    if (rating.capacity.isZero())
        rating.capacity = Energy{m_unit.number(0xD0, Form::U32).value.value_or(0)};
    const bool isVehicle = m_unit.options().object.classCode() == 0x027E;
    for (const int code : isVehicle ? std::initializer_list<int>{0xC6, 0xC5} : std::initializer_list<int>{0xC9, 0xC8})
        if (rating.powerMax.isZero()) {
            const auto most = m_unit.number(static_cast<std::uint8_t>(code), Form::U32, isVehicle ? 0 : 4);
            rating.powerMax = Power{most.value.value_or(0)};
        }
    return rating;
}

Reading<ports::BatteryState> EchonetBattery::state() const
{
    const Reading<Power> charging = chargingPower(m_unit);
    Reading<std::int64_t> stored = m_unit.number(0xE2, Form::U32);
    if (!stored.value) {
        stored = m_unit.number(0xE4, Form::U8);
        if (stored.value)
            stored.value = divide(Int128{rating().capacity.count()} * *stored.value, 100, Rounding::Floor);
    }
    if (!charging.value || !stored.value)
        return {};
    const Reading<std::int64_t> charged = m_unit.number(0xD8, Form::U32);
    const Reading<std::int64_t> discharged = m_unit.number(0xD6, Form::U32);
    const bool isCounted = charged.value && discharged.value;
    const ports::BatteryState state{Energy{*stored.value}, -*charging.value, Energy{charged.value.value_or(0)},
                                    Energy{discharged.value.value_or(0)}};
    Quality quality = std::max(charging.quality, stored.quality);
    if (!isCounted)
        quality = std::max(quality, Quality::Estimated);
    return {state, std::min(charging.measuredAt, stored.measuredAt), std::min(charging.receivedAt, stored.receivedAt),
            quality};
}

CommandResult EchonetBattery::setPower(Power discharging, std::chrono::milliseconds validFor)
{
    if (!m_unit.health().isReachable)
        return CommandResult::NotReachable;
    const bool isCharge = discharging < Power{};
    const bool isFull = discharging.abs() * 10 >= rating().powerMax * 9;
    const bool canSetPower = m_unit.canSet(isCharge ? kChargingPower : kDischargingPower);
    const bool isBounded = discharging.isZero() || amountCode(m_unit, isCharge) || m_options.mayLackReversion;
    if (!m_unit.canSet(kMode) || !isBounded || validFor.count() <= 0 ||
        !(discharging.isZero() || canSetPower || isFull))
        return CommandResult::Refused;
    return m_control.set(discharging, validFor);
}

std::vector<Property> EchonetBattery::writes(const Action& action) const
{
    if (action.kind != Action::Kind::Write)
        return {{kMode, {m_options.release}}};
    if (action.power.isZero())
        return {{kMode, {kStandby}}};
    const bool isCharge = action.power < Power{};
    const std::uint8_t powerCode = isCharge ? kChargingPower : kDischargingPower;
    std::vector<Property> all;
    if (m_unit.canSet(powerCode))
        all.push_back({powerCode, number(action.power.abs().count(), 4)});
    if (const auto code = amountCode(m_unit, isCharge))
        all.push_back(amount(*code, action.power, action.reversion));
    all.push_back({kMode, {isCharge ? kCharging : kDischarging}});
    return all;
}

EchonetCharger::EchonetCharger(std::shared_ptr<Exchange> exchange, const ports::Clock& clock,
                               const UnitOptions& options, const ControlOptions& control)
    : EchonetDevice(std::move(exchange), clock, options)
    , m_options(control)
    , m_control(
          m_unit, asLimit(control.keeper), [this] { return good(power()); },
          [this](const Action& action) { return writes(action); })
{
}

Reading<Power> EchonetCharger::power() const
{
    return chargingPower(m_unit);
}

CommandResult EchonetCharger::setLimit(Power limit, std::chrono::milliseconds validFor)
{
    if (!m_unit.health().isReachable)
        return CommandResult::NotReachable;
    const bool canSetPower = m_unit.canSet(kChargingPower) || m_unit.canSet(kChargingCurrent);
    const bool isBounded = limit.isZero() || amountCode(m_unit, true) || m_options.mayLackReversion;
    if (!m_unit.canSet(kMode) || !isBounded || limit < Power{} || validFor.count() <= 0 ||
        !(limit.isZero() || canSetPower))
        return CommandResult::Refused;
    return m_control.set(limit, validFor);
}

std::vector<Property> EchonetCharger::writes(const Action& action) const
{
    if (action.kind != Action::Kind::Write)
        return {{kMode, {m_options.release}}};
    if (action.power.isZero())
        return {{kMode, {kStandby}}};
    std::vector<Property> all;
    if (m_unit.canSet(kChargingPower)) {
        all.push_back({kChargingPower, number(action.power.count(), 4)});
    } else {
        const auto volts = m_unit.number(0xD2, Form::U16).value.value_or(kVolts);
        all.push_back({kChargingCurrent, number(action.power.count() * 10 / std::max<std::int64_t>(1, volts), 2)});
    }
    if (const auto code = amountCode(m_unit, true))
        all.push_back(amount(*code, action.power, action.reversion));
    all.push_back({kMode, {kCharging}});
    return all;
}

} // namespace dgex::drivers::echonet
