// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/assert.h"

#include <chrono>
#include <compare>
#include <cstdint>

namespace dgex {

/// An instant in UTC, counted in milliseconds since 1970-01-01T00:00Z without leap seconds.
class UtcTime {
public:
    constexpr UtcTime() = default;
    constexpr explicit UtcTime(std::int64_t millisecondsSinceEpoch)
        : m_ms(millisecondsSinceEpoch)
    {
    }
    [[nodiscard]] static constexpr UtcTime fromSeconds(std::int64_t seconds) { return UtcTime{seconds * 1000}; }
    [[nodiscard]] constexpr std::int64_t milliseconds() const { return m_ms; }
    /// Whole seconds, rounded down.
    [[nodiscard]] constexpr std::int64_t seconds() const { return (m_ms - (m_ms % 1000 + 1000) % 1000) / 1000; }

    friend constexpr UtcTime operator+(UtcTime t, std::chrono::milliseconds d) { return UtcTime{t.m_ms + d.count()}; }
    friend constexpr UtcTime operator-(UtcTime t, std::chrono::milliseconds d) { return UtcTime{t.m_ms - d.count()}; }
    friend constexpr std::chrono::milliseconds operator-(UtcTime a, UtcTime b)
    {
        return std::chrono::milliseconds{a.m_ms - b.m_ms};
    }
    friend constexpr auto operator<=>(UtcTime, UtcTime) = default;

private:
    std::int64_t m_ms = 0;
};

/// A half hour of delivery (or the instant of a market round), named by its UTC start, never by an index in a day.
///
/// Invariants: the start is a multiple of 1800 s. A day may have 46, 48 or 50 of them.
class Period {
public:
    static constexpr std::int64_t kSeconds = 1800;
    static constexpr std::chrono::milliseconds kLength{kSeconds * 1000};

    constexpr Period() = default;
    /// Requires: startSeconds is a multiple of 1800 (check input with isStart first).
    constexpr explicit Period(std::int64_t startSeconds)
        : m_start(startSeconds)
    {
        DGEX_ASSERT(isStart(startSeconds));
    }
    [[nodiscard]] static constexpr bool isStart(std::int64_t seconds) { return seconds % kSeconds == 0; }
    /// The period that contains an instant.
    [[nodiscard]] static constexpr Period containing(UtcTime t)
    {
        const std::int64_t s = t.seconds();
        return Period{s - (s % kSeconds + kSeconds) % kSeconds};
    }
    [[nodiscard]] constexpr std::int64_t startSeconds() const { return m_start; }
    [[nodiscard]] constexpr UtcTime start() const { return UtcTime::fromSeconds(m_start); }
    [[nodiscard]] constexpr UtcTime end() const { return start() + kLength; }
    /// The period n half hours later (earlier when negative).
    [[nodiscard]] constexpr Period plus(std::int64_t n) const { return Period{m_start + n * kSeconds}; }
    /// How many half hours after other this period starts.
    [[nodiscard]] constexpr std::int64_t since(Period other) const { return (m_start - other.m_start) / kSeconds; }
    friend constexpr auto operator<=>(Period, Period) = default;

private:
    std::int64_t m_start = 0;
};

/// Markets are cleared in rounds, one every half hour, named like periods by their UTC instant.
using Round = Period;

} // namespace dgex
