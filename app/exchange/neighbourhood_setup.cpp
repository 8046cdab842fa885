// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/exchange/neighbourhood_setup.h"

#include "core/base/text.h"

#include <algorithm>
#include <format>

namespace dgex::app {

namespace {

/// 2026-05-11T15:00Z: midnight in Tokyo of a spring day.
constexpr std::int64_t kDefaultStart = 1'778'511'600;
constexpr Price kFeedIn{850};
constexpr Price kImbalanceMargin{300};
constexpr Power kRouterCapacity{4'000};

/// A time-of-use tariff of three steps by the local hour, per kWh: night, day, evening.
Price timeOfUseRetail(Period period, std::int32_t zoneOffsetSeconds)
{
    const std::int64_t hour = (period.startSeconds() + zoneOffsetSeconds) / 3600 % 24;
    if (hour >= 16 && hour < 21)
        return Price{3'800};
    return hour >= 23 || hour < 7 ? Price{2'400} : Price{3'100};
}

forecast::HomeProfile profileOf(const drivers::SimulatedHomeConfig& home, std::int32_t zoneOffsetSeconds)
{
    forecast::HomeProfile profile;
    profile.yearlyDemand = home.dailyDemand * 365;
    profile.pvPeak = home.pvPeak;
    profile.zoneOffsetSeconds = zoneOffsetSeconds;
    return profile;
}

/// The local midnight at or after a period.
Period midnightFrom(Period period, std::int32_t zoneOffsetSeconds)
{
    while ((period.startSeconds() + zoneOffsetSeconds) % 86'400 != 0)
        period = period.plus(1);
    return period;
}

std::expected<NeighbourhoodSetup, std::string> replayed(const ExchangeOptions& options)
{
    auto community = drivers::readCommunity(*options.data);
    if (!community)
        return std::unexpected(drivers::toText(community.error()));
    NeighbourhoodSetup setup;
    setup.currency = community->currency;
    setup.filledPeriods = community->filledPeriods;
    setup.start =
        options.start.value_or(midnightFrom(community->first.plus(kHistoryDays * 48), setup.zoneOffsetSeconds));
    setup.end = community->first.plus(static_cast<std::int64_t>(community->size()));
    if (setup.start.since(community->first) < 2 || setup.start >= *setup.end)
        return std::unexpected(std::format("the data cover {} to {}, the start {} is outside", toText(community->first),
                                           toText(*setup.end), toText(setup.start)));
    std::uint64_t seed = options.seed;
    for (const drivers::CommunityHome& home : community->homes) {
        drivers::SimulatedHomeConfig config;
        config.seed = seed++;
        config.pvPeak = home.pvPeak;
        config.battery = home.battery;
        config.batteryStored = Energy{home.battery.capacity.count() / 2};
        config.router = drivers::homeDgr(config.seed, kRouterCapacity);
        config.replay = drivers::ReplaySeries{community->first, home.demand, home.pv};
        setup.names.push_back(home.name);
        setup.profiles.push_back(profileOf(config, setup.zoneOffsetSeconds));
        setup.homes.push_back(std::move(config));
    }
    setup.community = std::move(*community);
    return setup;
}

} // namespace

ledger::TariffPeriod NeighbourhoodSetup::tariffAt(Period period) const
{
    Price retail = timeOfUseRetail(period, zoneOffsetSeconds);
    Price feedIn = kFeedIn;
    if (community) {
        const std::int64_t last = static_cast<std::int64_t>(community->size()) - 1;
        const auto index = std::clamp<std::int64_t>(period.since(community->first), 0, last);
        retail = community->retailAt(static_cast<std::size_t>(index));
        feedIn = community->feedIn;
    }
    return {period, retail, feedIn, std::max(retail, feedIn) + kImbalanceMargin, feedIn - kImbalanceMargin};
}

std::expected<NeighbourhoodSetup, std::string> setUpNeighbourhood(const ExchangeOptions& options)
{
    std::expected<NeighbourhoodSetup, std::string> setup;
    if (options.data) {
        setup = replayed(options);
    } else {
        setup->start = options.start.value_or(Period{kDefaultStart});
        setup->newcomers = options.newcomers;
        setup->homes = drivers::syntheticHomes(options.homes + options.newcomers, options.seed);
        for (std::size_t i = 0; i < setup->homes.size(); ++i) {
            setup->names.push_back(std::format("Home {:02}", i + 1));
            setup->profiles.push_back(profileOf(setup->homes[i], setup->zoneOffsetSeconds));
        }
    }
    if (setup) {
        setup->weather.seed = options.seed;
        setup->seed = options.seed;
        setup->networkFee = options.networkFee;
    }
    return setup;
}

} // namespace dgex::app
