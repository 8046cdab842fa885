// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/exchange/self_use_reference.h"

#include "core/policy/policy.h"

namespace dgex::app {

namespace {

std::optional<Energy> netOf(const ports::MeterSource& meter)
{
    const auto counters = meter.counters().value;
    return counters ? std::optional{counters->imported - counters->exported} : std::nullopt;
}

drivers::SimulatedNeighbourhoodConfig configOf(const NeighbourhoodSetup& setup, UtcTime from,
                                               std::chrono::milliseconds step)
{
    return {from, step, setup.weather, setup.homes};
}

} // namespace

SelfUseReference::SelfUseReference(const NeighbourhoodSetup& setup, UtcTime from, std::chrono::milliseconds step)
    : m_setup(setup)
    , m_step(step)
    , m_homes(configOf(setup, from, step))
    , m_reservePercent(setup.homes.size(), 20)
    , m_netAtStart(setup.homes.size())
    , m_money(setup.homes.size())
{
    for (std::size_t i = 0; i < setup.homes.size(); ++i)
        m_netAtStart[i] = netOf(*m_homes.devices(i).meter);
}

void SelfUseReference::advanceTo(UtcTime time, const drivers::EachHome& each)
{
    while (m_homes.now() + m_step <= time) {
        each(m_setup.homes.size(), [this](std::size_t home) { steer(home); });
        m_homes.advanceTo(m_homes.now() + m_step, each);
        const Period period = Period::containing(m_homes.now());
        if (m_homes.now() == period.start())
            closePeriod(period.plus(-1));
    }
}

void SelfUseReference::steer(std::size_t home)
{
    const ports::HomeDevices devices = m_homes.devices(home);
    if (devices.battery == nullptr)
        return;
    const auto state = devices.battery->state().value;
    const auto connection = devices.meter->power().value;
    if (!state || !connection)
        return;
    const ports::BatteryRating rating = devices.battery->rating();
    const Energy reserve{
        divide(Int128{rating.capacity.count()} * m_reservePercent[home], 100, Rounding::HalfAwayFromZero)};
    const policy::BatteryInputs inputs{state->stored, rating.capacity, rating.powerMax, rating.efficiencyPermille};
    devices.battery->setPower(policy::selfUseBatteryPower(*connection + state->power, inputs, reserve, m_step),
                              m_step * 3);
}

void SelfUseReference::closePeriod(Period period)
{
    const ledger::TariffPeriod tariff = m_setup.tariffAt(period);
    for (std::size_t i = 0; i < m_setup.homes.size(); ++i) {
        const std::optional<Energy> net = netOf(*m_homes.devices(i).meter);
        if (net && m_netAtStart[i]) {
            const Energy energy = *net - *m_netAtStart[i];
            m_money[i][period] = -valueOf(energy, energy > Energy{} ? tariff.retail : tariff.feedIn);
        }
        m_netAtStart[i] = net;
    }
}

Money SelfUseReference::moneyOf(std::size_t home, Period period) const
{
    const auto found = m_money[home].find(period);
    return found == m_money[home].end() ? Money{} : found->second;
}

} // namespace dgex::app
