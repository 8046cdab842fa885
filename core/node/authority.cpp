// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/node/authority.h"

#include <algorithm>
#include <utility>

namespace dgex::node {

namespace {

constexpr std::size_t kPage = 256;
constexpr std::size_t kBatchTransactionsMax = 1U << 15;
/// Of a pass that also looks at entries about final heights, for authorities that sign a second time.
constexpr std::uint64_t kAuditEvery = 64;
constexpr std::uint64_t kAuditHeights = 64;
constexpr std::uint64_t kCompactEvery = 64;
/// A node that looked at the log less often cannot tell when its batches came.
constexpr std::chrono::seconds kLiveGap{10};

std::unexpected<NodeError> fail(std::string reason)
{
    return std::unexpected(NodeError{std::move(reason)});
}

std::string placeOf(std::uint64_t height)
{
    return "block " + std::to_string(height);
}

} // namespace

Authority::Authority(Parts parts, History history, BlockCallback onBlock)
    : m_parts(std::move(parts))
    , m_onBlock(std::move(onBlock))
    , m_signatures(m_parts.check ? m_parts.check : ledger::checkWith(m_verifier))
    , m_history(std::move(history))
    , m_coSigning(m_parts.check ? m_parts.check : ledger::checkWith(m_verifier))
    , m_gate(m_parts.tolerance)
{
}

Authority::Parts Authority::embedded(std::shared_ptr<storage::LedgerFile> file, const crypto::Signer& key,
                                     const MarketId& market)
{
    Parts parts;
    parts.sequencer = std::make_unique<storage::SqliteSequencer>(file);
    parts.store = std::make_shared<SqliteNodeStore>(std::move(file), true);
    parts.key = &key;
    parts.market = market;
    return parts;
}

std::expected<std::unique_ptr<Authority>, NodeError> Authority::open(Parts parts, BlockCallback onBlock)
{
    DGEX_ASSERT(parts.store && parts.sequencer);
    const bool alone = parts.board == nullptr;
    auto history = History::open(parts.history);
    if (!history)
        return fail(history.error());
    std::unique_ptr<Authority> authority{new Authority(std::move(parts), std::move(*history), std::move(onBlock))};
    if (auto replayed = authority->replayArchive(); !replayed)
        return std::unexpected(replayed.error());
    if (!alone)
        return authority;
    if (auto followed = authority->step(); !followed)
        return std::unexpected(followed.error());
    return authority;
}

Authority::Done Authority::replayArchive()
{
    auto receipts = m_parts.store->receipts();
    if (!receipts)
        return fail("reading the receipts: " + std::string{describe(receipts.error())});
    for (const ledger::Receipt& receipt : *receipts)
        m_receipts.insert(receipt.transaction);
    for (;;) {
        const auto blocks = m_parts.store->archive(m_state.height() + 1, kPage);
        if (!blocks)
            return fail("reading the archive from " + placeOf(m_state.height() + 1) + ": " +
                        std::string{describe(blocks.error())});
        for (const ArchivedBlock& block : *blocks)
            if (auto executed = executeArchived(block); !executed)
                return executed;
        if (blocks->size() < kPage)
            break;
    }
    m_coSigning.startBehind(m_state.height());
    m_compacted = m_state.height();
    for (const ledger::Receipt& receipt : *receipts)
        if (m_receipts.contains(receipt.transaction))
            m_gate.promise(receipt);
    return {};
}

Authority::Done Authority::executeArchived(const ArchivedBlock& block)
{
    const auto outcome = run(block.batch);
    if (!outcome)
        return std::unexpected(outcome.error());
    if (outcome->header != block.header)
        return fail(placeOf(outcome->header.height) + " differs from the one signed before");
    remember(block.batch.transactions, *outcome);
    m_checkpoint = block.checkpoint;
    m_finalRound = m_state.lastClosedRound();
    if (m_onBlock)
        m_onBlock(*outcome, m_state);
    return forgetKept(block.batch.transactions);
}

std::expected<ledger::BlockOutcome, NodeError> Authority::run(const ports::SequencedBatch& batch)
{
    ledger::BlockOutcome outcome =
        m_state.execute(batch.transactions, m_signatures.once(), [this](const Hash256& hash) { return values(hash); });
    m_history.take(batch, outcome, m_state);
    if (!m_history.isGood())
        return fail(placeOf(outcome.header.height) + ": the index of the ledger could not be written");
    ++m_counts.blocks;
    m_counts.transactions += outcome.transactions.size();
    m_counts.refused += static_cast<std::uint64_t>(
        std::ranges::count_if(outcome.transactions, [](const auto& one) { return !one.accepted(); }));
    return outcome;
}

Authority::Done Authority::awayOr(ports::SequencerError error, const std::string& doing)
{
    if (error != ports::SequencerError::Unavailable && error != ports::SequencerError::Full)
        return fail(doing + ": " + std::string{describe(error)});
    m_reachable = false;
    ++m_counts.unavailable;
    return {};
}

Authority::Done Authority::step()
{
    m_reachable = true;
    ++m_steps;
    for (const auto part :
         {&Authority::flush, &Authority::follow, &Authority::coSignOpen, &Authority::gather, &Authority::finish})
        // What is away answers no further call in time either.
        if (auto done = (this->*part)(); !done || !m_reachable)
            return done;
    compact();
    return {};
}

Authority::Done Authority::commit()
{
    if (auto done = step(); !done)
        return done;
    if (pendingCount() > 0)
        return fail("appending to the log: " + std::string{describe(ports::SequencerError::Unavailable)});
    return {};
}

Authority::Done Authority::flush()
{
    dropLateSheets();
    while (pendingCount() > 0) {
        if (m_inFlight.empty()) {
            std::size_t bytes = 0;
            std::size_t count = 0;
            while (count < m_pending.size() && count < kBatchTransactionsMax &&
                   (bytes += m_pending[count].size() + 4) <= m_parts.sequencer->batchBytesMax())
                ++count;
            const auto end = m_pending.begin() + static_cast<std::ptrdiff_t>(std::max<std::size_t>(count, 1));
            m_inFlight.assign(std::move_iterator(m_pending.begin()), std::move_iterator(end));
            m_pending.erase(m_pending.begin(), end);
        }
        const auto position = m_parts.sequencer->append(m_inFlight);
        if (!position)
            return awayOr(position.error(), "appending to the log");
        std::vector<Bytes> transactions = std::exchange(m_inFlight, {});
        // Behind batches of others it is read with them.
        if (*position == m_state.height())
            if (auto done = execute({*position, std::move(transactions)}, true); !done)
                return done;
    }
    return {};
}

Authority::Done Authority::follow()
{
    for (;;) {
        auto batches = m_parts.sequencer->read(m_state.height(), kPage);
        if (!batches)
            return awayOr(batches.error(), "reading the log from position " + std::to_string(m_state.height()));
        const std::optional<UtcTime> now =
            m_parts.clock == nullptr ? std::nullopt : std::optional{m_parts.clock->now()};
        const bool live = now && m_lastAtEnd && *now - *m_lastAtEnd < kLiveGap;
        for (ports::SequencedBatch& batch : *batches) {
            if (batch.position != m_state.height())
                return fail("the log has a gap before position " + std::to_string(batch.position));
            if (auto executed = execute(std::move(batch), live); !executed)
                return executed;
        }
        if (batches->size() < kPage) {
            m_lastAtEnd = now;
            return {};
        }
    }
}

CoSigning::Anchor Authority::anchor()
{
    ledger::TrustAnchor anchor = m_state.trustAnchor();
    if (!m_anchor || m_anchor->authorities != anchor.authorities || m_anchor->threshold != anchor.threshold)
        m_anchor = std::make_shared<const ledger::TrustAnchor>(std::move(anchor));
    return m_anchor;
}

std::optional<std::uint32_t> Authority::ownIndex(const ledger::TrustAnchor& anchor) const
{
    if (m_parts.key == nullptr)
        return std::nullopt;
    const auto place = std::ranges::find(anchor.authorities, m_parts.key->publicKey());
    if (place == anchor.authorities.end())
        return std::nullopt;
    return static_cast<std::uint32_t>(place - anchor.authorities.begin());
}

Authority::Done Authority::execute(ports::SequencedBatch batch, bool live)
{
    const std::uint64_t roundStart = m_state.roundStart();
    const auto outcome = run(batch);
    if (!outcome)
        return std::unexpected(outcome.error());
    if (!m_state.market() || *m_state.market() != m_parts.market)
        return fail(placeOf(outcome->header.height) + ": the log does not begin with the opening of this market");
    if (auto answered = answerWaiting(batch.transactions, *outcome, roundStart); !answered)
        return answered;
    remember(batch.transactions, *outcome);
    if (auto opened = openBlock(std::move(batch), *outcome, live); !opened)
        return opened;
    if (m_onBlock)
        m_onBlock(*outcome, m_state);
    return {};
}

Authority::Done Authority::openBlock(ports::SequencedBatch batch, const ledger::BlockOutcome& outcome, bool live)
{
    const std::string place = placeOf(outcome.header.height);
    OpenBlock block{.batch = std::move(batch),
                    .header = outcome.header,
                    .lastClosed = m_state.lastClosedRound(),
                    .objections = {},
                    .own = std::nullopt,
                    .published = false};
    const ledger::Checkpoint statement = checkpointOf(m_parts.market, outcome.header);
    if (m_parts.key != nullptr) {
        auto own = m_parts.store->ownSignature(outcome.header.height);
        if (!own)
            return fail(place + ": " + std::string{describe(own.error())});
        if (*own && !sameStatement(**own, statement))
            return fail(place + " differs from the one signed before");
        block.own = std::move(*own);
    }
    if (m_parts.key != nullptr && m_parts.clock != nullptr) {
        const UtcTime now = m_parts.clock->now();
        block.objections =
            m_gate.look(block.batch.transactions, outcome, now, live ? std::optional{now} : std::nullopt);
        m_counts.objections += block.objections.size();
    }
    m_coSigning.open(statement, anchor());
    m_open.push_back(std::move(block));
    const auto& own = m_open.back().own;
    return own ? take(*own) : Done{};
}

Authority::Done Authority::coSignOpen()
{
    for (OpenBlock& block : m_open) {
        if (block.own)
            continue;
        std::erase_if(block.objections, [this](const ledger::GateObjection& objection) {
            return objection.reason == ledger::GateReason::ClosedEarly &&
                   m_parts.clock->now() >= m_gate.dueAt(objection.round);
        });
        // A later checkpoint covers this block too: without it nothing further is signed until others made it final.
        if (!block.objections.empty())
            break;
        if (auto done = sign(block); !done)
            return done;
    }
    publish();
    return {};
}

Authority::Done Authority::sign(OpenBlock& block)
{
    const std::string place = placeOf(block.header.height);
    const auto own = ownIndex(*m_anchor);
    if (!own)
        return {};
    auto checkpoint = ledger::coSign(checkpointOf(m_parts.market, block.header), *own, *m_parts.key);
    if (!checkpoint)
        return fail(place + ": " + std::string{describe(checkpoint.error())});
    // Alone, the final block that is stored before anything is served keeps the promise.
    if (m_parts.board != nullptr)
        if (const auto stored = m_parts.store->putOwnSignature(*checkpoint); !stored)
            return fail(place + ": the co-signature could not be stored: " + std::string{describe(stored.error())});
    block.own = std::move(*checkpoint);
    ++m_counts.coSignatures;
    return take(*block.own);
}

void Authority::publish()
{
    if (m_parts.board == nullptr)
        return;
    for (OpenBlock& block : m_open) {
        if (!block.own || block.published)
            continue;
        const std::uint32_t authority = block.own->signatures.front().authority;
        if (!m_parts.board->publish(block.header.height, authority, encode(*block.own))) {
            m_reachable = false;
            ++m_counts.unavailable;
            return;
        }
        block.published = true;
    }
}

Authority::Done Authority::gather()
{
    const bool audit = m_steps % kAuditEvery == 0;
    if (m_parts.board == nullptr || (m_open.empty() && !audit))
        return {};
    const std::uint64_t behind = audit ? std::min(finalHeight(), kAuditHeights) : 0;
    const auto entries = m_parts.board->read(finalHeight() + 1 - behind);
    if (!entries)
        return awayOr(entries.error(), "reading the co-signatures");
    for (const Bytes& bytes : *entries) {
        const auto entry = ledger::decodeCheckpoint(bytes);
        if (!entry)
            continue;
        if (auto taken = take(*entry); !taken)
            return taken;
    }
    return {};
}

Authority::Done Authority::take(const ledger::Checkpoint& entry)
{
    const CoSigning::Taken taken = m_coSigning.take(entry);
    if (taken.evidence) {
        ++m_counts.evidence;
        if (m_parts.onEvidence)
            m_parts.onEvidence(*taken.evidence);
    }
    if (taken.overruledAt)
        return fail(placeOf(*taken.overruledAt) + ": enough authorities agreed on other contents than this node's");
    return {};
}

Authority::Done Authority::finish()
{
    // What made a block final here must be there for the others too: the own co-signature leaves first.
    const auto mayClose = [this] {
        return !m_open.empty() && (m_parts.board == nullptr || !m_open.front().own || m_open.front().published);
    };
    while (mayClose()) {
        auto checkpoint = m_coSigning.closeFinal();
        if (!checkpoint)
            break;
        DGEX_ASSERT(m_open.front().header.height == checkpoint->height);
        OpenBlock block = std::move(m_open.front());
        m_open.pop_front();
        const auto stored =
            m_parts.store->put({.batch = block.batch, .header = block.header, .checkpoint = *checkpoint});
        if (!stored)
            return fail(placeOf(block.header.height) +
                        " could not be stored: " + std::string{describe(stored.error())});
        m_checkpoint = std::move(*checkpoint);
        m_finalRound = block.lastClosed;
        if (auto done = forgetKept(block.batch.transactions); !done)
            return done;
    }
    return {};
}

/// Receipts whose sheets stand in a final block are kept promises.
Authority::Done Authority::forgetKept(const std::vector<Bytes>& transactions)
{
    if (m_receipts.empty())
        return {};
    std::vector<Hash256> kept;
    for (const Bytes& transaction : transactions)
        if (const Hash256 hash = ledger::leafHash(transaction); m_receipts.erase(hash) > 0)
            kept.push_back(hash);
    if (!kept.empty() && !m_parts.store->eraseReceipts(kept))
        return fail("the receipts could not be stored");
    return {};
}

void Authority::compact()
{
    if (m_parts.keepBatches == 0 || finalHeight() < m_compacted + m_parts.keepBatches + kCompactEvery)
        return;
    const std::uint64_t upTo = finalHeight() - m_parts.keepBatches;
    // Only space is at stake: what fails now is done by a later step.
    if (m_parts.sequencer->compact(upTo) && (m_parts.board == nullptr || m_parts.board->forget(upTo)))
        m_compacted = upTo;
}

std::vector<ledger::GateObjection> Authority::objections() const
{
    for (const OpenBlock& block : m_open)
        if (!block.objections.empty())
            return block.objections;
    return {};
}

std::optional<ledger::MeterValues> Authority::values(const Hash256& hash)
{
    auto found = m_parts.store->values(hash);
    return found ? *found : std::nullopt;
}

} // namespace dgex::node
