// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/controller/home_book.h"

#include <map>

namespace dgex::app {

/// What a half hour brings onto a home's bill.
struct BillLine {
    Lots bought; ///< From neighbours.
    Lots sold;
    Energy fromUtility;
    Energy toUtility;
    Money trades;    ///< + received.
    Money fees;      ///< <= 0
    Money imbalance; ///< + received.
    Money utility;   ///< + received.
    friend bool operator==(const BillLine&, const BillLine&) = default;
};
using BillLines = std::map<Period, BillLine>;

[[nodiscard]] BillLine billLineOf(const controller::PeriodBook& book);

} // namespace dgex::app
