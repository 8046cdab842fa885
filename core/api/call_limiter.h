// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/bytes.h"
#include "core/base/time.h"

#include <algorithm>
#include <cstdint>
#include <map>

namespace dgex::api {

/// A token bucket per caller. Thread: one.
class CallLimiter {
public:
    /// perSecond and burst >= 1.
    CallLimiter(std::uint32_t perSecond, std::uint32_t burst)
        : m_perSecond(perSecond)
        , m_burst(burst)
    {
    }
    /// Whether a caller may make one more call now; factor >= 1 multiplies its share.
    [[nodiscard]] bool admit(const Hash256& caller, UtcTime now, std::uint32_t factor = 1)
    {
        constexpr std::int64_t kOne = 1000; // Thousandths of a call: what one call per second earns in 1 ms is 1.
        if (m_buckets.size() > kCallersMax)
            m_buckets.clear();
        const std::int64_t full = kOne * m_burst * factor;
        auto [place, isNew] = m_buckets.try_emplace(caller, Bucket{full, now});
        Bucket& bucket = place->second;
        const std::int64_t elapsed = std::max<std::int64_t>((now - bucket.at).count(), 0);
        const std::int64_t earned = std::min(elapsed, std::int64_t{60'000}) * m_perSecond * factor;
        bucket = {std::min(full, bucket.left + earned), now};
        if (bucket.left < kOne)
            return false;
        bucket.left -= kOne;
        return true;
    }

private:
    static constexpr std::size_t kCallersMax = 100'000;
    struct Bucket {
        std::int64_t left = 0;
        UtcTime at;
    };
    std::int64_t m_perSecond;
    std::int64_t m_burst;
    std::map<Hash256, Bucket> m_buckets;
};

} // namespace dgex::api
