// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/devices/driver_table.h"
#include "drivers/sunspec/sunspec_ports.h"

#include <algorithm>
#include <format>

namespace dgex::app {

namespace {

using namespace drivers;

class SunSpecHomeDevice final : public Device {
public:
    void start() override
    {
        for (const auto& unit : units)
            unit->start();
    }
    [[nodiscard]] bool hasSettled() const override
    {
        return std::ranges::all_of(units, [](const auto& unit) { return unit->hasSettled(); });
    }
    [[nodiscard]] std::vector<LiveValue> values() const override
    {
        std::vector<LiveValue> all = units.front()->values();
        for (std::size_t i = 1; i < units.size(); ++i) {
            for (LiveValue& value : units[i]->values()) {
                value.name = std::format("leg{}.{}", i, value.name);
                all.push_back(std::move(value));
            }
        }
        return all;
    }
    [[nodiscard]] DeviceHealth health() const override
    {
        DeviceHealth sum = units.front()->health();
        for (std::size_t i = 1; i < units.size(); ++i) {
            const DeviceHealth part = units[i]->health();
            sum.isReachable = sum.isReachable && part.isReachable;
            sum.rejected += part.rejected;
            sum.failures += part.failures;
            if (!part.fault.empty())
                sum.fault = part.fault;
        }
        return sum;
    }
    void offer(ports::HomeDevices& home) override
    {
        if (meter)
            home.meter = meter.get();
        if (inverter)
            home.pv = inverter.get();
        if (battery)
            home.battery = battery.get();
        if (router)
            home.router = router.get();
    }

    std::vector<std::unique_ptr<SunSpecDevice>> units; ///< The first is the device itself, or the router's grid side.
    std::unique_ptr<SunSpecMeter> meter;
    std::unique_ptr<SunSpecInverter> inverter;
    std::unique_ptr<SunSpecBattery> battery;
    std::unique_ptr<SunSpecRouter> router;
};

ModbusEndpoint endpointOf(ConfigEntry& entry)
{
    ModbusEndpoint endpoint;
    if (entry.has("serial")) {
        endpoint.path = entry.text("serial");
        endpoint.baud = static_cast<int>(entry.integer("baud", {1'200, 921'600}, 9'600));
        endpoint.parity = static_cast<Parity>(entry.choice("parity", {"none", "even", "odd"}, 0));
        endpoint.stopBits = static_cast<int>(entry.integer("stop_bits", {1, 2}, 1));
    } else {
        endpoint.host = entry.text("host");
        endpoint.port = static_cast<int>(entry.integer("port", {1, 65'535}, 502));
    }
    return endpoint;
}

ports::LegKind legKindOf(ConfigEntry& entry)
{
    return static_cast<ports::LegKind>(entry.choice("kind", {"ac50", "ac60", "dc"}, 0));
}

std::vector<SunSpecLeg> legsOf(ConfigEntry& entry, SunSpecHomeDevice& device, const std::shared_ptr<ModbusLink>& link,
                               const DeviceContext& context, SunSpecOptions options)
{
    std::vector<SunSpecLeg> legs{
        {"grid", device.units.front().get(), 0, legKindOf(entry), ports::LegRole::GridFollowing}};
    for (ConfigEntry& inner : entry.tables("leg")) {
        SunSpecLeg leg;
        leg.name = inner.text("name");
        leg.kind = legKindOf(inner);
        leg.role = inner.flag("grid_forming", false) ? ports::LegRole::GridForming : ports::LegRole::GridFollowing;
        leg.port = static_cast<int>(inner.integer("dc_port", {1, 32}, 0));
        leg.device = device.units.front().get();
        if (leg.port == 0) {
            options.unit = static_cast<int>(inner.integer("unit", {1, 247}));
            device.units.push_back(std::make_unique<SunSpecDevice>(link, context.clock, options));
            leg.device = device.units.back().get();
        }
        inner.finish();
        entry.adopt(inner);
        legs.push_back(leg);
    }
    return legs;
}

} // namespace

std::string_view sunSpecKeys()
{
    return R"(  role = "meter" | "pv" | "battery" | "router"      what the device is to the home
  host, port = 502     or     serial = "/dev/ttyUSB0", baud = 9600, parity = "none" | "even" | "odd", stop_bits = 1
  unit = 1, poll_seconds = 2, answer_ms = 1000, power_max_w = 1000000 (more is absurd)
  frozen_after_seconds = 600 (the same values for so long while power flows are not believed; 0: never)
  write_function = "auto" | "fc6" | "fc16"
  reversion_seconds = 60 (how long the device keeps a command that nobody renews), allow_without_reversion = false
  meter: export_is_positive = false             pv: peak_w              router: capacity_w
  battery: capacity_wh, power_w, charge_is_positive = false
  router: [[device.leg]] tables after the grid side itself: name, unit or dc_port (of model 714),
          kind = "ac50" | "ac60" | "dc", grid_forming = false; the grid side's own kind is `kind`
)";
}

std::unique_ptr<Device> makeSunSpecDevice(ConfigEntry& entry, const DeviceContext& context)
{
    constexpr std::int64_t kWattsMax = 1'000'000'000;
    const std::size_t role = entry.choice("role", {"meter", "pv", "battery", "router"});
    ModbusTiming timing;
    timing.answerWithin = std::chrono::milliseconds{entry.integer("answer_ms", {50, 60'000}, 1'000)};
    const auto link = context.links.at(endpointOf(entry), timing);
    SunSpecOptions options;
    options.unit = static_cast<int>(entry.integer("unit", {1, 247}, 1));
    options.pollEvery = std::chrono::seconds{entry.integer("poll_seconds", {1, 600}, 2)};
    options.staleAfter = options.pollEvery * 5 + std::chrono::seconds{5};
    options.powerMaxWatts = static_cast<double>(entry.integer("power_max_w", {1, kWattsMax}, 1'000'000));
    options.frozenAfter = std::chrono::seconds{entry.integer("frozen_after_seconds", {0, 86'400}, 600)};
    options.writes = static_cast<WriteFunction>(entry.choice("write_function", {"auto", "fc6", "fc16"}, 0));

    SunSpecControl::Options control;
    control.keeper.reversion = std::chrono::seconds{entry.integer("reversion_seconds", {2, 3'600}, 60)};
    control.mayLackReversion = entry.flag("allow_without_reversion", false);

    auto device = std::make_unique<SunSpecHomeDevice>();
    SunSpecDevice& unit = *device->units.emplace_back(std::make_unique<SunSpecDevice>(link, context.clock, options));
    if (role == 0)
        device->meter = std::make_unique<SunSpecMeter>(unit, entry.flag("export_is_positive", false));
    else if (role == 1)
        device->inverter =
            std::make_unique<SunSpecInverter>(unit, Power{entry.integer("peak_w", {0, kWattsMax}, 0)}, control);
    else if (role == 2) {
        ports::BatteryRating rating;
        rating.capacity = Energy{entry.integer("capacity_wh", {0, kWattsMax}, 0)};
        rating.powerMax = Power{entry.integer("power_w", {0, kWattsMax}, 0)};
        const bool chargeIsPositive = entry.flag("charge_is_positive", false);
        device->battery = std::make_unique<SunSpecBattery>(unit, rating, chargeIsPositive, control);
    } else {
        auto legs = legsOf(entry, *device, link, context, options);
        const Power capacity{entry.integer("capacity_w", {0, kWattsMax}, 0)};
        device->router = std::make_unique<SunSpecRouter>(std::move(legs), capacity, control);
    }
    if (entry.fault())
        return nullptr;
    return device;
}

} // namespace dgex::app
