// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "drivers/command_keeper.h"
#include "drivers/sunspec/sunspec_device.h"

#include <cmath>

/// The ports of a home over SunSpec devices. Readings are judged when they are asked for, so that a link that died
/// looks stale. Sources: models 101 to 103, 111 to 113, 120 to 124, 201 to 214, 701, 702, 704, 713, 714, 802.
namespace dgex::drivers {

/// A reading in whole units of a port.
template <class Amount>
[[nodiscard]] ports::Reading<Amount> wholeReading(const ports::Reading<double>& reading, double factor = 1)
{
    ports::Reading<Amount> result{std::nullopt, reading.measuredAt, reading.receivedAt, reading.quality};
    if (reading.value && std::abs(*reading.value) < 1e15)
        result.value = Amount{static_cast<std::int64_t>(std::llround(*reading.value * factor))};
    return result;
}

/// Models 201 to 204 and 211 to 214.
class SunSpecMeter final : public ports::MeterSource {
public:
    /// exportIsPositive: the meter shows power out of the home as positive.
    explicit SunSpecMeter(const SunSpecDevice& device, bool exportIsPositive = false)
        : m_device(device)
        , m_sign(exportIsPositive ? -1 : 1)
    {
    }
    [[nodiscard]] ports::Reading<ports::MeterCounters> counters() const override;
    [[nodiscard]] ports::Reading<Power> power() const override;

private:
    const SunSpecDevice& m_device;
    double m_sign;
};

/// Commands a device by points of a model and keeps the command alive. The first usable way is taken:
/// watts of 704, percent of 704, rates of 124 (batteries); for limits the percent of 704, then of 123.
class SunSpecControl {
public:
    enum class Kind : std::uint8_t { Setpoint, Limit };
    struct Options {
        Kind kind = Kind::Setpoint;
        KeeperRules keeper = {};
        bool mayLackReversion = false; ///< Take devices that do not fall back by themselves.
    };
    /// measured: generated power now, none when there is no fresh one.
    SunSpecControl(SunSpecDevice& device, const Options& options, std::function<std::optional<Power>()> measured);
    /// Generation is positive, absorption negative. Refused: the device has no usable control or no reversion timer.
    ports::CommandResult set(Power generated, std::chrono::milliseconds validFor);
    [[nodiscard]] ports::CommandEffect effect() const { return m_keeper.effect(); }
    [[nodiscard]] std::optional<Power> standing() const { return m_keeper.power(); }

private:
    enum class Way : std::uint8_t { None, Watts704, Percent704, Rates124, Limit704, Limit123 };
    [[nodiscard]] Way way() const;
    [[nodiscard]] std::vector<SunSpecDevice::Setting> settingsFor(Way way, const CommandKeeper::Action& action) const;
    [[nodiscard]] double ratedWatts() const;
    void step();

    SunSpecDevice& m_device;
    Options m_options;
    std::function<std::optional<Power>()> m_measured;
    CommandKeeper m_keeper;
    std::unique_ptr<QObject> m_context;
    QTimer m_timer;
};

/// Models 701, 101 to 103, 111 to 113; limits by 704 or 123.
class SunSpecInverter final : public ports::PvInverter {
public:
    SunSpecInverter(SunSpecDevice& device, Power peak, SunSpecControl::Options options);
    [[nodiscard]] ports::Reading<Energy> generated() const override;
    [[nodiscard]] ports::Reading<Power> power() const override;
    [[nodiscard]] Power peak() const override;
    ports::CommandResult setLimit(Power limit, std::chrono::milliseconds validFor) override;
    [[nodiscard]] ports::CommandEffect effect() const override { return m_control.effect(); }

private:
    SunSpecDevice& m_device;
    Power m_peak; ///< 0: what the device says.
    SunSpecControl m_control;
};

/// Models 713 or 802 or 124 for the store, 802 or 701 for power; setpoints by 704 or 124.
class SunSpecBattery final : public ports::Battery {
public:
    /// rating: capacity or power 0 mean what the device says. chargeIsPositive: for the power of model 802.
    SunSpecBattery(SunSpecDevice& device, const ports::BatteryRating& rating, bool chargeIsPositive,
                   SunSpecControl::Options options);
    [[nodiscard]] ports::BatteryRating rating() const override;
    /// Estimated while the device has no counters: charged and discharged are then 0.
    [[nodiscard]] ports::Reading<ports::BatteryState> state() const override;
    ports::CommandResult setPower(Power discharging, std::chrono::milliseconds validFor) override;
    [[nodiscard]] ports::CommandEffect effect() const override { return m_control.effect(); }

private:
    [[nodiscard]] ports::Reading<double> power() const;
    [[nodiscard]] ports::Reading<double> storedWh() const;

    SunSpecDevice& m_device;
    ports::BatteryRating m_rating;
    double m_sign;
    SunSpecControl m_control;
};

struct SunSpecLeg {
    std::string name;
    SunSpecDevice* device = nullptr; ///< A unit with model 701, or with 714 when port > 0.
    int port = 0;                    ///< DC port of model 714, from 1.
    ports::LegKind kind = ports::LegKind::Ac50;
    ports::LegRole role = ports::LegRole::GridFollowing; ///< Where model 701 does not tell.
};

/// A router whose legs are DER units or DC ports of one; the first leg is the grid side and is the one that takes
/// commands, so that the others balance it.
class SunSpecRouter final : public ports::DigitalGridRouter {
public:
    /// capacity 0: what the grid leg says. Requires: at least one leg, the first with port 0.
    SunSpecRouter(std::vector<SunSpecLeg> legs, Power capacity, SunSpecControl::Options options);
    [[nodiscard]] Power capacity() const override;
    [[nodiscard]] ports::Reading<ports::DgrState> state() const override;
    ports::CommandResult setPower(Power intoHome, std::chrono::milliseconds validFor) override;
    [[nodiscard]] ports::CommandEffect effect() const override { return m_control.effect(); }

private:
    [[nodiscard]] ports::LegState legState(const SunSpecLeg& leg) const;

    std::vector<SunSpecLeg> m_legs;
    Power m_capacity;
    SunSpecControl m_control;
};

} // namespace dgex::drivers
