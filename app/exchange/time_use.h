// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>

namespace dgex::app {

/// Where the time of a simulated exchange goes, in nanoseconds, summed over its threads. Any thread.
struct TimeUse {
    std::atomic<std::int64_t> devices{0};    ///< Simulated devices and their control.
    std::atomic<std::int64_t> bidding{0};    ///< Forecast, plan and sheets of all homes, signatures apart.
    std::atomic<std::int64_t> signatures{0}; ///< Made by homes.
    std::atomic<std::int64_t> checking{0};   ///< Meters, reports, results and their proofs, signatures apart.
    std::atomic<std::int64_t> market{0};     ///< Closing rounds at the authority.
    std::atomic<std::int64_t> ledger{0};     ///< Transactions, settlement and storage at the authority.
};

/// Adds the time of its own life to one of them.
class Stopwatch {
public:
    explicit Stopwatch(std::atomic<std::int64_t>& sum)
        : m_sum(sum)
    {
    }
    ~Stopwatch()
    {
        m_sum +=
            std::chrono::duration_cast<std::chrono::nanoseconds>(std::chrono::steady_clock::now() - m_begun).count();
    }
    Stopwatch(const Stopwatch&) = delete;
    Stopwatch& operator=(const Stopwatch&) = delete;

private:
    std::atomic<std::int64_t>& m_sum;
    std::chrono::steady_clock::time_point m_begun = std::chrono::steady_clock::now();
};

} // namespace dgex::app
