// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/exchange/alarm_list.h"
#include "app/exchange/market_record.h"
#include "core/views/exchange.h"

#include <atomic>
#include <condition_variable>
#include <expected>
#include <functional>
#include <future>
#include <mutex>
#include <thread>
#include <vector>

namespace dgex::app {

class NodeProcess;

/// Where a console finds its market.
struct FollowedMarketOptions {
    std::string node;            ///< TOML file of a node, as of `dgexd node --follow`.
    std::string desk{};          ///< TOML file of the operator (`dgexd enrol`); empty: the console only looks.
    std::string currency{"JPY"}; ///< Of all prices, ISO 4217.
    std::int32_t zoneOffsetSeconds = 0;
};

/// A whole market as its operator sees it: a follower executes the ledger in a thread of its own, and what the operator
/// decides goes to the node by another. Homes' devices are not seen from here. Thread: any; no call waits.
class FollowedMarket final : public views::SnapshotSource, public views::OperatorCommands {
public:
    /// Waits until the archive was executed. The error is one sentence.
    [[nodiscard]] static std::expected<std::unique_ptr<FollowedMarket>, std::string>
    open(const FollowedMarketOptions& options);
    ~FollowedMarket() override;
    FollowedMarket(const FollowedMarket&) = delete;
    FollowedMarket& operator=(const FollowedMarket&) = delete;

    [[nodiscard]] std::shared_ptr<const views::HomeSnapshot> home() const override { return nullptr; }
    [[nodiscard]] std::shared_ptr<const views::OperatorSnapshot> console() const override;
    void acknowledgeAlarm(std::uint64_t id) override;
    void shelveAlarm(std::uint64_t id, std::chrono::minutes time) override;
    void approveEnrolment(const Hash256& key) override;
    void refuseEnrolment(const Hash256& key) override;
    void revokeParticipant(ParticipantId participant) override;
    /// Why the ledger could not be followed any more; empty while it can.
    [[nodiscard]] std::string failure() const;

private:
    using Errand = std::function<std::expected<void, std::string>(const std::string& desk)>;
    using ListCommand = std::function<void(AlarmList& alarms, UtcTime now)>;

    explicit FollowedMarket(FollowedMarketOptions options)
        : m_options(std::move(options))
    {
    }
    void follow(std::promise<std::optional<std::string>> opened);
    void publish(const NodeProcess& node);
    void attend(const std::stop_token& stop);
    void lookForEnrolments();
    void post(Errand errand);

    FollowedMarketOptions m_options;
    std::atomic<bool> m_stop{false};
    MarketRecord m_record; ///< Of the follower's thread, as what follows.
    AlarmList m_alarms;
    std::map<std::uint32_t, std::pair<std::uint64_t, UtcTime>> m_seen; ///< Height and time by authority.
    std::optional<UtcTime> m_shown;

    mutable std::mutex m_mutex; ///< Guards what follows.
    std::condition_variable_any m_wake;
    std::shared_ptr<const views::OperatorSnapshot> m_console;
    std::vector<views::EnrolmentRow> m_enrolments;
    std::vector<Errand> m_errands;
    std::vector<ListCommand> m_listCommands;
    std::string m_failure;

    std::jthread m_follower; ///< Last: end before anything that they use.
    std::jthread m_attendant;
};

} // namespace dgex::app
