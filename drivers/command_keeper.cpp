// SPDX-License-Identifier: GPL-3.0-or-later
#include "drivers/command_keeper.h"

#include "core/base/assert.h"

#include <algorithm>

namespace dgex::drivers {

using ports::CommandEffect;
using std::chrono::milliseconds;
using std::chrono::seconds;

void CommandKeeper::command(Power power, milliseconds validFor, UtcTime now)
{
    DGEX_ASSERT(validFor.count() > 0);
    if (m_power != power || m_isWithdrawing) {
        m_since = now;
        m_written.reset();
        m_effect = CommandEffect::Pending;
    }
    m_power = power;
    m_until = now + validFor;
    m_isWithdrawing = false;
    m_failed.reset();
}

bool CommandKeeper::isDue(UtcTime now) const
{
    if (m_failed && now - *m_failed < seconds{1})
        return false;
    if (!m_written || now - *m_written >= milliseconds{m_reversion} / 2)
        return true;
    return m_effect == CommandEffect::NotFollowing && now - *m_written >= m_rules.settle;
}

void CommandKeeper::judge(UtcTime now, std::optional<Power> measured)
{
    if (now - m_since < m_rules.settle)
        return;
    if (!measured) {
        m_effect = CommandEffect::Unknown;
        return;
    }
    const Power share{m_power->abs().count() * m_rules.tolerancePermille / 1000};
    const Power tolerance = std::max(m_rules.tolerance, share);
    const Power off = *measured - *m_power;
    const bool follows = m_rules.isLimit ? off <= tolerance : off.abs() <= tolerance;
    m_effect = follows ? CommandEffect::Following : CommandEffect::NotFollowing;
}

CommandKeeper::Action CommandKeeper::step(UtcTime now, std::optional<Power> measured)
{
    if (!m_power || m_isWaiting)
        return {};
    if (now >= m_until || m_isWithdrawing) {
        if (m_failed && now - *m_failed < seconds{1})
            return {};
        m_isWithdrawing = true;
        m_isWaiting = true;
        return {Action::Kind::Withdraw, Power{}, seconds{0}};
    }
    judge(now, measured);
    if (!isDue(now))
        return {};
    m_isWaiting = true;
    m_reversion = std::min(m_rules.reversion, std::chrono::ceil<seconds>(m_until - now));
    return {Action::Kind::Write, *m_power, m_reversion};
}

void CommandKeeper::done(bool succeeded, UtcTime now)
{
    m_isWaiting = false;
    if (!succeeded) {
        m_failed = now;
        return;
    }
    m_failed.reset();
    if (m_isWithdrawing) {
        m_isWithdrawing = false;
        m_power.reset();
        m_effect = CommandEffect::None;
        return;
    }
    m_written = now;
}

} // namespace dgex::drivers
