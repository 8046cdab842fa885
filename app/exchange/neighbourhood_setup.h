// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/forecast/forecast.h"
#include "core/ledger/transaction.h"
#include "drivers/replay/community_data.h"
#include "drivers/simulated/simulated_neighbourhood.h"

#include <expected>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace dgex::app {

/// What a simulated exchange is made of.
struct ExchangeOptions {
    std::size_t homes = 24;
    std::size_t newcomers = 0; ///< Further synthetic homes that ask to join later, one after the other.
    std::uint64_t seed = 1;
    std::optional<std::filesystem::path> data; ///< Real homes to replay instead of synthetic ones.
    std::optional<Period> start;      ///< First traded period; none: a sunny default, or 28 days into the data.
    std::filesystem::path ledgerFile; ///< Must not exist yet.
    std::filesystem::path keyFolder;
    std::chrono::milliseconds step{5'000}; ///< Of the simulated devices and their control; 1 s to 5 s.
    bool certificates = false;             ///< Follow where renewable energy goes.
    Price networkFee;
    unsigned threads = 2; ///< For devices, forecasts, plans, signatures and checks of the homes.
};

/// The homes and the utility of a simulated exchange before it runs.
struct NeighbourhoodSetup {
    std::size_t newcomers = 0; ///< The last so many homes do not take part at the start.
    std::vector<std::string> names;
    std::vector<drivers::SimulatedHomeConfig> homes;
    std::vector<forecast::HomeProfile> profiles;
    drivers::WeatherConfig weather;
    Period start;              ///< First traded period.
    std::optional<Period> end; ///< Of the replayed data.
    std::string currency{"JPY"};
    std::int32_t zoneOffsetSeconds = 9 * 3600;
    std::size_t filledPeriods = 0;
    std::optional<drivers::Community> community;
    std::uint64_t seed = 1;
    Price networkFee;

    /// What the utility asks and pays in a period.
    [[nodiscard]] ledger::TariffPeriod tariffAt(Period period) const;
};

/// Days of meter history that homes start with.
inline constexpr int kHistoryDays = 28;

/// Synthetic homes, or real ones from options.data. The error is one sentence that names the place.
[[nodiscard]] std::expected<NeighbourhoodSetup, std::string> setUpNeighbourhood(const ExchangeOptions& options);

} // namespace dgex::app
