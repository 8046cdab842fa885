// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/time.h"

#include <cstdint>
#include <optional>

namespace dgex::drivers {

struct Plausible {
    double low = 0;
    double high = 0;
    /// Of a counter: it never falls and rises at most so fast.
    std::optional<double> risePerSecond = {};
    double slack = 0; ///< Rise that is always allowed: the counter's own step.
};

/// Refuses samples that cannot be (torn registers, absurd values) and counts them. A counter that jumped is believed
/// again after three samples in a row that fit each other: the meter was exchanged or rolled over.
class PlausibilityGate {
public:
    explicit PlausibilityGate(const Plausible& limits)
        : m_limits(limits)
    {
    }
    [[nodiscard]] bool admit(double value, UtcTime at);
    [[nodiscard]] std::uint64_t rejected() const { return m_rejected; }

private:
    struct Sample {
        double value = 0;
        UtcTime at;
    };
    [[nodiscard]] bool follows(const Sample& earlier, double value, UtcTime at) const;

    Plausible m_limits;
    std::optional<Sample> m_last;
    std::optional<Sample> m_odd; ///< The last refused jump.
    int m_oddInARow = 0;
    std::uint64_t m_rejected = 0;
};

} // namespace dgex::drivers
