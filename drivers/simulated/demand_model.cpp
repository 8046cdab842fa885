// SPDX-License-Identifier: GPL-3.0-or-later
#include "drivers/simulated/demand_model.h"

#include "drivers/simulated/noise.h"

#include <algorithm>
#include <limits>
#include <numbers>

namespace dgex::drivers {

namespace {

constexpr std::int64_t kDaySeconds = 86'400;
constexpr double kHour = 3'600;
constexpr double kUsualDay = 11'000; ///< Wh, the day for which the appliances below are rated.

/// A habit: how likely on a day, how long, how strong.
struct Habit {
    double chance;
    double seconds;
    double watts;
};
constexpr Habit kBreakfast{0.9, 600, 1'500};
constexpr Habit kDinner{0.8, 2'400, 1'800};
constexpr Habit kWashing{0.4, 4'200, 600};
constexpr Habit kDishes{0.4, 3'600, 1'000};
constexpr Habit kFridge{1.0, 1'200, 80}; ///< Each hour.

constexpr double expectedWattHours(const Habit& habit)
{
    return habit.chance * habit.seconds / kHour * habit.watts;
}

double bell(double hour, double centre, double width)
{
    const double x = (hour - centre) / width;
    return std::exp(-x * x / 2);
}

double morningOf(std::uint64_t seed)
{
    return between(seed, 1, 6.0, 8.5);
}

double eveningOf(std::uint64_t seed)
{
    return between(seed, 2, 18.0, 21.5);
}

} // namespace

DemandModel::DemandModel(std::uint64_t seed, double dailyWattHours, std::int64_t utcOffsetSeconds)
    : m_seed(seed)
    , m_scale(std::max(0.0, dailyWattHours) / kUsualDay)
    , m_utcOffset(utcOffsetSeconds)
    , m_day(std::numeric_limits<std::int64_t>::min())
{
    const double morning = between(seed, 3, 0.5, 1.5);
    const double evening = between(seed, 4, 1.2, 2.6);
    const double daytime = between(seed, 5, 0.0, 0.8);
    double sum = 0;
    for (std::size_t i = 0; i < 48; ++i) {
        const double hour = static_cast<double>(i) / 2;
        m_course[i] = 0.6 + morning * bell(hour, morningOf(seed), 0.9) + evening * bell(hour, eveningOf(seed), 1.6) +
                      daytime * bell(hour, 13, 3);
        sum += m_course[i] / 2;
    }
    const double appliances = expectedWattHours(kBreakfast) + expectedWattHours(kDinner) + expectedWattHours(kWashing) +
                              expectedWattHours(kDishes) + 24 * expectedWattHours(kFridge);
    for (double& watts : m_course)
        watts *= m_scale * (kUsualDay - appliances) / sum;
    m_course[48] = m_course[0];
}

void DemandModel::beginDay(std::int64_t day)
{
    m_day = day;
    m_appliances.clear();
    const std::uint64_t seed = seedFor(m_seed, static_cast<std::uint64_t>(day));
    const double season = std::cos(4 * std::numbers::pi * (static_cast<double>(day) - 20) / 365.2425);
    m_dayFactor = between(seed, 0, 0.8, 1.2) * (1 + 0.12 * season);
    const auto add = [&](std::int64_t place, const Habit& habit, double hour) {
        if (unitAt(seed, place) < habit.chance)
            m_appliances.push_back({hour * kHour, hour * kHour + habit.seconds, habit.watts * m_scale});
    };
    add(1, kBreakfast, morningOf(m_seed) + between(seed, 11, -0.5, 0.5));
    add(2, kDinner, eveningOf(m_seed) - 1 + between(seed, 12, -0.7, 0.7));
    add(3, kWashing, between(seed, 13, 8, 20));
    add(4, kDishes, std::min(22.9, eveningOf(m_seed) + between(seed, 14, 0.5, 1.5)));
}

double DemandModel::power(UtcTime time)
{
    const std::int64_t local = time.seconds() + m_utcOffset;
    const std::int64_t secondOfDay = (local % kDaySeconds + kDaySeconds) % kDaySeconds;
    const std::int64_t day = (local - secondOfDay) / kDaySeconds;
    if (day != m_day)
        beginDay(day);
    const auto second = static_cast<double>(secondOfDay);
    const auto index = static_cast<std::size_t>(secondOfDay / 1800);
    const double x = (second - static_cast<double>(index) * 1800) / 1800;
    const double course = m_course[index] + (m_course[index + 1] - m_course[index]) * x;
    const double noise = smoothAt(seedFor(m_seed, 6), static_cast<double>(local), 300);
    double watts = course * m_dayFactor * (0.8 + 0.4 * noise);
    const auto phase = static_cast<std::int64_t>(between(m_seed, 7, 0, kHour));
    if (static_cast<double>((secondOfDay + phase) % 3600) < kFridge.seconds)
        watts += kFridge.watts * m_scale;
    for (const Appliance& appliance : m_appliances) {
        if (appliance.from <= second && second < appliance.to)
            watts += appliance.watts;
    }
    return watts;
}

} // namespace dgex::drivers
