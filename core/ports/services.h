// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/bytes.h"
#include "core/base/time.h"
#include "core/crypto/signing.h"

#include <expected>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace dgex::ports {

class Clock {
public:
    virtual ~Clock() = default;
    [[nodiscard]] virtual UtcTime now() const = 0;
};

class RandomSource {
public:
    virtual ~RandomSource() = default;
    virtual void fill(std::span<std::uint8_t> bytes) = 0;
};

/// Where private keys come from: production makes its own, the demo may take them from a pool in the user's cache.
class KeySource {
public:
    virtual ~KeySource() = default;
    [[nodiscard]] virtual std::expected<std::unique_ptr<crypto::Signer>, crypto::CryptoError> newKey() = 0;
};

/// One group of transactions in the agreed order; position counts from 0 without gaps.
struct SequencedBatch {
    std::uint64_t position = 0;
    std::vector<Bytes> transactions;
};

enum class SequencerError { Unavailable, Full, Corrupt };
[[nodiscard]] constexpr std::string_view describe(SequencerError error)
{
    switch (error) {
    case SequencerError::Unavailable:
        return "the sequencer cannot be reached";
    case SequencerError::Full:
        return "the disk is full";
    case SequencerError::Corrupt:
        return "the stored log is damaged";
    }
    return "unknown error";
}

/// Puts batches of transactions into one durable total order. An append that returned a position survives any
/// crash; one that failed may still have been appended, so every transaction carries its own sequence number.
class Sequencer {
public:
    virtual ~Sequencer() = default;
    virtual std::expected<std::uint64_t, SequencerError> append(const std::vector<Bytes>& transactions) = 0;
    /// At most countMax batches from a position on, in order; empty at the end of the log.
    [[nodiscard]] virtual std::expected<std::vector<SequencedBatch>, SequencerError> read(std::uint64_t from,
                                                                                          std::size_t countMax) = 0;
    /// Calls back, from the thread that appends, once for every batch appended from now on.
    virtual void tail(std::function<void(const SequencedBatch&)> callback) = 0;
    /// Forgets batches before a position; only behind a final checkpoint.
    virtual std::expected<void, SequencerError> compact(std::uint64_t upTo) = 0;
};

/// Carries one API request to a node and its answer back, as exact bytes (in process, or HTTPS).
class Transport {
public:
    virtual ~Transport() = default;
    /// None when the node cannot be reached in time; the outcome of the request is then unknown.
    [[nodiscard]] virtual std::optional<Bytes> exchange(ByteView request) = 0;
};

} // namespace dgex::ports
