// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/views/exchange.h"

#include <atomic>
#include <expected>
#include <future>
#include <mutex>
#include <thread>
#include <vector>

namespace dgex::app {

/// A home's own process in a thread of its own, with the newest snapshot where its panel fetches it. The snapshot is
/// made once a second. Thread: any; no call waits for the home.
class OwnHome final : public views::SnapshotSource, public views::HomeCommands {
public:
    /// Waits until configuration and keys are read, not for authorities or devices. Without an admission to the market
    /// the home waits for join(). The error is one sentence.
    [[nodiscard]] static std::expected<std::unique_ptr<OwnHome>, std::string> open(const std::string& configFile);
    ~OwnHome() override;
    OwnHome(const OwnHome&) = delete;
    OwnHome& operator=(const OwnHome&) = delete;

    /// Null until authorities and devices have answered.
    [[nodiscard]] std::shared_ptr<const views::HomeSnapshot> home() const override;
    [[nodiscard]] std::shared_ptr<const views::OperatorSnapshot> console() const override { return nullptr; }
    [[nodiscard]] std::shared_ptr<const views::SetupSnapshot> setup() const override;
    void setPolicy(const policy::UserPolicy& policy) override;
    void watchMarket(Period period) override;
    void join(const std::string& meter) override;

private:
    class Turns;
    OwnHome() = default;
    void run(const std::string& configFile, std::promise<std::optional<std::string>> opened);
    /// False when the program ends before the home is let in.
    bool joinMarket(const std::string& configFile);
    void show(views::SetupSnapshot setup);

    std::atomic<bool> m_stop{false};
    mutable std::mutex m_mutex; ///< Guards what follows.
    std::shared_ptr<const views::HomeSnapshot> m_home;
    std::shared_ptr<const views::SetupSnapshot> m_setup;
    std::vector<policy::UserPolicy> m_wanted; ///< Not taken over yet, oldest first.
    std::optional<Period> m_watched;
    std::optional<std::string> m_joinWith; ///< The meter to ask with.

    std::jthread m_thread; ///< Last: ends before anything that it uses.
};

} // namespace dgex::app
