// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/storage/proof_source.h"

#include "core/base/overloaded.h"
#include "core/base/text.h"
#include "core/storage/ledger_file.h"
#include "core/storage/sqlite_database.h"

#include <algorithm>

namespace dgex::storage {

namespace {

std::unexpected<std::string> fail(const std::string& path, const std::string& reason)
{
    return std::unexpected(path + ": " + reason);
}

} // namespace

std::expected<ProofSource, std::string> ProofSource::read(const std::string& path, ParticipantId home,
                                                          std::optional<Period> priced)
{
    auto database = SqliteDatabase::open(path, OpenMode::ReadOnly);
    if (!database)
        return fail(path, std::string{describe(database.error())});
    const auto kind = database->integer("PRAGMA application_id");
    if (!kind || *kind != kApplicationId)
        return fail(path, std::string{describe(kind ? StorageError::NotALedger : kind.error())});
    // One transaction, so that a node that writes meanwhile does not part batches from blocks.
    if (auto begun = database->execute("BEGIN"); !begun)
        return fail(path, std::string{describe(begun.error())});
    auto rows = database->prepare("SELECT batches.transactions, blocks.header, blocks.checkpoint FROM batches JOIN "
                                  "blocks ON blocks.height = batches.position + 1 ORDER BY blocks.height");
    auto values = database->prepare("SELECT bytes FROM meter_values WHERE hash = ?");
    if (!rows || !values)
        return fail(path, "the tables are not those of a ledger");
    ProofSource source{home};
    crypto::Verifier verifier;
    ledger::LedgerState state;
    const auto lookUp = [&values](const Hash256& hash) -> std::optional<ledger::MeterValues> {
        const bool found = values->bind(1, ByteView(hash)).step().value_or(false);
        auto decoded = found ? ledger::decodeMeterValues(values->blob(0)) : std::nullopt;
        values->reset();
        return decoded;
    };
    for (auto row = rows->step(); row.value_or(false); row = rows->step()) {
        const auto transactions = decodeBatch(rows->blob(0));
        const auto checkpoint = ledger::decodeCheckpoint(rows->blob(2));
        const std::string place = "block " + std::to_string(state.height() + 1);
        if (!transactions || !checkpoint)
            return fail(path, place + " cannot be read");
        source.take(*transactions);
        const auto outcome = state.execute(*transactions, ledger::checkWith(verifier), lookUp);
        if (ledger::encode(outcome.header) != rows->blob(1))
            return fail(path, place + " is not what its transactions give");
        source.take(outcome);
        const std::optional<Round> closed = state.lastClosedRound();
        if (priced && closed && !source.m_priceProofs.contains(*closed)) {
            if (auto proof = state.priceProof(home, *priced))
                source.m_priceProofs.emplace(*closed, std::move(*proof));
        }
        source.m_checkpoints.push_back(*checkpoint);
    }
    if (source.m_checkpoints.empty() || !state.market())
        return fail(path, "the ledger has no market yet");
    source.m_anchor = state.trustAnchor();
    return source;
}

void ProofSource::take(const std::vector<Bytes>& transactions)
{
    for (const Bytes& bytes : transactions) {
        const std::uint64_t index = m_log.size();
        m_log.append(ledger::leafHash(bytes));
        const auto transaction = ledger::decodeTransaction(bytes);
        if (!transaction || m_home.number == 0)
            continue;
        if (transaction->type == ledger::TransactionType::RegisterParticipant) {
            const auto registration = ledger::decodeRegisterParticipant(transaction->payload);
            if (registration && registration->participant == m_home)
                m_identities.push_back({index, bytes});
        }
        if (transaction->type == ledger::TransactionType::SubmitSheet && transaction->participant == m_home)
            m_sheets.push_back({index, bytes});
    }
}

void ProofSource::take(const ledger::BlockOutcome& outcome)
{
    for (const Bytes& leaf : outcome.results) {
        const std::uint64_t index = m_results.size();
        m_results.append(ledger::leafHash(leaf));
        const auto result = ledger::decodeResult(leaf);
        const bool isOfOthers =
            !result || m_home.number == 0 ||
            std::visit(Overloaded{[this](const ledger::HomeRoundResult& r) { return r.home != m_home; },
                                  [this](const ledger::HomeSettlementResult& r) { return r.settlement.home != m_home; },
                                  [](const auto&) { return false; }},
                       *result);
        if (!isOfOthers)
            m_resultLeaves.push_back({index, leaf});
    }
}

const ledger::Checkpoint* ProofSource::newestFinal() const
{
    crypto::Verifier verifier;
    const auto found = std::ranges::find_if(m_checkpoints.rbegin(), m_checkpoints.rend(), [&](const auto& checkpoint) {
        return ledger::isFinal(checkpoint, m_anchor, ledger::checkWith(verifier));
    });
    return found == m_checkpoints.rend() ? nullptr : &*found;
}

std::expected<ledger::ProofBundle, std::string> ProofSource::bundle(Period period) const
{
    const ledger::Checkpoint* const checkpoint = newestFinal();
    if (checkpoint == nullptr)
        return std::unexpected("no checkpoint of this ledger is final");
    if (m_identities.empty())
        return std::unexpected("participant " + std::to_string(m_home.number) + " is not registered on this ledger");
    auto bundle = ledger::makeBundle({.home = m_home,
                                      .checkpoint = *checkpoint,
                                      .log = m_log,
                                      .resultTree = m_results,
                                      .identities = m_identities,
                                      .sheets = m_sheets,
                                      .results = m_resultLeaves},
                                     period);
    if (!bundle)
        return std::unexpected("nothing was decided about this home in " + toText(period));
    return std::move(*bundle);
}

std::expected<ledger::ConsistencyProof, std::string> ProofSource::consistency(std::uint64_t older,
                                                                              std::uint64_t newer) const
{
    if (older < 1 || older > newer || newer > m_checkpoints.size())
        return std::unexpected("the ledger has the heights 1 to " + std::to_string(m_checkpoints.size()));
    return ledger::proveConsistency(m_checkpoints[older - 1], m_checkpoints[newer - 1], m_log, m_results);
}

} // namespace dgex::storage
