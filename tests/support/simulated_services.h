// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/node/node_store.h"
#include "core/storage/ledger_file.h"
#include "tests/support/random_stream.h"

#include <algorithm>
#include <map>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

namespace dgex::test {

/// What all nodes of a simulated network share: one true log and one board.
struct SimulatedCluster {
    std::vector<std::vector<Bytes>> log;
    std::vector<std::pair<std::uint64_t, Bytes>> board;
};

/// How the world treats one node now.
struct Weather {
    int lossPercent = 0;      ///< Of calls; half of lost writes happen all the same.
    int withholdPercent = 0;  ///< Of reads, which then end early.
    bool partitioned = false; ///< Nothing gets through.
};

/// One node's view of the shared log. It loses calls before or after they took effect, withholds the end of the log,
/// and may lie from a position on: there it shows batches in another order.
class SimulatedSequencer final : public ports::Sequencer {
public:
    SimulatedSequencer(SimulatedCluster& cluster, RandomStream& random, const Weather& weather,
                       const std::optional<std::uint64_t>& liesFrom)
        : m_cluster(cluster)
        , m_random(random)
        , m_weather(weather)
        , m_liesFrom(liesFrom)
    {
    }
    std::expected<std::uint64_t, ports::SequencerError> append(const std::vector<Bytes>& transactions) override
    {
        const bool lost = m_weather.partitioned || m_random.between(0, 99) < m_weather.lossPercent;
        if (lost && (m_weather.partitioned || m_random.between(0, 1) == 0))
            return std::unexpected(ports::SequencerError::Unavailable);
        m_cluster.log.push_back(transactions);
        if (lost)
            return std::unexpected(ports::SequencerError::Unavailable);
        return m_cluster.log.size() - 1;
    }
    std::expected<std::vector<ports::SequencedBatch>, ports::SequencerError> read(std::uint64_t from,
                                                                                  std::size_t countMax) override
    {
        if (m_weather.partitioned || m_random.between(0, 99) < m_weather.lossPercent)
            return std::unexpected(ports::SequencerError::Unavailable);
        std::size_t end = m_cluster.log.size();
        if (m_random.between(0, 99) < m_weather.withholdPercent && end > from)
            end = from + static_cast<std::size_t>(m_random.between(0, static_cast<std::int64_t>(end - from)));
        std::vector<ports::SequencedBatch> batches;
        for (std::uint64_t at = from; at < end && batches.size() < countMax; ++at) {
            batches.push_back({.position = at, .transactions = m_cluster.log[at]});
            if (m_liesFrom && at >= *m_liesFrom && at > 0)
                std::ranges::reverse(batches.back().transactions);
        }
        return batches;
    }
    void tail(std::function<void(const ports::SequencedBatch&)>) override {}
    std::expected<void, ports::SequencerError> compact(std::uint64_t) override { return {}; }
    [[nodiscard]] std::size_t batchBytesMax() const override { return 20'000; }

private:
    SimulatedCluster& m_cluster;
    RandomStream& m_random;
    const Weather& m_weather;
    const std::optional<std::uint64_t>& m_liesFrom;
};

/// One node's view of the board: entries get lost, doubled, shuffled and mixed with garbage.
class SimulatedBoard final : public ports::Board {
public:
    SimulatedBoard(SimulatedCluster& cluster, RandomStream& random, const Weather& weather)
        : m_cluster(cluster)
        , m_random(random)
        , m_weather(weather)
    {
    }
    std::expected<void, ports::SequencerError> publish(std::uint64_t height, std::uint32_t, ByteView entry) override
    {
        if (m_weather.partitioned || m_random.between(0, 99) < m_weather.lossPercent)
            return std::unexpected(ports::SequencerError::Unavailable);
        m_cluster.board.emplace_back(height, Bytes(entry.begin(), entry.end()));
        return {};
    }
    std::expected<std::vector<Bytes>, ports::SequencerError> read(std::uint64_t from) override
    {
        if (m_weather.partitioned || m_random.between(0, 99) < m_weather.lossPercent)
            return std::unexpected(ports::SequencerError::Unavailable);
        std::vector<Bytes> entries;
        for (const auto& [height, entry] : m_cluster.board) {
            if (height < from || m_random.between(0, 99) < m_weather.lossPercent)
                continue;
            const auto place = m_random.between(0, static_cast<std::int64_t>(entries.size()));
            entries.insert(entries.begin() + place, entry);
            if (m_weather.lossPercent > 0 && m_random.between(0, 9) == 0) {
                entries.push_back(entry);
                entries.back()[static_cast<std::size_t>(m_random.between(0, std::ssize(entry) - 1))] ^= 1;
            }
        }
        return entries;
    }
    std::expected<void, ports::SequencerError> forget(std::uint64_t) override { return {}; }
    void watch(std::function<void()>) override {}

private:
    SimulatedCluster& m_cluster;
    RandomStream& m_random;
    const Weather& m_weather;
};

/// Thrown where a simulated process dies.
struct SimulatedCrash {};

/// A node's disk. It dies before or after a chosen write, so that every write is whole or not there at all.
class SimulatedStore final : public node::NodeStore {
public:
    /// Dies at the write after so many more; none: never.
    std::optional<std::int64_t> writesUntilCrash;

    Outcome<std::vector<node::ArchivedBlock>> archive(std::uint64_t from, std::size_t countMax) override
    {
        std::vector<node::ArchivedBlock> blocks;
        for (std::size_t i = from - 1; i < m_blocks.size() && blocks.size() < countMax; ++i)
            blocks.push_back(m_blocks[i]);
        return blocks;
    }
    Outcome<void> put(const node::ArchivedBlock& block) override
    {
        if (block.header.height != m_blocks.size() + 1)
            return std::unexpected(storage::StorageError::Corrupt);
        write([&] {
            m_blocks.push_back(block);
            m_own.erase(m_own.begin(), m_own.upper_bound(block.header.height));
        });
        return {};
    }
    Outcome<std::optional<ledger::Checkpoint>> ownSignature(std::uint64_t height) override
    {
        const auto found = m_own.find(height);
        return found == m_own.end() ? std::nullopt : std::optional(found->second);
    }
    Outcome<void> putOwnSignature(const ledger::Checkpoint& checkpoint) override
    {
        const auto found = m_own.find(checkpoint.height);
        if (found != m_own.end() && !sameStatement(found->second, checkpoint))
            return std::unexpected(storage::StorageError::Corrupt);
        write([&] { m_own.insert_or_assign(checkpoint.height, checkpoint); });
        return {};
    }
    Outcome<std::vector<ledger::Receipt>> receipts() override
    {
        std::vector<ledger::Receipt> all;
        for (const auto& [name, receipt] : m_receipts)
            all.push_back(receipt);
        return all;
    }
    Outcome<void> putReceipts(const std::vector<ledger::Receipt>& receipts) override
    {
        write([&] {
            for (const ledger::Receipt& receipt : receipts)
                m_receipts.insert_or_assign(receipt.transaction, receipt);
        });
        return {};
    }
    Outcome<void> eraseReceipts(const std::vector<Hash256>& transactions) override
    {
        write([&] {
            for (const Hash256& transaction : transactions)
                m_receipts.erase(transaction);
        });
        return {};
    }
    Outcome<void> putValues(const ledger::MeterValues& values) override
    {
        write([&] { m_values.insert_or_assign(hashOf(values), values); });
        return {};
    }
    Outcome<std::optional<ledger::MeterValues>> values(const Hash256& hash) override
    {
        const auto found = m_values.find(hash);
        return found == m_values.end() ? std::nullopt : std::optional(found->second);
    }
    [[nodiscard]] const std::vector<node::ArchivedBlock>& blocks() const { return m_blocks; }

private:
    template <class Change>
    void write(Change change)
    {
        if (!writesUntilCrash) {
            change();
            return;
        }
        if (--*writesUntilCrash > 0) {
            change();
            return;
        }
        writesUntilCrash.reset();
        if (std::exchange(m_dieAfter, !m_dieAfter))
            change();
        throw SimulatedCrash{};
    }

    std::vector<node::ArchivedBlock> m_blocks;
    std::map<std::uint64_t, ledger::Checkpoint> m_own;
    std::map<Hash256, ledger::Receipt> m_receipts;
    std::map<Hash256, ledger::MeterValues> m_values;
    bool m_dieAfter = false;
};

} // namespace dgex::test
