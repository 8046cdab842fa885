// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/encoding.h"
#include "core/controller/home_controller.h"
#include "core/crypto/hash.h"

namespace dgex::controller {

namespace {

constexpr std::size_t kForecastPeriods = 56; // From the last closed period to the end of the round's markets.
constexpr std::chrono::minutes kReadingAgeMax{2};

} // namespace

void HomeController::updateForecasts()
{
    if (m_parts.weather != nullptr) {
        const auto weather = m_parts.weather->latest();
        if (weather.value && weather.value->issuedAt != m_weatherKnown) {
            m_weatherKnown = weather.value->issuedAt;
            m_pvMaker.setWeather(*weather.value);
        }
    }
    // A meter that was silent leaves gaps at the end; the forecast starts behind them all the same.
    m_demandMaker.update(m_demand.history(), kForecastPeriods);
    m_pvMaker.update(m_pv.history(), kForecastPeriods);
}

void HomeController::learnTariffs(Round round)
{
    const auto answer = m_client.tariffs(round, m_identity.gateLead + m_identity.openPeriods + 1);
    if (!answer)
        return;
    for (const ledger::TariffPeriod& tariff : answer->periods)
        m_tariffs[tariff.period] = tariff;
}

void HomeController::learnPrice(Period period)
{
    const auto book = m_book.find(period);
    const auto tariff = m_tariffs.find(period);
    if (book == m_book.end() || tariff == m_tariffs.end())
        return;
    std::optional<Price> seen = book->second.lastPrice;
    if (!seen) {
        // Nobody sold at what this home would have paid, or bought at what it asked.
        for (const market::Order& order : book->second.orders) {
            if (order.side == market::Side::Buy)
                seen = std::max(seen.value_or(order.limit), order.limit);
            else if (!seen)
                seen = order.limit;
        }
    }
    if (seen)
        m_prices.observe(period, *seen, tariff->second.feedIn, tariff->second.retail);
}

policy::PlanInputs HomeController::planInputs(Round round, UtcTime now)
{
    policy::PlanInputs inputs;
    inputs.round = round;
    inputs.policy = m_policy;
    inputs.routerCapacity = m_parts.devices.router->capacity();
    inputs.firstOpen = m_identity.gateLead;
    inputs.networkFee = m_identity.networkFee;
    if (m_parts.devices.battery != nullptr) {
        const ports::BatteryRating rating = m_parts.devices.battery->rating();
        if (const auto state = m_parts.devices.battery->state().fresh(now, kReadingAgeMax))
            inputs.battery = {state->stored, rating.capacity, rating.powerMax, rating.efficiencyPermille};
    }
    inputs.fuse = m_identity.fuse;
    inputs.loads = policy::flexibleLoads(m_policy, round, m_identity.gateLead + m_identity.openPeriods,
                                         m_identity.profile, comfortBefore(round));
    for (std::uint32_t i = 0; i < m_identity.gateLead + m_identity.openPeriods; ++i) {
        const Period period = round.plus(i);
        const auto at = static_cast<std::size_t>(period.since(demandForecast().first));
        const auto tariff = m_tariffs.find(period);
        if (at >= demandForecast().periods.size() || tariff == m_tariffs.end())
            break;
        policy::PeriodInputs& one = inputs.periods.emplace_back();
        one.period = period;
        one.demand = demandForecast().periods[at];
        one.pv = m_parts.devices.pv != nullptr ? pvForecast().periods[at] : forecast::Quantiles{};
        one.retail = tariff->second.retail;
        one.feedIn = tariff->second.feedIn;
        one.expectedPrice = m_prices.expected(period, one.feedIn, one.retail);
        if (const auto book = m_book.find(period); book != m_book.end())
            one.position = book->second.position();
    }
    return inputs;
}

Hash256 HomeController::sheetSalt(Round round)
{
    if (!m_saltSecret) {
        m_saltSecret.emplace();
        m_parts.random->fill(*m_saltSecret);
    }
    Encoder preimage;
    preimage.domain("sheet-salt").raw(*m_saltSecret).i64(round.startSeconds());
    return crypto::sha256(preimage.bytes());
}

void HomeController::bid(Round round, UtcTime now)
{
    const auto seconds = [this] { return m_parts.stopwatch ? m_parts.stopwatch() : 0.0; };
    const double begun = seconds();
    updateForecasts();
    m_workTimes.forecast += seconds() - begun;
    learnTariffs(round);
    policy::PlanInputs inputs = planInputs(round, now);
    if (inputs.periods.size() < m_identity.gateLead + m_identity.openPeriods)
        return; // Without the utility's prices there is nothing to weigh bids against.
    if (!m_firstPeriod)
        m_firstPeriod = round.plus(m_identity.gateLead);
    m_issuedDemand[round] = inputs.periods.front().demand;
    m_issuedPv[round] = inputs.periods.front().pv;
    const double planned = seconds();
    m_plan = policy::plan(inputs);
    m_workTimes.plan += seconds() - planned;
    for (std::uint32_t i = m_identity.gateLead; i < inputs.periods.size(); ++i) {
        PeriodBook& book = m_book[inputs.periods[i].period];
        book.orders.clear();
        book.records.clear();
    }
    for (const policy::DecisionRecord& record : m_plan.records)
        m_book[record.period].records.push_back(record);
    for (const market::Order& order : m_plan.sheet.orders) {
        PeriodBook& book = m_book[order.period];
        book.orders.push_back(order);
        if (!book.times.bid)
            book.times.bid = now;
    }
    m_plan.sheet.salt = sheetSalt(round);
    m_schedules[round] = scheduleOf(m_plan, inputs.policy);
    m_planMadeFrom = std::move(inputs);
    send(ledger::TransactionType::SubmitSheet, market::encode(m_plan.sheet), now);
}

} // namespace dgex::controller
