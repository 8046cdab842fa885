// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/bytes.h"

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

namespace dgex::storage {

/// One batch as it lies in a shared store: it names its position and the record before, so that a lost, doubled,
/// moved or changed one shows. Bytes: "DGEX/log-record/v1" 0, u64 position, previous (SHA-256 of the record before;
/// zeros in the first), token (16 random bytes), then the batch as encodeBatch makes it.
struct LogRecord {
    std::uint64_t position = 0;
    Hash256 previous{};
    /// Made by who appends, so that after a time-out it knows its own record.
    std::array<std::uint8_t, 16> token{};
    std::vector<Bytes> transactions;
};

[[nodiscard]] Bytes encode(const LogRecord& record);
/// None unless the bytes are exactly what encode makes. Bounded.
[[nodiscard]] std::optional<LogRecord> decodeLogRecord(ByteView bytes);

} // namespace dgex::storage
