// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <expected>
#include <filesystem>
#include <string>
#include <vector>

namespace dgex::app {

/// A new market's authorities.
struct NetworkOrder {
    std::filesystem::path folder;
    std::uint32_t authorities = 4;
    std::vector<std::string> endpoints; ///< Of etcd; empty: the ledger file is the sequencer (one authority).
    std::uint16_t firstPort = 8443;     ///< 0: no servers.
    /// Names or addresses of the authorities' hosts, in their order; all use the first port then. Empty: all on
    /// loopback, each with a port of its own.
    std::vector<std::string> hosts = {};
};

/// Makes folder/node1 ... (the folder itself for a lone node) with sealed keys, certificates of an authority of their
/// own and node.toml, folder/operator with that authority and what `dgexd enrol` needs (operator.toml), and
/// folder/pins.toml with the public keys. The first two nodes run the market operator's desk, the first takes requests
/// of homes. Does nothing when the network is there. Threshold: the least k with 2k - n > f and k <= n - f, f =
/// (n - 1) / 3. The error is one sentence.
[[nodiscard]] std::expected<void, std::string> setUpNetwork(const NetworkOrder& order);

} // namespace dgex::app
