// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/exchange/exchange.h"
#include "core/views/exchange.h"

#include <atomic>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>

namespace dgex::app {

/// Runs an exchange in a thread of its own, at a chosen speed, and keeps its newest snapshots where windows fetch them.
/// Commands are carried out between two steps. Thread: any; no call waits for the exchange.
class Simulation final : public views::SnapshotSource,
                         public views::HomeCommands,
                         public views::OperatorCommands,
                         public views::SimulationCommands {
public:
    struct Options {
        int speed = 300;                  ///< Simulated seconds per second; kFastest: as fast as it goes.
        std::optional<int> stopAfterDays; ///< Ends by itself.
        std::optional<UtcTime> pauseAt;   ///< Pauses there once, as setSpeed(0) does.
        std::function<void(const Exchange&)> onHalfHour; ///< In the simulation's thread.
    };
    static constexpr int kFastest = 1'000'000;

    Simulation(std::unique_ptr<Exchange> exchange, Options options);
    ~Simulation() override;

    /// Empty while it runs well; else one sentence.
    [[nodiscard]] std::string failure() const override;
    [[nodiscard]] bool finished() const { return m_finished; }

    [[nodiscard]] std::shared_ptr<const views::HomeSnapshot> home() const override;
    [[nodiscard]] std::shared_ptr<const views::OperatorSnapshot> console() const override;
    [[nodiscard]] std::shared_ptr<const views::SetupSnapshot> setup() const override;
    void setPolicy(const policy::UserPolicy& policy) override;
    void acknowledgeAlarm(std::uint64_t id) override;
    void shelveAlarm(std::uint64_t id, std::chrono::minutes time) override;
    /// Goes on as fast as it goes and pauses at a time.
    void runUntil(UtcTime time);
    void approveEnrolment(const Hash256& key) override;
    void refuseEnrolment(const Hash256& key) override;
    void revokeParticipant(ParticipantId participant) override;
    void setSpeed(int simulatedSecondsPerSecond) override;
    [[nodiscard]] int speed() const override { return m_speed; }
    void selectHome(std::size_t index) override;
    [[nodiscard]] std::vector<std::string> homeNames() const override;
    void addCloud() override;
    void tripRouter(std::size_t home) override;
    void stopMeter(std::size_t home) override;
    void falsifyAnswers() override;

private:
    struct Views;
    using Command = std::function<void(Exchange&, Views&)>;
    void post(Command command);
    void run(const std::stop_token& stop);
    void runCommands(Views& views);
    bool advance(std::chrono::milliseconds simulated);
    void publish(Views& views);

    Options m_options;
    std::unique_ptr<Exchange> m_exchange; ///< Touched by the thread only, once it runs.
    std::atomic<int> m_speed;
    std::atomic<bool> m_finished{false};

    mutable std::mutex m_mutex; ///< Guards what follows.
    std::condition_variable_any m_wake;
    std::vector<Command> m_commands;
    std::vector<std::string> m_names; ///< Of the homes that take part.
    std::shared_ptr<const views::HomeSnapshot> m_home;
    std::shared_ptr<const views::OperatorSnapshot> m_console;
    std::shared_ptr<const views::SetupSnapshot> m_setup;
    std::string m_failure;

    std::jthread m_thread; ///< Last: ends before anything that it uses.
};

} // namespace dgex::app
