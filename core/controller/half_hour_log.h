// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/forecast/forecast.h"

#include <optional>

namespace dgex::controller {

/// Turns a cumulative counter, read at half-hour boundaries, into energy per half hour. A missing or decreasing
/// reading leaves a gap, never a guess.
class HalfHourLog {
public:
    /// Starts from energies known before (a meter's own history).
    void seed(forecast::History history) { m_history = std::move(history); }
    /// Takes the counter as it stood at the end of a period; none when the meter was silent. Periods come in order.
    void close(Period period, std::optional<Energy> counterAtEnd);
    /// Lowers the energy of a closed period by what a device took that is accounted for elsewhere; not below 0.
    void takeOff(Period period, Energy energy);
    /// The counter at the start of the first period to come.
    void start(std::optional<Energy> counter) { m_lastCounter = counter; }
    [[nodiscard]] const forecast::History& history() const { return m_history; }
    /// The energy of a period; none when unknown.
    [[nodiscard]] std::optional<Energy> at(Period period) const;

private:
    forecast::History m_history;
    std::optional<Energy> m_lastCounter;
};

} // namespace dgex::controller
