// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/storage/ledger_file.h"
#include "tests/support/ledger_community.h"

#include <map>
#include <memory>

namespace dgex::test {

/// RSA keys by number, made at first use.
inline Community::Keys rsaKeys()
{
    auto made = std::make_shared<std::map<std::uint64_t, std::shared_ptr<crypto::Signer>>>();
    return [made](std::uint64_t number) {
        std::shared_ptr<crypto::Signer>& key = (*made)[number];
        if (!key)
            key = crypto::makeRsaSigner().value();
        return key;
    };
}

/// The simplest node: appends batches to a ledger file and executes, signs and stores their blocks.
class StoredLedger {
public:
    StoredLedger(Community& community, std::shared_ptr<storage::LedgerFile> file, ledger::SignatureCheck check)
        : sequencer(file)
        , store(file)
        , authority(community.authority())
        , m_community(community)
        , m_check(std::move(check))
    {
    }

    /// Takes up every batch that has no block yet, executing from the start. False when something stored differs.
    bool catchUp()
    {
        const auto batches = sequencer.read(state.height(), 1'000'000);
        if (!batches)
            return false;
        for (const ports::SequencedBatch& batch : *batches)
            if (!execute(batch.transactions))
                return false;
        return true;
    }
    bool append(const std::vector<Bytes>& transactions)
    {
        return sequencer.append(transactions).has_value() && execute(transactions);
    }
    bool keepValues()
    {
        return std::ranges::all_of(m_community.values(),
                                   [this](const auto& entry) { return store.putValues(entry.second).has_value(); });
    }

    storage::SqliteSequencer sequencer;
    storage::BlockStore store;
    ledger::LedgerState state;
    std::vector<Bytes> results;
    std::shared_ptr<crypto::Signer> authority; ///< Signs the checkpoints.

private:
    bool execute(const std::vector<Bytes>& transactions)
    {
        const ledger::BlockOutcome outcome =
            state.execute(transactions, m_check, [this](const Hash256& hash) -> std::optional<ledger::MeterValues> {
                return store.values(hash).value_or(std::nullopt);
            });
        results.insert(results.end(), outcome.results.begin(), outcome.results.end());
        const auto checkpoint = coSign(checkpointOf(m_community.market(), outcome.header), 0, *authority);
        return checkpoint && store.put({.header = outcome.header, .checkpoint = *checkpoint}).has_value();
    }

    Community& m_community;
    ledger::SignatureCheck m_check;
};

} // namespace dgex::test
