// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/log_line.h"
#include "app/node/node_config.h"
#include "app/node/node_metrics.h"
#include "app/system_clock.h"
#include "core/api/node_backend.h"
#include "core/api/server_thread.h"
#include "core/node/market_operator.h"
#include "core/node/utility_desk.h"
#include "core/storage/etcd_sequencer.h"

#include <QObject>
#include <QTimer>

#include <atomic>
#include <expected>
#include <memory>
#include <string>

namespace dgex::app {

class NodeProcess;

/// Who watches a node. Both are called in its thread; each may be empty.
struct NodeWatch {
    node::Authority::BlockCallback onBlock{};              ///< Also for the blocks of the archive.
    std::function<void(const NodeProcess& node)> onTurn{}; ///< About ten times a second, while it runs.
};

/// A running ledger node: authority or follower with its desk, HTTPS server and metrics.
/// Thread: the one that made it, which runs Qt's event loop.
class NodeProcess {
public:
    /// The error is one sentence.
    [[nodiscard]] static std::expected<std::unique_ptr<NodeProcess>, std::string>
    open(const NodeConfig& config, bool follow, NodeWatch watch = {});
    ~NodeProcess();
    NodeProcess(const NodeProcess&) = delete;
    NodeProcess& operator=(const NodeProcess&) = delete;

    /// Runs until stop is set or, with once, until every due round is closed; false when the node cannot go on.
    [[nodiscard]] bool run(const std::atomic<bool>& stop, bool once);
    [[nodiscard]] const node::Authority& authority() const { return *m_authority; }

private:
    NodeProcess() = default;
    std::expected<void, std::string> readKeys(const NodeConfig& config, bool follow);
    std::expected<void, std::string> openAuthority(const NodeConfig& config);
    std::expected<void, std::string> openServers(const NodeConfig& config);
    void step();
    void operate();
    /// Registers the utility and publishes its prices; whether there was something to do.
    bool supply(Period now);
    [[nodiscard]] bool isIdle() const;
    void logProgress();
    /// Erases meter readings beyond their retention time, once an hour.
    void forgetReadings();
    void keepEvidence(const ledger::Evidence& evidence) const;

    SystemClock m_clock;
    NodeWatch m_watch;
    std::filesystem::path m_folder;
    std::unique_ptr<crypto::Signer> m_authorityKey;
    std::unique_ptr<crypto::Signer> m_operatorKey;
    std::optional<NodeConfig::Operator> m_terms;
    QObject m_context;
    std::shared_ptr<storage::EtcdClient> m_etcd;
    std::shared_ptr<std::atomic<bool>> m_woken = std::make_shared<std::atomic<bool>>(false);
    std::unique_ptr<node::Authority> m_authority;
    std::unique_ptr<node::MarketOperator> m_desk;
    std::unique_ptr<crypto::Signer> m_utilityKey;
    std::optional<NodeConfig::Utility> m_utility;
    std::unique_ptr<node::UtilityDesk> m_supply; ///< Once the utility is registered.
    std::unique_ptr<api::LedgerRegistry> m_registry;
    std::unique_ptr<api::EnrolmentDesk> m_enrolments;
    std::unique_ptr<api::NodeBackend> m_backend;
    std::unique_ptr<api::EnrolmentBackend> m_enrolmentBackend;
    std::unique_ptr<api::ServerThread> m_server;
    std::unique_ptr<api::ServerThread> m_enrolmentServer;
    std::unique_ptr<MetricsServer> m_metrics;
    std::optional<Round> m_closing; ///< Sent by the desk and not in the log yet.
    UtcTime m_sentAt;
    UtcTime m_enrolledAt; ///< When the registration of the utility was sent last.
    std::uint64_t m_loggedHeight = 0;
    std::vector<ledger::GateObjection> m_loggedObjections;
    std::shared_ptr<storage::LedgerFile> m_file;
    std::optional<std::chrono::days> m_retention;
    UtcTime m_forgotAt;
    bool m_failed = false;
};

} // namespace dgex::app
