// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/windows/simulation.h"

#include "app/exchange/operator_view.h"
#include "app/exchange/simulated_home_view.h"
#include "core/crypto/certificate.h"

#include <algorithm>

namespace dgex::app {

namespace {

constexpr std::chrono::milliseconds kTick{100};
constexpr int kCloudDepthPermille = 800;

/// A home of the simulation is in the market from the beginning.
views::SetupSnapshot setupOf(const Exchange& exchange, ParticipantId home)
{
    views::SetupSnapshot setup;
    setup.state = views::JoinState::Joined;
    const auto& participants = exchange.authority().state().participants();
    if (const auto found = participants.find(home); found != participants.end()) {
        setup.meter = found->second.meter;
        setup.fingerprint = crypto::fingerprintText(crypto::fingerprintOf(found->second.key));
    }
    return setup;
}

} // namespace

/// What only the thread knows.
struct Simulation::Views {
    std::size_t home = 0;
    OperatorView console;
    std::chrono::milliseconds owed{0}; ///< Simulated time not yet lived.
};

Simulation::Simulation(std::unique_ptr<Exchange> exchange, Options options)
    : m_options(std::move(options))
    , m_exchange(std::move(exchange))
    , m_speed(m_options.speed)
    , m_names(m_exchange->setup().names.begin(),
              m_exchange->setup().names.begin() + static_cast<std::ptrdiff_t>(m_exchange->homeCount()))
    , m_thread([this](const std::stop_token& stop) { run(stop); })
{
}

Simulation::~Simulation() = default;

void Simulation::run(const std::stop_token& stop)
{
    Views views;
    publish(views);
    auto last = std::chrono::steady_clock::now();
    while (!stop.stop_requested()) {
        runCommands(views);
        const auto now = std::chrono::steady_clock::now();
        const auto passed = std::chrono::duration_cast<std::chrono::milliseconds>(now - last);
        last = now;
        const int speed = m_speed;
        views.owed = speed >= kFastest
                         ? Period::kLength / 2
                         : std::min<std::chrono::milliseconds>(views.owed + passed * speed, Period::kLength);
        const UtcTime before = m_exchange->now();
        if (!advance(views.owed))
            return;
        views.owed = m_speed == 0 ? std::chrono::milliseconds{} : views.owed - (m_exchange->now() - before);
        publish(views);
        if (m_options.stopAfterDays && m_exchange->now() >= m_exchange->endOfDays(*m_options.stopAfterDays)) {
            m_finished = true;
            return;
        }
        if (speed < kFastest) {
            std::unique_lock lock(m_mutex);
            m_wake.wait_for(lock, stop, kTick, [this] { return !m_commands.empty(); });
        }
    }
}

bool Simulation::advance(std::chrono::milliseconds simulated)
{
    UtcTime until = m_exchange->now() + simulated;
    if (m_options.stopAfterDays)
        until = std::min(until, m_exchange->endOfDays(*m_options.stopAfterDays));
    if (m_options.pauseAt && until >= *m_options.pauseAt) {
        until = *m_options.pauseAt;
        m_options.pauseAt.reset();
        m_speed = 0;
    }
    const Period before = Period::containing(m_exchange->now());
    if (const auto done = m_exchange->advanceTo(until); !done) {
        const std::lock_guard lock(m_mutex);
        m_failure = done.error();
        m_finished = true;
        return false;
    }
    if (m_options.onHalfHour && Period::containing(m_exchange->now()) != before)
        m_options.onHalfHour(*m_exchange);
    return true;
}

void Simulation::publish(Views& views)
{
    auto home = std::make_shared<const views::HomeSnapshot>(homeView(*m_exchange, views.home));
    auto console = std::make_shared<const views::OperatorSnapshot>(views.console.of(*m_exchange));
    auto setup = std::make_shared<const views::SetupSnapshot>(setupOf(*m_exchange, home->participant));
    const std::lock_guard lock(m_mutex);
    m_setup = std::move(setup);
    m_home = std::move(home);
    m_console = std::move(console);
    const std::vector<std::string>& names = m_exchange->setup().names;
    m_names.assign(names.begin(), names.begin() + static_cast<std::ptrdiff_t>(m_exchange->homeCount()));
}

void Simulation::runCommands(Views& views)
{
    std::vector<Command> commands;
    {
        const std::lock_guard lock(m_mutex);
        commands.swap(m_commands);
    }
    for (const Command& command : commands)
        command(*m_exchange, views);
}

void Simulation::post(Command command)
{
    const std::lock_guard lock(m_mutex);
    m_commands.push_back(std::move(command));
    m_wake.notify_all();
}

std::string Simulation::failure() const
{
    const std::lock_guard lock(m_mutex);
    return m_failure;
}

std::shared_ptr<const views::HomeSnapshot> Simulation::home() const
{
    const std::lock_guard lock(m_mutex);
    return m_home;
}

std::shared_ptr<const views::SetupSnapshot> Simulation::setup() const
{
    const std::lock_guard lock(m_mutex);
    return m_setup;
}

std::shared_ptr<const views::OperatorSnapshot> Simulation::console() const
{
    const std::lock_guard lock(m_mutex);
    return m_console;
}

void Simulation::setPolicy(const policy::UserPolicy& policy)
{
    post([policy](Exchange& exchange, Views& views) { exchange.controller(views.home).setPolicy(policy); });
}

void Simulation::acknowledgeAlarm(std::uint64_t id)
{
    post([id](Exchange&, Views& views) { views.console.acknowledge(id); });
}

void Simulation::shelveAlarm(std::uint64_t id, std::chrono::minutes time)
{
    post([id, time](Exchange& exchange, Views& views) { views.console.shelve(id, exchange.now() + time); });
}

void Simulation::runUntil(UtcTime time)
{
    post([this, time](Exchange&, Views&) {
        m_options.pauseAt = time;
        m_speed = kFastest;
    });
}

void Simulation::approveEnrolment(const Hash256& key)
{
    post([key](Exchange& exchange, Views&) { static_cast<void>(exchange.approve(key)); });
}

void Simulation::refuseEnrolment(const Hash256& key)
{
    post([key](Exchange& exchange, Views&) { static_cast<void>(exchange.refuse(key)); });
}

void Simulation::revokeParticipant(ParticipantId participant)
{
    post([participant](Exchange& exchange, Views&) { static_cast<void>(exchange.revoke(participant)); });
}

std::vector<std::string> Simulation::homeNames() const
{
    const std::lock_guard lock(m_mutex);
    return m_names;
}

void Simulation::setSpeed(int simulatedSecondsPerSecond)
{
    m_speed = std::clamp(simulatedSecondsPerSecond, 0, kFastest);
    post([](Exchange&, Views& views) { views.owed = {}; });
}

void Simulation::selectHome(std::size_t index)
{
    post([index](Exchange& exchange, Views& views) { views.home = std::min(index, exchange.homeCount() - 1); });
}

void Simulation::addCloud()
{
    post([](Exchange& exchange, Views&) { exchange.neighbourhood().addCloud(kCloudDepthPermille, kCloudTime); });
}

void Simulation::tripRouter(std::size_t home)
{
    post([home](Exchange& exchange, Views&) { exchange.neighbourhood().tripRouter(home, kTripTime); });
}

void Simulation::stopMeter(std::size_t home)
{
    post([home](Exchange& exchange, Views&) { exchange.neighbourhood().stopMeter(home, kSilenceTime); });
}

void Simulation::falsifyAnswers()
{
    post([](Exchange& exchange, Views&) { exchange.answers().lieUntil(exchange.now() + kLieTime); });
}

} // namespace dgex::app
