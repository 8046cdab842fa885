// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/forecast/home_forecast.h"

#include <algorithm>

namespace dgex::forecast {

namespace {

constexpr std::int64_t kRenewal = 12; // half hours between forecasts from the whole past

std::int64_t localHalfHour(Period period, const HomeProfile& profile)
{
    return divide(Int128{period.startSeconds()} + profile.offsetAt(period.start()), Period::kSeconds, Rounding::Floor);
}

} // namespace

std::optional<double> TrackRecord::insideShare() const
{
    if (compared == 0)
        return std::nullopt;
    return static_cast<double>(inside) / static_cast<double>(compared);
}

std::optional<double> TrackRecord::nmae() const
{
    if (metered <= Energy{})
        return std::nullopt;
    return static_cast<double>(error.count()) / static_cast<double>(metered.count());
}

HomeForecast::HomeForecast(Target target, const HomeProfile& profile)
    : m_target(target)
    , m_profile(profile)
    , m_forecaster(target, profile)
    , m_intraday(target)
{
    m_base.target = m_current.target = target;
}

TrackRecord HomeForecast::record(Method method) const
{
    const auto found = m_records.find(method);
    return found == m_records.end() ? TrackRecord{} : found->second;
}

void HomeForecast::compare(const History& history)
{
    const bool known = m_compared > 0;
    const std::int64_t from = known ? m_compared : std::ssize(history.values);
    for (std::int64_t i = from; i < std::ssize(history.values); ++i) {
        const Period period = history.first.plus(i);
        const auto& value = history.values[static_cast<std::size_t>(i)];
        const std::int64_t at = period.since(m_base.first);
        const bool inBase = at >= 0 && at < std::ssize(m_base.periods);
        if (inBase)
            m_intraday.learn(period, m_base.periods[static_cast<std::size_t>(at)], value);
        const std::int64_t lead = period.since(m_current.first);
        // Only what was said just before a half hour counts, and a roof at night is no prediction.
        if (!value || lead != 0 || m_current.periods.empty() ||
            (m_target == Target::Pv && m_current.periods.front().p90 == Energy{}))
            continue;
        const Quantiles& said = m_current.periods.front();
        TrackRecord& record = m_records[m_current.method];
        ++record.compared;
        record.inside += *value >= said.p10 && *value <= said.p90 ? 1 : 0;
        record.error += (*value - said.p50).abs();
        record.metered += *value;
    }
    m_compared = std::ssize(history.values);
}

bool HomeForecast::isDue(Period first, std::size_t count) const
{
    if (m_base.periods.empty() || first < m_base.first)
        return true;
    const auto row = [&](Period period) { return localHalfHour(period, m_profile) / kRenewal; };
    return row(first) != row(m_base.first) ||
           first.since(m_base.first) + static_cast<std::int64_t>(count) > std::ssize(m_base.periods);
}

const Forecast& HomeForecast::update(const History& history, std::size_t count)
{
    const bool continues =
        m_compared == 0 || (history.first == m_historyFirst && std::ssize(history.values) >= m_compared);
    if (!continues)
        *this = HomeForecast{m_target, m_profile};
    m_historyFirst = history.first;
    compare(history);
    const Period first = history.end();
    if (isDue(first, count))
        m_base = m_forecaster.forecast(history, first, count + static_cast<std::size_t>(kRenewal));
    const auto from = m_base.periods.begin() + first.since(m_base.first);
    m_current.method = m_base.method;
    m_current.first = first;
    m_current.periods.assign(from, from + static_cast<std::ptrdiff_t>(count));
    m_intraday.correct(m_current);
    return m_current;
}

} // namespace dgex::forecast
