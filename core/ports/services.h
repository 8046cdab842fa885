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

enum class SequencerError {
    Unavailable, ///< Not reached in time; an append may have happened all the same.
    Full,
    Corrupt,
    Compacted, ///< Positions that were forgotten.
    TooLarge,  ///< A batch above batchBytesMax.
};
[[nodiscard]] constexpr std::string_view describe(SequencerError error)
{
    switch (error) {
    case SequencerError::Unavailable:
        return "the sequencer cannot be reached";
    case SequencerError::Full:
        return "the disk is full";
    case SequencerError::Corrupt:
        return "the stored log is damaged";
    case SequencerError::Compacted:
        return "that part of the log was compacted away";
    case SequencerError::TooLarge:
        return "the batch is too large";
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
    /// The largest sum of transaction sizes, with 4 bytes for each, that one append takes.
    [[nodiscard]] virtual std::size_t batchBytesMax() const { return std::size_t{1} << 28; }
    /// Calls back once and in order for every batch appended from now on, by whomever: from the thread that appends or
    /// from one of the sequencer's own. The callback must not block.
    virtual void tail(std::function<void(const SequencedBatch&)> callback) = 0;
    /// Forgets batches before a position; only behind a final checkpoint.
    virtual std::expected<void, SequencerError> compact(std::uint64_t upTo) = 0;
};

/// Where authorities leave co-signatures for each other. It may lose, repeat, reorder and invent entries, so readers
/// check every signature.
class Board {
public:
    virtual ~Board() = default;
    /// Leaves an entry about a height; the same entry twice is one.
    virtual std::expected<void, SequencerError> publish(std::uint64_t height, std::uint32_t authority,
                                                        ByteView entry) = 0;
    /// Entries about heights >= from, ascending by height.
    [[nodiscard]] virtual std::expected<std::vector<Bytes>, SequencerError> read(std::uint64_t from) = 0;
    /// Forgets entries about heights < upTo.
    virtual std::expected<void, SequencerError> forget(std::uint64_t upTo) = 0;
    /// Calls back, from any thread, when something may be new. The callback must not block.
    virtual void watch(std::function<void()> wake) = 0;
};

/// Carries one API request to a node and its answer back, as exact bytes (in process, or HTTPS).
class Transport {
public:
    virtual ~Transport() = default;
    /// None when the node cannot be reached in time; the outcome of the request is then unknown.
    [[nodiscard]] virtual std::optional<Bytes> exchange(ByteView request) = 0;
    /// The last answer could not be proven: ask another node next, where there is one.
    virtual void distrust() {}
};

} // namespace dgex::ports
