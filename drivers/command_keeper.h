// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ports/reading.h"

#include <optional>

namespace dgex::drivers {

struct KeeperRules {
    /// The longest time after which the device falls back by itself when nothing is written any more.
    std::chrono::seconds reversion{60};
    std::chrono::milliseconds settle{15'000}; ///< From a new command to its effect: dead time and ramp.
    Power tolerance{100};                     ///< How far measured power may be off ...
    int tolerancePermille = 100;              ///< ... or this share of the command, whichever is more.
    bool isLimit = false;                     ///< The command is a ceiling: less is fine.
};

/// Keeps one command alive in a device. Every command expires; until then it is written again at half of the device's
/// reversion time; at its end it is withdrawn. Its effect is judged by measured power, never by reading the setpoint
/// back; while the device does not follow, the command is written again after each settle time.
///
/// When the controller dies, the device falls back at most `reversion` after the last write, and not later than one
/// second after the command's own end. Pure: time and measurements are arguments.
class CommandKeeper {
public:
    explicit CommandKeeper(const KeeperRules& rules = {})
        : m_rules(rules)
    {
    }
    struct Action {
        enum class Kind { Nothing, Write, Withdraw } kind = Kind::Nothing;
        Power power;
        std::chrono::seconds reversion{0}; ///< >= 1 with Write: what to set the device's timer to.
    };
    /// Replaces the present command. Requires: validFor > 0.
    void command(Power power, std::chrono::milliseconds validFor, UtcTime now);
    /// What to write now. Call often, at least every second; measured is none while there is no fresh measurement.
    [[nodiscard]] Action step(UtcTime now, std::optional<Power> measured);
    /// How the last action ended; a failed one is due again after a second.
    void done(bool succeeded, UtcTime now);

    [[nodiscard]] ports::CommandEffect effect() const { return m_effect; }
    [[nodiscard]] std::optional<Power> power() const { return m_power; } ///< None: no command stands.

private:
    void judge(UtcTime now, std::optional<Power> measured);
    [[nodiscard]] bool isDue(UtcTime now) const;

    KeeperRules m_rules;
    std::optional<Power> m_power;
    UtcTime m_since; ///< The power stands since.
    UtcTime m_until;
    std::optional<UtcTime> m_written;
    std::optional<UtcTime> m_failed;
    std::chrono::seconds m_reversion{0}; ///< Of the last write.
    bool m_isWaiting = false;            ///< For done().
    bool m_isWithdrawing = false;
    ports::CommandEffect m_effect = ports::CommandEffect::None;
};

} // namespace dgex::drivers
