// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/devices/home_devices.h"

#include <algorithm>
#include <format>

namespace dgex::app {

namespace {

/// Takes a place that is offered; false when it is taken already.
template <class Port>
bool take(Port*& place, Port* offered)
{
    if (offered != nullptr && place != nullptr)
        return false;
    if (offered != nullptr)
        place = offered;
    return true;
}

} // namespace

std::expected<std::unique_ptr<ConfiguredHome>, std::string> ConfiguredHome::read(const std::string& file,
                                                                                 const ports::Clock& clock,
                                                                                 Power connection,
                                                                                 const ports::MeterCounters& router)
{
    std::unique_ptr<ConfiguredHome> home{new ConfiguredHome(clock)};
    auto list = readDevices(file, {clock, home->m_links, home->m_exchanges});
    if (!list)
        return std::unexpected(list.error());
    home->m_list = std::move(*list);
    for (NamedDevice& named : home->m_list)
        if (auto fault = home->place(named, file))
            return std::unexpected(std::move(*fault));
    if (home->m_home.meter == nullptr)
        return std::unexpected(file + ": no [[device]] is the home's meter: one is expected");
    if (home->m_home.router == nullptr) {
        home->m_accounting = std::make_unique<drivers::AccountingRouter>(connection, clock, router);
        home->m_home.router = home->m_accounting.get();
    }
    home->m_load = std::make_unique<drivers::DerivedLoad>(home->m_home);
    home->m_home.load = home->m_load.get();
    if (home->m_home.battery != nullptr) {
        home->m_settled = std::make_unique<drivers::SettledBattery>(*home->m_home.battery, *home->m_home.meter, clock);
        home->m_home.battery = home->m_settled.get();
    }
    return home;
}

std::optional<std::string> ConfiguredHome::place(NamedDevice& named, const std::string& file)
{
    ports::HomeDevices offered;
    named.device->offer(offered);
    const auto refuse = [&](const char* what) {
        return std::format("{}:{}: '{}' is the home's second {}: at most one is expected", file, named.line, named.name,
                           what);
    };
    if (!take(m_home.meter, offered.meter))
        return refuse("meter");
    if (!take(m_home.pv, offered.pv))
        return refuse("PV");
    if (!take(m_home.battery, offered.battery))
        return refuse("battery");
    if (!take(m_home.router, offered.router))
        return refuse("router");
    if (!take(m_home.charger, offered.charger))
        return refuse("EV charger");
    return std::nullopt;
}

void ConfiguredHome::start()
{
    for (const NamedDevice& named : m_list)
        named.device->start();
}

bool ConfiguredHome::isReady() const
{
    const bool hasMeter = m_home.meter->counters().value && m_home.meter->power().value;
    const bool hasPv = m_home.pv == nullptr || m_home.pv->power().value;
    const bool hasBattery = m_home.battery == nullptr || m_home.battery->state().value;
    return hasMeter && hasPv && hasBattery && m_home.router->state().value;
}

ports::HomeDevices ConfiguredHome::devices()
{
    return m_home;
}

void ConfiguredHome::step()
{
    m_load->step(m_clock.now());
}

std::vector<std::string> ConfiguredHome::faults() const
{
    std::vector<std::string> all;
    for (const NamedDevice& named : m_list) {
        const drivers::DeviceHealth health = named.device->health();
        if (!health.isReachable)
            all.push_back(std::format("{}: {}", named.name, health.fault.empty() ? "no answer yet" : health.fault));
    }
    return all;
}

} // namespace dgex::app
