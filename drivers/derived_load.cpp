// SPDX-License-Identifier: GPL-3.0-or-later
#include "drivers/derived_load.h"

#include "core/base/assert.h"

#include <algorithm>

namespace dgex::drivers {

using ports::Quality;
using ports::Reading;

namespace {

constexpr std::chrono::minutes kGapMax{1};
constexpr std::int64_t kWattMillisecondsPerWattHour = 3'600'000;
constexpr Energy kDipMax{1'000}; ///< A deeper one is another meter, not another instant.

/// The worst quality and the oldest times of two readings.
template <class A, class B>
void join(Reading<A>& into, const Reading<B>& part)
{
    into.quality = std::max(into.quality, part.quality);
    into.measuredAt = std::min(into.measuredAt, part.measuredAt);
    into.receivedAt = std::min(into.receivedAt, part.receivedAt);
}

template <class Value>
std::optional<Value> usable(const Reading<Value>& reading)
{
    return reading.quality == Quality::Good || reading.quality == Quality::Estimated ? reading.value : std::nullopt;
}

} // namespace

void PowerSum::add(std::optional<Power> power, UtcTime at)
{
    if (!power) {
        m_lastAt.reset();
        return;
    }
    if (m_lastAt && at > *m_lastAt && at - *m_lastAt <= kGapMax)
        m_wattMilliseconds += (m_last + *power).count() * (at - *m_lastAt).count() / 2;
    m_last = *power;
    m_lastAt = at;
}

Energy PowerSum::energy() const
{
    return Energy{divide(Int128{m_wattMilliseconds}, kWattMillisecondsPerWattHour, Rounding::Floor)};
}

DerivedLoad::DerivedLoad(const ports::HomeDevices& home)
    : m_home(home)
{
    DGEX_ASSERT(home.meter != nullptr);
}

void DerivedLoad::step(UtcTime now)
{
    addUp(now);
    sumEnergy();
    sumPower();
}

void DerivedLoad::addUp(UtcTime now)
{
    if (m_home.pv != nullptr) {
        m_pvCounts = m_pvCounts || m_home.pv->generated().value;
        m_generated.add(usable(m_home.pv->power()), now);
    }
    if (m_home.battery != nullptr) {
        const auto state = m_home.battery->state();
        m_batteryCounts = m_batteryCounts || (state.value && state.quality == Quality::Good);
        const auto held = usable(state);
        m_discharged.add(held ? std::optional(held->power) : std::nullopt, now);
    }
}

void DerivedLoad::sumEnergy()
{
    const auto counters = m_home.meter->counters();
    Reading<Energy> sum{std::nullopt, counters.measuredAt, counters.receivedAt, counters.quality};
    m_consumed = sum;
    if (!counters.value)
        return;
    Energy energy = counters.value->imported - counters.value->exported;
    if (m_home.pv != nullptr) {
        Reading<Energy> generated = m_home.pv->generated();
        if (!m_pvCounts)
            generated = {m_generated.energy(), m_home.pv->power().measuredAt, m_home.pv->power().receivedAt,
                         std::max(Quality::Estimated, m_home.pv->power().quality)};
        if (!generated.value)
            return;
        join(sum, generated);
        energy = energy + *generated.value;
    }
    if (m_home.battery != nullptr) {
        const auto state = m_home.battery->state();
        if (!state.value)
            return;
        join(sum, state);
        energy = energy + (m_batteryCounts ? state.value->discharged - state.value->charged : m_discharged.energy());
    }
    if (m_home.router != nullptr) {
        const auto state = m_home.router->state();
        if (!state.value)
            return;
        join(sum, state);
        energy = energy - state.value->lost;
    }
    if (!m_highest || energy > *m_highest || energy < *m_highest - kDipMax)
        m_highest = energy;
    sum.value = m_highest;
    m_consumed = sum;
}

void DerivedLoad::sumPower()
{
    Reading<Power> sum = m_home.meter->power();
    m_power = Reading<Power>{std::nullopt, sum.measuredAt, sum.receivedAt, sum.quality};
    if (!sum.value)
        return;
    if (m_home.pv != nullptr) {
        const auto power = m_home.pv->power();
        if (!power.value)
            return;
        join(sum, power);
        sum.value = *sum.value + *power.value;
    }
    if (m_home.battery != nullptr) {
        const auto state = m_home.battery->state();
        if (!state.value)
            return;
        join(sum, state);
        sum.value = *sum.value + state.value->power;
    }
    m_power = sum;
}

} // namespace dgex::drivers
