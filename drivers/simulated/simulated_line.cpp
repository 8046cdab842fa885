// SPDX-License-Identifier: GPL-3.0-or-later
#include "drivers/simulated/simulated_line.h"

#include "core/base/assert.h"
#include "drivers/simulated/noise.h"

#include <algorithm>

namespace dgex::drivers {

SimulatedLine::SimulatedLine(SimulatedDgr& router, const SimulatedLineConfig& config, UtcTime start)
    : m_router(router)
    , m_config(config)
    , m_now(start)
    , m_cutUntil(start)
    , m_frozenUntil(start)
    , m_nextPoll(start + config.pollEvery)
    , m_reading(router.state())
{
    DGEX_ASSERT(config.pollEvery.count() > 0 && config.commandDelay.count() >= 0 && config.readingDelay.count() >= 0);
}

bool SimulatedLine::happens(int permille)
{
    return permille > 0 && unitAt(seedFor(m_config.seed, 30), ++m_draws) * 1000 < permille;
}

ports::CommandResult SimulatedLine::setPower(Power intoHome, std::chrono::milliseconds validFor)
{
    if (m_now < m_cutUntil || happens(m_config.lossPermille))
        return ports::CommandResult::NotReachable;
    m_commands.push_back({m_now + m_config.commandDelay, intoHome, validFor});
    if (happens(m_config.duplicatePermille))
        m_commands.push_back({m_now + m_config.commandDelay + m_config.duplicateDelay, intoHome, validFor});
    std::ranges::stable_sort(m_commands, {}, &Command::due);
    return happens(m_config.lossPermille) ? ports::CommandResult::NotReachable : ports::CommandResult::Accepted;
}

void SimulatedLine::cut(std::chrono::milliseconds length)
{
    m_cutUntil = std::max(m_cutUntil, m_now + length);
}

void SimulatedLine::freeze(std::chrono::milliseconds length)
{
    m_frozenUntil = std::max(m_frozenUntil, m_now + length);
}

void SimulatedLine::poll()
{
    m_nextPoll = m_now + m_config.pollEvery;
    if (m_now < m_cutUntil || happens(m_config.lossPermille))
        return;
    ports::Reading<ports::DgrState> reading = m_router.state();
    if (m_now < m_frozenUntil) {
        reading.value = m_arrivals.empty() ? m_reading.value : m_arrivals.back().reading.value;
        reading.quality = m_reading.quality;
    }
    m_arrivals.push_back({m_now + m_config.readingDelay, std::move(reading)});
}

void SimulatedLine::step(UtcTime from, UtcTime to)
{
    DGEX_ASSERT(from == m_now && to > from);
    while (m_now < to) {
        UtcTime next = std::min(to, m_nextPoll);
        if (!m_commands.empty())
            next = std::clamp(m_commands.front().due, m_now, next);
        if (next > m_now) {
            m_router.step(m_now, next);
            m_now = next;
        }
        while (!m_commands.empty() && m_commands.front().due <= m_now) {
            m_router.setPower(m_commands.front().power, m_commands.front().validFor);
            m_commands.pop_front();
        }
        if (m_now >= m_nextPoll)
            poll();
        while (!m_arrivals.empty() && m_arrivals.front().due <= m_now) {
            m_reading = std::move(m_arrivals.front().reading);
            m_reading.receivedAt = m_now;
            m_arrivals.pop_front();
        }
    }
}

} // namespace dgex::drivers
