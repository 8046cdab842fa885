// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/devices/driver_table.h"
#include "drivers/apis/apis_router.h"

namespace dgex::app {

std::string_view apisKeys()
{
    return R"(  host, port = 8080, capacity_w = 800, grid_volts = 350, poll_seconds = 5
  power_max_w = 100000 (more is absurd)
  frozen_after_seconds = 600 (the same values for so long while power flows are not believed; 0: never)
  allow_without_reversion = false     the interface has no timer that ends a command when nobody renews it
)";
}

std::unique_ptr<drivers::Device> makeApisDevice(ConfigEntry& entry, const DeviceContext& context)
{
    drivers::ApisOptions options;
    options.host = entry.text("host");
    options.port = static_cast<int>(entry.integer("port", {1, 65'535}, 8'080));
    options.capacity = Power{entry.integer("capacity_w", {1, 1'000'000}, 800)};
    options.gridVolts = static_cast<double>(entry.integer("grid_volts", {10, 1'500}, 350));
    options.pollEvery = std::chrono::seconds{entry.integer("poll_seconds", {1, 600}, 5)};
    options.powerMaxWatts = static_cast<double>(entry.integer("power_max_w", {1, 1'000'000'000}, 100'000));
    options.frozenAfter = std::chrono::seconds{entry.integer("frozen_after_seconds", {0, 86'400}, 600)};
    options.mayLackReversion = entry.flag("allow_without_reversion", false);
    if (entry.fault())
        return nullptr;
    return std::make_unique<drivers::ApisRouter>(options, context.clock);
}

} // namespace dgex::app
