// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/routing/leg_router.h"
#include "tests/support/random_stream.h"

#include <format>

namespace dgex::test {

/// Homes of 50 along a feeder, each behind a router of its own; feeders joined to one common cell by routers.
inline routing::Network neighbourhoodNetwork(std::size_t homes, double lossShare, double lossPerWattSquared)
{
    routing::Network network;
    network.cells.emplace_back("common");
    const auto join = [&](std::size_t inner, std::size_t outer, Power capacity) {
        const std::size_t router = network.routers.size();
        network.routers.push_back(std::format("dgr-{}", router));
        for (const std::size_t cell : {inner, outer})
            network.legs.push_back({std::format("dgr-{}/{}", router, network.cells[cell]), router, cell, capacity,
                                    routing::LegDirection::Both, lossShare, lossPerWattSquared});
    };
    std::size_t feeder = 0;
    for (std::size_t home = 0; home < homes; ++home) {
        if (home % 50 == 0) {
            feeder = network.cells.size();
            network.cells.push_back(std::format("feeder-{}", home / 50));
            join(feeder, 0, Power{60'000});
        }
        network.cells.push_back(std::format("home-{}", home));
        join(network.cells.size() - 1, feeder, Power{6'000});
    }
    return network;
}

/// Every cell exports or imports up to most; the common cell balances the sum.
inline std::vector<routing::CellExchange> randomExchanges(const routing::Network& network, RandomStream& random,
                                                          std::int64_t most)
{
    std::vector<routing::CellExchange> exchanges(network.cells.size());
    Power net;
    for (std::size_t cell = 1; cell < exchanges.size(); ++cell) {
        const Power power{random.between(-most, most)};
        (power > Power{} ? exchanges[cell].exported : exchanges[cell].imported) = power.abs();
        net += power;
    }
    (net > Power{} ? exchanges[0].imported : exchanges[0].exported) = net.abs();
    return exchanges;
}

} // namespace dgex::test
