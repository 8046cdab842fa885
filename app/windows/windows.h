// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/exchange/neighbourhood_setup.h"

#include <string>

namespace dgex::app {

enum class Face { Both, Home, Operator };

struct WindowOptions {
    ExchangeOptions exchange;
    Face face = Face::Both;
    std::string language{"en"};
    std::string palette{"light"};
    std::filesystem::path screenshots; ///< Where a demo without a display leaves its pictures.
    std::optional<std::size_t> home;   ///< None: the one with the largest roof among those with a battery.
    int speed = 300;
    bool kiosk = false;          ///< The home panel on a screen of its own.
    std::string config;          ///< Of one's own home or node; empty: of the simulation.
    std::string desk;            ///< Of the operator, beside a node's configuration; empty: the console only looks.
    std::string currency{"JPY"}; ///< Of a followed market.
};

/// Shows the panel of one's own home, the console of a followed market, or the windows of a simulated exchange, until
/// they are closed. On Qt's offscreen platform a simulation lives one day as fast as it goes, prints the market's
/// progress and leaves screenshots of every page. Requires: a QApplication. Returns the program's exit code.
[[nodiscard]] int runWindows(const WindowOptions& options);

} // namespace dgex::app
