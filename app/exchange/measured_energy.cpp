// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/exchange/measured_energy.h"

namespace dgex::app {

MeasuredEnergy measuredEnergy(std::span<const ports::HomeDevices> homes)
{
    MeasuredEnergy sum;
    for (const ports::HomeDevices& devices : homes) {
        if (const auto meter = devices.meter->counters().value) {
            sum.imported += meter->imported;
            sum.exported += meter->exported;
        }
        sum.consumed += devices.load->consumed().value.value_or(Energy{});
        if (devices.pv != nullptr)
            sum.generated += devices.pv->generated().value.value_or(Energy{});
        if (devices.battery != nullptr) {
            if (const auto battery = devices.battery->state().value) {
                sum.charged += battery->charged;
                sum.discharged += battery->discharged;
            }
        }
        if (const auto router = devices.router->state().value)
            sum.routerLost += router->lost;
    }
    return sum;
}

} // namespace dgex::app
