// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/storage/etcd_sequencer.h"

#include "core/base/assert.h"
#include "core/crypto/hash.h"

#include <QRandomGenerator>

#include <algorithm>
#include <format>

namespace dgex::storage {

namespace {

using ports::SequencerError;

constexpr std::size_t kFirstPage = 8;
constexpr std::size_t kPageMax = 2000;
constexpr std::size_t kPageBytes = std::size_t{8} << 20;
constexpr std::size_t kFoundMax = 16;

SequencerError sequencerError(EtcdError error)
{
    switch (error) {
    case EtcdError::Full:
        return SequencerError::Full;
    case EtcdError::TooLarge:
        return SequencerError::TooLarge;
    default:
        return SequencerError::Unavailable;
    }
}

std::array<std::uint8_t, 16> newToken()
{
    std::array<std::uint32_t, 4> words{};
    QRandomGenerator::system()->fillRange(words.data(), std::ssize(words));
    std::array<std::uint8_t, 16> token{};
    for (std::size_t i = 0; i < token.size(); ++i)
        token[i] = static_cast<std::uint8_t>(words[i / 4] >> (8 * (i % 4)));
    return token;
}

std::size_t encodedSize(const std::vector<Bytes>& transactions)
{
    std::size_t size = 0;
    for (const Bytes& transaction : transactions)
        size += transaction.size() + 4;
    return size;
}

} // namespace

EtcdSequencer::EtcdSequencer(std::shared_ptr<EtcdClient> client, std::string prefix)
    : m_client(std::move(client))
    , m_prefix(std::move(prefix))
{
    DGEX_ASSERT(m_client != nullptr && m_prefix.ends_with('/'));
}

EtcdSequencer::~EtcdSequencer() = default;

std::string EtcdSequencer::keyOf(std::uint64_t position) const
{
    return std::format("{}log/{:020}", m_prefix, position);
}

EtcdRange EtcdSequencer::from(std::uint64_t position) const
{
    return {.begin = keyOf(position), .end = rangeOf(m_prefix + "log/").end};
}

std::expected<EtcdSequencer::Head, SequencerError> EtcdSequencer::findHead()
{
    const auto page = m_client->range(rangeOf(m_prefix + "log/"), 1, true);
    if (!page)
        return std::unexpected(sequencerError(page.error()));
    if (page->records.empty())
        return Head{};
    const EtcdRecord& stored = page->records.front();
    const auto record = decodeLogRecord(stored.value);
    if (!record || stored.key != keyOf(record->position))
        return std::unexpected(SequencerError::Corrupt);
    return Head{.next = record->position + 1, .last = crypto::sha256(stored.value)};
}

std::expected<bool, SequencerError> EtcdSequencer::tryAppend(LogRecord& record)
{
    record.position = m_head->next;
    record.previous = m_head->last;
    EtcdGuardedPut put{.record = {.key = keyOf(record.position), .value = encode(record)},
                       .mustExist = record.position == 0 ? std::string{} : keyOf(record.position - 1),
                       .otherwise = from(record.position),
                       .otherwiseMax = kFoundMax};
    const auto outcome = m_client->putGuarded(put);
    if (!outcome)
        return std::unexpected(sequencerError(outcome.error()));
    if (outcome->done) {
        m_head = Head{.next = record.position + 1, .last = crypto::sha256(put.record.value)};
        return true;
    }
    if (outcome->found.empty())
        return std::unexpected(SequencerError::Corrupt); // The end of the log is gone.
    for (const EtcdRecord& stored : outcome->found) {
        const auto other = decodeLogRecord(stored.value);
        if (!other || other->position != m_head->next || other->previous != m_head->last)
            return std::unexpected(SequencerError::Corrupt);
        m_head = Head{.next = other->position + 1, .last = crypto::sha256(stored.value)};
        if (other->token == record.token) {
            record.position = other->position;
            return true;
        }
    }
    return false;
}

std::expected<std::uint64_t, SequencerError> EtcdSequencer::append(const std::vector<Bytes>& transactions)
{
    if (encodedSize(transactions) > batchBytesMax())
        return std::unexpected(SequencerError::TooLarge);
    const std::lock_guard lock(m_appendMutex);
    LogRecord record{.position = 0, .previous = {}, .token = newToken(), .transactions = transactions};
    if (m_unsure && m_unsure->transactions == transactions)
        record.token = m_unsure->token;
    for (;;) {
        if (!m_head) {
            const auto head = findHead();
            if (!head)
                return std::unexpected(head.error());
            m_head = *head;
        }
        // A record that may be in the log lies where it was tried: nothing passes that position unseen, because the
        // head only moves over records that were read.
        const auto appended = tryAppend(record);
        if (appended && *appended) {
            m_unsure.reset();
            return record.position;
        }
        if (!appended) {
            if (appended.error() == SequencerError::Unavailable)
                m_unsure = std::move(record);
            return std::unexpected(appended.error());
        }
    }
}

std::expected<std::vector<EtcdRecord>, SequencerError> EtcdSequencer::readRecords(std::uint64_t first,
                                                                                  std::size_t countMax)
{
    std::vector<EtcdRecord> records;
    EtcdRange rest = from(first);
    std::size_t bytes = 0;
    while (records.size() < countMax) {
        const std::size_t fitting = bytes == 0 ? kFirstPage : kPageBytes * records.size() / bytes;
        const std::size_t limit = std::min({countMax - records.size(), std::max<std::size_t>(fitting, 1), kPageMax});
        auto page = m_client->range(rest, limit);
        if (!page)
            return std::unexpected(sequencerError(page.error()));
        for (EtcdRecord& record : page->records) {
            bytes += record.value.size();
            records.push_back(std::move(record));
        }
        if (!page->more || page->records.empty())
            break;
        rest.begin = records.back().key + '\0';
    }
    return records;
}

std::expected<std::vector<ports::SequencedBatch>, SequencerError> EtcdSequencer::read(std::uint64_t from,
                                                                                      std::size_t countMax)
{
    std::vector<ports::SequencedBatch> batches;
    if (countMax == 0)
        return batches;
    // With the one before, whose hash the first one names.
    const std::uint64_t first = from == 0 ? 0 : from - 1;
    const auto records = readRecords(first, std::min(countMax, SIZE_MAX - 1) + (from == 0 ? 0 : 1));
    if (!records)
        return std::unexpected(records.error());
    std::optional<Hash256> previous = from == 0 ? std::optional<Hash256>(Hash256{}) : std::nullopt;
    std::uint64_t expected = first;
    for (const EtcdRecord& stored : *records) {
        auto record = decodeLogRecord(stored.value);
        if (!record || stored.key != keyOf(record->position))
            return std::unexpected(SequencerError::Corrupt);
        if (&stored == &records->front() && record->position > expected) {
            if (record->position > from)
                return std::unexpected(SequencerError::Compacted);
            expected = from;
        }
        if (record->position != expected || (previous && record->previous != *previous))
            return std::unexpected(SequencerError::Corrupt);
        previous = crypto::sha256(stored.value);
        ++expected;
        if (record->position >= from && batches.size() < countMax)
            batches.push_back({.position = record->position, .transactions = std::move(record->transactions)});
    }
    return batches;
}

std::expected<void, SequencerError> EtcdSequencer::compact(std::uint64_t upTo)
{
    const auto head = findHead();
    if (!head)
        return std::unexpected(head.error());
    if (head->next == 0 || upTo == 0)
        return {};
    const EtcdRange old{.begin = keyOf(0), .end = keyOf(std::min(upTo, head->next - 1))};
    if (old.begin == old.end)
        return {};
    if (const auto removed = m_client->remove(old); !removed)
        return std::unexpected(sequencerError(removed.error()));
    const auto page = m_client->range(old, 1);
    if (!page)
        return std::unexpected(sequencerError(page.error()));
    if (const auto compacted = m_client->compact(page->revision); !compacted)
        return std::unexpected(sequencerError(compacted.error()));
    return {};
}

EtcdBoard::EtcdBoard(std::shared_ptr<EtcdClient> client, std::string prefix)
    : m_client(std::move(client))
    , m_prefix(std::move(prefix))
{
    DGEX_ASSERT(m_client != nullptr && m_prefix.ends_with('/'));
}

std::expected<void, SequencerError> EtcdBoard::publish(std::uint64_t height, std::uint32_t authority, ByteView entry)
{
    const Hash256 hash = crypto::sha256(entry);
    std::string key =
        std::format("{}sign/{:020}/{:03}/{}", m_prefix, height, authority, toHex(ByteView(hash).first<8>()));
    const auto put = m_client->put({.key = std::move(key), .value = Bytes(entry.begin(), entry.end())});
    return put ? std::expected<void, SequencerError>{} : std::unexpected(sequencerError(put.error()));
}

std::expected<std::vector<Bytes>, SequencerError> EtcdBoard::read(std::uint64_t from)
{
    std::vector<Bytes> entries;
    EtcdRange rest{.begin = std::format("{}sign/{:020}", m_prefix, from), .end = rangeOf(m_prefix + "sign/").end};
    for (;;) {
        auto page = m_client->range(rest, kPageMax);
        if (!page)
            return std::unexpected(sequencerError(page.error()));
        for (EtcdRecord& record : page->records)
            entries.push_back(std::move(record.value));
        if (!page->more || page->records.empty())
            return entries;
        rest.begin = page->records.back().key + '\0';
    }
}

std::expected<void, SequencerError> EtcdBoard::forget(std::uint64_t upTo)
{
    const auto removed =
        m_client->remove({.begin = m_prefix + "sign/", .end = std::format("{}sign/{:020}", m_prefix, upTo)});
    return removed ? std::expected<void, SequencerError>{} : std::unexpected(sequencerError(removed.error()));
}

void EtcdBoard::watch(std::function<void()> wake)
{
    m_watch = m_client->watch(rangeOf(m_prefix + "sign/"), [wake = std::move(wake)](const auto&) { wake(); });
}

} // namespace dgex::storage
