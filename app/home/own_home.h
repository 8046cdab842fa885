// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/views/exchange.h"

#include <atomic>
#include <expected>
#include <mutex>
#include <thread>
#include <vector>

namespace dgex::app {

/// A home's own process in a thread of its own, with the newest snapshot where its panel fetches it. The snapshot is
/// made once a second. Thread: any; no call waits for the home.
class OwnHome final : public views::SnapshotSource, public views::HomeCommands {
public:
    /// Waits until configuration and keys are read, not for authorities or devices. The error is one sentence.
    [[nodiscard]] static std::expected<std::unique_ptr<OwnHome>, std::string> open(const std::string& configFile);
    ~OwnHome() override;
    OwnHome(const OwnHome&) = delete;
    OwnHome& operator=(const OwnHome&) = delete;

    /// Null until authorities and devices have answered.
    [[nodiscard]] std::shared_ptr<const views::HomeSnapshot> home() const override;
    [[nodiscard]] std::shared_ptr<const views::OperatorSnapshot> console() const override { return nullptr; }
    void setPolicy(const policy::UserPolicy& policy) override;

private:
    class Turns;
    OwnHome() = default;

    std::atomic<bool> m_stop{false};
    mutable std::mutex m_mutex; ///< Guards what follows.
    std::shared_ptr<const views::HomeSnapshot> m_home;
    std::vector<policy::UserPolicy> m_wanted; ///< Not taken over yet, oldest first.

    std::jthread m_thread; ///< Last: ends before anything that it uses.
};

} // namespace dgex::app
