// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/views/home_snapshot.h"
#include "core/views/operator_snapshot.h"
#include "core/views/setup_snapshot.h"

#include <chrono>
#include <functional>
#include <memory>

namespace dgex::views {

/// Where a window gets its snapshots. The calls return at once, from any thread; a null pointer means that nothing
/// has arrived yet.
class SnapshotSource {
public:
    virtual ~SnapshotSource() = default;
    [[nodiscard]] virtual std::shared_ptr<const HomeSnapshot> home() const = 0;
    [[nodiscard]] virtual std::shared_ptr<const OperatorSnapshot> console() const = 0;
    /// How far the home is on its way into the market; null: nobody tells.
    [[nodiscard]] virtual std::shared_ptr<const SetupSnapshot> setup() const { return nullptr; }
    /// Why nothing new will come, in one sentence; empty while the source lives.
    [[nodiscard]] virtual std::string failure() const { return {}; }
};

/// What a homeowner may ask for. The calls return at once; the effect shows in a later snapshot.
class HomeCommands {
public:
    virtual ~HomeCommands() = default;
    virtual void setPolicy(const policy::UserPolicy& policy) = 0;
    /// The half hour whose market the owner looks at.
    virtual void watchMarket(Period /*period*/) {}
    /// Asks the utility's operator to let the home in, with the number on its meter.
    virtual void join(const std::string& /*meter*/) {}
};

/// What an operator may ask for. The calls return at once.
class OperatorCommands {
public:
    virtual ~OperatorCommands() = default;
    virtual void acknowledgeAlarm(std::uint64_t id) = 0;
    /// Keeps an alarm quiet for a while; it comes back by itself.
    virtual void shelveAlarm(std::uint64_t id, std::chrono::minutes time) = 0;
    /// Enrols the home that asks by this key: a transaction of the market operator, which cannot be taken back.
    virtual void approveEnrolment(const Hash256& key) = 0;
    virtual void refuseEnrolment(const Hash256& key) = 0;
    /// From then on nothing that the participant signs counts. It cannot be taken back.
    virtual void revokeParticipant(ParticipantId participant) = 0;
};

/// What only a simulated neighbourhood offers: time that runs at will, and faults, which end by themselves. The calls
/// return at once.
class SimulationCommands {
public:
    virtual ~SimulationCommands() = default;
    virtual void setSpeed(int simulatedSecondsPerSecond) = 0; ///< 0 pauses.
    [[nodiscard]] virtual int speed() const = 0;
    virtual void selectHome(std::size_t index) = 0;
    [[nodiscard]] virtual std::vector<std::string> homeNames() const = 0;

    static constexpr std::chrono::minutes kCloudTime{60};
    static constexpr std::chrono::minutes kTripTime{20};
    static constexpr std::chrono::minutes kSilenceTime{45};
    static constexpr std::chrono::minutes kLieTime{60};
    virtual void addCloud() = 0;
    virtual void tripRouter(std::size_t home) = 0;
    virtual void stopMeter(std::size_t home) = 0;
    /// The authority falsifies its answers to all homes.
    virtual void falsifyAnswers() = 0;
};

} // namespace dgex::views
