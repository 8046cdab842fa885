// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/ids.h"
#include "core/crypto/signing.h"
#include "core/ledger/fair_gate.h"
#include "core/storage/etcd_client.h"

#include <expected>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace dgex::app {

/// Address and port to listen on, as 127.0.0.1:8443.
struct ListenAddress {
    std::string address;
    std::uint16_t port = 0;
};

/// What `dgexd node --config` reads. Paths are relative to the file. Keys (TOML), those with * are needed:
///   version* = 1, folder* (ledger file, evidence), market* (32 hexadecimal digits), secret_file (opens sealed keys)
///   retention_days: meter readings older than that are erased; without it none is
///   [authority] key: without it, or with --follow, the node signs nothing
///   [operator] key, authorities (public keys, DER in hexadecimal), threshold: runs the market operator's desk;
///         rules: a file of market rules (market_rules_file.h) for opening the market
///   [utility] key*, participant*, retail*, feed_in*, imbalance_short*, imbalance_long*: publishes the utility's
///   prices,
///         in currency units per kWh as "30.00"; beside [operator] it also registers the utility
///   [sequencer] kind* ("sqlite" or "etcd"), endpoints, prefix, ca, certificate, key, keep_batches
///   [api] listen*, certificate*, ca*: serves homes by HTTPS with the authority's key; enrol: another address, where
///         those who have no certificate yet ask for one (`dgexd enrol`)
///   [metrics] listen*: text of Prometheus by HTTP
///   [gate] early_ms, late_ms: how far a closing may lie from its instant
/// An unknown key is an error that names its line.
struct NodeConfig {
    struct Operator {
        std::filesystem::path key;
        std::vector<crypto::PublicKey> authorities;
        std::uint32_t threshold = 1;
        ledger::MarketRules rules; ///< By which it opens the market.
    };
    /// A supplier of last resort with one price for all periods.
    struct Utility {
        std::filesystem::path key;
        ParticipantId participant;
        ledger::TariffPeriod prices; ///< The period of it has no meaning.
    };
    struct Api {
        ListenAddress listen;
        std::filesystem::path certificate;
        std::filesystem::path authority;
        std::optional<ListenAddress> enrol;
    };
    std::filesystem::path folder;
    MarketId market;
    std::filesystem::path secretFile;
    std::optional<std::filesystem::path> authorityKey;
    std::optional<Operator> marketOperator;
    std::optional<Utility> utility;
    std::optional<storage::EtcdConfig> etcd; ///< None: the ledger file is the sequencer.
    std::string prefix = "dgex/";
    std::uint64_t keepBatches = 10'000;
    std::optional<Api> api;
    std::optional<ListenAddress> metrics;
    ledger::GateTolerance gate;
    std::optional<std::chrono::days> retention;
};

/// The error is one line that names file, line and key.
[[nodiscard]] std::expected<NodeConfig, std::string> readNodeConfig(const std::filesystem::path& file);

} // namespace dgex::app
