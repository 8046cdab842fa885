// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/devices/driver_table.h"
#include "drivers/accounting_router.h"
#include "drivers/derived_load.h"
#include "drivers/settled_battery.h"

namespace dgex::app {

/// The devices of a real home, from a devices file: one meter, and at most one each of PV, battery, router and EV
/// charger. What nobody measures is derived: consumption, and for a home without a router the accounting on its meter.
/// A battery is steered through SettledBattery.
/// Thread: that of its event loop.
class ConfiguredHome {
public:
    /// Nothing is started yet; the error is one line for people. connection: what its router may move when it is only
    /// accounting; router: where that stood. The clock must outlive it.
    [[nodiscard]] static std::expected<std::unique_ptr<ConfiguredHome>, std::string>
    read(const std::string& file, const ports::Clock& clock, Power connection, const ports::MeterCounters& router = {});

    void start();
    /// Whether everything that a controller needs was heard.
    [[nodiscard]] bool isReady() const;
    /// Valid as long as the home.
    [[nodiscard]] ports::HomeDevices devices();
    /// Call about every second.
    void step();
    /// "meter: no answer" and so on, of the devices that cannot be reached now.
    [[nodiscard]] std::vector<std::string> faults() const;

private:
    explicit ConfiguredHome(const ports::Clock& clock)
        : m_clock(clock)
    {
    }
    [[nodiscard]] std::optional<std::string> place(NamedDevice& named, const std::string& file);

    const ports::Clock& m_clock;
    drivers::ModbusLinks m_links;
    drivers::echonet::Exchanges m_exchanges;
    std::vector<NamedDevice> m_list;
    ports::HomeDevices m_home;
    std::unique_ptr<drivers::AccountingRouter> m_accounting;
    std::unique_ptr<drivers::DerivedLoad> m_load;
    std::unique_ptr<drivers::SettledBattery> m_settled;
};

} // namespace dgex::app
