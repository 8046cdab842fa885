// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "drivers/simulated/simulated_dgr.h"

#include <deque>

namespace dgex::drivers {

struct SimulatedLineConfig {
    std::uint64_t seed = 1;
    std::chrono::milliseconds commandDelay{50};
    std::chrono::milliseconds readingDelay{50};
    std::chrono::milliseconds pollEvery{1'000};
    int lossPermille = 0;      ///< Of commands, of their answers and of readings.
    int duplicatePermille = 0; ///< Of commands: they arrive again after ...
    std::chrono::milliseconds duplicateDelay{700};
};

/// The line between a DGC and its router. It delays, loses and repeats; a repeated command may arrive after a newer
/// one and is then obeyed, as by a device that keeps no numbers. The line steps the router.
class SimulatedLine final : public ports::DigitalGridRouter {
public:
    /// router outlives the line.
    SimulatedLine(SimulatedDgr& router, const SimulatedLineConfig& config, UtcTime start);

    [[nodiscard]] Power capacity() const override { return m_router.capacity(); }
    /// The newest reading that came through.
    [[nodiscard]] ports::Reading<ports::DgrState> state() const override { return m_reading; }
    /// NotReachable: the command or its answer was lost (then it is obeyed nevertheless). A refusal by the router
    /// is seen only in its state.
    ports::CommandResult setPower(Power intoHome, std::chrono::milliseconds validFor) override;

    void cut(std::chrono::milliseconds length);
    /// Readings keep their values and get fresh times.
    void freeze(std::chrono::milliseconds length);
    void setReadingDelay(std::chrono::milliseconds delay) { m_config.readingDelay = delay; }

    /// Lives through [from, to), the router too.
    void step(UtcTime from, UtcTime to);

private:
    struct Command {
        UtcTime due;
        Power power;
        std::chrono::milliseconds validFor;
    };
    struct Arrival {
        UtcTime due;
        ports::Reading<ports::DgrState> reading;
    };
    [[nodiscard]] bool happens(int permille);
    void poll();

    SimulatedDgr& m_router;
    SimulatedLineConfig m_config;
    UtcTime m_now;
    UtcTime m_cutUntil;
    UtcTime m_frozenUntil;
    UtcTime m_nextPoll;
    std::int64_t m_draws = 0;
    std::deque<Command> m_commands;
    std::deque<Arrival> m_arrivals;
    ports::Reading<ports::DgrState> m_reading;
};

} // namespace dgex::drivers
