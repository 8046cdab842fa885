// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/views/exchange.h"

#include <chrono>
#include <memory>
#include <vector>

namespace dgex::test {

/// The running half hour of busyExchange: 14:00 in Tokyo.
inline constexpr Period kRunning{1'779'339'600};

/// Eight markets, three homes of which the last one's DGR was never heard, and three alarms whose ids differ from
/// their places.
[[nodiscard]] inline views::OperatorSnapshot busyExchange()
{
    views::OperatorSnapshot snapshot;
    snapshot.now = kRunning.start() + std::chrono::minutes{12};
    snapshot.zoneOffsetSeconds = 9 * 3600;
    snapshot.lastRound = kRunning;
    snapshot.nextRound = kRunning.plus(1);
    for (int i = -3; i < 5; ++i) {
        views::MarketRow row;
        row.period = kRunning.plus(i);
        row.phase = i < 0 ? views::MarketPhase::Settled : views::MarketPhase::Open;
        row.lastRound = kRunning;
        row.price = Price{2000 - 100 * i};
        row.volume = Lots{5 * (i + 4)};
        row.orders = static_cast<std::uint32_t>(20 - i);
        snapshot.markets.push_back(row);
    }
    for (std::uint32_t number = 1; number <= 3; ++number) {
        const std::string name = "Home " + std::to_string(number);
        views::ParticipantRow participant;
        participant.id = ParticipantId{number};
        participant.name = name;
        participant.balance = Money{(2 - static_cast<std::int64_t>(number)) * 1'000'000};
        snapshot.participants.push_back(participant);
        views::FleetRow router;
        router.home = participant.id;
        router.name = name;
        router.capacity = Power{6000};
        if (number < 3) {
            ports::DgrState state;
            state.mode = ports::DgrMode::Delivering;
            state.setpoint = Power{-1200};
            state.power = Power{-1190};
            router.state = {state, snapshot.now, snapshot.now, ports::Quality::Good};
        }
        snapshot.fleet.push_back(router);
    }
    views::EnrolmentRow asking;
    asking.key.fill(0xAB);
    asking.fingerprint = "ABAB ABAB ABAB ABAB";
    asking.name = "Home 4";
    asking.meter = "M000104";
    asking.connectionCapacity = Power{10'000};
    asking.asked = snapshot.now - std::chrono::minutes{30};
    snapshot.enrolments.push_back(asking);
    snapshot.disputes = {{kRunning.plus(-2), ParticipantId{2}, "Home 2", views::DisputeCause::AgainstDgr, Energy{6'200},
                          Energy{5'000}, views::DisputeState::Open}};
    using Code = views::AlarmCode;
    const UtcTime since = snapshot.now - std::chrono::minutes{5};
    snapshot.alarms = {{71, 1, Code::RouterTripped, "Home 1", 1, since, true, false, {}},
                       {12, 2, Code::MeterSilent, "Home 2", 1, since, true, false, {}},
                       {45, 3, Code::SheetRefused, "Home 3", 1, since, true, false, {}}};
    return snapshot;
}

/// The same with so many homes.
[[nodiscard]] inline views::OperatorSnapshot bigExchange(std::uint32_t homes)
{
    views::OperatorSnapshot many = busyExchange();
    for (std::uint32_t number = 4; number <= homes; ++number) {
        views::ParticipantRow home = many.participants.front();
        home.id = ParticipantId{number};
        home.name = "Home " + std::to_string(number);
        many.participants.push_back(home);
        views::FleetRow router = many.fleet.front();
        router.home = home.id;
        router.name = home.name;
        many.fleet.push_back(router);
    }
    return many;
}

/// Gives the snapshot that the test sets.
class OperatorSource : public views::SnapshotSource {
public:
    [[nodiscard]] std::shared_ptr<const views::HomeSnapshot> home() const override { return nullptr; }
    [[nodiscard]] std::shared_ptr<const views::OperatorSnapshot> console() const override { return m_console; }
    void set(views::OperatorSnapshot snapshot)
    {
        m_console = std::make_shared<views::OperatorSnapshot>(std::move(snapshot));
    }

    [[nodiscard]] std::string failure() const override { return m_failure; }
    void fail(const std::string& reason) { m_failure = reason; }
    void clear() { m_console.reset(); }

private:
    std::string m_failure;
    std::shared_ptr<const views::OperatorSnapshot> m_console;
};

/// Remembers which alarms were acknowledged.
class RecordedAcknowledgements : public views::OperatorCommands {
public:
    void acknowledgeAlarm(std::uint64_t id) override { ids.push_back(id); }
    void shelveAlarm(std::uint64_t id, std::chrono::minutes) override { shelved.push_back(id); }
    void approveEnrolment(const Hash256& key) override { approved.push_back(key); }
    void refuseEnrolment(const Hash256& key) override { refused.push_back(key); }
    void revokeParticipant(ParticipantId participant) override { revoked.push_back(participant); }
    std::vector<std::uint64_t> ids;
    std::vector<std::uint64_t> shelved;
    std::vector<Hash256> approved;
    std::vector<Hash256> refused;
    std::vector<ParticipantId> revoked;
};

} // namespace dgex::test
