// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/views/bill_line.h"
#include "core/controller/home_controller.h"
#include "core/views/home_snapshot.h"

#include <functional>
#include <tuple>

namespace dgex::app {

/// What a home's panel shows beside what its controller knows.
struct HomeSurroundings {
    UtcTime now;
    std::string currency{"JPY"}; ///< ISO 4217
    std::int32_t zoneOffsetSeconds = 0;
    Period since{};                                     ///< From here on bills come from the controller's book.
    const BillLines* earlier = nullptr;                 ///< For the bills before.
    std::function<std::string(ParticipantId)> nameOf{}; ///< Empty: participants have numbers.
    std::function<Money(Period)> utilityOnly{};         ///< + received without neighbours; empty: not known.
    /// Of a market's newest round, with the interval of possible prices; empty: not public.
    std::function<std::tuple<std::shared_ptr<const views::Curves>, std::optional<std::pair<Price, Price>>>(Period)>
        curvesOf{};
};

/// What the panel of a home shows now. Thread: the controller's.
[[nodiscard]] views::HomeSnapshot homeView(const controller::HomeController& home, const HomeSurroundings& around);

} // namespace dgex::app
