// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/devices/driver_table.h"
#include "app/devices/line_entry.h"
#include "drivers/meters/pushed_meter.h"

namespace dgex::app {

namespace {

std::unique_ptr<drivers::Device> makeMeter(ConfigEntry& entry, const DeviceContext& context,
                                           drivers::meters::PushProtocol protocol)
{
    using namespace drivers::meters;
    const bool isP1 = protocol == PushProtocol::P1;
    PushedMeterOptions options;
    options.protocol = protocol;
    options.line = lineOf(entry, isP1 ? 115'200 : 9'600);
    options.isImportOnly = entry.flag("import_only", false);
    options.powerMaxWatts = static_cast<double>(entry.integer("power_max_w", {1, 1'000'000'000}, 100'000));
    options.frozenAfter = std::chrono::seconds{entry.integer("frozen_after_seconds", {0, 86'400}, 600)};
    if (isP1)
        options.checksum =
            static_cast<P1Checksum>(entry.choice("checksum", {"required", "when_present", "ignored"}, 0));
    if (entry.fault())
        return nullptr;
    return std::make_unique<PushedMeter>(options, context.clock);
}

} // namespace

std::string_view p1Keys()
{
    return R"(  host, port     or     serial = "/dev/ttyUSB0", baud = 115200, data_bits = 8,
                        parity = "none" | "even" | "odd", stop_bits = 1
  checksum = "required" | "when_present" (before DSMR 4) | "ignored"
  import_only = false (the meter counts no export), power_max_w = 100000 (more is absurd)
  frozen_after_seconds = 600 (the same values for so long while power flows are not believed; 0: never)
)";
}

std::string_view smlKeys()
{
    return R"(  host, port     or     serial = "/dev/ttyUSB0", baud = 9600, data_bits = 8,
                        parity = "none" | "even" | "odd", stop_bits = 1
  import_only = false (the meter counts no export), power_max_w = 100000 (more is absurd)
  frozen_after_seconds = 600 (the same values for so long while power flows are not believed; 0: never)
)";
}

std::unique_ptr<drivers::Device> makeP1Device(ConfigEntry& entry, const DeviceContext& context)
{
    return makeMeter(entry, context, drivers::meters::PushProtocol::P1);
}

std::unique_ptr<drivers::Device> makeSmlDevice(ConfigEntry& entry, const DeviceContext& context)
{
    return makeMeter(entry, context, drivers::meters::PushProtocol::Sml);
}

} // namespace dgex::app
