// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/crypto/hash.h"
#include "core/storage/etcd_sequencer.h"

#include <utility>

namespace dgex::storage {

namespace {

/// So long a silent connection is trusted; then the log itself is read.
constexpr std::chrono::milliseconds kSilence{1000};
constexpr std::size_t kRepairPage = 64;

} // namespace

void EtcdSequencer::tail(Callback callback)
{
    // From the head as it is now; when the cluster is away, from where it is when it answers.
    const auto head = findHead();
    const std::lock_guard lock(m_tailMutex);
    m_callbacks.push_back(std::move(callback));
    if (m_tailThread.joinable())
        return;
    if (head)
        m_tailHead = *head;
    m_watch = m_client->watch(rangeOf(m_prefix + "log/"), [this](std::vector<EtcdRecord> records) {
        const std::lock_guard events(m_tailMutex);
        m_repairWanted = m_repairWanted || records.empty();
        for (EtcdRecord& record : records)
            m_events.push_back(std::move(record));
        m_tailWake.notify_one();
    });
    m_tailThread = std::jthread([this](const std::stop_token& stop) { runTail(stop); });
}

void EtcdSequencer::runTail(const std::stop_token& stop)
{
    while (!stop.stop_requested()) {
        std::deque<EtcdRecord> events;
        bool wanted = false;
        {
            std::unique_lock lock(m_tailMutex);
            const bool woken =
                m_tailWake.wait_for(lock, stop, kSilence, [this] { return !m_events.empty() || m_repairWanted; });
            wanted = !woken || std::exchange(m_repairWanted, false);
            events.swap(m_events);
        }
        if (stop.stop_requested())
            return;
        if (!m_tailHead) {
            if (const auto head = findHead())
                m_tailHead = *head;
            continue;
        }
        for (const EtcdRecord& event : events)
            wanted = !deliver(event) || wanted;
        if (wanted)
            repair();
    }
}

bool EtcdSequencer::deliver(const EtcdRecord& stored)
{
    auto record = decodeLogRecord(stored.value);
    if (!record || stored.key != keyOf(record->position))
        return false;
    std::vector<Callback> callbacks;
    {
        const std::lock_guard lock(m_tailMutex);
        if (record->position < m_tailHead->next) {
            ++m_counts.doubled;
            return true;
        }
        if (record->position != m_tailHead->next || record->previous != m_tailHead->last)
            return false;
        m_tailHead = Head{.next = record->position + 1, .last = crypto::sha256(stored.value)};
        ++m_counts.delivered;
        callbacks = m_callbacks;
    }
    const ports::SequencedBatch batch{.position = record->position, .transactions = std::move(record->transactions)};
    for (const Callback& callback : callbacks)
        callback(batch);
    return true;
}

void EtcdSequencer::repair()
{
    for (;;) {
        const auto records = readRecords(m_tailHead->next, kRepairPage);
        if (!records || records->empty())
            return; // At the end, or away: the next silence asks again.
        {
            const std::lock_guard lock(m_tailMutex);
            ++m_counts.repairs;
        }
        for (const EtcdRecord& record : *records)
            if (!deliver(record))
                return;
    }
}

TailCounts EtcdSequencer::tailCounts() const
{
    const std::lock_guard lock(m_tailMutex);
    return m_counts;
}

} // namespace dgex::storage
