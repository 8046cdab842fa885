// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/replay/replay.h"

#include "app/exchange/worker_pool.h"
#include "app/replay/reference_lives.h"
#include "app/replay/replay_home.h"
#include "core/forecast/home_forecast.h"

#include <algorithm>
#include <chrono>
#include <memory>

namespace dgex::app {

namespace {

using Clock = std::chrono::steady_clock;

double secondsSince(Clock::time_point begun)
{
    return std::chrono::duration<double>(Clock::now() - begun).count();
}

/// The homes' own forecasters on growing histories.
struct HomeMeters {
    forecast::HomeForecast demandForecast;
    forecast::HomeForecast pvForecast;
    forecast::History demand;
    forecast::History pv;
};

class Replay {
public:
    Replay(const drivers::Community& community, const ReplayOptions& options, const ForecastSource& forecasts)
        : m_community(community)
        , m_options(options)
        , m_forecasts(forecasts)
        , m_first(options.firstDay * 48)
        , m_end(m_first + options.days * 48)
        , m_pool(options.threads)
    {
        for (const drivers::CommunityHome& home : community.homes) {
            m_alone.emplace_back(home, options);
            m_trading.emplace_back(home, options);
        }
        m_forecast.resize(community.homes.size());
    }

    ReplayResult run(const std::function<void(std::int64_t, std::int64_t)>& progress)
    {
        const std::int64_t begin = m_first - static_cast<std::int64_t>(m_options.gateLead);
        for (std::int64_t round = begin; round < m_end; ++round) {
            live(round);
            if ((round - m_first) % 48 == 47)
                progress((round - m_first) / 48 + 1, m_options.days);
        }
        return std::move(m_result);
    }
    /// Lives up to a round and gives what a home knows then.
    HomeMoment momentAt(std::size_t home, std::int64_t from, std::int64_t round)
    {
        for (std::int64_t at = from; at < round; ++at)
            live(at);
        forecastRound(round);
        return {inputsOf(home, round, /*trades=*/true), m_forecast[home]};
    }
    [[nodiscard]] const std::vector<ReplayHome>& alone() const { return m_alone; }
    [[nodiscard]] const std::vector<ReplayHome>& trading() const { return m_trading; }

private:
    void live(std::int64_t round)
    {
        forecastRound(round);
        planRound(round);
        clearRound(round);
        deliver(round);
    }

    [[nodiscard]] bool counts(std::int64_t period) const { return period >= m_first && period < m_end; }
    [[nodiscard]] Period periodAt(std::int64_t index) const { return m_community.first.plus(index); }
    [[nodiscard]] Price retailAt(std::int64_t index) const
    {
        return m_community.retailAt(static_cast<std::size_t>(index));
    }

    /// End of the utility's prices that are known at a round.
    [[nodiscard]] std::int64_t pricesKnownTo(std::int64_t round) const
    {
        const auto size = static_cast<std::int64_t>(m_community.size());
        if (m_options.pricesKnown)
            return size;
        const std::int64_t seconds = periodAt(round).startSeconds() + m_options.zoneOffsetSeconds;
        const std::int64_t slot = seconds / Period::kSeconds % 48;
        constexpr std::int64_t kPublished = 20; // Half hours after midnight.
        return std::min(size, round - slot + (slot >= kPublished ? 96 : 48));
    }

    [[nodiscard]] Price expectedRetail(std::int64_t index, std::int64_t knownTo) const
    {
        while (index >= knownTo)
            index -= 48;
        return retailAt(index);
    }

    void forecastRound(std::int64_t round)
    {
        const auto begun = Clock::now();
        const std::size_t count = m_options.gateLead + m_options.openPeriods;
        m_pool.forEach(m_forecast.size(), [&](std::size_t home) {
            m_forecast[home] = m_forecasts(home, round - m_options.meterLag, round, count);
        });
        m_result.forecastSeconds += secondsSince(begun);
    }

    [[nodiscard]] policy::PlanInputs inputsOf(std::size_t home, std::int64_t round, bool trades) const
    {
        const ReplayHome& life = trades ? m_trading[home] : m_alone[home];
        policy::PlanInputs inputs;
        inputs.round = periodAt(round);
        inputs.policy = m_options.policy;
        inputs.policy.tradingPaused = inputs.policy.tradingPaused || !trades;
        inputs.battery = life.battery();
        inputs.routerCapacity = kRouterCapacity;
        inputs.firstOpen = m_options.gateLead;
        inputs.networkFee = m_options.networkFee;
        const std::int64_t knownTo = pricesKnownTo(round);
        for (std::size_t i = 0; i < m_forecast[home].demand.size(); ++i) {
            const std::int64_t index = round + static_cast<std::int64_t>(i);
            policy::PeriodInputs& one = inputs.periods.emplace_back();
            one.period = periodAt(index);
            one.demand = m_forecast[home].demand[i];
            one.pv = m_forecast[home].pv[i];
            one.retail = expectedRetail(index, knownTo);
            one.feedIn = m_community.feedIn;
            if (trades)
                one.expectedPrice = life.prices().expected(one.period, one.feedIn, one.retail);
            one.position = life.position(index);
        }
        return inputs;
    }

    void planRound(std::int64_t round)
    {
        const auto begun = Clock::now();
        m_pool.forEach(m_forecast.size() * 2, [&](std::size_t piece) {
            const std::size_t home = piece / 2;
            const bool trades = piece % 2 == 0;
            (trades ? m_trading : m_alone)[home].plan(inputsOf(home, round, trades));
        });
        m_result.planSeconds += secondsSince(begun);
        m_result.plans += m_forecast.size() * 2;
    }

    void clearRound(std::int64_t round)
    {
        const auto begun = Clock::now();
        std::map<Period, std::vector<market::BookOrder>> books;
        for (std::size_t home = 0; home < m_trading.size(); ++home)
            for (const market::Order& order : m_trading[home].lastPlan().sheet.orders)
                books[order.period].push_back({idOf(home), order.side, order.quantity, order.limit});
        const Hash256 seed = market::tieSeed(MarketId{}, periodAt(round), Hash256{});
        const market::AuctionRules rules{.networkFee = m_options.networkFee};
        const Period gate = periodAt(round + static_cast<std::int64_t>(m_options.gateLead));
        for (auto& [period, orders] : books) {
            const market::Clearing cleared = market::clear(std::move(orders), rules, period, seed);
            const std::int64_t index = period.since(m_community.first);
            for (const market::Fill& fill : cleared.fills) {
                if (fill.filled.isZero())
                    continue;
                const Lots lots = fill.side == market::Side::Buy ? fill.filled : -fill.filled;
                m_trading[fill.participant.number].take(index, lots, *cleared.price, counts(index));
            }
            m_result.traded += counts(index) ? cleared.volume : Lots{};
            if (period == gate && index < static_cast<std::int64_t>(m_community.size()))
                for (std::size_t home = 0; home < m_trading.size(); ++home)
                    m_trading[home].learn(period, cleared.price, cleared.fills, idOf(home), m_community.feedIn,
                                          retailAt(index));
        }
        m_result.marketSeconds += secondsSince(begun);
    }

    void deliver(std::int64_t period)
    {
        const auto at = static_cast<std::size_t>(period);
        for (std::size_t home = 0; home < m_trading.size(); ++home) {
            const drivers::CommunityHome& data = m_community.homes[home];
            const Energy need = data.demand[at] - data.pv[at];
            if (m_trading[home].position(period) > Lots{} && counts(period)) {
                const Energy moved = energyOf(m_trading[home].position(period));
                const Energy lost{
                    divide(Int128{moved.count()} * m_options.lossPermille, 1000, Rounding::HalfAwayFromZero)};
                m_result.exchanged += moved;
                m_result.losses += valueOf(lost, retailAt(period));
            }
            for (ReplayHome* life : {&m_alone[home], &m_trading[home]})
                life->deliver(period, need, retailAt(period), m_community.feedIn, counts(period));
        }
    }

    static ParticipantId idOf(std::size_t home) { return ParticipantId{home}; }

    static constexpr Power kRouterCapacity{10'000};
    const drivers::Community& m_community;
    const ReplayOptions& m_options;
    const ForecastSource& m_forecasts;
    std::int64_t m_first;
    std::int64_t m_end;
    WorkerPool m_pool;
    std::vector<ReplayHome> m_alone;
    std::vector<ReplayHome> m_trading;
    std::vector<HomeForecast> m_forecast;
    ReplayResult m_result;
};

void extend(forecast::History& history, const std::vector<Energy>& values, std::int64_t known)
{
    while (static_cast<std::int64_t>(history.values.size()) < known)
        history.values.emplace_back(values[history.values.size()]);
}

} // namespace

ForecastSource meterForecasts(const drivers::Community& community, const ReplayOptions& options)
{
    auto meters = std::make_shared<std::vector<HomeMeters>>();
    for (const drivers::CommunityHome& home : community.homes) {
        forecast::HomeProfile profile;
        profile.pvPeak = home.pvPeak;
        profile.zoneOffsetSeconds = options.zoneOffsetSeconds;
        meters->push_back({forecast::HomeForecast{forecast::Target::Demand, profile},
                           forecast::HomeForecast{forecast::Target::Pv, profile},
                           {community.first, {}},
                           {community.first, {}}});
    }
    return [&community, meters](std::size_t home, std::int64_t known, std::int64_t round, std::size_t count) {
        HomeMeters& one = (*meters)[home];
        extend(one.demand, community.homes[home].demand, known);
        extend(one.pv, community.homes[home].pv, known);
        const auto ahead = static_cast<std::size_t>(round - known);
        HomeForecast result;
        const forecast::Forecast& demand = one.demandForecast.update(one.demand, count + ahead);
        const forecast::Forecast& pv = one.pvForecast.update(one.pv, count + ahead);
        result.demandMethod = demand.method;
        result.demand = demand.periods;
        result.pvMethod = pv.method;
        result.pv = pv.periods;
        for (auto* series : {&result.demand, &result.pv})
            series->erase(series->begin(), series->begin() + static_cast<std::ptrdiff_t>(ahead));
        return result;
    };
}

HomeMoment momentAt(const drivers::Community& community, const ReplayOptions& options, std::size_t home,
                    std::int64_t round, std::int64_t days)
{
    const ForecastSource forecasts = meterForecasts(community, options);
    Replay life{community, options, forecasts};
    return life.momentAt(home, round - days * 48, round);
}

ReplayResult replay(const drivers::Community& community, const ReplayOptions& options, const ForecastSource& forecasts,
                    const std::function<void(std::int64_t, std::int64_t)>& progress)
{
    Replay life{community, options, forecasts};
    ReplayResult result = life.run(progress);
    result.first = community.first.plus(options.firstDay * 48);
    result.days = options.days;
    addReferences(result, community, options);
    for (std::size_t home = 0; home < result.homes.size(); ++home) {
        HomeCosts& costs = result.homes[home];
        const ReplayHome& trading = life.trading()[home];
        costs.planned = life.alone()[home].cost;
        costs.neighbours = trading.cost;
        costs.fees = trading.fees;
        costs.bought = trading.bought;
        costs.sold = trading.sold;
        costs.discharged = trading.discharged;
        costs.storedAtEnd = trading.stored();
    }
    return result;
}

} // namespace dgex::app
