// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

namespace dgex::test {

/// Reproducible random numbers (SplitMix64); print the seed when a test fails.
class RandomStream {
public:
    explicit RandomStream(std::uint64_t seed)
        : m_state(seed)
    {
    }
    std::uint64_t next();
    /// Requires: low <= high. Both ends included.
    std::int64_t between(std::int64_t low, std::int64_t high);

private:
    std::uint64_t m_state;
};

} // namespace dgex::test
