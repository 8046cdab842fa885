// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/bytes.h"

#include <chrono>
#include <cstdint>
#include <expected>
#include <optional>
#include <string>

namespace dgex::ports {

/// What a ledger had come to with the last round that it closed in a UTC day.
struct DailyCheckpoint {
    std::chrono::sys_days day; ///< From 1970-01-01.
    std::uint64_t height = 0;  ///< The block's, from 1.
    std::uint64_t logSize = 0;
    Hash256 logRoot{};
    std::uint64_t resultCount = 0;
    Hash256 resultRoot{};
    friend bool operator==(const DailyCheckpoint&, const DailyCheckpoint&) = default;
};

/// A public place that none of the market's authorities can change, where each day's checkpoint is kept. Whoever has a
/// ledger compares it with what stands there: even all authorities together cannot write history anew unseen.
/// Errors are one English sentence. Thread: that of its event loop; calls wait for the answer.
class CheckpointAnchor {
public:
    virtual ~CheckpointAnchor() = default;
    /// None when nothing stands there for that day.
    virtual std::expected<std::optional<DailyCheckpoint>, std::string> read(std::chrono::sys_days day) = 0;
    /// Returns when the place has taken it; a day that is taken already is an error. The result names the writing
    /// (a transaction's hash), for the record.
    virtual std::expected<std::string, std::string> write(const DailyCheckpoint& checkpoint) = 0;
};

} // namespace dgex::ports
