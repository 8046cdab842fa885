// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/forecast/forecast.h"
#include "core/market/clearing.h"
#include "core/policy/policy.h"
#include "drivers/replay/community_data.h"

#include <functional>
#include <string>
#include <vector>

namespace dgex::app {

/// What a replay is to try.
struct ReplayOptions {
    policy::UserPolicy policy;
    std::int64_t firstDay = 28; ///< Days of the data that the homes have lived before; meter history only.
    std::int64_t days = 14;
    Price networkFee;     ///< Paid by buyers to the grid operator.
    int lossPermille = 0; ///< Of traded energy; the grid operator buys it at retail.
    std::uint32_t gateLead = 1;
    std::uint32_t openPeriods = 48;
    int meterLag = 1; ///< Half hours that are not yet metered when a round's bids are made, as for a controller.
    bool pricesKnown = false; ///< All of the utility's prices are known; else those of a day-ahead auction at 10:00.
    std::int32_t zoneOffsetSeconds = 9 * 3600;
    unsigned threads = 2;
};

/// Forecasts of one home for one round: the half hours from the round's own period on.
struct HomeForecast {
    forecast::Method demandMethod = forecast::Method::TypicalProfile;
    forecast::Method pvMethod = forecast::Method::TypicalProfile;
    std::vector<forecast::Quantiles> demand;
    std::vector<forecast::Quantiles> pv;
};

/// Makes the forecast of one home for one round from the values before `known` alone; rounds come in order, different
/// homes from different threads.
using ForecastSource =
    std::function<HomeForecast(std::size_t home, std::int64_t known, std::int64_t round, std::size_t count)>;
/// The forecasters of the homes on the community's own data.
[[nodiscard]] ForecastSource meterForecasts(const drivers::Community& community, const ReplayOptions& options);

/// Money of one home over the replayed days, + paid, for each way of living.
struct HomeCosts {
    std::string name;
    Money noBattery;  ///< Utility only, the battery switched off.
    Money selfUse;    ///< Utility only, the battery by the self-use rule: what neighbours are compared with.
    Money planned;    ///< Utility only, the battery by the optimiser.
    Money neighbours; ///< Optimiser and market.
    Money perfect;    ///< Utility only, the battery by perfect foresight.
    Money fees;       ///< Within neighbours.
    Energy bought;    ///< Position at the gate from neighbours, over all half hours.
    Energy sold;
    Energy discharged; ///< With neighbours.
    Energy dischargedSelfUse;
    Energy storedAtEnd;
    Energy storedAtEndSelfUse;
};

struct ReplayResult {
    Period first;
    std::int64_t days = 0;
    std::vector<HomeCosts> homes;
    Money perfectCommunity; ///< All homes as one, one meter, one battery, perfect foresight, no lots, no fee.
    Money pooledRule;       ///< The same under the self-use rule.
    Lots traded;            ///< Over all rounds.
    Energy exchanged;       ///< Net positions at the gates.
    Money losses;           ///< What the grid operator pays for losses, at retail.
    double forecastSeconds = 0;
    double planSeconds = 0;
    double marketSeconds = 0;
    std::uint64_t plans = 0; ///< Twice the homes a round: with and without neighbours.
};

/// Replays a community half hour by half hour through the real forecasts, plans and market clearing, without
/// signatures and ledger. Deterministic for any number of threads.
/// Requires: the data reach from firstDay over all days and a day more.
[[nodiscard]] ReplayResult replay(const drivers::Community& community, const ReplayOptions& options,
                                  const ForecastSource& forecasts,
                                  const std::function<void(std::int64_t done, std::int64_t all)>& progress);

/// What one home knows at one round: the inputs of its plan, after the community has lived the days before under the
/// options' policy, so that battery, positions and expected prices are those of that life.
struct HomeMoment {
    policy::PlanInputs inputs;
    HomeForecast forecast;
};
/// options.firstDay and days are not read. Requires: days >= 0, gateLead half hours and days x 48 lie before `round`,
/// and the data reach to the end of its day.
[[nodiscard]] HomeMoment momentAt(const drivers::Community& community, const ReplayOptions& options, std::size_t home,
                                  std::int64_t round, std::int64_t days);

} // namespace dgex::app
