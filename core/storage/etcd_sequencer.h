// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ports/services.h"
#include "core/storage/etcd_client.h"
#include "core/storage/log_record.h"

#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

namespace dgex::storage {

/// What a tail went through, for metrics and tests.
struct TailCounts {
    std::uint64_t delivered = 0;
    std::uint64_t doubled = 0; ///< Events that came again and were dropped.
    std::uint64_t repairs = 0; ///< Pages of the log read because of a gap or a silent connection.
};

/// The sequencer of several machines: every batch is one key <prefix>log/<position> of an etcd cluster, put only while
/// that key is free and the one before exists, so two nodes cannot take one position. Records carry their position and
/// the hash of the one before. etcd is trusted for nothing but keeping bytes: whatever is read is checked against the
/// chain, and authorities agree on what it means by co-signatures.
/// An append whose outcome is unknown asks again for the same position until it knows; when the cluster stays
/// away it fails with Unavailable, and the batch may still be in the log.
/// Thread: any; tail callbacks run in a thread of the sequencer's.
class EtcdSequencer final : public ports::Sequencer {
public:
    /// Keys lie below prefix, which ends in '/'. The cluster need not be there yet.
    EtcdSequencer(std::shared_ptr<EtcdClient> client, std::string prefix);
    ~EtcdSequencer() override;

    std::expected<std::uint64_t, ports::SequencerError> append(const std::vector<Bytes>& transactions) override;
    std::expected<std::vector<ports::SequencedBatch>, ports::SequencerError> read(std::uint64_t from,
                                                                                  std::size_t countMax) override;
    void tail(std::function<void(const ports::SequencedBatch&)> callback) override;
    /// Keeps the last batch, from which the next position follows.
    std::expected<void, ports::SequencerError> compact(std::uint64_t upTo) override;
    /// etcd takes requests of 1.5 MiB.
    [[nodiscard]] std::size_t batchBytesMax() const override { return std::size_t{1280} << 10; }

    [[nodiscard]] TailCounts tailCounts() const;

private:
    /// Where the chain ends as far as it is known.
    struct Head {
        std::uint64_t next = 0;
        Hash256 last{};
    };
    using Callback = std::function<void(const ports::SequencedBatch&)>;

    [[nodiscard]] std::string keyOf(std::uint64_t position) const;
    [[nodiscard]] EtcdRange from(std::uint64_t position) const;
    std::expected<Head, ports::SequencerError> findHead();
    /// One try at the head's position. True: appended; false: the head moved on.
    std::expected<bool, ports::SequencerError> tryAppend(LogRecord& record);
    std::expected<std::vector<EtcdRecord>, ports::SequencerError> readRecords(std::uint64_t first,
                                                                              std::size_t countMax);
    void runTail(const std::stop_token& stop);
    /// Delivers what follows; false at a gap.
    bool deliver(const EtcdRecord& stored);
    void repair();

    std::shared_ptr<EtcdClient> m_client;
    std::string m_prefix;

    std::mutex m_appendMutex;
    std::optional<Head> m_head;
    std::optional<LogRecord> m_unsure; ///< Appended or not: the cluster went away.

    mutable std::mutex m_tailMutex;
    std::condition_variable_any m_tailWake;
    std::deque<EtcdRecord> m_events;
    std::vector<Callback> m_callbacks;
    TailCounts m_counts;
    bool m_repairWanted = false;
    std::optional<Head> m_tailHead; ///< Of the tail's thread once it runs.
    std::shared_ptr<void> m_watch;
    std::jthread m_tailThread;
};

/// Co-signatures as keys <prefix>sign/<height>/<authority>/<hash of the entry>: nobody overwrites another one's.
/// Thread: any.
class EtcdBoard final : public ports::Board {
public:
    EtcdBoard(std::shared_ptr<EtcdClient> client, std::string prefix);
    std::expected<void, ports::SequencerError> publish(std::uint64_t height, std::uint32_t authority,
                                                       ByteView entry) override;
    [[nodiscard]] std::expected<std::vector<Bytes>, ports::SequencerError> read(std::uint64_t from) override;
    std::expected<void, ports::SequencerError> forget(std::uint64_t upTo) override;
    void watch(std::function<void()> wake) override;

private:
    std::shared_ptr<void> m_watch;
    std::shared_ptr<EtcdClient> m_client;
    std::string m_prefix;
};

} // namespace dgex::storage
